"""A shift at one window: what it is drawn from, how it is heard and scored, and scripted tellers to try it."""

from app.content.shift_rubric import load_shift_rubric
from app.content.shift_tickets import TicketFile, check_tickets, load_tickets
from app.domain.errors import UserError
from app.domain.shift.engine import begin
from app.domain.shift.hearing import Hear, hearing
from app.domain.shift.plan import Plan
from app.domain.shift.rubric import ShiftRubric
from app.domain.shift.shift_score import ShiftScore, score_shift
from app.domain.shift.state import ShiftState
from app.domain.shift.tellers import Teller, play
from app.services.rules import Rules
from app.system.places import Workspace


class ShiftDesk:
    """Shifts from the files of one workspace. Files are read anew for every shift; nothing is kept here."""

    def __init__(self, rules: Rules, content: Workspace) -> None:
        self._rules = rules
        self._tickets, self._rubric = content.tickets, content.shift_rubric
        self._hearing: tuple[str, Hear] | None = None

    def begin(self, plan: Plan) -> ShiftState:
        """A new shift. UserError, naming file and line, for a ticket that is wrong, or where none fits the plan."""
        return begin(plan, load_tickets(self._tickets))

    def hear(self) -> Hear:
        """From typed text to what the shift goes by, with the lexicon in force."""
        lexicon = self._rules.lexicon()
        if self._hearing is None or self._hearing[0] != lexicon.version:
            self._hearing = lexicon.version, hearing(lexicon)
        return self._hearing[1]

    def rubric(self) -> ShiftRubric:
        return load_shift_rubric(self._rubric)

    def score(self, state: ShiftState) -> ShiftScore:
        return score_shift(state, self.rubric())

    def play(self, plan: Plan, teller: Teller) -> tuple[ShiftState, ShiftScore]:
        """A shift played to its end by a scripted teller."""
        state = play(self.begin(plan), teller, self.hear())
        return state, self.score(state)

    def check(self, names: tuple[str, ...] = ()) -> tuple[TicketFile, ...]:
        """Every ticket file (or only those, by name) with its problems. UserError for a name that is not there, or a rubric that
        cannot be understood.
        """
        self.rubric()
        files = check_tickets(self._tickets)
        wanted = tuple(file for file in files if not names or file.name in names)
        if missing := set(names) - {file.name for file in files}:
            raise UserError(
                f"票号文件夹里没有“{'、'.join(sorted(missing))}”。",
                f"有的文件：{'、'.join(each.name for each in files)}。",
            )
        return wanted
