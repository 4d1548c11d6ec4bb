"""The bank as people use it: opened, edited, imported with a preview, exported, checked, by desk and by command."""

import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from app.cli_bank import bank as commands
from app.content.bank.format_names import Format
from app.content.bank.formats import read_any
from app.domain.bank_import import Standing
from app.domain.business import BusinessLine
from app.domain.errors import Cancelled, UserError
from app.domain.question_state import QuestionState
from app.domain.questions import Basis, Judge, QuestionType
from app.services import bank_export, bank_import
from app.services.bank import BankDesk
from app.services.bank_search import Wanted, find, near_duplicates

FILE = """# Work injuries.
topic: 工伤认定
line: work-injury
defaults:
  checked: 2026-11-24
  effective: 2011-01-01
  difficulty: 2
questions:
  - id: wi-1   # the first one
    type: single
    stem: 用人单位应当自事故伤害发生之日起多少日内提出工伤认定申请？
    options:
      # the right one first
      - {text: 30日, right: true, why: 条例如此规定}
      - {text: 60日}
    explanation: 见条例。
    basis: [{law: 工伤保险条例, article: 第十七条}]
    version: 1
  - id: wi-2
    type: judge
    stem: 职工个人不缴纳工伤保险费。
    answer: true
    explanation: 由单位缴纳。
    basis: [{law: 工伤保险条例, article: 第十条}]
"""
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def desk(tmp_path: Path) -> BankDesk:
    folder = tmp_path / "question_bank"
    (folder / "questions").mkdir(parents=True)
    (folder / "questions" / "work-injury.yaml").write_text(FILE, encoding="utf-8")
    return BankDesk(folder, tmp_path / "index.db")


def sheet(tmp_path: Path, *rows: tuple, name: str = "题目.xlsx") -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


HEAD = (
    "序号",
    "题目类型",
    "难易程度",
    "题目内容",
    "选项A",
    "选项B",
    "选项C",
    "选项D",
    "正确答案",
    "答案解析",
    "法律依据",
    "分值",
)
ROWS = (
    ("2026年练兵题库",),
    HEAD,
    (
        1,
        "单选题",
        "易",
        "失业保险金的领取期限自何时起计算？",
        "办理失业登记之日",
        "离职之日",
        "申请之日",
        None,
        "Ａ",
        "见社会保险法",
        "《社会保险法》第五十条",
        2,
    ),
    (
        2,
        "多选题",
        "较难",
        "申领社保卡可以通过哪些渠道？",
        "窗口",
        "银行网点",
        "手机",
        "任意网站",
        "A、B,C",
        None,
        None,
        2,
    ),
    (
        3,
        "判断题",
        3,
        "群众材料不全时应当一次性告知。",
        None,
        None,
        None,
        None,
        "√",
        None,
        "行政许可法第32条；优化营商环境条例 第三十六条",
        2,
    ),
    (4, "判断题", 3, "窗口人员可以把工号借给同事使用。", "正确", "错误", None, None, "B", None, None, 2),
    (
        5,
        "填空题",
        None,
        "养老金申领应当在（  ）个工作日内办结，失业金申领在（）个工作日内办结。",
        None,
        None,
        None,
        None,
        "20；10",
        None,
        None,
        2,
    ),
    (6, "简答题", None, "谈谈对首问负责制的理解。", None, None, None, None, "略", None, None, 10),
    (7, "单选题", None, "没有答案的题目。", "甲", "乙", None, None, None, None, None, 2),
    (
        None,
        None,
        None,
        "用人单位应当自事故伤害发生之日起多少日内提出工伤认定申请？",
        "30日",
        "60日",
        None,
        None,
        "A",
        None,
        None,
        2,
    ),
    (
        9,
        "单选",
        None,
        "用人单位应自事故伤害发生之日起多少日内提出工伤认定的申请？",
        "30日",
        "60日",
        None,
        None,
        "B",
        None,
        None,
        2,
    ),
)


