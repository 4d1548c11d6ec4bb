"""Overlay files: read with their lines, stacked on the shipped phrases, and written so that the rest stays."""

from pathlib import Path

import pytest

from app.content.overlays import read_overlay, with_changes
from app.content.phrases import load_lexicon, read_lexicon
from app.domain.errors import UserError
from app.domain.lexicon import Category, Severity
from app.domain.lexicon_layers import Change, Level
from app.domain.matching import find_hits
from app.domain.transcript import typed_transcript
from app.system.places import Workspace

FILE = Path("2-杭州市.yaml")
CITY = """\
# 杭州市人社窗口用语
name: 杭州市
level: 市
words:
  称呼: [阿婆, 阿公]
phrases:
  # 本地常说
  - id: hz-slow
    category: 送别
    say: 得空再来嬉
  - id: shirk-not-mine
    severity: 一票否决   # 市里从严
  - id: thanks-plain
    off: true
"""


def lay(workspace: Workspace, **files: str) -> Path:
    folder = workspace.phrases / "overlays"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_file_is_read_with_its_name_level_words_and_lines():
    layer, problems = read_overlay(CITY, FILE)
    assert problems == () and (layer.name, layer.level) == ("杭州市", Level.CITY)
    assert [(change.id, change.off) for change in layer.changes] == [
        ("hz-slow", None), ("shirk-not-mine", None), ("thanks-plain", True),
    ]  # fmt: skip
    assert layer.changes[0].given == {"category": Category.FAREWELL, "say": "得空再来嬉"}
    assert layer.changes[1].given == {"severity": Severity.VETO}
    assert layer.changes[1].source == "文件“2-杭州市.yaml”第 11 行"
    assert layer.words[0].words == ("阿婆", "阿公")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("level: 市", "level: 乡", "第 3 行：级别“乡”不存在"),
        ("level: 市", "levl: 市", "第 3 行：不认识的项“levl”"),
        ("level: 市\n", "", "级别“”不存在"),
        ("level: 市", "level: 随程序", "第 3 行：级别“随程序”不存在"),
        ("  称呼: [阿婆, 阿公]", "  - 阿婆", "第 4 行：words 应当"),
        ("words:\n  称呼: [阿婆, 阿公]\nphrases", "phrase", "第 4 行：不认识的项“phrase”"),
        ("    say: 得空再来嬉", "    say: 得空再来嬉\n  坏", "格式有误"),
    ],
)
def test_a_file_of_which_nothing_can_be_made_is_named_with_its_line(old, new, says):
    assert old in CITY
    with pytest.raises(UserError, match="2-杭州市.yaml") as raised:
        read_overlay(CITY.replace(old, new), FILE)
    assert says in raised.value.message and raised.value.remedy


def test_a_file_may_only_add_words():
    layer, problems = read_overlay("level: 省\nwords:\n  称呼: [阿婆]\n", FILE)
    assert (layer.changes, problems, layer.words[0].words) == ((), (), ("阿婆",))


def test_overlays_stack_on_the_shipped_phrases_and_change_what_is_marked(workspace: Workspace):
    def marked(sentence: str) -> list[str]:
        return [hit.phrase_id for hit in find_hits(typed_transcript(sentence), load_lexicon(workspace.phrases))]

    before = load_lexicon(workspace.phrases)
    assert marked("得空再来嬉") == [] and marked("这个不归我管") == ["shirk-not-mine"]
    lay(workspace, 市=CITY)
    assert marked("得空再来嬉") == ["hz-slow"]
    assert marked("阿婆您好") == ["greeting-hello-elder"]
    lexicon = load_lexicon(workspace.phrases)
    assert {p.id: p.severity for p in lexicon.phrases}["shirk-not-mine"] is Severity.VETO
    assert lexicon.version != before.version
    # The unit lies over the city.
    lay(
        workspace, 单位="level: 单位\nphrases:\n  - id: hz-slow\n    off: true\n  - id: shirk-not-mine\n    off: true\n"
    )
    assert marked("得空再来嬉") == [] and marked("这个不归我管") == []
    (workspace.phrases / "overlays" / "市.yaml").unlink()
    (workspace.phrases / "overlays" / "单位.yaml").unlink()
    assert load_lexicon(workspace.phrases).version == before.version


def test_a_bad_entry_is_named_and_stops_scoring_and_the_others_are_still_listed(workspace: Workspace):
    lay(workspace, 市=CITY.replace("say: 得空再来嬉", "say: 得空再来(嬉").replace("thanks-plain", "thanks-plian"))
    reading = read_lexicon(workspace.phrases)
    messages = [problem.message for problem in reading.problems]
    assert ["第 13 行" in messages[0], "第 8 行" in messages[1], len(messages)] == [True, True, 2]
    assert {e.phrase.id: e.phrase.severity for e in reading.entries}["shirk-not-mine"] is Severity.VETO
    with pytest.raises(UserError, match="市.yaml"):
        load_lexicon(workspace.phrases)
    assert load_lexicon(workspace.phrases, with_overlays=False).phrases


def test_a_bad_word_is_said_once_not_of_every_phrase_that_uses_the_list(workspace: Workspace):
    lay(workspace, 市=CITY.replace("阿公", "阿(公"))
    (problem,) = read_lexicon(workspace.phrases).problems
    assert "“阿(公”写法有误" in problem.message and "市.yaml”第 5 行" in problem.message


# Writing


def test_a_change_is_written_and_comments_and_the_rest_stay():
    text = with_changes(
        CITY,
        FILE,
        {
            "shirk-not-mine": Change("shirk-not-mine", {"severity": Severity.VETO, "variants": ("不归我",)}, None, ""),
            "thanks-plain": None,
            "own-1": Change("own-1", {"category": Category.RUDE, "say": "=请: 坐", "instead": "# 好"}, True, ""),
        },
    )
    layer, problems = read_overlay(text, FILE)
    assert problems == ()
    assert {change.id: (change.given, change.off) for change in layer.changes} == {
        "hz-slow": ({"category": Category.FAREWELL, "say": "得空再来嬉"}, None),
        "shirk-not-mine": ({"severity": Severity.VETO, "variants": ("不归我",)}, None),
        "own-1": ({"category": Category.RUDE, "say": "=请: 坐", "instead": "# 好"}, True),
    }
    for kept in ("# 杭州市人社窗口用语", "# 本地常说", "# 市里从严", "称呼: [阿婆, 阿公]"):
        assert kept in text
    assert with_changes(text, FILE, {}) == text


def test_a_new_file_is_a_unit_overlay_that_explains_itself_and_empty_again_when_all_is_taken_back():
    text = with_changes("", FILE, {"x": Change("x", {"category": Category.ASK, "say": "您说"}, None, "")})
    layer, problems = read_overlay(text, FILE)
    assert (layer.level, len(layer.changes), problems) == (Level.UNIT, 1, ())
    assert text.startswith("# 本单位的用语")
    empty = with_changes(text, FILE, {"x": None})
    layer, problems = read_overlay(empty, FILE)
    assert (layer.changes, problems) == ((), ())
    again = with_changes(empty, FILE, {"y": Change("y", {"category": Category.ASK, "say": "您讲"}, None, "")})
    assert [change.id for change in read_overlay(again, FILE)[0].changes] == ["y"]
    assert "\n  - id: y\n    category: 询问\n    say: 您讲\n" in again
