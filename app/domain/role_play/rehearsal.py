"""Playing a role-play by text: the exemplary dialogue through the real rules, and what it fails to earn."""

from collections.abc import Callable, Iterable, Iterator

from app.domain.lexicon import Kind, Lexicon
from app.domain.question_problems import Problem
from app.domain.role_play.dialogue import Dialogue, Mode, Reply, answered, begin, ending_of
from app.domain.role_play.dialogue_score import score_dialogue
from app.domain.role_play.hearing import typed
from app.domain.role_play.main_path import main_path
from app.domain.role_play.rules import USUAL, ConversationRules
from app.domain.rubric import Rubric
from app.domain.scenario import EndingKind, Scenario

Hear = Callable[[str], Reply]


def play(scenario: Scenario, texts: Iterable[str], hear: Hear, mode: Mode = Mode.EXAMINE) -> Dialogue:
    """The conversation after these replies; what is left of them when it ends is not said."""
    dialogue = begin(scenario, mode)
    for text in texts:
        if dialogue.ended:
            break
        dialogue = answered(scenario, dialogue, hear(text))
    return dialogue


def play_exemplary(scenario: Scenario, hear: Hear, rules: ConversationRules = USUAL) -> Dialogue:
    """Answer at each moment with its exemplary reply, until it ends or there is none."""
    dialogue = begin(scenario, Mode.EXAMINE, rules)
    while not dialogue.ended and (node := scenario.node(dialogue.at)) and node.exemplary:
        dialogue = answered(scenario, dialogue, hear(node.exemplary), rules)
    return dialogue


def exemplary_problems(
    scenario: Scenario, lexicon: Lexicon, rubric: Rubric, hear: Hear | None = None
) -> Iterator[Problem]:
    """What keeps the exemplary dialogue from the good ending with full marks, by the rules in force.

    `hear` listens with the same lexicon, for one who has heard some of it already.
    """
    places = {node.id: i for i, node in enumerate(scenario.nodes)}
    rules = rubric.conversation
    dialogue = play_exemplary(scenario, hear or (lambda text: typed(text, scenario, lexicon)), rules)
    for exchange in dialogue.exchanges:
        path = ("nodes", places[exchange.node], "exemplary")
        for hit in exchange.reply.hits:
            if hit.kind is Kind.FORBIDDEN and hit.certain:
                yield Problem(path, f"示范回答里“{hit.heard}”算服务禁语（{hit.phrase}）。", "请换一种说法。")
        node = scenario.nodes[places[exchange.node]]
        for stage in node.stages:
            if stage not in exchange.reply.polite:
                yield Problem(path, f"示范回答里没有听到{stage.label}的文明用语。", "请补上一句，或从 stages 里去掉。")
    ending = ending_of(scenario, dialogue)
    visited = tuple(exchange.node for exchange in dialogue.exchanges)
    expected = tuple(node.id for node in main_path(scenario, rules).nodes)
    if ending is None or ending.kind is not EndingKind.GOOD:
        where = f"走到了“{ending.id}”" if ending else f"停在了“{dialogue.at}”"
        yield Problem(
            ("nodes", places[visited[-1]] if visited else 0, "next"),
            f"照示范回答谈，没有走到好的结局，{where}。",
            "请检查这一轮的 next。",
        )
    elif visited != expected:
        yield Problem(
            ("nodes",), f"照示范回答谈，走的是 {'→'.join(visited)}，不是主线 {'→'.join(expected)}。", "请检查 next。"
        )
    elif wanting := [
        line
        for line in score_dialogue(scenario, dialogue, rubric, lexicon.version).whole.lines
        if line.points < line.possible
    ]:
        yield Problem(("nodes",), f"示范对话没有得满分：{'、'.join(line.title for line in wanting)}。", "请补上。")
