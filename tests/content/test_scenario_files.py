from pathlib import Path

import pytest

from app.content.scenarios import check_scenarios, load_scenario, load_scenarios, read_scenario_text
from app.domain.errors import UserError
from app.domain.lexicon import Category
from app.domain.role_play.conditions import FORBIDDEN, Condition
from app.domain.scenario import Channel, EndingKind, Sex

TEXT = """\
# 卡丢了又急用
id: lost-card
title: 卡丢了又急用
line: 社会保障卡
channel: 电话
situation: 电话里的人声音发抖。
papers:
  - {title: 来电显示, shows: 本市手机号}
citizen:
  name: 郑女士
  age: 52
  mood: 慌张
  feeling: 35
  voice: {sex: 女, rate: 120, pitch: 110}
  patience: 15
nodes:
  - id: start
    says: 我的社保卡丢了，
      里面还有钱，怎么办？
    stages: [迎候, 安抚]
    points:
      - id: report-loss
        text: 社保和银行两边分别挂失
        must: true
        ways: [分别挂失, 两边都要挂失]
        basis: 社会保障卡管理通行做法
    hints: [先让她别慌, {text: 卡有两个功能, cost: 3.5}]
    exemplary: >-
      您好，您别着急，
      社保和银行要分别挂失。
    next:
      - {forbidden: 任何, to: cross}
      - {points: [report-loss], polite: [安抚], to: thanks}
      - {attempts: 2, to: cross}
      - {to: start}
  - id: cross
    says: 你这是什么态度？
    stages: [致歉]
    points: [report-loss]
    next:
      - {points: [report-loss], mood_above: 20, to: thanks}
      - {to: hangs-up}
endings:
  - {id: thanks, kind: 好, title: 挂失了, says: 谢谢您。, explains: 说清了两边分别挂失。}
  - {id: hangs-up, kind: 坏, title: 挂了电话, says: 算了。, explains: 话没有说清，人也气跑了。}
leaves: hangs-up
basis:
  - {law: 社会保险法, article: 第五十八条}
checked: 2026-11-24
"""


def written(folder: Path, old: str = "", new: str = "", name: str = "s.yaml") -> Path:
    assert old in TEXT
    path = folder / name
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


def test_everything_that_is_written_is_read(tmp_path: Path):
    scenario = load_scenario(written(tmp_path))
    assert (scenario.channel, scenario.papers[0].shows) == (Channel.PHONE, "本市手机号")
    citizen = scenario.citizen
    assert (citizen.feeling, citizen.patience, citizen.voice.sex, citizen.voice.rate) == (35, 15, Sex.FEMALE, 120)
    start, cross = scenario.nodes
    assert start.says == "我的社保卡丢了，里面还有钱，怎么办？"
    assert start.exemplary == "您好，您别着急，社保和银行要分别挂失。"
    assert start.stages == (Category.GREETING, Category.REASSURE)
    assert [(hint.text, hint.cost) for hint in start.hints] == [("先让她别慌", 2.0), ("卡有两个功能", 3.5)]
    assert [transition.to for transition in start.transitions] == ["cross", "thanks", "cross", "start"]
    assert start.transitions[0].when == Condition(forbidden=FORBIDDEN)
    assert start.transitions[1].when == Condition(points=("report-loss",), polite=(Category.REASSURE,))
    assert cross.points == start.points
    assert start.points[0].must and start.points[0].basis
    assert [ending.kind for ending in scenario.endings] == [EndingKind.GOOD, EndingKind.BAD]
    assert str(scenario.basis[0]) == "社会保险法 第五十八条"
    assert [turn.says for turn in scenario.turns] == [start.says]


def test_words_may_be_written_in_chinese_or_as_in_other_files(tmp_path: Path):
    path = written(tmp_path, "[迎候, 安抚]", "[greeting, 安抚]")
    assert load_scenario(path).nodes[0].stages == (Category.GREETING, Category.REASSURE)
    assert load_scenario(written(tmp_path, "kind: 好", "kind: good")).endings[0].kind is EndingKind.GOOD
    assert load_scenario(written(tmp_path, "channel: 电话", "channel: phone")).channel is Channel.PHONE


