"""Conversations with a role-played citizen: begin, answer by voice or typing, resume after a kill, keep, compare.

    desk = RolePlays(rules, replies, conversations, records)
    talk = desk.begin(scenario, Mode.PRACTISE, person)      # talk.line is what the citizen says
    take = desk.start_take(microphone)                      # … take.stop() when the trainee has spoken
    talk = desk.answer(talk, take, thinking)                # or answer_typed(talk, text, thinking)
    talk.line, talk.mood, talk.last.changes, talk.ended     # the citizen has answered
    talk = desk.misheard(talk)                              # say the last reply again, once a moment
    record = desk.keep(talk)                                # when talk.ended
    desk.review(talk), desk.last_try(person, scenario.id)   # PlayedDialogue with scores; compared(a, b)

Every method returns the new `Conversation`; the old one stays as it was. Each turn is on disk before the
method returns. Without a person nothing is stored: an editor tries a scenario on the spot so.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.domain.attempt import Manner
from app.domain.errors import Progress, UserError, no_progress
from app.domain.json_values import from_json, to_json
from app.domain.people import Person
from app.domain.question_problems import FileProblem
from app.domain.records import Record, RecordKind
from app.domain.role_play import dialogue as play
from app.domain.role_play.dialogue import NOBODY_SPOKE, Dialogue, Exchange, Mode, Reply, Why
from app.domain.role_play.dialogue_score import score_dialogue
from app.domain.role_play.hearing import reply_of, typed
from app.domain.role_play.played import PlayedDialogue, played, played_to_body
from app.domain.role_play.standing import Standing, standings
from app.domain.scenario import Ending, Hint, Node, Scenario
from app.services.kept_records import kept_dialogue, later_records
from app.services.rules import Rules
from app.services.spoken_reply import ScoredReply, Take
from app.storage.conversations import Conversations, StoredConversation
from app.storage.records import Records


class Hearing(Protocol):
    """What is needed of `SpokenReplies`: the microphone, the transcriber, the recordings folder."""

    def warm_up(self) -> None: ...
    def start_take(self, microphone: str | None = None) -> Take: ...
    def score_take(
        self, take: Take, scenario: None = None, turn_index: int = 0, on_progress: Progress = no_progress
    ) -> ScoredReply: ...
    def score_file(
        self, path: Path, scenario: None = None, turn_index: int = 0, on_progress: Progress = no_progress
    ) -> ScoredReply: ...
    def kept_audio(self, path: Path) -> tuple[str, str]: ...
    def audio_file(self, name: str) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as it stands. `person` is None for a trial that nobody keeps."""

    id: str
    person: Person | None
    scenario: Scenario
    dialogue: Dialogue
    started: str

    @property
    def line(self) -> str:
        """What the citizen has just said; their last words once `ended`."""
        return self.dialogue.line

    @property
    def mood(self) -> int:
        return self.dialogue.mood

    @property
    def ended(self) -> bool:
        return self.dialogue.ended

    @property
    def node(self) -> Node | None:
        """The moment that waits for an answer, None once `ended`."""
        return None if self.ended else self.scenario.node(self.dialogue.at)

    @property
    def ending(self) -> Ending | None:
        """The ending reached; None while it goes on, or where it was given up."""
        return play.ending_of(self.scenario, self.dialogue)

    @property
    def last(self) -> Exchange | None:
        """The exchange before this one: the reply as it was heard, what it did to the mood and why."""
        return self.dialogue.exchanges[-1] if self.dialogue.exchanges else None

    @property
    def next_hint(self) -> Hint | None:
        return play.next_hint(self.scenario, self.dialogue)

    @property
    def hints_shown(self) -> tuple[Hint, ...]:
        """The hints taken at this moment, to be shown again after a resume."""
        return self.node.hints[: self.dialogue.hints] if self.node else ()

    @property
    def may_say_again(self) -> bool:
        """Whether “I was misheard” is open for the last reply."""
        return play.may_take_back(self.dialogue, Why.MISHEARD)

    @property
    def may_retry(self) -> bool:
        return play.may_take_back(self.dialogue, Why.RETRY)

    @property
    def seconds_left(self) -> float | None:
        """What an examination has left of its minutes; None in other modes. Think time so far is in it."""
        if self.dialogue.mode is not Mode.EXAMINE:
            return None
        return max(0.0, self.scenario.minutes * 60 - self.dialogue.spent)


@dataclass(frozen=True, slots=True)
class Playable:
    """What there is to play: the role-plays, what is wrong with files that hold none, and for one person the
    conversations to go on with (newest first) and how they did, by the scenario's id.
    """

    scenarios: tuple[Scenario, ...]
    problems: tuple[FileProblem, ...]
    unfinished: tuple[Conversation, ...] = ()
    standing: dict[str, Standing] = field(default_factory=dict)


