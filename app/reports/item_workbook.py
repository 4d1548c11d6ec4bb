"""Item analysis as a workbook: the whole, the items with their advice and a chart, the options."""

import io
from collections.abc import Sequence
from typing import Any

from app.domain.item_advice import Advice
from app.domain.item_analysis import ItemStatistics, WholeStatistics

_ITEM_HEAD = (
    "题目", "题干", "满分", "人次", "得分率", "标准差", "区分度", "区分效率", "应占权重", "实占权重", "瞎猜得分率",
    "未作答", "问题", "建议",
)  # fmt: skip
_ITEM_WIDTHS = (16, 44, 8, 8, 10, 10, 10, 10, 10, 10, 12, 8, 18, 70)
_PERCENT, _HUNDREDTHS = "0%", "0.00"


def item_workbook(
    title: str,
    whole: WholeStatistics,
    remarks: Sequence[str],
    items: Sequence[tuple[ItemStatistics, tuple[Advice, ...]]],
) -> bytes:
    """The bytes of an .xlsx file with the sheets 总体, 试题 and 选项."""
    from openpyxl import Workbook

    book = Workbook()
    overview = book.active
    overview.title = "总体"
    _overview(overview, title, whole, remarks)
    sheet = book.create_sheet("试题")
    _head(sheet, _ITEM_HEAD, _ITEM_WIDTHS)
    for row, (item, advice) in enumerate(items, start=2):
        _item(sheet, row, item, advice)
    _chart(sheet, len(items))
    options = book.create_sheet("选项")
    _head(
        options, ("题目", "选项", "内容", "正确", "全体", "高分组", "低分组", "每组人数"), (16, 8, 44, 8, 8, 8, 8, 10)
    )
    row = 2
    for item, _advice in items:
        for option in item.options:
            right = "" if option.right is None else "✓" if option.right else ""
            values = (item.id, option.key, option.text, right, option.everybody, option.upper, option.lower, item.group)
            for column, value in enumerate(values, start=1):
                _write(options, row, column, value)
            row += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _overview(sheet: Any, title: str, whole: WholeStatistics, remarks: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font

    _write(sheet, 1, 1, title)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    figures = (
        ("答卷", whole.attempts, None),
        ("题数", whole.questions, None),
        ("满分", whole.possible, None),
        ("平均分", whole.mean, _HUNDREDTHS),
        ("中位数", whole.median, _HUNDREDTHS),
        ("标准差", whole.deviation, _HUNDREDTHS),
        ("偏度", whole.skewness, _HUNDREDTHS),
        ("峰度", whole.kurtosis, _HUNDREDTHS),
        ("信度（克隆巴赫 α）", whole.alpha, _HUNDREDTHS),
        ("误差比", whole.error_ratio, _PERCENT),
        ("测量标准误", whole.standard_error, _HUNDREDTHS),
    )
    row = 3
    for name, value, form in figures:
        _write(sheet, row, 1, name)
        _write(sheet, row, 2, value, form)
        row += 1
    for remark in remarks:
        row += 1
        _write(sheet, row, 1, remark)
    sheet.column_dimensions["A"].width = 26
    for line in sheet.iter_rows(min_row=3, max_row=row):
        line[0].alignment = Alignment(vertical="top")


def _item(sheet: Any, row: int, item: ItemStatistics, advice: tuple[Advice, ...]) -> None:
    from openpyxl.styles import Alignment

    cells = (
        (item.id, None), (item.title, None), (item.possible, None), (item.attempts, None), (item.facility, _PERCENT),
        (item.deviation, _HUNDREDTHS), (item.discrimination, _HUNDREDTHS), (item.efficiency, _PERCENT),
        (item.intended_weight, "0.0%"), (item.effective_weight, "0.0%"), (item.guess, _PERCENT), (item.omitted, None),
        ("、".join(one.remark.label for one in advice), None), ("\n".join(one.words for one in advice), None),
    )  # fmt: skip
    for column, (value, form) in enumerate(cells, start=1):
        _write(sheet, row, column, value, form)
    for column in (2, len(cells)):
        sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")


def _head(sheet: Any, titles: Sequence[str], widths: Sequence[int]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        sheet.cell(1, column, title).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def _write(sheet: Any, row: int, column: int, value: object, form: str | None = None) -> None:
    if value is None:
        return
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell._value, cell.data_type = value, "s"  # past openpyxl, which would take "=…" for a formula
    else:
        cell.value = value
        if form:
            cell.number_format = form


def _chart(sheet: Any, count: int) -> None:
    from openpyxl.chart import Reference, ScatterChart, Series

    if not count:
        return
    chart = ScatterChart()
    chart.style, chart.height, chart.width = 13, 11, 16
    chart.title, chart.legend = "难度与区分度", None
    chart.x_axis.title, chart.y_axis.title = "得分率", "区分度"
    chart.x_axis.scaling.min, chart.x_axis.scaling.max = 0, 1
    chart.x_axis.delete = chart.y_axis.delete = False
    series = Series(
        Reference(sheet, min_col=7, min_row=2, max_row=count + 1),
        Reference(sheet, min_col=5, min_row=2, max_row=count + 1),
    )
    series.marker.symbol, series.marker.size = "circle", 7
    series.graphicalProperties.line.noFill = True
    chart.series.append(series)
    sheet.add_chart(chart, f"A{count + 4}")
