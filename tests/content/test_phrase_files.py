"""The files of phrases: those that are shipped, and every mistake a person can make in one, named with its line."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from app.content.phrases import load_lexicon, phrase_files, read_lexicon
from app.domain.errors import UserError
from app.domain.lexicon import Category, Kind, Severity
from app.domain.phrase_index import index

SHIPPED = Path(__file__).resolve().parents[2] / "question_bank" / "phrases"
LEXICON = load_lexicon(SHIPPED, with_overlays=False)


def test_everything_shipped_can_be_understood():
    reading = read_lexicon(SHIPPED, with_overlays=False)
    assert reading.problems == ()
    assert all(entry.on for entry in reading.entries)
    assert index(LEXICON).forms  # the matcher parses every pattern once more


def test_there_are_enough_and_none_is_empty():
    kinds = Counter(phrase.kind for phrase in LEXICON.phrases)
    assert kinds[Kind.POLITE] >= 60 and kinds[Kind.FORBIDDEN] >= 60
    categories = Counter(phrase.category for phrase in LEXICON.phrases)
    assert [category for category in Category if categories[category] < 5] == []
    assert all(phrase.say and phrase.wording for phrase in LEXICON.phrases)


def test_every_forbidden_phrase_says_what_to_say_instead():
    forbidden = [phrase for phrase in LEXICON.phrases if phrase.kind is Kind.FORBIDDEN]
    assert [phrase.id for phrase in forbidden if len(phrase.instead) < 6] == []
    assert [phrase.id for phrase in LEXICON.phrases if phrase.kind is Kind.POLITE and phrase.instead] == []


def test_insult_discrimination_threat_and_breach_of_privacy_veto():
    vetoed = {phrase.id for phrase in LEXICON.phrases if phrase.severity is Severity.VETO}
    assert {"rude-insult", "rude-old", "rude-region", "rude-disabled", "provoke-threat", "provoke-privacy"} <= vetoed
    assert all(phrase.kind is Kind.FORBIDDEN for phrase in LEXICON.phrases if phrase.id in vetoed)


def test_nothing_is_said_twice_and_ids_tell_their_category():
    texts = Counter((phrase.kind, text) for phrase in LEXICON.phrases for text in (phrase.say, *phrase.variants))
    assert [text for text, count in texts.items() if count > 1] == []
    assert [p.id for p in LEXICON.phrases if not p.id.startswith(p.category.value)] == []


# Mistakes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two phrases, a list of words, quotation."""
    (tmp_path / "polite").mkdir()
    (tmp_path / "forbidden").mkdir()
    (tmp_path / "polite" / "greeting.yaml").write_text(GREETING, encoding="utf-8")
    (tmp_path / "forbidden" / "shirk.yaml").write_text(SHIRK, encoding="utf-8")
    (tmp_path / "words.yaml").write_text("slots:\n  事: 1-6\nwords:\n  吗: [吗, 么]\n", encoding="utf-8")
    (tmp_path / "quotation.yaml").write_text("before:\n  - 不能说\nafter:\n  - 这句话\n", encoding="utf-8")
    return tmp_path


GREETING = """\
category: greeting
phrases:
  - id: hello
    say: 您好
    variants:
      - 早上好
    strict_you: true
"""
SHIRK = """\
category: 推诿
phrases:
  - id: not-mine
    say: 这不归我管
    instead: 我带您过去。
"""
G, S, W, Q = "polite/greeting.yaml", "forbidden/shirk.yaml", "words.yaml", "quotation.yaml"


