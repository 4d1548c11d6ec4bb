"""What was said on both sides on a conversation's record: every reply with numbered marks, and what came of it."""

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from app.domain.attempt import Manner
from app.domain.role_play.conversation import Exchange, Reply, Why, Withdrawn
from app.domain.role_play.played import PlayedDialogue
from app.reports.attempt_record_marks import Numbered, number
from app.reports.chinese_text import ChineseText, Ink
from app.reports.dialogue_record import DialogueRecordContent
from app.reports.fonts import Face
from app.reports.palette import FORBIDDEN, RULE, SOFT
from app.reports.typography import BODY, NOTE, section

_WORDS = Ink(Face.TEXT, 11, BODY.colour)
_GONE = Ink(Face.TEXT, 10, SOFT)
_SILENT = Ink(Face.TEXT, 11, FORBIDDEN)

Marks = tuple[tuple[Numbered, ...], ...]


def numbered(played: PlayedDialogue) -> Marks:
    """The marks of each reply, numbered on through the conversation."""
    found, before = [], 0
    for exchange in played.dialogue.exchanges:
        marks = number(exchange.reply.hits)
        found.append(
            tuple(Numbered(one.hit, replace(one.mark, label=str(at))) for at, one in enumerate(marks, start=before + 1))
        )
        before += len(marks)
    return tuple(found)


def conversation(content: DialogueRecordContent, marks: Marks, legend: ChineseText) -> list[Flowable]:
    played = content.played
    dialogue = played.dialogue
    story: list[Flowable] = [*section("对话原文", legend), Spacer(0, 2)]
    titles = {
        line.rule.removeprefix("points."): line.title
        for line in played.score.whole.lines
        if line.rule.startswith("points.")
    }
    for turn, exchange in enumerate(dialogue.exchanges):
        story += _line(f"{turn + 1}　{played.citizen.name}", exchange.line)
        story += [part for each in dialogue.withdrawn if each.before == turn for part in _withdrawn(each)]
        story += _reply(content, turn, exchange, marks[turn], titles)
    last = len(dialogue.exchanges)
    story += _line(f"{last + 1}　{played.citizen.name}", dialogue.line)
    story += [part for each in dialogue.withdrawn if each.before >= last for part in _withdrawn(each)]
    if dialogue.given_up or dialogue.times_up:
        why = "到这里放弃了，没有谈完。" if dialogue.given_up else "时间到了，考核到此为止。"
        story.append(ChineseText([(why, Ink(Face.BOLD, 9, FORBIDDEN))], 14))
    return [*story, Spacer(0, 6)]


def _line(who: str, text: str) -> list[Flowable]:
    return [
        CondPageBreak(46),
        ChineseText([(who, NOTE)], 14),
        ChineseText([(text, BODY)], 16, flush=True, bar=RULE),
        Spacer(0, 3),
    ]


def _reply(
    content: DialogueRecordContent, turn: int, exchange: Exchange, marks: Sequence[Numbered], titles: dict[str, str]
) -> list[Flowable]:
    reply = exchange.reply
    story: list[Flowable] = [
        CondPageBreak(40),
        ChineseText([(f"{turn + 1}　应答　{'　'.join(_about(exchange, content.missing))}", NOTE)], 14),
    ]
    if reply.silent:
        nothing = "（录音里没有听到说话）" if reply.recording else "（没有回答）"
        story.append(ChineseText([(nothing, _SILENT)], 18))
    else:
        text = ChineseText([(reply.transcript.text, _WORDS)], 21, [one.mark for one in marks], flush=True)
        story.append(text)
    told = [titles.get(point, point) for point in exchange.new]
    if told:
        story.append(ChineseText([("说到要点：", NOTE), ("、".join(told), NOTE)], 14))
    if exchange.because:
        story.append(ChineseText([(f"→ {exchange.because}", NOTE)], 14))
    return [*story, Spacer(0, 5)]


def _about(exchange: Exchange, missing: frozenset[str]) -> list[str]:
    reply: Reply = exchange.reply
    about = [f"{'等' if reply.silent else '想'}了 {reply.thinking:.1f} 秒"] if reply.thinking else []
    if reply.manner is Manner.SPOKEN:
        gone = "，录音文件已不在" if reply.recording in missing else ""
        about.append(f"口头 {reply.transcript.seconds:.1f} 秒{gone}")
    elif not reply.silent:
        about.append("键盘输入")
    if exchange.hints:
        about.append(f"看了 {exchange.hints} 条提示")
    return about


def _withdrawn(each: Withdrawn) -> list[Flowable]:
    why = "听错了，重说过，原来听成：" if each.why is Why.MISHEARD else "重答过，原来说："
    text = each.exchange.reply.transcript.text or "（没有说话）"
    return [ChineseText([(why, NOTE), (f"“{text}”", _GONE)], 15), Spacer(0, 3)]
