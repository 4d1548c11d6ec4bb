"""The figures of a conversation that a trainer may change: what ends, silence and points weigh, what moves a mood.

They stand in the rubric's file (question_bank/rubric.yaml, `conversation`); the defaults here are those of a
rubric written before it had them.
"""

from dataclasses import dataclass, field

from app.domain.lexicon import Category

_OFFENCES = (
    (Category.SHIRK, -14),
    (Category.RUDE, -18),
    (Category.IMPATIENT, -14),
    (Category.REFUSE, -14),
    (Category.PROVOKE, -20),
)


@dataclass(frozen=True, slots=True)
class MoodRules:
    """How far one reply moves the mood, which is a number from 0 to 100.

    `courtesy` for each polite category, `expected` on top where the moment calls for it, `comfort` on top for
    comfort or an apology to somebody whose mood is below `upset`; all of them together `most_courtesy`.
    `told` and `told_must` for each point told for the first time. The rest is negative. `best` and `worst`
    bound what one reply does in all, so that one apology does not make up for everything.
    """

    courtesy: int = 2
    expected: int = 2
    comfort: int = 4
    most_courtesy: int = 10
    told: int = 3
    told_must: int = 5
    beside_the_point: int = -6
    too_long: int = -4
    silence: int = -10
    veto: int = -40
    offences: tuple[tuple[Category, int], ...] = _OFFENCES
    best: int = 18
    worst: int = -50
    upset: int = 40

    def offence(self, category: Category) -> int:
        return dict(self.offences)[category]


@dataclass(frozen=True, slots=True)
class ConversationRules:
    """`bad_ending` and `silence` are what they cost of the whole, in tenths of a point. `must_point` and
    `other_point` are the proportion in which points share theirs. A reply of more than `too_long`
    characters (300 are about a minute and a quarter of speech) nobody at a window listens to.
    """

    bad_ending: int = 100
    silence: int = 30
    must_point: int = 1
    other_point: int = 1
    too_long: int = 300
    mood: MoodRules = field(default_factory=MoodRules)

    def share_of(self, must: bool) -> int:
        return self.must_point if must else self.other_point


USUAL = ConversationRules()
