"""question_bank/tickets/*.yaml as ticket types of a shift, every mistake named with file, line and remedy."""

from dataclasses import dataclass
from pathlib import Path

from app.content.bank.text_encoding import decode_text, read_bytes
from app.content.bank.yaml_nodes import YamlText, read_yaml
from app.domain.errors import UserError
from app.domain.question_problems import FileProblem, Problem
from app.domain.shift.ticket import TicketType
from app.domain.shift.ticket_reading import read_tickets

_MOST_BYTES = 5_000_000
_SHAPE = "请对照 docs/formats.md 的例子：冒号用半角并在后面空一格，缩进用空格，不用 Tab 键。"


@dataclass(frozen=True, slots=True)
class TicketFile:
    """What one file holds. With any problem none of its tickets is used."""

    name: str
    tickets: tuple[TicketType, ...]
    problems: tuple[FileProblem, ...]


def load_tickets(folder: Path) -> tuple[TicketType, ...]:
    """Every ticket type of a folder, by id. UserError, naming file and line, for the first that is wrong."""
    files = check_tickets(folder)
    for file in files:
        for first in file.problems:
            raise UserError(f"文件“{first.file}”第 {first.line} 行：{first.message}", first.remedy)
    return tuple(sorted((ticket for file in files for ticket in file.tickets), key=lambda ticket: ticket.id))


def check_tickets(folder: Path) -> tuple[TicketFile, ...]:
    """Every file of a folder, by name, with everything that is wrong with it. UserError if there is no such folder."""
    if not folder.is_dir():
        raise UserError(f"找不到票号文件夹“{folder}”。", "请把 tickets 文件夹放回原处，或重新安装。")
    files: list[TicketFile] = []
    names: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        file, lines = _read(path)
        twice = [
            _placed(
                path.name,
                lines,
                Problem(
                    ("tickets", i, "id"),
                    f"编号“{ticket.id}”在“{names[ticket.id]}”里已经有了。",
                    "请给其中一个换 id。",
                ),
            )
            for i, ticket in enumerate(file.tickets)
            if ticket.id in names
        ]
        names |= {ticket.id: path.name for ticket in file.tickets if ticket.id not in names}
        files.append(TicketFile(file.name, () if twice else file.tickets, (*file.problems, *twice)))
    return tuple(files)


def read_ticket_text(text: str, name: str) -> TicketFile:
    """The same from the text of a file."""
    return _understood(text, name)[0]


def _read(path: Path) -> tuple[TicketFile, YamlText | None]:
    try:
        text = decode_text(read_bytes(path, _MOST_BYTES), path.name).text
    except UserError as problem:
        return TicketFile(path.name, (), (FileProblem(path.name, 1, problem.message, problem.remedy),)), None
    return _understood(text, path.name)


def _understood(text: str, name: str) -> tuple[TicketFile, YamlText]:
    lines = read_yaml(text)
    found = [FileProblem(name, *mistake) for mistake in lines.mistakes]
    if not isinstance(lines.root, dict):
        found = found or [FileProblem(name, 1, "内容应当写成“名称: 值”的几行。", _SHAPE)]
        return TicketFile(name, (), tuple(found)), lines
    tickets, problems = read_tickets(lines.root)
    found += [_placed(name, lines, problem) for problem in problems]
    ordered = tuple(sorted(dict.fromkeys(found), key=lambda each: each.line))
    return TicketFile(name, () if found else tickets, ordered), lines


def _placed(name: str, lines: YamlText | None, problem: Problem) -> FileProblem:
    line = lines.line_at(problem.path) if lines else None
    return FileProblem(name, line or 1, problem.message, problem.remedy)
