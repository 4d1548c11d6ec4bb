"""A small bank of one's own: a question of every type, one to review, one expired, one with a mistake beside it."""

import io
import tempfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.content.bank.yaml_emitter import emit_file
from app.domain.business import BusinessLine
from app.domain.lexicon import Category
from app.domain.question_writing import question_to_plain
from app.domain.questions import (
    Basis,
    Blank,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Pair,
    Part,
    Partial,
    Question,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.scenario import Point, Turn
from app.services.bank import BankDesk

LIMIT = Point("limit", "说清三十日的时限", ("三十日", "30天", "一个月内"), must=True)
BODIES = {
    "single": (
        "职工发生事故伤害，用人单位应当自事故伤害发生之日起多少日内提出工伤认定申请？",
        Single(
            (
                Option("15日", why="这是不服鉴定结论申请再次鉴定的时限。"),
                Option("30日", True),
                Option("60日", why="这是作出认定决定的时限。"),
                Option("1年", why="这是职工本人、近亲属和工会的时限。"),
            )
        ),
    ),
    "multiple": (
        "申请工伤认定应当提交哪些材料？",
        Multiple(
            (
                Option("工伤认定申请表", True),
                Option("与用人单位存在劳动关系的证明材料", True),
                Option("医疗诊断证明或者职业病诊断证明书", True),
                Option("居住证复印件"),
            ),
            Partial.HALF,
        ),
    ),
    "judge": ("职工个人应当缴纳工伤保险费。", Judge(False)),
    "blank": (
        "申请材料不完整的，应当____告知需要补正的全部材料；受理后____日内作出决定。",
        Blank((Gap(("一次性书面", "一次性")), Gap(("六十",), Decimal(60)))),
    ),
    "order": ("请按先后排列工伤待遇的办理步骤。", Order(("工伤认定", "劳动能力鉴定", "核定待遇", "支付待遇"))),
    "match": (
        "请把申请人和提出申请的时限对上。",
        Match((Pair("用人单位", "30日"), Pair("职工本人", "1年"), Pair("近亲属", "1年")), ("60日",)),
    ),
    "case": (
        "小张下班途中被闯红灯的汽车撞伤，交警认定汽车负全部责任。单位说路上的事不归单位管，一直没有申报。",
        Case(
            (
                Part("这种情形应当认定为工伤吗？", Judge(True), "非本人主要责任的交通事故，属于应当认定的情形。"),
                Part("单位不申请，小张自己最晚什么时候申请？", Single((Option("1年内", True), Option("30日内"))), "一年内。"),
            )
        ),
    ),
    "rewrite": (
        "",
        Rewrite(
            "缺材料，回去补齐了再来。",
            "您还缺一份诊断证明，其他都齐了，我把清单写给您，补来直接到我这个窗口。",
            (Category.EXPLAIN, Category.ASSIST),
            (Point("list", "列出缺的材料", ("清单", "写给您")),),
        ),
    ),
    "spoken": (
        "",
        Spoken(
            Turn(
                "单位不给我报工伤，我自己能报吗？",
                (Category.GREETING, Category.REASSURE),
                (LIMIT,),
                "您好，您别着急。单位三十日内没有申请的，您本人一年内都可以申请。",
            )
        ),
    ),
}  # fmt: skip


def samples() -> tuple[Question, ...]:
    """One question of every type, then one that is to be reviewed and one that has expired."""
    basis = (Basis("工伤保险条例", "第十七条"), Basis("社会保险法", "第三十六条"))
    found = [
        Question(
            f"wi-{name}",
            BusinessLine.WORK_INJURY,
            stem,
            body,
            "工伤认定",
            "条例规定用人单位应当在三十日内提出；遇有特殊情况，经报社会保险行政部门同意，可以适当延长。",
            basis,
            date(2011, 1, 1),
            date(2026, 11, 24),
            difficulty=2,
            tags=("时限",),
            author="窗口练兵",
        )
        for name, (stem, body) in BODIES.items()
    ]
    judge = replace(found[2], tags=("费用",), basis=(Basis("社会保险法", "第三十三条"),))
    found[2] = judge
    found.append(
        replace(judge, id="wi-review", stem="工伤保险费由用人单位缴纳。", body=Judge(True), review="法规有修订")
    )
    found.append(replace(judge, id="wi-old", stem="这是一道已经过期的题目。", expires=date(2020, 1, 1)))
    return tuple(found)


def sample_bank(folder: Path, questions: tuple[Question, ...] = ()) -> BankDesk:
    """A bank in `folder` with one file of these questions (the samples without any)."""
    (folder / "question_bank" / "questions").mkdir(parents=True)
    plain = [question_to_plain(each, {"topic": "工伤认定", "line": "work-injury"}) for each in questions or samples()]
    text = emit_file("工伤认定", "work-injury", plain, "Work injuries.")
    (folder / "question_bank" / "questions" / "work-injury.yaml").write_text(text, encoding="utf-8")
    return BankDesk(folder / "question_bank", folder / "index.db")


class PassingBank:
    """A sample bank in a folder that goes away with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="bank-")
        self.desk = sample_bank(Path(self._folder.name))


def png(width: int = 320, height: int = 200) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), "#0F5FA8").save(out, "PNG")
    return out.getvalue()
