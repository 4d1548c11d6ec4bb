"""What a question or a role-play rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Basis:
    """The law or rule it rests on, e.g. Basis("工伤保险条例", "第十七条"). `article` may be empty."""

    law: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.law} {self.article}".strip()