def test_a_trainers_sheet_comes_in_with_every_row_accounted_for(desk: BankDesk, tmp_path: Path) -> None:
    shown = bank_import.preview(desk, sheet(tmp_path, *ROWS))
    assert [(entry.place[-5:].strip("”"), entry.standing) for entry in shown.entries] == [
        *((f"第 {n} 行", Standing.NEW) for n in (3, 4, 5, 6, 7)),
        ("第 10 行"[-5:], Standing.SAME),
        ("第 11 行"[-5:], Standing.DUPLICATE),
    ]
    assert [each.place[-5:] for each in shown.rejected] == ["第 8 行", "第 9 行"]
    assert "简答题" in shown.rejected[0].reason and "没有填写答案" in shown.rejected[1].reason
    assert any("分值" in note for note in shown.notes)
    single, multiple, judge, other, blank = (entry.question for entry in shown.entries[:5])
    assert single.line is BusinessLine.UNEMPLOYMENT and single.difficulty == 1 and single.body.options[0].right
    assert single.basis == (Basis("社会保险法", "第五十条"),)
    assert [option.right for option in multiple.body.options] == [True, True, True, False]
    assert judge.body == Judge(True) and other.body == Judge(False)
    assert judge.basis == (Basis("行政许可法", "第32条"), Basis("优化营商环境条例", "第三十六条"))
    assert blank.stem.count("____") == 2 and [gap.accept for gap in blank.body.gaps] == [("20",), ("10",)]
    assert "缺解析、依据" in multiple.review
    assert shown.entries[6].alike == "wi-1" and shown.entries[6].share > 0.9


def test_nothing_is_written_before_it_is_confirmed_and_all_of_it_after(desk: BankDesk, tmp_path: Path) -> None:
    path = sheet(tmp_path, *ROWS)
    before = desk.folder.joinpath("questions", "work-injury.yaml").read_bytes()
    shown = bank_import.preview(desk, path)
    assert len(desk.cards()) == 2 and len(list((desk.folder / "questions").iterdir())) == 1
    done = bank_import.write(desk, shown)
    assert (done.new, done.changed) == (5, 0) and desk.check() == ()
    assert len(desk.cards()) == 7 and desk.folder.joinpath("questions", "work-injury.yaml").read_bytes() == before
    again = bank_import.preview(desk, path)
    indexed = desk.questions(desk.index.ids())
    assert BankDesk(desk.folder, tmp_path / "anew.db").questions(desk.index.ids()) == indexed
    assert [q.source for q in BankDesk(desk.folder, tmp_path / "anew.db").questions(desk.index.ids())] == [
        question.source for question in indexed
    ]
    assert again.count(Standing.SAME) == 6 and again.count(Standing.NEW) == again.count(Standing.CHANGED) == 0
    assert bank_import.write(desk, again).files == ()
    twice = bank_import.write(desk, again, with_duplicates=True)
    assert twice.new == 1 and len(desk.cards()) == 8


def test_a_changed_row_changes_its_question_and_keeps_what_the_file_does_not_say(
    desk: BankDesk, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path,
        ("编号", "题型", "题干", "选项A", "选项B", "答案"),
        ("wi-1", "单选", "新题干：多少日内？", "30日", "90日", "A"),
    )
    (entry,) = bank_import.preview(desk, path).entries
    assert entry.standing is Standing.CHANGED
    bank_import.write(desk, bank_import.preview(desk, path))
    question = desk.question("wi-1")
    assert (question.stem, question.version, question.explanation) == ("新题干：多少日内？", 2, "见条例。")
    assert [(o.text, o.why) for o in question.body.options] == [("30日", "条例如此规定"), ("90日", "")]
    text = desk.folder.joinpath("questions", "work-injury.yaml").read_text("utf-8")
    assert (
        "# the first one" in text
        and "# the right one first" in text
        and text.endswith(FILE[FILE.index("  - id: wi-2") :])
    )


def test_a_question_changed_since_the_preview_is_not_overwritten(desk: BankDesk, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ("编号", "题型", "题干", "答案"),
        ("wi-2", "判断", "改过的题", "错"),
        ("n1", "判断", "新的判断题", "错"),
    )
    shown = bank_import.preview(desk, path)
    desk.save(replace(desk.question("wi-2"), stem="窗口里改的"))
    with pytest.raises(UserError, match="刚被别处修改过"):
        bank_import.write(desk, shown)
    assert {card.id for card in desk.cards()} == {"wi-1", "wi-2"} and desk.question("wi-2").stem == "窗口里改的"


def test_cancelling_an_import_writes_nothing(desk: BankDesk, tmp_path: Path) -> None:
    def cancel(share: float | None, words: str) -> None:
        if "写入" in words:
            raise Cancelled

    shown = bank_import.preview(desk, sheet(tmp_path, *ROWS))
    with pytest.raises(Cancelled):
        bank_import.write(desk, shown, on_progress=cancel)
    assert len(desk.cards()) == 2 and len(list((desk.folder / "questions").iterdir())) == 1


