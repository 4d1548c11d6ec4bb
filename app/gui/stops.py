"""Where one can go in the window, as the rail shows it."""

from dataclasses import dataclass
from enum import Enum


class Place(Enum):
    """Where one can go. A place that has no screen yet is not offered."""

    HOME = "home"
    LEARN = "learn"
    PRACTISE = "practise"
    ROLE_PLAY = "role-play"
    CLASS = "class"
    EXAMS = "exams"
    RECORDS = "records"
    CERTIFICATES = "certificates"
    LEXICON = "lexicon"
    BANK = "bank"
    ANALYSIS = "analysis"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Stop:
    """One entry of the rail."""

    place: Place
    icon: str
    label: str


STOPS = (
    Stop(Place.HOME, "home", "首页"),
    Stop(Place.LEARN, "learn", "学习"),
    Stop(Place.PRACTISE, "pencil", "练习"),
    Stop(Place.ROLE_PLAY, "talk", "情景对练"),
    Stop(Place.CLASS, "class", "上课"),
    Stop(Place.EXAMS, "exam", "考试"),
    Stop(Place.RECORDS, "records", "记录"),
    Stop(Place.CERTIFICATES, "seal", "合格证"),
    Stop(Place.LEXICON, "book", "用语库"),
    Stop(Place.BANK, "bank", "题库"),
    Stop(Place.ANALYSIS, "chart", "试题分析"),
    Stop(Place.SETTINGS, "settings", "设置"),
)
