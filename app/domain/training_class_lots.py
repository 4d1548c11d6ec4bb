"""Drawing who speaks next: fair, and the same for the same seed and history wherever it is drawn.

Never the one who was called last, as long as somebody else is there; of the others, only those who have
spoken least. Among these the lot decides: the smallest SHA-256 of the seed, the number of the call and the
member. So nobody can be passed over for long, and nobody can steer it either.
"""

from app.domain.errors import UserError
from app.domain.paper import rank
from app.domain.training_class import How, Member, TrainingClass
from app.domain.training_class_turns import called, nobody_speaks


def in_the_hat(one: TrainingClass) -> tuple[Member, ...]:
    """Those among whom the next lot is drawn, in the order of the roster."""
    last = one.calls[-1].member if one.calls else ""
    others = tuple(member for member in one.here if member.id != last) or one.here
    least = min((one.spoken(member.id) for member in others), default=0)
    return tuple(member for member in others if one.spoken(member.id) == least)


def drawn(one: TrainingClass, at: str) -> TrainingClass:
    """The class with one more call, by lot. UserError where nobody is there, or somebody is speaking."""
    nobody_speaks(one)
    hat = in_the_hat(one)
    if not hat:
        raise UserError("还没有人到课，抽不了签。", "请先点名；全部到齐可以一键完成。")
    chosen = min(hat, key=lambda member: rank("lot", one.seed, len(one.calls), member.id))
    return called(one, chosen.id, at, How.BY_LOT)
