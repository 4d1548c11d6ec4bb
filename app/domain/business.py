"""The business lines of a hall, and the general subjects that every window shares."""

from enum import Enum


class BusinessLine(Enum):
    """What a question is about; a value is what files, indexes and JSON carry."""

    PENSION = "pension"
    MEDICAL = "medical"
    UNEMPLOYMENT = "unemployment"
    WORK_INJURY = "work-injury"
    EMPLOYMENT = "employment"
    CARD = "card"
    ARCHIVES = "archives"
    LABOUR = "labour"
    QUALIFICATION = "qualification"
    TRANSFER = "transfer"
    FLEXIBLE = "flexible"
    CONDUCT = "conduct"
    DISCIPLINE = "discipline"
    LANGUAGE = "language"
    SPECIAL = "special"
    HOTLINE = "hotline"
    TELLER = "teller"
    OPINION = "opinion"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def general(self) -> bool:
        """True for the subjects that belong to no single business line."""
        return self in _GENERAL


_LABELS = {
    BusinessLine.PENSION: "养老保险",
    BusinessLine.MEDICAL: "医保生育分流",
    BusinessLine.UNEMPLOYMENT: "失业保险",
    BusinessLine.WORK_INJURY: "工伤保险",
    BusinessLine.EMPLOYMENT: "就业创业",
    BusinessLine.CARD: "社会保障卡",
    BusinessLine.ARCHIVES: "人事档案",
    BusinessLine.LABOUR: "劳动关系",
    BusinessLine.QUALIFICATION: "待遇资格认证",
    BusinessLine.TRANSFER: "跨省转移接续",
    BusinessLine.FLEXIBLE: "灵活就业参保",
    BusinessLine.CONDUCT: "服务规范与五制",
    BusinessLine.DISCIPLINE: "纪律要求",
    BusinessLine.LANGUAGE: "服务用语",
    BusinessLine.SPECIAL: "特殊群体与绿色通道",
    BusinessLine.HOTLINE: "12333电话",
    BusinessLine.TELLER: "综合柜员制",
    BusinessLine.OPINION: "2014年窗口作风建设意见",
}
_GENERAL = {
    BusinessLine.CONDUCT,
    BusinessLine.DISCIPLINE,
    BusinessLine.LANGUAGE,
    BusinessLine.SPECIAL,
    BusinessLine.HOTLINE,
    BusinessLine.TELLER,
    BusinessLine.OPINION,
}
