"""Module files as trainers write them: what is read, and what is said about what cannot be."""

from pathlib import Path

import pytest
from PIL import Image

from app.content.modules import check_modules, read_module_text, read_modules
from app.domain.modules.checking import Shelf
from app.domain.modules.lesson import FlowChart, Items, Materials, Need, Paragraph, Sayings, TableOf, words_of
from app.domain.teller_level import TellerLevel

HEAD = """---
title: 社会保障卡
line: 社会保障卡
kind: 一专多能
level: 单岗
exam: closing-card
checked: 2026-11-25
---
"""
BODY = """# 挂失

先问**清楚**，再办[^挂]。
换行不加空格。

1. 核对身份
2. 挂失

| 种类 | 能不能撤 |
|---|---|
| 临时 | 能[^挂] |

```流程
受理 -> 核对 -> 办结: 相符
核对 -> 补件: 不符
```

```材料
必交: 身份证[^挂]
系统可查: 参保信息
```

```说法
可以说: 您别着急。
不要说: 你自己怎么不看好。
```

[^挂]: 《社会保险法》 第五十八条
"""


def said(text: str) -> list[str]:
    return [f"{each.line} {each.message}" for each in read_module_text(text, "card.md").problems]


def test_a_lesson_is_read_block_by_block() -> None:
    module = read_module_text(HEAD + BODY, "card.md").module
    assert module is not None and (module.id, module.level) == ("card", TellerLevel.SINGLE)
    paragraph, steps, table, chart, papers, sayings = module.lessons[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert words_of(paragraph.words) == "先问清楚，再办。换行不加空格。"
    assert [run.text for run in paragraph.words if run.strong] == ["清楚"]
    assert [run.note for run in paragraph.words if run.note] == ["挂"]
    assert isinstance(steps, Items) and steps.ordered and len(steps.items) == 2
    assert isinstance(table, TableOf) and len(table.rows) == 1
    assert isinstance(chart, FlowChart) and chart.steps == ("受理", "核对", "办结", "补件")
    assert [arrow.when for arrow in chart.arrows] == ["", "相符", "不符"]
    assert isinstance(papers, Materials)
    assert [each.need for each in papers.materials] == [Need.MUST, Need.LOOKED_UP]
    assert papers.materials[0].words[-1].note == "挂"
    assert isinstance(sayings, Sayings) and sayings.never == ("你自己怎么不看好。",)
    assert str(module.lessons[0].notes[0].basis) == "社会保险法 第五十八条"
    assert "补件" in module.lessons[0].text


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("level: 单岗", "level: 大师", 5, "不能是“大师”"),
        ("checked: 2026-11-25\n", "", 1, "缺少核对日期"),
        ("checked: 2026-11-25", "checked: 2026-02-30", 7, "不是有效的日期"),
        ("title: 社会保障卡\n", "", 1, "缺少标题"),
        ("exam:", "exams:", 6, "不认识的字段“exams”"),
        ("# 挂失", "挂失", 9, "第一课的标题前面有内容"),
        ("再办[^挂]", "再办[^没有]", 11, "依据“没有”没有写明是什么"),
        ("```流程", "```图", 21, "不认识的方框“图”"),
        ("受理 -> 核对 -> 办结: 相符", "受理，核对", 22, "不是流程的一步"),
        ("系统可查: 参保信息", "参保信息", 28, "不是一样材料"),
        ("可以说: 您别着急。", "您别着急。", 32, "看不出该不该说"),
        ("2. 挂失", "2. [挂失](http://x)", 15, "不能用的写法"),
        ("换行不加空格。", "![图](no.png)", 11, "图片夹在文字中间"),
        ("先问", "![图](no.png)\n\n先问", 11, "找不到图片“no.png”"),
        ("先问", "![图](a b.png)\n\n先问", 11, "图片没有写对"),
        ("能[^挂] |", "能[^挂] | 丢了 |", 19, "格子比表头多"),
        ("|---|---|\n", "", 17, "像是表格"),
        ("1. 核对身份", "1. 核对身份\n\n   ```材料\n   必交: 身份证\n   ```\n", 16, "列表里只能写文字"),
        ("先问", "> 一\n>\n> - 二\n\n先问", 13, "引文里只能写文字"),
        ("先问", "> 一\n>> 二\n\n先问", 12, "引文里只能写文字"),
        ("先问", "##\n\n先问", 11, "小标题是空的"),
        ("先问", "-\n\n先问", 11, "列表是空的"),
        ("先问", "[甲]: http://x\n\n先问", 11, "是链接"),
        ("第五十八条", "第五十八条\n    还有第二行", 36, "一条依据只能写一行"),
        ("[^挂]: 《社会保险法》", "[^空]: 《社会保险法》", 11, "依据“挂”没有写明是什么"),
        ("[^挂]: 《社会保险法》 第五十八条", "[^挂]: 社会保险法\n[^挂]: 劳动法", 37, "写了两次"),
    ],
)
def test_a_mistake_is_named_with_its_line(before: str, after: str, line: int, words: str) -> None:
    text = (HEAD + BODY).replace(before, after, 1)
    assert any(each.startswith(f"{line} ") and words in each for each in said(text)), said(text)
    assert read_module_text(text, "card.md").module is None


