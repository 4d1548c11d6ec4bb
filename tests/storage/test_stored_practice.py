"""Practice on a real database: kept at once, kept whole, kept when the program is killed."""

import json
import signal
import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.answers import Chosen as Option
from app.domain.answers import Filled
from app.domain.errors import UserError
from app.domain.memory import Aim, Memory, load_of, plan_again, remember
from app.domain.people import Person
from app.domain.practice import Chosen, Practised, Reason
from app.storage.database import Database, open_database
from app.storage.practice import PracticeStore

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)
AT = "2026-11-24T09:00:00+08:00"


@pytest.fixture
def practice(database: Database) -> PracticeStore:
    return PracticeStore(database)


def give(practice: PracticeStore, person: Person, id: str, share: float, day: date = TODAY, aim: Aim = Aim()) -> Memory:  # noqa: B008
    return practice.answered(
        person.id, id, 1, AT, f"daily:{day}", share, (Option((0,)), Filled(("三十日",))), day,
        lambda memory, known: remember(memory, id, share, day, aim, load_of(known)),
    )  # fmt: skip


def test_an_answer_is_kept_with_what_follows_from_it(database: Database, practice: PracticeStore, trainee: Person):
    first = give(practice, trainee, "q1", 1.0)
    again = give(practice, trainee, "q1", 0.0, first.due)
    give(practice, trainee, "q2", 0.5)
    assert practice.history(trainee.id) == (
        Practised("q1", TODAY, 1.0),
        Practised("q1", first.due, 0.0),
        Practised("q2", TODAY, 0.5),
    )
    assert {each.question_id: each for each in practice.memories(trainee.id)}["q1"] == again
    assert again.answers == 2
    assert practice.done(trainee.id, f"daily:{TODAY}") == {"q1": 1.0, "q2": 0.5}
    with database.reading() as tables:
        stored = json.loads(next(tables["practice_answers"].rows)["answer"])
    assert stored == [{"kind": "chosen", "options": [0]}, {"kind": "filled", "texts": ["三十日"]}]


def test_an_answer_whose_consequence_fails_is_not_kept_by_half(practice: PracticeStore, trainee: Person):
    def broken(_memory: object, _known: object) -> Memory:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        practice.answered(trainee.id, "q1", 1, AT, "daily", 1.0, (None,), TODAY, broken)
    assert practice.history(trainee.id) == () and practice.memories(trainee.id) == ()


def test_a_set_stays_as_it_was_first_drawn(practice: PracticeStore, trainee: Person):
    drawn = (Chosen("q2", Reason.DUE), Chosen("q1", Reason.UNSEEN))
    assert practice.set_of(trainee.id, "daily:2026-11-24", lambda: drawn) == drawn

    def other() -> tuple[Chosen, ...]:
        raise AssertionError("drawn twice")

    assert practice.set_of(trainee.id, "daily:2026-11-24", other) == drawn
    assert practice.set_of(trainee.id, "daily:2026-11-25", lambda: drawn[:1]) == drawn[:1]


def test_two_windows_that_draw_at_once_get_the_same_set(database: Database, practice: PracticeStore, trainee: Person):
    other = PracticeStore(open_database(database.path))
    both, met = [], threading.Barrier(2)

    def draw(store: PracticeStore, id: str) -> None:
        def choose() -> tuple[Chosen, ...]:
            met.wait(10)
            return (Chosen(id, Reason.DUE),)

        both.append(store.set_of(trainee.id, "daily", choose))

    threads = [threading.Thread(target=draw, args=pair) for pair in ((practice, "q1"), (other, "q2"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert both[0] == both[1]


def test_another_aim_lays_everything_out_anew(practice: PracticeStore, trainee: Person):
    for number in range(20):
        give(practice, trainee, f"q{number}", 1.0)
    aim = Aim(TODAY + timedelta(days=2), 0.95)
    planned = practice.change_aim(trainee.id, aim, lambda known: plan_again(known, TODAY, aim))
    assert practice.aim(trainee.id) == aim
    assert set(practice.memories(trainee.id)) == set(planned)
    assert all(each.due < aim.exam_day for each in planned)
    practice.change_aim(trainee.id, Aim(), lambda known: plan_again(known, TODAY, Aim()))
    assert practice.aim(trainee.id) == Aim()


def test_people_do_not_see_each_other(practice: PracticeStore, people, trainee: Person):  # type: ignore[no-untyped-def]
    other = people.add("王晓琳", trainee.role, "A02")
    give(practice, trainee, "q1", 1.0)
    assert practice.history(other.id) == () and practice.memories(other.id) == ()


def test_a_full_disk_is_said_and_costs_no_earlier_answer(database: Database, practice: PracticeStore, trainee: Person):
    give(practice, trainee, "q0", 1.0)
    with database.reading() as tables:
        pages = tables.execute("PRAGMA page_count").fetchone()[0]
        tables.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(UserError, match="磁盘已满"):
        for number in range(1, 400):
            give(practice, trainee, f"q{number}", 1.0)
    history, memories = practice.history(trainee.id), practice.memories(trainee.id)
    assert {each.question_id for each in history} == {each.question_id for each in memories}


ANSWERING = """
import sys
from datetime import date
from pathlib import Path
from app.domain.memory import Aim, load_of, remember
from app.storage.database import open_database
from app.storage.practice import PracticeStore
practice = PracticeStore(open_database(Path(sys.argv[1])))
day = date(2026, 11, 24)
for number in range(100000):
    id = f"q{number}"
    practice.answered(sys.argv[2], id, 1, "at", "daily", 1.0, (None,), day,
        lambda memory, known: remember(memory, id, 1.0, day, Aim(), load_of(known)))
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_every_answer_that_was_acknowledged_survives_a_kill(database: Database, trainee: Person):
    writer = subprocess.Popen(
        [sys.executable, "-c", ANSWERING, str(database.path), trainee.id], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    seen = [int(writer.stdout.readline()) for _ in range(25)]
    writer.kill()
    seen += [int(line) for line in writer.stdout.read().split("\n")[:-1]]
    writer.wait()
    practice = PracticeStore(open_database(database.path))
    kept = [each.question_id for each in practice.history(trainee.id)]
    assert kept[: len(seen)] == [f"q{number}" for number in seen]
    assert len(kept) <= len(seen) + 1
    assert {each.question_id for each in practice.memories(trainee.id)} == set(kept)
