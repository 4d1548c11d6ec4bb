"""The sheets of a workbook that holds one role-play: their headings, and the field each column stands for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns` maps a heading to the field's name, in the order they are written; `widths` in characters."""

    title: str
    columns: dict[str, str]
    widths: tuple[int, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


# What the first sheet asks, line by line: the words, the path of the field, and what to write.
GENERAL = (
    ("编号", ("id",), "字母、数字和短横线，例如 lost-card；全部情景里不能重复"),
    ("标题", ("title",), "例如：卡丢了又急用"),
    ("业务条线", ("line",), "例如：社会保障卡"),
    ("方式", ("channel",), "窗口、电话或书面"),
    ("练什么", ("trains",), "一句话"),
    ("情况介绍", ("situation",), "学员能看到的情况"),
    ("群众称呼", ("citizen", "name"), "例如：郑女士"),
    ("年龄", ("citizen", "age"), ""),
    ("心情", ("citizen", "mood"), "一两个词，例如：慌张"),
    ("心情值", ("citizen", "feeling"), "0（愤怒）到 100（满意），平常是 50"),
    ("说话的样子", ("citizen", "manner"), "例如：越急越说不清"),
    ("声音", ("citizen", "voice", "sex"), "男或女"),
    ("语速", ("citizen", "voice", "rate"), "平常的百分之几，50 到 200"),
    ("音高", ("citizen", "voice", "pitch"), "平常的百分之几，50 到 200"),
    ("等几秒", ("citizen", "patience"), "没有人答话，等几秒再问一遍"),
    ("没人答话时说", ("citizen", "unheard"), ""),
    ("考核几分钟", ("minutes",), "平常是 6"),
    ("最多答几次", ("most_replies",), "平常是 12"),
    ("没谈拢的结局", ("leaves",), "“结局”表里一个结局的名字"),
    ("核对日期", ("checked",), "哪一天核对过依据，例如 2026-11-24"),
)
GENERAL_TITLE = "基本情况"

NODES = Sheet(
    "轮次",
    {
        "名字": "id",
        "群众的话": "says",
        "心情不好时说": "upset",
        "又问时说": "again",
        "文明用语": "stages",
        "示范回答": "exemplary",
        "提示": "hints",
    },
    (16, 50, 34, 34, 22, 60, 40),
)
POINTS = Sheet(
    "要点",
    {"轮次": "node", "编号": "id", "要点": "text", "必说": "must", "说法": "ways", "依据": "basis"},
    (16, 16, 40, 8, 60, 34),
    (("必说", ("是", "否")),),
)
NEXT = Sheet(
    "往下怎样谈",
    {
        "轮次": "node",
        "说到要点": "points",
        "说到之一": "any_points",
        "还没说到": "missing",
        "服务禁语": "forbidden",
        "有文明用语": "polite",
        "没有文明用语": "without",
        "没有回答": "silent",
        "说得太长": "too_long",
        "答了几次": "attempts",
        "心情低于": "mood_below",
        "心情高于": "mood_above",
        "去向": "to",
        "原因": "because",
    },
    (16, 24, 20, 20, 18, 18, 18, 10, 10, 10, 10, 10, 16, 40),
    (("没有回答", ("是",)), ("说得太长", ("是",))),
)
ENDINGS = Sheet(
    "结局",
    {"名字": "id", "好坏": "kind", "标题": "title", "最后的话": "says", "说明": "explains"},
    (16, 8, 30, 44, 60),
    (("好坏", ("好", "一般", "坏")),),
)
PAPERS = Sheet("面前的东西", {"名称": "title", "内容": "shows"}, (24, 70))
BASIS = Sheet("依据", {"法规": "law", "条款": "article"}, (50, 20))
SHEETS = (NODES, POINTS, NEXT, ENDINGS, PAPERS, BASIS)

ANYWHERE = "任何时候"  # in the column 轮次 of NEXT: asked at every moment
LISTS = frozenset({"stages", "ways", "points", "any_points", "missing", "polite", "without", "hints"})
ADVICE = (
    "一个工作簿写一个情景；七张表都填，表头不要改，次序可以换。",
    "轮次：一行一轮，第一行就是开头。群众说一句，学员答一句。",
    "要点：同一个要点在别的轮次再用，只填轮次和编号。说法一行一种（单元格里按 Alt+回车换行），说到任何一种都算。",
    "往下怎样谈：同一轮从上到下看，条件都满足的第一行就走；每一轮最后一行只填轮次和去向，是“其他情况”。",
    "轮次写“任何时候”的，每一轮都先看。去向写 back，是回到刚才那一轮。",
    "几个编号、几类用语用顿号隔开，例如：迎候、安抚。服务禁语可以写“任何”“一票否决”，或者写类别：推诿、生硬讥讽。",
    "提示一行一条；扣分不是 2 分的，在后面写“（扣 3 分）”。",
    "填好以后运行：python -m app scenario import 文件。错在哪张表第几行会一一指出。",
)
HELP_TITLE = "填写说明"