def test_a_note_written_into_the_sentence_is_no_crash() -> None:
    module = read_module_text((HEAD + BODY).replace("先问", "^[随手记]先问", 1), "card.md").module
    assert module is not None and "^[随手记]" in module.lessons[0].text


def test_a_picture_with_a_chinese_name_is_found_and_a_spoilt_one_is_named(tmp_path: Path) -> None:
    Image.new("RGB", (60, 40), "navy").save(tmp_path / "挂失流程.png")
    (tmp_path / "半张.png").write_bytes((tmp_path / "挂失流程.png").read_bytes()[:70])
    (tmp_path / "不是图.png").write_text("文字", "utf-8")
    Image.new("1", (8000, 8000)).save(tmp_path / "大.png")
    for name, words in {
        "挂失流程.png": "", "半张.png": "打不开", "不是图.png": "打不开", "大.png": "太大", "没有.png": "找不到图片“没有",
        "../挂失流程.png": "找不到图片",
    }.items():  # fmt: skip
        found = read_module_text(HEAD + f"# 挂失\n\n![两步]({name})\n", "card.md", tmp_path).problems
        assert [(each.line, words in each.message) for each in found] == ([(11, True)] if words else []), name


def test_a_file_without_its_head_or_without_lessons_says_so() -> None:
    assert said("") == said(BODY) == ["1 文件开头没有模块的说明。"]
    assert said(HEAD) == ["1 这个模块还没有课。"]
    assert said("---\ntitle: [\n---\n# 课\n\n字")[0].startswith("3 ")


def test_a_second_lesson_of_the_same_name_is_refused() -> None:
    text = HEAD + "# 挂失\n\n先问\n\n# 挂失\n\n再办\n"
    assert said(text) == ["13 已经有一课叫“挂失”（第 9 行）。"]


def test_whatever_is_written_is_answered(tmp_path: Path) -> None:
    for name, content in {
        "a.md": b"\xff\xfe\x00\x00", "b.md": b"---\n---\n", "c.md": HEAD.encode("gb18030"), "d.md": b"",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
    texts = read_modules(tmp_path)
    assert [text.name for text in texts] == ["a.md", "b.md", "c.md", "d.md"]
    assert all(text.module is None and text.problems for text in texts)


def test_a_problem_of_a_lesson_leads_to_its_block(tmp_path: Path) -> None:
    (tmp_path / "card.md").write_text(HEAD + "# 挂失\n\n先问\n\n请在 15 日内来。\n", "utf-8")
    checked = check_modules(read_modules(tmp_path), Shelf((), (), ("closing-card",)))
    assert [(each.line, each.message) for each in checked[0][1]] == [(13, "“15 日内”没有写依据。")]
