"""Where a conversation goes next: conditions on what was said, and the first transition whose condition holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.lexicon import Category, Kind

# Where a side track returns to: the moment it broke off from.
BACK = "back"
FORBIDDEN = tuple(category for category in Category if category.kind is Kind.FORBIDDEN)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be true of a reply. Everything that is set must hold; one that sets nothing always holds.

    points      all of these have been told, now or in an earlier turn
    any_points  at least one of these has been told
    missing     at least one of these has not been told yet
    forbidden   a forbidden phrase of one of these categories was said in this reply
    veto        one that voids the reply (一票否决) was said
    polite      all of these polite categories were said in this reply
    without     none of these polite categories was said in this reply
    silent      nothing was said
    too_long    the reply is longer than anybody listens to (the rubric says how many characters)
    attempts    so many replies or more have been given at this node, this one counted
    mood_below, mood_above   the mood after this reply, 0 to 100, the bound itself not counted
    """

    points: tuple[str, ...] = ()
    any_points: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    forbidden: tuple[Category, ...] = ()
    veto: bool = False
    polite: tuple[Category, ...] = ()
    without: tuple[Category, ...] = ()
    silent: bool = False
    too_long: bool = False
    attempts: int = 0
    mood_below: int | None = None
    mood_above: int | None = None

    @property
    def always(self) -> bool:
        return self == _ALWAYS

    @property
    def only_attempts(self) -> bool:
        """It holds sooner or later whatever is said."""
        return bool(self.attempts) and self == Condition(attempts=self.attempts)

    @property
    def point_ids(self) -> tuple[str, ...]:
        return (*self.points, *self.any_points, *self.missing)


_ALWAYS = Condition()


@dataclass(frozen=True, slots=True)
class Transition:
    """Go to the node or ending `to` (BACK: to where the side track began) if `when` holds. `because` tells the trainee why, "" for the usual words."""

    to: str
    when: Condition = Condition()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions are asked about: `told` over all turns, `mood` after this reply, the rest of this reply."""

    told: frozenset[str] = frozenset()
    polite: frozenset[Category] = frozenset()
    forbidden: frozenset[Category] = frozenset()
    veto: bool = False
    silent: bool = False
    too_long: bool = False
    attempts: int = 1
    mood: int = 50


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether everything that the condition sets is true."""
    return (
        facts.told.issuperset(condition.points)
        and (not condition.any_points or not facts.told.isdisjoint(condition.any_points))
        and (not condition.missing or not facts.told.issuperset(condition.missing))
        and (not condition.forbidden or not facts.forbidden.isdisjoint(condition.forbidden))
        and (not condition.veto or facts.veto)
        and facts.polite.issuperset(condition.polite)
        and facts.polite.isdisjoint(condition.without)
        and condition.silent == facts.silent
        and (not condition.too_long or facts.too_long)
        and facts.attempts >= condition.attempts
        and (condition.mood_below is None or facts.mood < condition.mood_below)
        and (condition.mood_above is None or facts.mood > condition.mood_above)
    )


def first_that_holds(transitions: Iterable[Transition], facts: Facts) -> Transition | None:
    return next((transition for transition in transitions if holds(transition.when, facts)), None)
