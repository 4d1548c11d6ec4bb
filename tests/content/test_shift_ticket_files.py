"""Ticket files as trainers write them: what may stand there, and every mistake with file, line and remedy."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.shift_rubric import load_shift_rubric
from app.content.shift_tickets import check_tickets, load_tickets, read_ticket_text
from app.domain.errors import UserError
from app.domain.scenario import Sex
from app.domain.shift.action import ActionKind
from app.domain.shift.person import PersonKind
from app.domain.shift.right_course import PACE
from app.domain.shift.rubric import FULL, Breach, Side
from app.domain.shift.ticket import WHO, Decision, PaperRule, Refusal
from app.domain.shift.ticket_reading import read_tickets
from app.domain.teller_level import TellerLevel
from tests.command_line import ROOT

GOOD = """\
line: 社会保障卡
checked: 2026-11-25
tickets:
  - id: our-card
    title: 本区社保卡自助领取
    level: 初级
    people: [普通, 老人]
    says: [自助机上领卡怎么弄？, 我来领卡。]
    asks:
      - {id: notice, ask: 请问收到领卡短信了吗？, answer: 收到了。}
      - {id: nosy, ask: 您在哪里上班？, answer: 问这个做什么？, needed: false}
    papers:
      - {id: identity, name: 本人有效身份证件, rule: 必需, expires: true}
      - {id: record, name: 参保证明, rule: 系统可查, why: 系统里有。}
    decision: 即办
    tell:
      - id: password
        text: 密码自己设，
          不要告诉别人
    steps: [核对身份, 指导领卡]
    wrong_steps: [替他设密码]
    basis:
      - {law: 社会保险经办条例, article: 第六条}