def test_pictures_come_along_and_never_overwrite_another(desk: BankDesk, tmp_path: Path) -> None:
    (desk.folder / "pictures").mkdir()
    (desk.folder / "pictures" / "大厅.png").write_bytes(b"another")
    (tmp_path / "题目_图片").mkdir()
    (tmp_path / "题目_图片" / "大厅.png").write_bytes(PNG)
    rows = (
        ("题型", "题干", "答案", "题图"),
        ("判断", "这是大厅吗", "对", "大厅.png"),
        ("判断", "没有图的题", "对", "no.png"),
    )
    shown = bank_import.preview(desk, sheet(tmp_path, *rows))
    assert shown.entries[1].notes == ("图片 no.png 没有找到，没有导入",)
    bank_import.write(desk, shown)
    (card,) = desk.search("这是大厅吗")
    name = desk.question(card.id).picture
    assert name != "大厅.png" and desk.picture_content(name) == PNG and desk.check() == ()
    done = bank_export.export(desk, tmp_path / "out" / "x.xlsx", Format.XLSX, [card.id])
    assert (tmp_path / "out" / "x_图片" / name).read_bytes() == PNG and done.count == 1


def test_only_changed_files_are_read_again(desk: BankDesk) -> None:
    assert desk.refresh().read_files == 1
    assert desk.refresh().read_files == 0
    path = desk.folder / "questions" / "work-injury.yaml"
    os.utime(path, ns=(1, 1))
    assert desk.refresh().read_files == 0  # another time, the same content
    path.write_text(FILE.replace("30日", "三十日"), encoding="utf-8")
    assert desk.refresh().read_files == 1 and desk.question("wi-1").body.options[0].text == "三十日"
    (path.parent / "broken.yaml").write_text("topic: [", encoding="utf-8")
    opened = desk.refresh()
    assert opened.questions == 2 and [each.file for each in opened.problems] == ["broken.yaml"]
    path.unlink()
    assert desk.refresh().questions == 0
    assert len(BankDesk(desk.folder, desk._index_path).cards()) == 0


def test_the_doctor_counts_the_questions_or_names_the_first_mistake(desk: BankDesk) -> None:
    from app.services.doctor import look_at_bank

    assert look_at_bank(desk) == "2 题"
    (desk.folder / "questions" / "bad.yaml").write_text("topic: 甲\nline: sport\nquestions: []\n", encoding="utf-8")
    with pytest.raises(UserError, match="bad.yaml 第 2 行"):
        look_at_bank(desk)


def test_what_would_be_incomplete_is_not_saved(desk: BankDesk) -> None:
    question = desk.question("wi-2")
    with pytest.raises(UserError, match="缺少解析"):
        desk.save(replace(question, explanation=""))
    assert desk.save(replace(question, explanation="", review="待补解析")).review == "待补解析"
    with pytest.raises(UserError, match="缺少依据"):
        desk.add(replace(question, id="wi-9", basis=()))


def test_a_new_topic_gets_a_file_of_its_own(desk: BankDesk) -> None:
    question = replace(desk.question("wi-2"), stem="另一个主题的题目。", topic="待遇 核定/发放", version=1)
    added = desk.add(replace(question, id=desk.new_id(question)))
    assert added.id.startswith("work-injury-") and desk.index.file_of(added.id) == "work-injury-待遇-核定-发放-01.yaml"
    assert desk.add(replace(question, id="wi-8", stem="同一主题的又一题。")).source.startswith("work-injury-待遇")
    assert desk.new_id(question) == f"{added.id}-2"
    assert desk.check() == ()


def test_looking_for_questions_and_for_those_that_ask_the_same(desk: BankDesk) -> None:
    question = desk.question("wi-2")
    desk.add(replace(question, id="wi-3", stem="职工个人应当缴纳工伤保险费。", review="待看", version=1))
    desk.add(replace(question, id="wi-4", stem="职工个人不缴纳工伤保险费用。", version=1))
    today = date(2026, 11, 25)
    assert [card.id for card in find(desk, Wanted(state=QuestionState.REVIEW), today)] == ["wi-3"]
    assert [card.id for card in find(desk, Wanted("30日", type=QuestionType.SINGLE), today)] == ["wi-1"]
    assert find(desk, Wanted(line=BusinessLine.CARD), today) == ()
    assert [[card.id for card in group] for group in near_duplicates(desk)] == [["wi-2", "wi-4"]]


def test_editing_adding_and_removing(desk: BankDesk) -> None:
    question = desk.question("wi-2")
    assert desk.save(question) == question
    saved = desk.save(replace(question, explanation="由用人单位缴纳。"))
    assert saved.version == 2 and desk.question("wi-2") == saved
    desk.add(replace(question, id="wi-3", stem="另一题", version=1), "work-injury.yaml")
    with pytest.raises(UserError, match="已经用过"):
        desk.add(question, "work-injury.yaml")
    desk.remove("wi-1")
    assert [card.id for card in desk.cards()] == ["wi-2", "wi-3"]
    with pytest.raises(UserError, match="没有编号"):
        desk.question("wi-1")


