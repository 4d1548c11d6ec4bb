"""question_bank/rubric.yaml as a Rubric."""

from pathlib import Path

from app.content.yaml_file import Entry, read_yaml
from app.domain.lexicon import Category, Kind
from app.domain.role_play.rules import ConversationRules, MoodRules
from app.domain.rubric import TENTHS, Deductions, Delivery, InformalGreeting, Rubric, Weights

_WHOLE = 100
_MOST_DELIVERY = 20  # a hint: Whisper forgives how a thing is said, so that it must not decide about a person


def load_rubric(path: Path) -> Rubric:
    """The scoring rules. UserError, naming file and line, for what is missing or cannot be meant."""
    root = read_yaml(path)
    root.only("date", "pass_mark", "weights", "informal_greeting", "forbidden", "delivery", "conversation")
    weights = _weights(root.entry("weights"))
    return Rubric(
        f"{root.day('date').isoformat()}-{root.fingerprint()}",
        _tenths(root, "pass_mark", 0, _WHOLE),
        weights,
        _informal_greeting(root.entry("informal_greeting")),
        _deductions(root.entry("forbidden"), weights),
        _delivery(root.entry("delivery")),
        _conversation(root.entry("conversation")) if "conversation" in root.values else ConversationRules(),
    )


def _weights(entry: Entry) -> Weights:
    keys = ("language", "points", "forbidden", "delivery")
    entry.only(*keys)
    weights = Weights(*(_tenths(entry, key, 0, _WHOLE) for key in keys))
    whole = weights.language + weights.points + weights.forbidden + weights.delivery
    if whole != _WHOLE * TENTHS:
        raise entry.error(f"四项分值合计是 {whole / TENTHS:g}，应当是 {_WHOLE}。", "请调整到合计 100 分。")
    if weights.delivery > _MOST_DELIVERY * TENTHS:
        line = entry.line_of("delivery")
        raise entry.error(f"“delivery”最多 {_MOST_DELIVERY} 分。", "表达只供参考，请把分值给其他各项。", line)
    if not weights.forbidden:
        raise entry.error("“forbidden”不能是 0。", "服务禁语是必考项，请给它分值。", entry.line_of("forbidden"))
    return weights


def _informal_greeting(entry: Entry) -> InformalGreeting:
    entry.only("spoken", "typed")
    return InformalGreeting(int(entry.number("spoken", 0, 100)), int(entry.number("typed", 0, 100)))


def _deductions(entry: Entry, weights: Weights) -> Deductions:
    entry.only("each", "at_most", "fails_from")
    each = entry.entry("each")
    categories = [category for category in Category if category.kind is Kind.FORBIDDEN]
    each.only(*(category.value for category in categories))
    at_most = _tenths(entry, "at_most", 0, _WHOLE)
    if at_most > weights.forbidden:
        raise entry.error(
            f"“at_most”是 {at_most / TENTHS:g}，超过了服务禁语的分值 {weights.forbidden / TENTHS:g}。",
            "请改小，或提高 weights 里的 forbidden。",
            entry.line_of("at_most"),
        )
    return Deductions(
        tuple((category, _tenths(each, category.value, 0, _WHOLE)) for category in categories),
        at_most,
        int(entry.number("fails_from", 0, 100)),
    )


def _delivery(entry: Entry) -> Delivery:
    entry.only("slowest", "fastest", "judged_from", "longest_pause", "first_word")
    delivery = Delivery(
        int(entry.number("slowest", 0, 1000)),
        int(entry.number("fastest", 1, 1000)),
        int(entry.number("judged_from", 1, 1000)),
        entry.number("longest_pause", 0.1, 60),
        entry.number("first_word", 0.1, 60),
    )
    if delivery.slowest >= delivery.fastest:
        raise entry.error("“slowest”应当小于“fastest”。", "请核对语速范围。", entry.line_of("slowest"))
    return delivery


def _conversation(entry: Entry) -> ConversationRules:
    entry.only("bad_ending", "silence", "points", "too_long", "mood")
    points = entry.entry("points")
    points.only("must", "other")
    must, other = _whole(points, "must", 1, 10), _whole(points, "other", 1, 10)
    if must < other:
        raise points.error(
            "★ 要点的份数（must）不能比其他要点（other）少。", "请把 must 改大。", points.line_of("must")
        )
    return ConversationRules(
        _tenths(entry, "bad_ending", 0, _WHOLE),
        _tenths(entry, "silence", 0, _WHOLE),
        must,
        other,
        _whole(entry, "too_long", 30, 2000),
        _mood(entry.entry("mood")),
    )


def _mood(entry: Entry) -> MoodRules:
    rises = ("courtesy", "expected", "comfort", "most_courtesy", "told", "told_must", "best")
    falls = ("beside_the_point", "too_long", "silence", "veto", "worst")
    entry.only(*rises, *falls, "offences", "upset")
    offences = entry.entry("offences")
    categories = [category for category in Category if category.kind is Kind.FORBIDDEN]
    offences.only(*(category.value for category in categories))
    mood = MoodRules(
        **{key: _whole(entry, key, 0, 100) for key in rises},
        **{key: _whole(entry, key, -100, 0) for key in falls},
        offences=tuple((category, _whole(offences, category.value, -100, 0)) for category in categories),
        upset=_whole(entry, "upset", 0, 100),
    )
    if mood.best < 1 or mood.worst > -1:
        key = "best" if mood.best < 1 else "worst"
        raise entry.error(f"“{key}”是 0，心情就不会动了。", "请写上不是 0 的数。", entry.line_of(key))
    return mood


def _whole(entry: Entry, key: str, least: int, most: int) -> int:
    number = entry.number(key, least, most)
    if not number.is_integer():
        raise entry.error(f"“{key}”应当是整数。", "请去掉小数。", entry.line_of(key))
    return int(number)


def _tenths(entry: Entry, key: str, least: float, most: float) -> int:
    points = entry.number(key, least, most)
    tenths = round(points * TENTHS)
    if abs(tenths - points * TENTHS) > 1e-6:
        raise entry.error(f"“{key}”最多写一位小数。", "请四舍五入到 0.1 分。", entry.line_of(key))
    return tenths
