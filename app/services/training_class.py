"""Hold a class: prepare it, mark who is there, call the next, keep each turn under the speaker's name, close it.

classes = TrainingClasses(store, people, role_plays, played, seed)
lesson = classes.begin(trainer, "材料不齐怎么说", "2026-11-25")
lesson.do(lambda one: with_member(one, "王晓琳"))     # any pure step; on disk when this returns
lesson.mark_all(), lesson.draw(), lesson.call(member)
lesson.start(scenario, mode) … lesson.finish(talk)    # the conversation becomes a record of the speaker
lesson.close()                                        # the class and everybody's attendance in the chain
classes.open(id, trainer)                                      # after a kill: where it stood
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.content.class_roster import read_roster, roster_template
from app.domain.class_roster import RosterRow
from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.role_play.played import PlayedDialogue
from app.domain.training_class import Outcome, TrainingClass
from app.domain.training_class_roster import new_class
from app.reports.whole_file import write_whole
from app.services.open_class import OpenClass
from app.services.people import PeopleDesk
from app.services.role_play import RolePlays
from app.storage.classes import Classes


class TrainingClasses:
    """The classes of one workspace. `played` gives a conversation, as it stands today, by the id of its record;
    `seed` one for the lots; `now` local time with its offset.
    """

    def __init__(
        self,
        classes: Classes,
        people: PeopleDesk,
        role_plays: Callable[[], RolePlays],
        played: Callable[[str], PlayedDialogue],
        seed: Callable[[], int],
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._classes = classes
        self._people = people
        self._role_plays = role_plays
        self._played = played
        self._seed = seed
        self._now = now

    def all(self) -> tuple[TrainingClass, ...]:
        """Every class, the newest day first."""
        return self._classes.all()

    def today(self) -> str:
        return self._now().date().isoformat()

    def begin(self, trainer: Person, title: str, day: str) -> OpenClass:
        """A new class. UserError for someone who is no trainer, an empty topic, or a day that is none."""
        one = new_class(uuid.uuid4().hex, title, day, trainer, self._seed(), self._time())
        return self._opened(one, self._classes.add(one), trainer)

    def open(self, id: str, trainer: Person) -> OpenClass:
        """A class, to go on with or to look at; `trainer` need not be who began it. What a kill left half done
        is put in order. UserError for someone who is no trainer.
        """
        if trainer.role is not Role.TRAINER:
            raise UserError("只有带教老师可以上课。", "请由带教老师登录后再打开。")
        opened = self._opened(*self._classes.get(id), trainer)
        if not opened.now.closed:
            opened.recover()
        return opened

    def drop(self, id: str) -> None:
        """Forget a class in which nobody has spoken. UserError for any other."""
        one, _revision = self._classes.get(id)
        if one.closed or any(turn.outcome is not Outcome.BROKEN_OFF for turn in one.turns):
            raise UserError("这堂课已经有人发言或已下课，不能删除。", "记录留着就好；要停课，请点“下课”。")
        self._classes.drop(id)

    def read_roster(self, path: Path) -> tuple[tuple[RosterRow, ...], tuple[UserError, ...]]:
        """The rows of a workbook, and what is wrong with the others. UserError where it is no roster at all."""
        return read_roster(path)

    def write_template(self, path: Path) -> Path:
        """An empty roster to fill in. UserError where the disk refuses."""
        return write_whole(path, roster_template())

    def _opened(self, one: TrainingClass, revision: int, trainer: Person) -> OpenClass:
        return OpenClass(
            one, revision, trainer, self._classes, self._people, self._role_plays, self._played, self._time
        )

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")
