"""The Excel template a trainer fills in: headings, drop-downs, one example of every type."""

import io
from datetime import date

from app.content.bank.table_columns import HEADINGS
from app.content.bank.table_writing import headings, table_of
from app.content.bank.xlsx_table import HELP_SHEET
from app.domain.business import BusinessLine
from app.domain.lexicon import Category
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
    QuestionType,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.scenario import Point, Turn

_ROWS = 2000
_WIDTHS = {"题干": 46, "解析": 40, "答案": 16, "依据": 26, "题型": 10, "难度": 7, "业务条线": 18}
_ADVICE = (
    "表头的次序可以改，用不到的列可以删；一行一题。",
    "单选、多选：选项分列填写，答案写字母，例如 B 或 ABD。",
    "判断：答案写 对 或 错（√、× 也可以）。",
    "填空：题干用 ____ 表示空；几个空的答案分行写；同一个空的几种写法用 | 隔开；数值写 #15±0.5。",
    "排序：选项按正确顺序填写，答案可以不写。",
    "匹配：每个选项格写“左项 => 右项”；多余的右项写“=> 右项”。",
    "案例分析：先写一行案例，题干是材料；小题另起行，在“所属案例”写案例的编号。",
    "改写：选项A 写禁语，答案写参考答案；口答：选项A 写群众说的话，答案写示范回答。",
    "缺依据、解析等的题目也能导入，会标为“待复核”。",
)


def xlsx_template() -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "题目"
    names = headings(6)
    sheet.append(names)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(names, 1):
        cell = sheet.cell(1, place)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="2F5D8A")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 18 if "选项" in name else 13)
    places = {key: get_column_letter(names.index(HEADINGS[key][0]) + 1) for key in HEADINGS}
    choices = {
        "type": [type.label for type in QuestionType],
        "difficulty": ["1", "2", "3", "4", "5"],
        "partial": [partial.label for partial in Partial],
        "line": [line.label for line in BusinessLine],
    }
    lists = book.create_sheet("选项表")
    lists.sheet_state = "hidden"
    for place, (key, values) in enumerate(choices.items(), 1):
        for row, value in enumerate(values, 1):
            lists.cell(row, place, int(value) if value.isdigit() else value)
        letter = get_column_letter(place)
        _offer(sheet, f"选项表!${letter}$1:${letter}${len(values)}", f"{places[key]}2:{places[key]}{_ROWS}")
    help_sheet = book.create_sheet(HELP_SHEET)
    for line in _ADVICE:
        help_sheet.append([line])
    help_sheet.append([])
    help_sheet.append(["各题型的例子（不会导入）："])
    for row in table_of(EXAMPLES)[0]:
        help_sheet.append(row)
    help_sheet.column_dimensions["A"].width = 16
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _offer(sheet, source: str, cells: str) -> None:  # type: ignore[no-untyped-def]
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.error, rule.errorTitle = "请从下拉列表中选择。", "不在列表中"
    sheet.add_data_validation(rule)
    rule.add(cells)


def _example(id: str, stem: str, body: object, **more: object) -> Question:
    return Question(
        id=id,
        line=BusinessLine.WORK_INJURY,
        stem=stem,
        body=body,  # type: ignore[arg-type]
        explanation="写明为什么。",
        basis=(Basis("工伤保险条例", "第十七条"),),
        effective=date(2011, 1, 1),
        checked=date(2026, 11, 24),
        **more,  # type: ignore[arg-type]
    )


EXAMPLES = (
    _example("例1", "用人单位应当多少日内提出工伤认定申请？", Single((Option("30日", True), Option("60日")))),
    _example(
        "例2",
        "申请工伤认定要提交哪些材料？",
        Multiple((Option("申请表", True), Option("诊断证明", True), Option("户口簿")), Partial.HALF),
    ),
    _example("例3", "职工个人要缴纳工伤保险费。", Judge(False)),
    _example("例4", "单位应当在____日内申请。", Blank((Gap(("三十", "30")),))),
    _example("例5", "请把办理步骤排好。", Order(("提出申请", "受理", "作出决定", "送达"))),
    _example("例6", "把申请人和时限对上。", Match((Pair("用人单位", "30日"), Pair("职工", "1年")), ("60日",))),
    _example("例7", "张某上班途中受伤……", Case((Part("能否申请工伤认定？", Judge(True)),))),
    _example("例8", "", Rewrite("墙上贴着呢，自己看。", "您好，请看这里，我给您说明。", (Category.PLEASE,))),
    _example(
        "例9",
        "",
        Spoken(
            Turn(
                "我要申请工伤认定，怎么办？",
                (Category.GREETING,),
                (Point("limit", "告知时限", ("三十日", "30天"), True),),
                "您好，请坐。单位三十日内申请，我把材料清单给您。",
            )
        ),
    ),
)
