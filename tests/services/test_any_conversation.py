"""Whatever is said, in whatever mode, a conversation goes on or ends, is stored, adds up and pays nothing for nothing."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.scenarios import load_scenarios
from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.role_play.dialogue import Mode, ending_of
from app.domain.score_sheet import in_tenths
from app.services.role_play import Conversation, RolePlays
from app.services.rules import Rules
from app.storage.conversations import Conversations
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace, starter_content
from tests.content.test_shipped_scenarios import scripts_to_every_ending

SCENARIOS = load_scenarios(starter_content() / "scenarios")
PHRASES = (
    "您好", "对不起", "请稍等", "您别着急", "请慢走", "我一次性给您说清楚", "谢谢您", "这不归我管", "急什么", "规定就是这样",
    "你有病吧", "自己看", "你去告啊", "这个不归我管，对不起", "您说的这句“不归我管”我记下了",
)  # fmt: skip


class NoEars:
    """Nothing is spoken here."""

    def warm_up(self) -> None: ...


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RolePlays, Person]]:
    database = open_database(tmp_path_factory.mktemp("any") / "records.db")
    person = People(database).add("王晓琳", Role.TRAINEE, "1024")
    rules = Rules(Workspace(starter_content()))
    yield RolePlays(rules, NoEars(), Conversations(database), Records(database)), person  # type: ignore[arg-type]
    database.close()


@lru_cache
def words_of(scenario_id: str) -> tuple[str, ...]:
    """What the scenario itself would have one say, whole and in parts."""
    scenario = next(each for each in SCENARIOS if each.id == scenario_id)
    plain = [way for point in scenario.points for way in point.ways if way.isalnum()]
    return (*plain, *(point.text for point in scenario.points), *(n.exemplary for n in scenario.nodes if n.exemplary))


def replies(scenario_id: str) -> st.SearchStrategy[str]:
    return st.one_of(
        st.just(""),
        st.just("啊" * 400),
        st.text(max_size=30),
        st.lists(st.sampled_from(PHRASES) | st.sampled_from(words_of(scenario_id)), min_size=1, max_size=3).map(
            "，".join
        ),
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.id)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_conversation(scenario, desk: tuple[RolePlays, Person], data: st.DataObject):
    role_plays, person = desk
    mode = data.draw(st.sampled_from(Mode))
    talk = role_plays.begin(scenario, mode, person)
    for _ in range(2 * scenario.most_replies):
        if talk.ended:
            break
        talk = _one_step(role_plays, talk, data)
        _holds(talk)
    if not talk.ended:
        talk = role_plays.give_up(talk)
    _scored(role_plays, talk)
    if mode is Mode.SHADOW:
        role_plays.drop(talk)
    else:
        role_plays.keep(talk)
    assert role_plays.unfinished(person) == ()


def _one_step(role_plays: RolePlays, talk: Conversation, data: st.DataObject) -> Conversation:
    step = data.draw(st.sampled_from(("say", "say", "say", "wait", "hint", "misheard", "retry", "give up")))
    try:
        if step == "hint":
            return role_plays.hint(talk)
        if step == "misheard":
            return role_plays.misheard(talk)
        if step == "retry":
            return role_plays.retry(talk)
        if step == "give up" and len(talk.dialogue.exchanges) > 2:
            return role_plays.give_up(talk)
        if step == "say":
            return role_plays.answer_typed(talk, data.draw(replies(talk.scenario.id)), data.draw(st.floats(0, 200)))
    except UserError as refused:  # nothing to take back, no hint left, nothing typed: said in plain words
        assert refused.message and refused.remedy
        return talk
    return role_plays.nothing_said(talk, 20.0)


def _holds(talk: Conversation) -> None:
    dialogue = talk.dialogue
    assert 0 <= talk.mood <= 100 and talk.line
    assert all(0 <= exchange.mood_after <= 100 for exchange in dialogue.exchanges)
    assert len(dialogue.exchanges) <= talk.scenario.most_replies
    for exchange in dialogue.exchanges:
        if exchange.reply.silent:
            assert not exchange.reply.told and not exchange.reply.hits
    if talk.ended and not dialogue.given_up:
        assert ending_of(talk.scenario, dialogue) is not None


def _scored(role_plays: RolePlays, talk: Conversation) -> None:
    score = role_plays.review(talk).score
    for sheet in (score.whole, *score.turns):
        total = sum(in_tenths(line.points) for line in sheet.lines)
        assert 0 <= sheet.total <= sheet.possible
        assert sheet.veto or in_tenths(sheet.total) == max(0, total)
        assert not sheet.veto or sheet.total == 0
        assert sum(in_tenths(line.possible) for line in sheet.lines) == in_tenths(sheet.possible)
    for exchange, sheet in zip(talk.dialogue.exchanges, score.turns, strict=True):
        assert not exchange.reply.silent or sheet.total == 0
    if all(exchange.reply.silent for exchange in talk.dialogue.exchanges):
        assert score.whole.total == 0 and not score.whole.passed


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.id)
def test_every_ending_is_reached_through_the_desk(scenario, desk: tuple[RolePlays, Person]):
    """What test_shipped_scenarios finds by the rules is played once more as a person would."""
    role_plays, person = desk
    scripts = scripts_to_every_ending(scenario)
    assert scripts.keys() == {ending.id for ending in scenario.endings}
    for ending, script in scripts.items():
        talk = role_plays.begin(scenario, Mode.EXAMINE, person)
        for text in script:
            talk = role_plays.answer_typed(talk, text, 2.0) if text else role_plays.nothing_said(talk, 0.0)
        assert talk.ended and talk.ending is not None and talk.ending.id == ending
        _scored(role_plays, talk)
        role_plays.drop(talk)
