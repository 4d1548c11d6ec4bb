"""How far a teller has come on the way to the integrated teller (综合柜员)."""

from enum import Enum


class TellerLevel(Enum):
    """From watching beside a window to teaching the others; a value is what files and JSON carry."""

    SHADOWING = "shadowing"
    SINGLE = "single"
    JUNIOR = "junior"
    MIDDLE = "middle"
    SENIOR = "senior"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the first; a higher level includes the lower ones."""
        return list(TellerLevel).index(self)


_LABELS = {
    TellerLevel.SHADOWING: "跟岗",
    TellerLevel.SINGLE: "单岗",
    TellerLevel.JUNIOR: "综合柜员初级",
    TellerLevel.MIDDLE: "综合柜员中级",
    TellerLevel.SENIOR: "综合柜员高级",
}
