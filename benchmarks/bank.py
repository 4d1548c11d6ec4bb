"""The question bank: importing, drawing near, opening, each against the bare minimum on the same machine.

    python benchmarks/bank.py [ROWS] [QUESTIONS]

ROWS (20,000) questions are imported from XLSX, against openpyxl reading the same cells and nothing else,
and from GIFT, against a plain parse (split at blank lines, one regular expression for the parts: no text is
unescaped, nothing checked) and, where it is installed, against pygiftparser. The goal is at most twice. "Read" is the file to drafts; "preview" compares with an empty bank, near-equal texts and
all; "write" makes the YAML files and their index. Then QUESTIONS (50,000) are opened: for the first time,
again, and again with one file changed, against reading their YAML. The goal is under a second.
"""

import io
import re
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.content.bank.bank_file import bank_file_names, read_bank_file
from app.content.bank.format_names import Format
from app.content.bank.formats import WRITERS, no_pictures, read_any
from app.content.bank.yaml_emitter import emit_file
from app.domain.bank_import import Standing
from app.domain.business import BusinessLine
from app.domain.question_writing import question_to_plain
from app.domain.questions import Basis, Judge, Multiple, Option, Question, Single, drawable
from app.services import bank_import
from app.services.bank import BankDesk

WHO = [
    "用人单位",
    "职工本人",
    "近亲属",
    "工会组织",
    "灵活就业人员",
    "失业人员",
    "退休人员",
    "代办人",
    "参保人",
    "社区工作者",
]
WHAT = [
    "提出工伤认定申请",
    "申领失业保险金",
    "办理社会保障卡",
    "转移养老保险关系",
    "完成待遇资格认证",
    "查询人事档案",
    "签订劳动合同",
]
WHERE = ["经办机构", "服务窗口", "自助终端", "手机应用", "银行网点", "街道平台", "电话热线", "政务网站", "社区站点"]
HOW = ["应当携带的材料", "办理的期限", "适用的依据", "告知的内容", "受理后的步骤", "不予受理的情形", "有异议时的途径"]


def made(count: int) -> tuple[Question, ...]:
    """Questions as different from each other as real ones: four words and a number apiece."""
    found = []
    for i in range(count):
        who, what, where, how = (
            words[i // size % len(words)] for words, size in ((WHO, 1), (WHAT, 10), (WHERE, 70), (HOW, 630))
        )
        stem = f"{who}在{where}{what}时，第{i}号情形下{how}是什么？"
        options = tuple(Option(f"{how}之{chr(65 + j)}，见{where}公告第{i + j}条", j == i % 4) for j in range(4))
        body = (Single(options), Multiple(options), Judge(i % 2 == 0))[i % 3]
        found.append(
            Question(
                id=f"b-{i:06d}",
                line=list(BusinessLine)[i // 60 % 18],
                stem=stem,
                body=body,
                topic=f"主题{i // 60}",
                explanation=f"{what}应当由{who}到{where}办理，期限和材料以公告为准。",
                basis=(Basis("社会保险经办条例", f"第{i % 60 + 1}条"),),
                effective=date(2023, 12, 1),
                checked=date(2026, 11, 24),
                difficulty=i % 5 + 1,
                tags=("时限", "材料"),
            )
        )
    return tuple(found)


def timed(words: str, work: Callable[[], object], against: float = 0) -> tuple[float, object]:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{words:<58}{seconds:8.2f} s{f'   {seconds / against:5.2f} times' if against else ''}", flush=True)
    return seconds, result


def bare_xlsx(content: bytes) -> int:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def plain_gift(content: bytes) -> int:
    parts = re.compile(r"(?:::(.*?)::)?(.*?)(?<!\\)\{(.*)(?<!\\)\}", re.DOTALL)
    answer = re.compile(r"(?<!\\)([=~])((?:\\.|[^=~\\])*)")
    count = 0
    for block in re.split(r"\n\s*\n", content.decode()):
        lines = "\n".join(line for line in block.split("\n") if not line.startswith("//"))
        found = parts.match(lines.strip())
        if found:
            count += bool(answer.findall(found[3])) or 1
    return count


def pygiftparser(content: bytes) -> int:
    """A public parser of GIFT; ImportError where it is not installed (it is needed for nothing else)."""
    import logging

    from pygiftparser import parser

    logging.disable()
    return len(parser.parseFile(io.StringIO(content.decode())))


def main() -> None:
    rows, many = (int(each) for each in (sys.argv[1:] + ["20000", "50000"])[:2])
    questions = made(max(rows, many))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for format, bare in ((Format.XLSX, bare_xlsx), (Format.GIFT, plain_gift)):
            path = root / f"questions{format.ending}"
            path.write_bytes(WRITERS[format](questions[:rows], no_pictures).content)
            content = path.read_bytes()
            print(f"\n{rows} questions from {format.label}, {len(content) / 1e6:.1f} MB")
            bare(content)
            plain, _ = timed("bare reading" if format is Format.XLSX else "plain parse", lambda: bare(content))  # noqa: B023
            if format is Format.GIFT:
                with suppress(ImportError):
                    peer, _ = timed("pygiftparser", lambda: pygiftparser(content))  # noqa: B023
                    timed("read, against pygiftparser", lambda: read_any(content, path.name), peer)  # noqa: B023
            timed("read (every row checked, none written)", lambda: read_any(content, path.name), plain)  # noqa: B023
            desk = BankDesk(root / format.value / "question_bank", root / format.value / "index.db")
            _, shown = timed("read and preview, near-equal texts found", lambda: bank_import.preview(desk, path), plain)  # noqa: B023
            print(
                f"{'':<8}{', '.join(f'{each.value} {shown.count(each)}' for each in Standing)}, rejected {len(shown.rejected)}"
            )
            timed("write all or none, and index", lambda: bank_import.write(desk, shown, with_duplicates=True), plain)  # noqa: B023

        bank = root / "many" / "question_bank"
        (bank / "questions").mkdir(parents=True)
        for first in range(0, many, 60):
            some = [replace(q, line=BusinessLine.CARD, topic="主题") for q in questions[first : first + 60]]
            plain_forms = [question_to_plain(q, {"line": "card", "topic": "主题"}) for q in some]
            text = emit_file("主题", "card", plain_forms)
            (bank / "questions" / f"{first:06d}.yaml").write_text(text, encoding="utf-8")
        print(f"\nOpening {many} questions in {many // 60 + 1} files")
        names = bank_file_names(bank / "questions")
        reading, _ = timed("reading the YAML", lambda: [read_bank_file(bank / "questions", name) for name in names])
        index = root / "many" / "index.db"
        timed("opening for the first time", lambda: BankDesk(bank, index).cards())
        _, opened = timed("opening again (checked, countable, searchable)", lambda: _opened(bank, index))
        _, cards = timed("the cards of all questions, to choose among", opened.cards)
        timed("which of them may be drawn today", lambda: sum(drawable(card, date(2026, 11, 24)) for card in cards))
        timed("search for a word", lambda: opened.search("自助终端签订"))
        timed("every question that cites an article", lambda: opened.citing("社会保险经办条例", "第十七条"))
        file = bank / "questions" / names[5]
        file.write_text(file.read_text("utf-8").replace("公告", "通告"), encoding="utf-8")
        timed("opening after one file changed", lambda: BankDesk(bank, index).index.count())
        print(f"{'':<8}{reading:.1f} s of reading are saved at every opening")


def _opened(bank: Path, index: Path) -> BankDesk:
    desk = BankDesk(bank, index)
    assert desk.index.count() and not desk.index.problems()
    return desk


if __name__ == "__main__":
    main()
