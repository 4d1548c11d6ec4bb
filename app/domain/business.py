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


# Words that settle what a text is about, the more particular line first.
_SIGNS = (
    (BusinessLine.TRANSFER, ("转移接续", "关系转移", "跨省转移")),
    (BusinessLine.QUALIFICATION, ("资格认证", "生存认证")),
    (BusinessLine.FLEXIBLE, ("灵活就业",)),
    (BusinessLine.WORK_INJURY, ("工伤", "劳动能力鉴定", "职业病")),
    (BusinessLine.UNEMPLOYMENT, ("失业",)),
    (BusinessLine.MEDICAL, ("医疗保险", "医保", "生育")),
    (BusinessLine.PENSION, ("养老", "退休", "病残津贴")),
    (BusinessLine.CARD, ("社会保障卡", "社保卡")),
    (BusinessLine.ARCHIVES, ("人事档案", "流动人员档案", "档案")),
    (BusinessLine.LABOUR, ("劳动合同", "劳动关系", "劳动争议", "劳务派遣", "工资")),
    (BusinessLine.EMPLOYMENT, ("就业", "创业", "招聘")),
    (BusinessLine.HOTLINE, ("12333",)),
    (BusinessLine.TELLER, ("综合柜员", "柜员")),
    (BusinessLine.SPECIAL, ("绿色通道", "老年人", "残疾人")),
    (BusinessLine.DISCIPLINE, ("纪律", "严禁", "四杜绝")),
    (BusinessLine.LANGUAGE, ("文明用语", "服务禁语", "服务用语")),
    (BusinessLine.CONDUCT, ("首问负责", "限时办结", "一次性告知", "责任追究", "服务规范", "窗口")),
)


def guess_line(text: str) -> BusinessLine | None:
    """The business line that a text (a topic, a stem) plainly belongs to; None where nothing says so."""
    for line, signs in _SIGNS:
        if any(sign in text for sign in signs):
            return line
    return None
