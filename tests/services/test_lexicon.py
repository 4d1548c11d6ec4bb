"""The trainer's lexicon on real files: only the unit's overlay is written, and only what can be understood."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from app.cli_lexicon import lexicon
from app.domain.errors import UserError
from app.domain.lexicon import Category, Phrase, Severity
from app.domain.lexicon_layers import Level, LexiconEntry
from app.domain.lexicon_rows import Standing
from app.domain.transcript import Alternative, Span, Transcript, Word, typed_transcript
from app.services.lexicon import LexiconDesk
from app.services.rules import Rules
from app.system.places import Workspace
from tests.command_line import Command


@pytest.fixture
def desk(workspace: Workspace) -> LexiconDesk:
    return LexiconDesk(Rules(workspace), workspace.phrases)


@pytest.fixture
def own_file(workspace: Workspace) -> Path:
    return workspace.phrases / "overlays" / "本单位.yaml"


def entry(desk: LexiconDesk, id: str) -> LexiconEntry:
    return next(entry for entry in desk.entries() if entry.phrase.id == id)


def marked(desk: LexiconDesk, sentence: str) -> list[str]:
    return [hit.phrase_id for hit in desk.examine(typed_transcript(sentence)).hits]


def shipped_bytes(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in workspace.phrases.rglob("*.yaml") if "overlays" not in path.parts}


def test_a_phrase_is_changed_added_switched_off_and_taken_back_and_the_shipped_files_stay(
    desk: LexiconDesk, workspace: Workspace, own_file: Path
):
    before, version = shipped_bytes(workspace), desk.version()
    assert marked(desk, "这个不归我管") == ["shirk-not-mine"] and marked(desk, "得空再来嬉") == []
    added = desk.save(Phrase("", Category.FAREWELL, "得空再来嬉"))
    assert added.id.startswith("own-farewell-") and marked(desk, "得空再来嬉") == [added.id]
    assert entry(desk, added.id).own and entry(desk, added.id).below is None
    shirk = entry(desk, "shirk-not-mine").phrase
    desk.save(replace(shirk, variants=(*shirk.variants, "莫来问我们")))
    assert marked(desk, "莫来问我们") == ["shirk-not-mine"]
    desk.switch("shirk-not-mine", False)
    assert marked(desk, "这个不归我管") == [] == marked(desk, "莫来问我们")
    assert entry(desk, "shirk-not-mine").phrase.variants[-1] == "莫来问我们"
    versions = {version, desk.version()}
    desk.switch("shirk-not-mine", True)
    assert marked(desk, "莫来问我们") == ["shirk-not-mine"]
    versions.add(desk.version())
    assert len(versions) == 3
    assert "unless_near" not in own_file.read_text(encoding="utf-8")  # only what differs is written
    desk.forget("shirk-not-mine")
    desk.forget(added.id)
    assert desk.version() == version
    assert shipped_bytes(workspace) == before


def test_another_desk_on_the_same_folder_sees_the_change_at_once(desk: LexiconDesk, workspace: Workspace):
    other = LexiconDesk(Rules(workspace), workspace.phrases)
    assert marked(other, "得空再来嬉") == []
    desk.save(Phrase("", Category.FAREWELL, "得空再来嬉"))
    assert marked(other, "得空再来嬉")


def test_what_the_province_switched_off_the_unit_may_switch_on(desk: LexiconDesk, workspace: Workspace, own_file: Path):
    own_file.parent.mkdir()
    province = own_file.with_name("浙江省.yaml")
    text = "level: 省\nname: 浙江省\nphrases:\n  - id: greeting-hello\n    off: true\n"
    province.write_text(text, encoding="utf-8")
    assert (entry(desk, "greeting-hello").on, entry(desk, "greeting-hello").level) == (False, Level.PROVINCE)
    desk.switch("greeting-hello", True)
    assert entry(desk, "greeting-hello").on and entry(desk, "greeting-hello").own
    desk.switch("greeting-hello", False)
    assert not entry(desk, "greeting-hello").own  # as the province has it: the unit need say nothing
    assert province.read_text(encoding="utf-8") == text


def test_a_phrase_that_stands_in_another_file_of_the_unit_is_changed_there(desk: LexiconDesk, own_file: Path):
    own_file.parent.mkdir()
    hand_made = own_file.with_name("失业窗口.yaml")
    hand_made.write_text(
        "level: 单位\nphrases:\n  # 手写\n  - id: x\n    category: 送别\n    say: 得空再来嬉\n", "utf-8"
    )
    desk.save(replace(entry(desk, "x").phrase, say="得空来嬉"))
    assert "得空来嬉" in hand_made.read_text("utf-8") and "# 手写" in hand_made.read_text("utf-8")
    assert not own_file.exists()


@pytest.mark.parametrize(
    ("phrase", "says", "remedy"),
    [
        (Phrase("", Category.GREETING, ""), "标准说法还没有填写", "填写"),
        (Phrase("", Category.RUDE, "听不懂人话吗你"), "应当改说", "怎样说"),
        (Phrase("", Category.GREETING, "请(坐"), "“(”没有配对", "words.yaml"),
        (Phrase("", Category.GREETING, "您来啦", ("{何时}好",)), "没有“{何时}”", "words.yaml"),
        (Phrase("", Category.GREETING, "您来啦", unless_before=("[x]",)), "什么话都会算作说过", "words.yaml"),
        (Phrase("", Category.GREETING, "您来啦呀", severity=Severity.VETO), "不能一票否决", "扣分"),
        (Phrase("", Category.ASK, "您好"), "“您好”已经在“迎候：您好”（greeting-hello）里", "那一条"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(desk: LexiconDesk, own_file: Path, phrase, says, remedy):
    with pytest.raises(UserError) as raised:
        desk.save(phrase)
    assert says in raised.value.message and remedy in raised.value.remedy
    assert not own_file.exists()


def test_there_is_no_such_phrase_and_nothing_to_take_back(desk: LexiconDesk):
    with pytest.raises(UserError, match="没有编号为“nobody”"):
        desk.switch("nobody", False)
    with pytest.raises(UserError, match="没有被本单位改过"):
        desk.forget("greeting-hello")


def test_a_broken_overlay_is_named_scoring_waits_and_the_window_can_still_list(desk: LexiconDesk, own_file: Path):
    own_file.parent.mkdir()
    own_file.write_text("level: 单位\nphrases:\n  - id: x\n    category: 送别\n    say: 慢(走\n", "utf-8")
    assert len(desk.entries()) >= 200
    (problem,) = desk.problems()
    assert "文件“本单位.yaml”第 3 行" in problem.message
    for judged in (lambda: desk.examine(typed_transcript("您好")), desk.version):
        with pytest.raises(UserError, match="第 3 行"):
            judged()
    # It can be mended in the window as well as by hand.
    desk.save(Phrase("x", Category.FAREWELL, "慢些走哈"))
    assert desk.problems() == () and marked(desk, "慢些走哈") == ["x"]


def test_a_file_that_cannot_be_read_at_all_is_not_written_over(desk: LexiconDesk, own_file: Path):
    own_file.parent.mkdir()
    own_file.write_text("level: 单位\nphrases\n", "utf-8")
    with pytest.raises(UserError, match="本单位.yaml"):
        desk.save(Phrase("", Category.FAREWELL, "慢些走哈"))
    assert own_file.read_text("utf-8") == "level: 单位\nphrases\n"


def test_a_sentence_shows_what_is_dismissed_and_why(desk: LexiconDesk):
    for sentence, why in (("这个不归我管，我带您去八号窗口。", "出路"), ("窗口不能说这个不归我管。", "转述")):
        found = desk.examine(typed_transcript(sentence))
        assert Category.SHIRK not in {hit.category for hit in found.hits}
        assert {each.hit.category for each in found.dismissed} == {Category.SHIRK}
        assert why in found.dismissed[0].reason


def test_a_spoken_sentence_also_shows_what_another_reading_holds(desk: LexiconDesk):
    """As a score would: the trial must not promise less than the score then marks."""
    words = tuple(Word(c, i * 0.25, i * 0.25 + 0.25, 0.9) for i, c in enumerate("请您烧等"))
    other = Alternative("请您稍等", 0.0, 1.0, 0.0)
    heard = Transcript(words, 1.0, (Span(0.0, 1.0),), engine="x", model="y", alternatives=(other,))
    assert Category.WAIT in {hit.category for hit in desk.examine(heard).hits}


# Workbook


def edited(path: Path, **cells: str) -> Path:
    """The workbook with cells of its first sheet set: A2="x"."""
    book = load_workbook(path)
    for place, value in cells.items():
        book["用语"][place] = value
    book.save(path)
    return path


def test_a_workbook_goes_out_is_changed_previewed_and_taken_over(desk: LexiconDesk, tmp_path: Path, own_file: Path):
    path = tmp_path / "用语.xlsx"
    count = desk.export_workbook(path)
    assert count == len(desk.entries())
    unchanged = desk.preview_workbook(path)
    assert (unchanged.changes, unchanged.problems) == (0, ())
    assert desk.import_workbook(unchanged) == 0 and not own_file.exists()
    sheet = load_workbook(path)["用语"]
    ids = [cell.value for (cell,) in sheet.iter_rows(min_row=2, max_col=1)]
    hello, shirk = ids.index("greeting-hello") + 2, ids.index("shirk-not-mine") + 2
    new = count + 2
    edited(path, **{f"D{hello}": "您们好\n侬好", f"G{shirk}": "停用", f"B{new}": "送别", f"C{new}": "得空再来嬉"})
    preview = desk.preview_workbook(path)
    assert preview.problems == ()
    assert [(each.standing, each.fields) for each in preview.alterations if each.changes] == [
        (Standing.CHANGED, ("variants",)),
        (Standing.OFF, ()),
        (Standing.NEW, ()),
    ]
    assert not own_file.exists()  # a preview writes nothing
    assert desk.import_workbook(preview) == 3
    assert marked(desk, "侬好") == ["greeting-hello"] and marked(desk, "这个不归我管") == []
    (farewell,) = marked(desk, "得空再来嬉")
    assert farewell.startswith("own-")
    again = desk.preview_workbook(path)
    assert (again.changes, again.problems) == (0, ())


def test_one_wrong_row_and_nothing_is_taken_over(desk: LexiconDesk, tmp_path: Path, own_file: Path):
    path = tmp_path / "用语.xlsx"
    new = desk.export_workbook(path) + 2
    edited(
        path,
        **{f"B{new}": "送别", f"C{new}": "得空再来嬉", f"B{new + 1}": "推诿", f"C{new + 1}": "问我做啥"},
        **{f"B{new + 2}": "迎候", f"C{new + 2}": "侬(好", f"C{new + 3}": "没有类别", f"B{new + 4}": "询问"},
        **{f"C{new + 4}": "得空再来嬉"},
    )
    preview = desk.preview_workbook(path)
    messages = [problem.message for problem in preview.problems]
    assert [f"工作表“用语”第 {new + at} 行" in message for at, message in zip((1, 2, 3, 4), messages, strict=True)] == [
        True
    ] * 4
    for says, message in zip(("应当改说", "没有配对", "选类别", "已经在“送别"), messages, strict=True):
        assert says in message
    assert all(problem.remedy for problem in preview.problems)
    with pytest.raises(UserError, match="应当改说"):
        desk.import_workbook(preview)
    assert not own_file.exists()


def test_a_neighbour_units_workbook_brings_its_own_phrases(workspace: Workspace, desk: LexiconDesk, tmp_path: Path):
    desk.save(Phrase("", Category.FAREWELL, "得空再来嬉"))
    path = tmp_path / "用语.xlsx"
    desk.export_workbook(path)
    (workspace.phrases / "overlays" / "本单位.yaml").unlink()
    assert marked(desk, "得空再来嬉") == []
    desk.import_workbook(desk.preview_workbook(path))
    assert marked(desk, "得空再来嬉")


def test_with_a_broken_file_nothing_is_exported(desk: LexiconDesk, own_file: Path, tmp_path: Path):
    own_file.parent.mkdir()
    own_file.write_text("level: 单位\nphrases:\n  - id: x\n", "utf-8")
    with pytest.raises(UserError, match="本单位.yaml"):
        desk.export_workbook(tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


# The command line


def test_the_commands_try_export_and_import(desk: LexiconDesk, own_file: Path, tmp_path: Path):
    def run(*words: object) -> str:
        done = CliRunner().invoke(lexicon, [*map(str, words)], obj=SimpleNamespace(lexicon=lambda: desk))
        if done.exception:
            raise done.exception
        return done.output

    assert "服务禁语·推诿：“这个不归我管”（shirk-not-mine）" in run("test", "您好，这个不归我管")
    tried = json.loads(run("test", "--json", "您好，窗口不能说这个不归我管"))
    assert [hit["phrase_id"] for hit in tried["hits"]] == ["greeting-hello"]
    assert tried["dismissed"][0]["phrase_id"] == "shirk-not-mine" and tried["dismissed"][0]["reason"]
    assert "没有找到文明用语" in run("test", "今天天气不错")
    path = tmp_path / "用语.xlsx"
    assert "已导出" in run("export", path)
    with pytest.raises(UserError, match="Excel"):
        run("export", tmp_path / "用语.csv")
    edited(path, G2="停用")
    dry = run("import", path, "--dry-run")
    assert "停用 1" in dry and "没有写入" in dry and not own_file.exists()
    assert "已写入本单位的用语：1 条" in run("import", path)
    assert "单位（本单位）加上或改过 1 条，停用 1 条" in run("check")
    edited(path, B3="推脱")
    with pytest.raises(UserError, match="没有导入"):
        run("import", path)


def test_the_command_names_what_is_wrong_and_leaves_with_1(command: Command, workspace: Workspace):
    overlays = workspace.phrases / "overlays"
    overlays.mkdir()
    (overlays / "市.yaml").write_text("level: 市\nphrases:\n  - id: nobody\n    off: true\n", "utf-8")
    broken = command("lexicon", "check")
    assert broken.returncode == 1 and "文件“市.yaml”第 3 行" in broken.stdout
