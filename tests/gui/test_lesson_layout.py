"""Lessons that ask for much: a real picture, long tables, wide charts, words that are sought across lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.domain.people import Role
from app.gui.stops import Place
from app.gui.widgets import lesson_view
from app.main import Application
from app.system.places import Workspace
from tests.gui.conftest import Show, Shown

MODULE = """---
title: 写得满的模块
line: 社会保障卡
kind: 一专多能
level: 跟岗
exam: closing-card
checked: 2026-11-25
---
# 图片

![挂失先后两步](挂失流程.png)

# 长句

{sentence}

# 表格

| 事项 | 条件 | 材料 | 窗口 | 谁复核 | 结果 |
|---|---|---|---|---|---|
{rows}

# 流程

```流程
{chart}
```
"""
SENTENCE = "这是很长的一句话，没有一处停顿，一直写到这一行排不下为止，要找的词正好落在两行之间。" * 4
CHART = "\n".join(
    [f"受理登记并核对身份 -> 第{i}种情形的处理办法: 符合第{i}种条件的" for i in range(1, 8)]
    + [f"第{i}种情形的处理办法 -> 复核{i}" for i in range(1, 8)]
    + ["复核7 -> 受理登记并核对身份: 退回"]
)


@pytest.fixture
def services(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    real = Application(workspace)
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
    real.people.add("王晓琳", Role.TRAINEE)
    rows = "\n".join(f"| 第{i}项 | 条件说明{i} | 身份证和申请表 | {i} 号 | 值班长 | 当场办结 |" for i in range(60))
    text = MODULE.format(sentence=SENTENCE, rows=rows, chart=CHART)
    (workspace.modules / "full.md").write_text(text, "utf-8")
    pictures = workspace.modules / "pictures"
    pictures.mkdir(exist_ok=True)
    Image.new("RGB", (1600, 500), "navy").save(pictures / "挂失流程.png")
    yield real
    real.close()


def reading(show: Show, services: Any, lesson: str, sought: str = "", **look: Any) -> Shown:
    shown = show(services, **look)
    shown.application.sign_in(services.people.all()[0])
    shown.application.go(Place.LEARN)
    shown.until(lambda: shown.screen.ready, "the modules were not listed")
    shown.application._learning.lesson("full", lesson, sought)
    shown.on("LearnLesson")
    shown.until(lambda: shown.screen.view.find_all() and shown.screen.view.winfo_height() > 50, "it was not drawn")
    return shown


def fits(view: Any) -> bool:
    left, top, right, bottom = view.bbox("all")
    return left >= 0 and top >= 0 and right <= view.winfo_width() and bottom <= view.winfo_height()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("lesson", ["图片", "表格", "流程"])
def test_much_fits_its_page(show: Show, services: Any, lesson: str, scale: float) -> None:
    shown = reading(show, services, lesson, scale=scale)
    assert fits(shown.screen.view)


def test_the_boxes_of_a_wide_chart_do_not_lie_on_one_another(show: Show, services: Any) -> None:
    view = reading(show, services, "流程", scale=2.0).screen.view
    boxes = sorted(view.bbox(item) for item in view.find_all() if view.type(item) == "polygon")
    assert len(boxes) == 15
    for i, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, ((left, top, right, bottom), other)


def test_a_picture_is_shown_and_once_spoilt_its_words_are(show: Show, services: Any, workspace: Workspace) -> None:
    shown = reading(show, services, "图片")
    view = shown.screen.view
    assert [view.type(item) for item in view.find_all()].count("image") == 1
    (workspace.modules / "pictures" / "挂失流程.png").write_bytes(b"\x89PNG\r\n")
    view._draw()
    assert "image" not in [view.type(item) for item in view.find_all()]
    said = "".join(view.itemcget(item, "text") for item in view.find_all() if view.type(item) == "text")
    assert "挂失流程.png”现在打不开" in said and "挂失先后两步" in said


def test_a_lesson_deeper_than_a_display_can_show_says_so(
    show: Show, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lesson_view, "_DEEPEST", 900)
    view = reading(show, services, "表格").screen.view
    assert view.winfo_reqheight() == 900
    said = [view.itemcget(item, "text") for item in view.find_all() if view.type(item) == "text"]
    assert "这一课太长" in "".join(said)


def test_what_is_sought_is_found_across_the_end_of_a_line(show: Show, services: Any) -> None:
    shown = reading(show, services, "长句", sought="这是很长的一句话，没有一处停顿，一直写到这一行排不下为止")
    shown.until(lambda: shown.screen.view.found == 4, f"found {shown.screen.view.found}")
    marks = [item for item in shown.screen.view.find_all() if shown.screen.view.type(item) == "rectangle"]
    assert len(marks) > 4, "where it is broken each line is marked"


def test_a_module_that_is_taken_away_while_it_is_read_is_said_so(
    show: Show, services: Any, workspace: Workspace
) -> None:
    shown = reading(show, services, "长句")
    (Path(workspace.modules) / "full.md").unlink()
    shown.screen.primary()
    shown.settle()
    assert "没有编号为“full”的培训模块" in shown.application.window.notice.message
    assert type(shown.screen).__name__ == "LearnLesson"
