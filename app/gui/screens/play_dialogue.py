"""The conversation so far as bubbles: what was said on both sides and, while practising, what came of it."""

from app.domain.attempt import Manner
from app.domain.role_play.conversation import Exchange, Mode
from app.domain.role_play.mood import LEAST, MOST
from app.domain.scenario import Scenario
from app.gui.play_state import PlayStage
from app.gui.widgets.talk_bubbles import Bubble, Side, Tone, without_overlap
from app.services.role_play import Conversation


def bubbles_of(talk: Conversation, stage: PlayStage, with_scene: bool = False) -> list[Bubble]:
    """Marks, points and the mood's reasons are help, and an examination has none. In ANSWERED the citizen has not
    gone on yet. `with_scene` begins with the situation, where it stands nowhere else on the screen.
    """
    scenario, helped = talk.scenario, talk.dialogue.mode is Mode.PRACTISE
    bubbles = []
    if with_scene:
        bubbles.append(Bubble(Side.NOTE, f"{scenario.title}：{scenario.situation}"))
        bubbles += [Bubble(Side.NOTE, f"{paper.title}：{paper.shows}") for paper in scenario.papers]
    for exchange in talk.dialogue.exchanges:
        bubbles.append(Bubble(Side.CITIZEN, exchange.line, above=scenario.citizen.name))
        bubbles.append(answer_bubble(exchange, helped))
        if helped:
            bubbles += notes_of(scenario, exchange)
    if stage is PlayStage.ANSWERED or talk.dialogue.given_up:
        return bubbles
    bubbles.append(Bubble(Side.CITIZEN, talk.line, large=True, above=scenario.citizen.name))
    bubbles += [
        Bubble(Side.NOTE, f"提示（扣 {hint.cost:g} 分）：{hint.text}", tone=Tone.CAUTION) for hint in talk.hints_shown
    ]
    return bubbles


def answer_bubble(exchange: Exchange, helped: bool) -> Bubble:
    reply = exchange.reply
    if reply.silent:
        said = "没有听到说话的声音" if reply.recording else f"{reply.thinking:.0f} 秒没有回答"
        return Bubble(Side.NOTE, f"（{said}）", tone=Tone.BAD)
    above = "您（打字）" if reply.manner is Manner.TYPED else "您"
    return Bubble(Side.TRAINEE, reply.transcript.text, without_overlap(reply.hits) if helped else (), above=above)


def notes_of(scenario: Scenario, exchange: Exchange) -> list[Bubble]:
    """The points that were told for the first time, and how the mood moved and why."""
    titles = {point.id: point.text for point in scenario.points}
    notes = []
    if exchange.new:
        told = "；".join(titles[point] for point in exchange.new if point in titles)
        notes.append(Bubble(Side.NOTE, f"✓ 说到了：{told}", tone=Tone.GOOD))
    by = exchange.mood_after - exchange.mood
    # A point told has its own line already.
    reasons = "".join(change.reason for change in exchange.changes if not change.reason.startswith("问的事有了答复"))
    if by > 0:
        notes.append(Bubble(Side.NOTE, f"▲ 心情 +{by}　{reasons}", tone=Tone.GOOD))
    elif by < 0:
        notes.append(Bubble(Side.NOTE, f"▼ 心情 −{-by}　{reasons}", tone=Tone.BAD))
    elif exchange.changes:
        at_the_end = exchange.mood in (LEAST, MOST)
        notes.append(Bubble(Side.NOTE, f"心情没有变　{'已经到头了。' if at_the_end else reasons}"))
    return notes