class RolePlays:
    """The role-plays of one workspace. `now` gives local time with its offset."""

    def __init__(
        self,
        rules: Rules,
        replies: Hearing,
        conversations: Conversations,
        records: Records,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._rules = rules
        self._replies = replies
        self._conversations = conversations
        self._records = records
        self._now = now

    def scenarios(self) -> tuple[Scenario, ...]:
        return self._rules.scenarios()

    def playable(self, person: Person | None = None) -> Playable:
        """Every role-play whose file is in order; a broken file costs only itself. UserError without a folder."""
        texts = self._rules.scenario_texts()
        scenarios = tuple(text.scenario for text in texts if text.scenario is not None)
        problems = tuple(fault for text in texts if text.scenario is None for fault in text.faults)
        if person is None:
            return Playable(scenarios, problems)
        kept = (dialogue for _record, dialogue in self.kept_of(person))
        return Playable(scenarios, problems, self.unfinished(person), standings(kept))

    def warm_up(self) -> None:
        """Begin loading the model, and make the phrases ready (a few seconds: call it on a worker).

        The longest reply to each role-play is heard, so that the first that matters does not wait for the sounds of
        its characters and the ways of its points to be looked up.
        """
        self._replies.warm_up()
        for scenario in self.playable().scenarios:
            longest = max((node.exemplary for node in scenario.nodes), key=len)
            typed(longest or "您好", scenario, self._rules.lexicon())

    def start_take(self, microphone: str | None = None) -> Take:
        """Open the microphone (the system's default for None). UserError if there is none."""
        return self._replies.start_take(microphone)

    def begin(self, scenario: Scenario, mode: Mode, person: Person | None = None) -> Conversation:
        """The citizen says their first line. With a person it is stored at once."""
        started = self._now().isoformat(timespec="seconds")
        rules = self._rules.rubric().conversation
        return self._stored(
            Conversation(uuid.uuid4().hex, person, scenario, play.begin(scenario, mode, rules), started)
        )

    def answer(
        self, talk: Conversation, take: Take, thinking: float = 0.0, on_progress: Progress = no_progress
    ) -> Conversation:
        """Hear a stopped take and go on. `thinking`: seconds from the end of the citizen's line to the
        microphone's opening; the pause before the first word is added. Cancelling changes nothing and
        leaves the recording, which `answer_file` can hear later.
        """
        return self._heard(talk, self._replies.score_take(take, on_progress=on_progress), thinking)

    def answer_file(
        self, talk: Conversation, path: Path, thinking: float = 0.0, on_progress: Progress = no_progress
    ) -> Conversation:
        """Hear a recording and go on. UserError if it cannot be read or the model is missing."""
        return self._heard(talk, self._replies.score_file(path, on_progress=on_progress), thinking)

    def answer_typed(self, talk: Conversation, text: str, thinking: float = 0.0, typing: float = 0.0) -> Conversation:
        """Go on with what was typed instead of spoken; it is marked so. UserError for an empty reply.

        `typing`: seconds from the first key to the last.
        """
        if not text.strip():
            raise UserError("还没有输入回答。", "请输入您对群众说的话，再提交。")
        return self._answered(talk, typed(text, talk.scenario, self._rules.lexicon(), thinking, typing))

    def nothing_said(self, talk: Conversation, waited: float) -> Conversation:
        """Nobody answered for `waited` seconds (the citizen's `patience`): they ask again, then leave."""
        return self._answered(talk, replace(NOBODY_SPOKE, thinking=waited))

    def hint(self, talk: Conversation) -> Conversation:
        """Show one more hint (practising only, it costs points). UserError where there is none."""
        return self._stored(replace(talk, dialogue=play.with_hint(talk.scenario, talk.dialogue)))

    def misheard(self, talk: Conversation) -> Conversation:
        """Take the last reply back because it was misheard; once for each moment, and counted."""
        return self._stored(replace(talk, dialogue=play.taken_back(talk.scenario, talk.dialogue, Why.MISHEARD)))

    def retry(self, talk: Conversation) -> Conversation:
        """Take the last reply back to answer better; practising only."""
        return self._stored(replace(talk, dialogue=play.taken_back(talk.scenario, talk.dialogue, Why.RETRY)))

    def give_up(self, talk: Conversation) -> Conversation:
        """Break off: it has ended without an ending, and may be kept or dropped."""
        return self._stored(replace(talk, dialogue=play.given_up(talk.dialogue)))

    def unfinished(self, person: Person) -> tuple[Conversation, ...]:
        """A person's conversations that were neither kept nor dropped, newest first: to go on with.

        Each goes on with the scenario as it was when it began, even if its file has changed since. One
        that can no longer be read (another version of the application wrote it) is left out.
        """
        found = []
        for stored in self._conversations.of_person(person.id):
            try:
                scenario = from_json(stored.scenario, Scenario)
                dialogue = from_json(stored.dialogue, Dialogue)
            except ValueError:
                continue
            found.append(Conversation(stored.id, person, scenario, dialogue, stored.started))
        return tuple(found)

    def drop(self, talk: Conversation) -> None:
        """Forget a conversation that is not to be kept; its recordings stay in recordings/."""
        self._conversations.drop(talk.id)

    def review(self, talk: Conversation) -> PlayedDialogue:
        """The conversation so far with its scores by the rules in force."""
        rubric = self._rules.rubric()
        score = score_dialogue(talk.scenario, talk.dialogue, rubric, self._rules.lexicon().version)
        return played(talk.scenario, talk.dialogue, score, talk.started, talk.id, rubric)

    def audio(self, reply: Reply) -> Path | None:
        """The recording of a reply; None where it was typed or the file is no longer there."""
        return self._replies.audio_file(reply.recording)

    def keep(self, talk: Conversation, actor: Person | None = None) -> Record:
        """Append an ended conversation to the chain as one record, all turns in it.

        `actor` is who had it played, where that is not the person themselves: the trainer of a class.
        UserError for one that goes on, a trial without a person, or shadowing, which is no achievement.
        """
        if talk.person is None or talk.dialogue.mode is Mode.SHADOW:
            raise UserError("试谈和跟读不存档。", "请选择练习或考核，谈完再存。")
        if not talk.ended:
            raise UserError("这场对话还没有谈完。", "请谈完再存；不想谈了，可以先结束。")
        # Killed between the two steps below, it is found here and not appended a second time.
        kept = self._records.for_person(talk.person.id, RecordKind.DIALOGUE)
        record = next((record for record in kept if record.body.get("conversation") == talk.id), None)
        if record is None:
            at = self._now().isoformat(timespec="seconds")
            body = played_to_body(self.review(talk))
            record = self._records.append(RecordKind.DIALOGUE, talk.person.id, (actor or talk.person).id, body, at)
        self._conversations.drop(talk.id)
        return record

    def kept_of(self, person: Person) -> tuple[tuple[Record, PlayedDialogue], ...]:
        """A person's kept conversations as they stand after scoring again and decisions, oldest first."""
        later = later_records(self._records, person.id)
        return tuple(
            (record, kept_dialogue(record, later.get(record.id, ()), lambda _record: "").played)
            for record in self._records.for_person(person.id, RecordKind.DIALOGUE)
        )

    def played(self, person: Person) -> frozenset[str]:
        """The ids of the scenarios a person has kept a conversation of; quick however many those are."""
        kept = self._records.values_of(person.id, RecordKind.DIALOGUE, "$.scenario_id")
        return frozenset(scenario for (scenario,) in kept if scenario)

    def last_try(self, person: Person, scenario_id: str, before: Record | None = None) -> PlayedDialogue | None:
        """One's last kept conversation of the same scenario (before a record of it); None if there is none."""
        found = None
        for record, dialogue in self.kept_of(person):
            if dialogue.scenario_id == scenario_id and (before is None or record.number < before.number):
                found = dialogue
        return found

    def _heard(self, talk: Conversation, scored: ScoredReply, thinking: float) -> Conversation:
        assert scored.recording is not None
        recording, sha256 = self._replies.kept_audio(scored.recording)
        transcript = scored.transcript
        first_word = transcript.activity[0].start if transcript.activity else 0.0
        reply = reply_of(
            talk.scenario, transcript, scored.hits, thinking + first_word, Manner.SPOKEN, recording, sha256
        )
        return self._answered(talk, reply)

    def _answered(self, talk: Conversation, reply: Reply) -> Conversation:
        if talk.ended:
            raise UserError("这场对话已经结束了。", "请查看评分，或重新开始一场。")
        rules = self._rules.rubric().conversation
        return self._stored(replace(talk, dialogue=play.answered(talk.scenario, talk.dialogue, reply, rules)))

    def _stored(self, talk: Conversation) -> Conversation:
        if talk.person is not None:
            self._conversations.put(
                StoredConversation(
                    talk.id,
                    talk.person.id,
                    talk.scenario.id,
                    talk.started,
                    to_json(talk.scenario),
                    to_json(talk.dialogue),
                )
            )
        return talk