def test_the_small_lexicon_is_sound(folder: Path):
    lexicon = load_lexicon(folder)
    assert [(p.id, p.category, p.strict_you) for p in lexicon.phrases] == [
        ("hello", Category.GREETING, True),
        ("not-mine", Category.SHIRK, False),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says", "remedy"),
    [
        (G, "category: greeting", "category: greting", 1, "类别“greting”不存在", "迎候"),
        (G, "category: greeting", "category: 推诿", 1, "应当放在 forbidden", "移过去"),
        (G, "category: greeting", "catgory: greeting", 1, "不认识的项“catgory”", "category"),
        (G, "phrases:", "phrase:", 2, "不认识的项“phrase”", "phrases"),
        (G, "phrases:\n", "phrases:\n  - 您早\n", 3, "不是“id: …”的形式", "补全"),
        (G, "    say: 您好\n", "    say: 您好\n    sya: 您早\n", 5, "不认识的项“sya”", "variants"),
        (G, "  - id: hello", "  - id:", 3, "没有 id", "编号"),
        (G, "    say: 您好\n", "", 3, "没有写 say", "标准说法"),
        (G, "    say: 您好\n", "    say: 12333\n", 4, "“say”应当是一段文字", "引号"),
        (G, "strict_you: true", "strict_you: 是", 7, "只能是 true 或 false", "true"),
        (G, "variants:\n      - 早上好", "variants: 早上好", 5, "“variants”应当是一个列表", "- "),
        (G, "- 早上好", "- 12333", 6, "有一条不是文字", "引号"),
        (G, "- 早上好", "- (早上好", 3, "“(”没有配对的“)”", "写法"),
        (G, "- 早上好", "- '{时间}好'", 3, "词组表里没有“{时间}”", "写法"),
        (G, "- 早上好", "- '[早上好]'", 3, "什么话都会算作说过", "写法"),
        (G, "    say: 您好", "   say: 您好", 4, "格式有误", "缩进"),
        (G, "    say: 您好", "\tsay: 您好", 4, "格式有误", "缩进"),
        (G, "    say: 您好", "    say: 您好\n    say: 您早", 5, "同一项写了两遍", "删掉"),
        (S, "    instead: 我带您过去。\n", "", 3, "没有写 instead", "怎样说"),
        (S, "id: not-mine", "id: hello", 3, "编号“hello”已经在文件“greeting.yaml”第 3 行用过", "不重复"),
        (S, "    say: 这", "    severity: high\n    say: 这", 4, "严重程度“high”不存在", "一票否决"),
        (G, "strict_you: true", "severity: veto", 3, "不能一票否决", "severity"),
        (W, "事: 1-6", "事: 很长", 2, "长度“很长”不对", "1-8"),
        (W, "吗: [吗, 么]", "吗: [吗, (么]", 4, "“(么”写法有误", "写法"),
        (W, "words:", "word:", 3, "不认识的项“word”", "words"),
        (Q, "- 这句话", "- 这句)话", 4, "“这句)话”写法有误", "写法"),
        (Q, "after:", "aftr:", 3, "不认识的项“aftr”", "after"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_remedy(folder: Path, file, old, new, line, says, remedy):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load_lexicon(folder)
    assert says in raised.value.message
    assert f"文件“{path.name}”第 {line} 行" in raised.value.message
    assert remedy in raised.value.remedy


def test_a_file_in_another_encoding_names_the_line(folder: Path):
    (folder / G).write_bytes(GREETING.replace("您好", "").encode() + "    note: 您".encode("gbk"))
    with pytest.raises(UserError, match="第 8 行不是 UTF-8"):
        load_lexicon(folder)


def test_everything_that_is_wrong_is_listed_and_the_rest_is_read(folder: Path):
    (folder / G).write_text(
        GREETING + "  - id: twice\n  - id: bad\n    say: 请(坐\n  - id: fine\n    say: 您早\n", encoding="utf-8"
    )
    (folder / S).write_text("category: shirk\n", encoding="utf-8")
    reading = read_lexicon(folder)
    assert [problem.message.split("：")[0] for problem in reading.problems] == [
        "文件“shirk.yaml”第 1 行",
        "文件“greeting.yaml”第 8 行",
        "文件“greeting.yaml”第 9 行",
    ]
    assert [phrase.id for phrase in reading.lexicon.phrases] == ["hello", "fine"]
    with pytest.raises(UserError) as raised:
        load_lexicon(folder)
    assert "另有 2 处" in raised.value.remedy


def test_no_phrases_at_all_is_said(tmp_path: Path):
    with pytest.raises(UserError, match="没有用语"):
        load_lexicon(tmp_path)


# The version


def test_the_version_is_the_same_wherever_and_whenever_the_files_were_written(folder: Path, tmp_path: Path):
    version = load_lexicon(folder).version
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for path in phrase_files(copy):
        os.utime(path, (0, 0))
    assert load_lexicon(copy).version == version


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (G, "say: 您好", "say: 您好呀"),
        (G, "- 早上好", "- 早上好\n      - 您早"),
        (G, "strict_you: true", "strict_you: false"),
        (G, "strict_you: true", "unless_before: [为]"),
        (S, "    instead: 我带您过去。", "    instead: 我陪您过去。"),
        (S, "    say: 这", "    severity: veto\n    say: 这"),
        (S, "    say: 这", "    off: true\n    say: 这"),
        (W, "[吗, 么]", "[吗, 么, 嘛]"),
        (W, "1-6", "1-8"),
        (Q, "- 不能说", "- 不许说"),
    ],
)
def test_the_version_changes_with_anything_that_can_change_a_score(folder: Path, file, old, new):
    before = load_lexicon(folder).version
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert load_lexicon(folder).version != before


def test_a_comment_or_a_note_makes_no_new_version(folder: Path):
    before = load_lexicon(folder).version
    (folder / G).write_text("# 说明\n" + GREETING + "    note: 常用\n", encoding="utf-8")
    assert load_lexicon(folder).version == before