def test_the_version_changes_with_what_is_said_and_not_with_a_comment(tmp_path: Path):
    version = load_scenario(written(tmp_path)).version
    assert version.startswith("2026-11-24-")
    assert load_scenario(written(tmp_path, "# 卡丢了", "# 另外说明：卡丢了")).version == version
    assert load_scenario(written(tmp_path, "慌张", "生气")).version != version


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("[迎候, 安抚]", "[推诿, 安抚]", 20, "推诿"),
        ("[迎候, 安抚]", "[迎侯, 安抚]", 20, "迎侯"),
        ("line: 社会保障卡", "line: 社保卡", 4, "业务条线"),
        ("channel: 电话", "channel: 微信", 5, "方式"),
        ("must: true", "must: 也许", 24, "true"),
        ("    says: 我的", "    say: 我的", 17, "says"),
        ("age: 52", "age: 450", 11, "1 到 120"),
        ("rate: 120", "rate: 1200", 14, "50 到 200"),
        ("ways: [分别挂失, 两边都要挂失]", "ways: []", 22, "还没有说法"),
        ("ways: [分别挂失, 两边都要挂失]", "ways: [分别(挂失, 两边都要挂失]", 25, "没有配对"),
        ("ways: [分别挂失, 两边都要挂失]", "ways: [\"，。\"]", 25, "没有必须说出的字"),
        ("checked: 2026-11-24", "checked: 昨天", 49, "不是有效的日期"),
        ("title: 卡丢了又急用", "title:", 3, "缺少标题"),
        ("points: [report-loss], polite", "points: [report-lost], polite", 33, "没有叫“report-lost”的要点"),
        ("points: [report-loss]\n    next", "points: [report-lost]\n    next", 39, "前面没有叫“report-lost”的要点"),
        ("forbidden: 任何", "forbidden: 骂人", 32, "骂人"),
        ("to: hangs-up", "to: hang-up", 42, "没有叫“hang-up”的一轮或结局"),
        ("leaves: hangs-up", "leaves: cross", 46, "不是任何结局"),
        ("      - {to: start}\n", "", 31, "其他情况"),
        ("      - {attempts: 2, to: cross}\n", "", 17, "走不出去的圈"),
        ("  - id: cross", "  - id: start", 36, "id 都是“start”"),
        ("kind: 好", "kind: 一般", 43, "没有好的结局"),
        ("cost: 3.5", "cost: 35", 27, "0 到 20"),
        ("mood: 慌张", "\tmood: 慌张", 12, "制表符"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, old, new, line, message):
    with pytest.raises(UserError, match=message) as caught:
        load_scenario(written(tmp_path, old, new))
    assert caught.value.message.startswith(f"文件“s.yaml”第 {line} 行："), caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("      - {to: hangs-up}", "      - {to: hangs-up}\n      - {to: thanks}", 43, "永远用不上"),
        ("      - {forbidden: 任何, to: cross}\n", "", 35, "永远走不到"),
        ("says: 算了。", f"says: {'算了。' * 40}", 45, "超过 90 个"),
        ("社保和银行要分别挂失。", "社保和银行都要挂失。", 28, "没有说到要点“report-loss”"),
        ("里面还有钱", "是不是要分别挂失", 22, "群众自己就说了“分别挂失”"),
        (", polite: [安抚]", ", polite: [送别]", 31, "走不到好的结局"),
    ],
)
def test_what_plays_and_cannot_be_meant_is_named_too(old, new, line, message):
    text = TEXT.replace(old, new, 1)
    if message == "永远走不到":
        text = text.replace("      - {attempts: 2, to: cross}", "      - {attempts: 2, to: hangs-up}")
    read = read_scenario_text(text, "s.yaml", with_doubts=True)
    assert read.scenario is not None, read.faults
    assert [(each.line, message in each.message) for each in read.doubts] == [(line, True)]


def test_all_mistakes_of_a_file_are_listed_at_once():
    text = TEXT.replace("age: 52", "age: 520").replace("kind: 坏", "kind: 差").replace("mood: 慌张", "")
    read = read_scenario_text(text, "s.yaml")
    assert [each.line for each in read.faults] == [9, 11, 45]


def test_no_turn_is_a_mistake():
    before, after = TEXT.split("nodes:")
    text = before + "nodes: []\n" + after[after.index("endings:") :]
    read = read_scenario_text(text, "s.yaml")
    assert read.scenario is None
    assert "至少写一轮" in read.faults[0].remedy


@pytest.mark.parametrize("text", ["", "随便写的一句话", "- 一\n- 二", "id: [", "\x00"])
def test_what_is_no_scenario_is_said(text):
    read = read_scenario_text(text, "s.yaml")
    assert read.scenario is None and read.faults[0].line >= 1


def test_two_scenarios_of_one_id_are_named_both(tmp_path: Path):
    written(tmp_path, name="a.yaml")
    written(tmp_path, name="b.yaml")
    with pytest.raises(UserError, match=r"b\.yaml.*a\.yaml"):
        load_scenarios(tmp_path)
    assert [read.scenario is None for read in check_scenarios(tmp_path)] == [False, True]


def test_a_missing_folder_is_said_and_an_empty_one_holds_none(tmp_path: Path):
    assert load_scenarios(tmp_path) == ()
    with pytest.raises(UserError, match="找不到情景文件夹"):
        load_scenarios(tmp_path / "none")
