"""What is wrong with a question as it was written down: where, what, and what to do about it."""

from dataclasses import dataclass

PlainPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` leads to the value at fault, e.g. ("options", 1, "text"); a list counts from 0.

    `message` and `remedy` are one Chinese sentence each.
    """

    path: PlainPath
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem with the place a person finds it at: `file` under question_bank/questions/, `line` from 1."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行：{self.message}{self.remedy}"