def test_a_killed_import_is_finished_when_the_bank_is_opened_next(desk: BankDesk, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from app.content.bank import together; from app.services import bank_import; from app.services.bank import BankDesk\n"
        "desk = BankDesk(Path(sys.argv[1]), Path(sys.argv[2])); shown = bank_import.preview(desk, Path(sys.argv[3]))\n"
        "together._finish = lambda folder, done=[]: done.append(1) or (len(done) > 1 and os.kill(os.getpid(), 9))\n"
        "bank_import.write(desk, shown)"
    )
    path = sheet(tmp_path, *ROWS)
    arguments = [sys.executable, "-c", code, str(desk.folder), str(tmp_path / "other.db"), str(path)]
    assert subprocess.run(arguments, timeout=120).returncode == -signal.SIGKILL
    assert len(list((desk.folder / "questions").glob("*.yaml"))) == 1
    assert desk.refresh().questions == 7


@dataclass
class Context:
    desk: BankDesk

    def bank(self) -> BankDesk:
        return self.desk


def run(desk: BankDesk, *arguments: str) -> str:
    result = CliRunner().invoke(
        commands, list(arguments), obj=Context(desk), catch_exceptions=False, standalone_mode=False
    )
    if result.exception:
        raise result.exception
    return result.stdout


def test_the_command_line_imports_with_counts_and_reasons(desk: BankDesk, tmp_path: Path) -> None:
    path = sheet(tmp_path, *ROWS)
    said = json.loads(run(desk, "import", str(path), "--dry-run", "--json"))
    assert {key: said[key] for key in ("new", "changed", "same", "duplicate", "written")} == {
        "new": 5,
        "changed": 0,
        "same": 1,
        "duplicate": 1,
        "written": False,
    }
    assert [set(each) for each in said["rejected"]] == [{"place", "reason"}] * 2
    assert len(desk.cards()) == 2
    words = run(desk, "import", str(path))
    assert "新题 5" in words and "✗" in words and "≈" in words and len(desk.cards()) == 7


def test_the_command_line_exports_checks_and_finds_by_law(desk: BankDesk, tmp_path: Path) -> None:
    out = tmp_path / "out.gift"
    assert "已导出 2 题" in run(desk, "export", str(out), "--format", "gift")
    assert len(read_any(out.read_bytes(), "out.gift").drafts) == 2
    assert "2 题，没有错误" in run(desk, "check")
    assert "wi-1" in run(desk, "cites", "工伤保险条例", "17")
    assert "1 题新标为待复核" in run(desk, "cites", "《工伤保险条例》", "第十七条", "--mark", "条例已修订")
    assert desk.question("wi-1").review == "条例已修订" and desk.question("wi-2").review == ""
    assert "0 题新标" in run(desk, "cites", "工伤保险条例", "第十七条", "--mark", "条例已修订")
    with pytest.raises(UserError, match="没有依据"):
        run(desk, "cites", "民法典")
    (desk.folder / "questions" / "bad.yaml").write_text("topic: 甲\nline: sport\nquestions: []\n", encoding="utf-8")
    with pytest.raises(UserError, match="1 处错误"):
        run(desk, "check")


def test_the_template_can_be_filled_in_and_imported(desk: BankDesk, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    run(desk, "template", str(path))
    book = load_workbook(path)
    filled = book["题目"]
    assert filled.data_validations.dataValidation, "drop-downs"
    head = [cell.value for cell in filled[1]]
    for label, answer in (("判断", "对"), ("单选", "B")):
        row = dict.fromkeys(head) | {
            "题型": label,
            "题干": f"{label}：可以吗？",
            "答案": answer,
            "选项A": "是",
            "选项B": "不是",
        }
        filled.append([row[name] for name in head])
    book.save(path)
    shown = bank_import.preview(desk, path)
    assert [e.question.type for e in shown.entries] == [QuestionType.JUDGE, QuestionType.SINGLE] and not shown.rejected
    examples = [row for row in book["填写说明"].iter_rows(values_only=True)]
    start = next(i for i, row in enumerate(examples) if row[0] == "编号")
    copied = Workbook()
    for row in examples[start:]:
        copied.active.append(row)
    out = io.BytesIO()
    copied.save(out)
    reading = read_any(out.getvalue(), "例子.xlsx")
    assert (
        len(reading.drafts) == 9
        and not reading.rejected
        and {d.fields["type"] for d in reading.drafts} == {type.value for type in QuestionType}
    )
    with pytest.raises(UserError, match="没有覆盖"):
        run(desk, "template", str(path))