"""


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_ticket_text(text, "our.yaml").problems]


def test_a_ticket_is_read_with_all_it_says():
    (ticket,) = read_ticket_text(GOOD, "our.yaml").tickets
    assert (ticket.id, ticket.line, ticket.level) == ("our-card", "社会保障卡", TellerLevel.JUNIOR)
    assert ticket.business == ticket.title == "本区社保卡自助领取"
    assert ticket.people == (PersonKind.ORDINARY, PersonKind.ELDERLY)
    # Whose matter it is must be asked of everybody, whether written or not.
    assert [(each.id, each.needed) for each in ticket.asks] == [(WHO, True), ("notice", True), ("nosy", False)]
    assert [(each.id, each.rule) for each in ticket.papers] == [
        ("identity", PaperRule.REQUIRED),
        ("record", PaperRule.SYSTEM),
    ]
    assert [(step.id, step.right) for step in ticket.steps] == [("s1", True), ("s2", True), ("w1", False)]
    assert ticket.tells[0].text == "密码自己设，不要告诉别人"
    assert ticket.decision is Decision.AT_ONCE and not ticket.review


def test_words_of_the_window_or_of_the_files_mean_the_same():
    english = GOOD
    for chinese, value in (("初级", "junior"), ("必需", "required"), ("即办", "at-once"), ("老人", "elderly")):
        english = english.replace(chinese, value)
    assert read_ticket_text(english, "our.yaml").tickets == read_ticket_text(GOOD, "our.yaml").tickets


def test_ages_and_sex_narrow_who_comes():
    text = GOOD.replace("    people: [普通, 老人]\n", "    ages: 20-59\n    sex: 女\n")
    (ticket,) = read_ticket_text(text, "our.yaml").tickets
    assert (ticket.youngest, ticket.oldest, ticket.sex) == (20, 59, Sex.FEMALE)
    assert PersonKind.ELDERLY not in ticket.people and PersonKind.CLERK not in ticket.people


@pytest.mark.parametrize(
    ("old", "new", "line", "says", "remedy"),
    [
        ("level: 初级", "level: 初中", 6, "级别（level）不能是“初中”", "可以写的有：跟岗、单岗"),
        ("    level: 初级\n", "", 4, "级别（level）没有填写", "跟岗"),
        ("line: 社会保障卡", "line: 社保卡片", 1, "业务条线（line）不能是“社保卡片”", "社会保障卡"),
        ("decision: 即办", "decision: 马上办", 15, "不能是“马上办”", "即办、限办、转办、不予办理"),
        ("decision: 即办", "decision: 限办", 4, "没有写时限（limit）", "limit: 20个工作日"),
        ("decision: 即办", "decision: 限办\n    limit: 很快", 16, "时限“很快”不认识", "20个工作日"),
        ("decision: 即办", "decision: 即办\n    limit: 5日", 16, "即办的没有办结时限", "删去 limit"),
        ("decision: 即办", "decision: 转办", 4, "交接到哪里（hand_over）", "office"),
        ("decision: 即办", "decision: 不予办理", 4, "要写原因（refusal）", "回避、他人信息、越权、不符合条件"),
        ("rule: 必需", "rule: 一定要", 13, "不能是“一定要”", "必需、可选、系统可查、不得索要"),
        (", why: 系统里有。", "", 14, "没有写为什么（why）", "哪里能查到"),
        ("id: record, name", "id: identity, name", 4, "编号“identity”重复了", "请换一个"),
        ("id: password", "id: limit", 4, "编号“limit”重复了", "留给时限"),
        ("id: nosy", "id: notice", 9, "有两个问题的 id 都是“notice”", "换 id"),
        ("expires: true", "expired: true", 13, "不认识的字段“expired”", "expires"),
        ("    steps: [核对身份, 指导领卡]\n", "", 4, "没有写办理步骤（steps）", "按先后"),
        ("wrong_steps: [替他设密码]", "wrong_steps: [核对身份]", 20, "步骤“核对身份”写了两遍", "删去一个"),
        ("people: [普通, 老人]", "people: [普通, 儿童]", 7, "不认识这种人：“儿童”", "企业经办人"),
        ("people: [普通, 老人]", "people: [老人]\n    ages: 20-59", 7, "没有“老人”是这个年龄的", "改 people 或者 ages"),
        ("people: [普通, 老人]", "ages: 六十岁", 7, "年龄“六十岁”不认识", "20-59"),
        ("    basis:\n      - {law: 社会保险经办条例, article: 第六条}\n", "", 4, "没有写依据（basis）", "第十六条"),
        ("checked: 2026-11-25\n", "", 3, "缺少核对日期（checked）", "2026-11-25"),
        ("checked: 2026-11-25", "checked: 2026-13-01", 2, "不是有效的日期", "2026-01-31"),
        ("says: [自助机上领卡怎么弄？, 我来领卡。]", "says: []", 4, "没有写群众来了怎么说", "至少写一种"),
        ("tickets:\n", "tickets: 很多\n没有:\n", 3, "应当是一个列表", "每项一行"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(old, new, line, says, remedy):
    assert old in GOOD
    file = read_ticket_text(GOOD.replace(old, new, 1), "our.yaml")
    assert file.tickets == ()
    found = [each for each in file.problems if says in each.message]
    assert found, problems(GOOD.replace(old, new, 1))
    assert found[0].file == "our.yaml" and found[0].line == line
    assert remedy in found[0].remedy


@pytest.mark.parametrize("text", ["", "- 1\n- 2\n", "只有一句话", "a: [1, 2", "tickets:\n\t- id: x\n", "\x00"])
def test_what_is_no_ticket_file_is_said_and_never_raised(text):
    assert problems(text)


def test_the_same_id_in_two_files_is_named_at_the_second(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(UserError, match="文件“b.yaml”第 4 行：编号“our-card”在“a.yaml”里已经有了"):
        load_tickets(tmp_path)
    first, second = check_tickets(tmp_path)
    assert first.tickets and not second.tickets


def test_a_file_that_cannot_be_read_hinders_no_other(tmp_path: Path):
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00\x01broken\x81")
    (tmp_path / "b.yaml").write_text(GOOD, encoding="utf-8")
    broken, good = check_tickets(tmp_path)
    assert broken.problems and broken.problems[0].remedy and not good.problems


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(UserError, match="找不到票号文件夹"):
        load_tickets(tmp_path / "nowhere")


def test_the_example_of_the_formats_page_is_read_without_a_mistake():
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    (example,) = (block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "tickets:" in block)
    file = read_ticket_text(example, "example.yaml")
    assert file.problems == () and len(file.tickets) == 2
    for word in (*Decision, *PaperRule, *Refusal, *PersonKind):
        assert word is Decision.AWAIT or word.label in page, word


KEYS = st.sampled_from(
    ["line", "checked", "tickets", "id", "title", "level", "people", "says", "asks", "papers", "decision", "limit", "tell",
     "steps", "refusal", "hand_over", "basis", "ages", "sex", "rule", "needed", "office", "review", "？"]
)  # fmt: skip
WORDS = st.sampled_from(["", "单岗", "限办", "必需", "20-59", "是", "2026-11-25", "card", "\x00", "回避"])
PLAIN = st.recursive(
    st.none() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=30,
)


@given(st.dictionaries(KEYS, PLAIN, max_size=6), st.lists(st.dictionaries(KEYS, PLAIN, max_size=12), max_size=3))
def test_whatever_stands_in_a_file_is_read_or_complained_about(head, tickets):
    _, found = read_tickets({**head, "tickets": tickets})
    assert found
    assert all(each.message and each.remedy for each in found)


# The rubric

RUBRIC = (ROOT / "question_bank" / "shift-rubric.yaml").read_text(encoding="utf-8")


def rubric(tmp_path: Path, text: str):
    path = tmp_path / "shift-rubric.yaml"
    path.write_text(text, encoding="utf-8")
    return load_shift_rubric(path)


def test_the_shipped_rubric_is_whole(tmp_path: Path):
    read = rubric(tmp_path, RUBRIC)
    assert sum(points for _, points in read.weights) == FULL and {side for side, _ in read.weights} == set(Side)
    assert {breach for breach, _ in read.breaches} == set(Breach)
    assert read.version.startswith("2026-11-25-")
    assert rubric(tmp_path, RUBRIC.replace("grace: 120", "grace: 130")).version != read.version
    assert rubric(tmp_path, RUBRIC + "\n# 说明\n").version == read.version


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  service: 15 ", "  service: 25 ", "合计是 110，应当是 100"),
        ("pass_mark: 80", "pass_mark: 800", "0 到 100"),
        ("least: 60", "least: 很多", "“least”应当是 0 到 100 的数"),
        ("grace: 120", "grase: 120", "不认识“grase”"),
        ("  no_review: 60", "  no_reviews: 60", "不认识“no_reviews”"),
        ("  late: 900", "  late: 0", "1 到 36000"),
        ("  shirk: 50", "  shirk: 50.5", "应当是整数"),
        ("pace: 30", "", "缺少“pace”"),
    ],
)
def test_a_mistake_in_the_rubric_is_named_with_its_line(tmp_path: Path, old, new, says):
    assert old in RUBRIC
    with pytest.raises(UserError, match="文件“shift-rubric.yaml”第 \\d+ 行") as problem:
        rubric(tmp_path, RUBRIC.replace(old, new, 1))
    assert says in problem.value.message and problem.value.remedy


def test_the_page_on_scoring_tells_the_rubrics_numbers(tmp_path: Path):
    page = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    read = rubric(tmp_path, RUBRIC)
    for side, points in read.weights:
        assert f"| {side.label} | {points / 10:g} |" in page
    assert f"总分达到 {read.pass_mark / 10:g}，而且前四个方面每一面都不低于六成" in page and read.least == 60
    assert f"多等 {read.waiting.grace} 秒以内不扣" in page and f"再多 {read.waiting.late} 秒不得分" in page
    for kind, seconds in (
        (ActionKind.CALL_NEXT, "叫号 {} 秒"),
        (ActionKind.SAY, "说一句 {} 秒"),
        (ActionKind.ASK, "问一样 {} 秒"),
        (ActionKind.CHECK, "看一样材料 {} 秒"),
        (ActionKind.INFORM, "告知 {} 秒"),
        (ActionKind.STEP, "一步 {} 秒"),
    ):
        assert seconds.format(PACE[kind]) in page
