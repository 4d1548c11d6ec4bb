"""Role-plays played by speech, with the real model: to a good ending in three lines of business, to a bad one twice."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.attempt import Manner
from app.domain.lexicon import Category
from app.domain.numbers import in_words
from app.domain.people import Person, Role
from app.domain.points import find_points
from app.domain.role_play.dialogue import Mode
from app.domain.scenario import EndingKind
from app.domain.score_sheet import Effect
from app.domain.transcript import typed_transcript
from app.services.role_play import Conversation, RolePlays
from app.services.rules import Rules
from app.services.spoken_reply import SpokenReplies
from app.speech.transcriber import Transcriber
from app.storage.conversations import Conversations
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace

DIALOGUES = Path(__file__).parent / "dialogues"
CLIPS = Path(__file__).parent / "clips"


@dataclass(frozen=True)
class Hall:
    desk: RolePlays
    person: Person

    def speak(self, scenario: str, *recordings: Path, mode: Mode = Mode.EXAMINE) -> Conversation:
        """The conversation after these recordings; what is left of them when it ends is not said."""
        talk = self.begin(scenario, mode)
        for recording in recordings:
            if not talk.ended:
                talk = self.desk.answer_file(talk, recording, 1.0)
        return talk

    def begin(self, scenario: str, mode: Mode = Mode.EXAMINE) -> Conversation:
        found = next(each for each in self.desk.scenarios() if each.id == scenario)
        return self.desk.begin(found, mode, self.person)


@pytest.fixture
def hall(workspace: Workspace, transcriber: Transcriber) -> Hall:
    database = open_database(workspace.database)
    rules, records = Rules(workspace), Records(database)
    replies = SpokenReplies(rules, transcriber, lambda: records, workspace.recordings)
    person = People(database).add("王晓琳", Role.TRAINEE, "1024")
    return Hall(RolePlays(rules, replies, Conversations(database), records), person)


def said(name: str, count: int) -> tuple[Path, ...]:
    return tuple(DIALOGUES / f"{name}-{i}.ogg" for i in range(1, count + 1))


def test_who_answers_in_their_own_words_comes_to_a_good_end_and_passes(hall: Hall):
    talk = hall.speak("pension-qualification", *said("pension", 4))
    well_ended(talk, 4)
    passed(hall, talk)


def test_over_the_telephone_it_comes_to_a_good_end(hall: Hall):
    talk = hall.speak("hotline-policy", *said("hotline", 5))
    well_ended(talk, 5)
    # Of all that must be told only the 工号 is lost on the way: a trainer who hears the recording grants it.
    lines = hall.desk.review(talk).score.whole.lines
    assert [line.rule for line in lines if line.effect is Effect.REQUIRED and not line.points] in ([], ["points.badge"])


def test_a_wrong_number_is_asked_again_and_the_right_one_counts_however_it_is_written(hall: Hall):
    first, right, *rest = said("transfer", 4)
    talk = hall.speak("cross-province-transfer", first, DIALOGUES / "transfer-2-wrong.ogg", right, *rest)
    _, second, third, *_ = talk.dialogue.exchanges
    assert "二十五个工作日" in in_words(second.reply.transcript.text) and "days" not in second.new
    assert second.to == "how-long"
    assert "四十五个工作日" in in_words(third.reply.transcript.text) and "days" in third.new
    for spelled in ("四十五个工作日", "45 个工作日", "４５个工作日"):
        assert "days" in find_points(typed_transcript(spelled), talk.scenario.points)
    well_ended(talk, 5)
    passed(hall, talk)


def heard(talk: Conversation) -> list[str]:
    return [exchange.reply.transcript.text for exchange in talk.dialogue.exchanges]


def well_ended(talk: Conversation, replies: int) -> None:
    assert talk.ended and talk.ending is not None and talk.ending.kind is EndingKind.GOOD, heard(talk)
    assert [exchange.reply.manner for exchange in talk.dialogue.exchanges] == [Manner.SPOKEN] * replies, heard(talk)
    assert talk.mood > talk.scenario.citizen.feeling


def passed(hall: Hall, talk: Conversation) -> None:
    review = hall.desk.review(talk)
    wanting = [f"{line.title}：{line.reason}" for line in review.score.whole.lines if line.points < line.possible]
    assert review.score.whole.passed, "\n".join([*wanting, *heard(talk)])
    hall.desk.keep(talk)
    assert hall.desk.last_try(hall.person, talk.scenario.id) == review


def test_rude_words_lead_to_a_complaint(hall: Hall):
    talk = hall.speak("pension-qualification", DIALOGUES / "rude-1.ogg", DIALOGUES / "rude-2.ogg")
    assert talk.ended and talk.ending is not None and talk.ending.id == "complains"
    offences = [hit.category for exchange in talk.dialogue.exchanges for hit in exchange.reply.offences]
    assert {Category.SHIRK, Category.IMPATIENT} <= set(offences)
    whole = hall.desk.review(talk).score.whole
    assert not whole.passed and talk.mood < talk.scenario.citizen.feeling


def test_a_fan_and_a_keyboard_are_no_answer(hall: Hall):
    talk = hall.speak("lost-card", CLIPS / "n05.flac", CLIPS / "n07.flac")
    assert talk.ended and talk.ending is not None and talk.ending.kind is EndingKind.BAD
    assert [exchange.reply.silent for exchange in talk.dialogue.exchanges] == [True, True]
    assert talk.dialogue.exchanges[0].to == "start" and talk.dialogue.exchanges[1].line == talk.scenario.citizen.unheard
    whole = hall.desk.review(talk).score.whole
    assert whole.total == 0 and not whole.passed
