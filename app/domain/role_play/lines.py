"""The small lists of a role-play as lines to type, and back: ways, hints, papers, the basis. Any text is understood."""

import re

from app.domain.basis import Basis
from app.domain.scenario import Hint, Paper

_COST = re.compile(r"[（(]\s*扣\s*(\d+(?:\.\d+)?)\s*分\s*[）)]\s*$")
_LAW = re.compile(r"^《([^》]*)》\s*(.*)$")
_COLON = re.compile("[:：]")
_USUAL_COST = Hint("").cost


def ways_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_lines(text)))


def hints_of(text: str) -> tuple[Hint, ...]:
    """“看一看病历（扣 3 分）”; without the bracket a hint costs what is usual."""
    found = []
    for line in _lines(text):
        cost = _COST.search(line)
        said = line[: cost.start()].strip() if cost else line
        found.append(Hint(said, float(cost[1])) if cost and said else Hint(line))
    return tuple(found)


def hint_lines(hints: tuple[Hint, ...]) -> str:
    return "\n".join(each.text if each.cost == _USUAL_COST else f"{each.text}（扣 {each.cost:g} 分）" for each in hints)


def papers_of(text: str) -> tuple[Paper, ...]:
    """“号票：A017”; what has no colon is a title whose content is still missing."""
    found = []
    for line in _lines(text):
        title, _colon, shows = _COLON.sub("\n", line, count=1).partition("\n")
        found.append(Paper(title.strip(), shows.strip()))
    return tuple(found)


def paper_lines(papers: tuple[Paper, ...]) -> str:
    return "\n".join(f"{each.title}：{each.shows}" for each in papers)


def basis_of(text: str) -> tuple[Basis, ...]:
    """“《工伤保险条例》第十七条”; without the marks the last word of a line that begins with 第 is the article."""
    found = []
    for line in _lines(text):
        if marked := _LAW.match(line):
            found.append(Basis(marked[1].strip(), marked[2].strip()))
        else:
            law, _space, article = line.rpartition(" ")
            plain = law and article.startswith("第")
            found.append(Basis(law.strip(), article) if plain else Basis(line))
    return tuple(found)


def basis_lines(basis: tuple[Basis, ...]) -> str:
    return "\n".join(f"《{each.law}》{each.article}" for each in basis)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
