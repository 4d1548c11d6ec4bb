"""What a review shows: the conversation as it stands with what belongs to it, and a few words about its parts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.role_play.timeline import Part, Stretch, TimeMark
from app.gui.dialogue_audio import DialogueAudio

if TYPE_CHECKING:
    from app.domain.dispute import Dispute
    from app.domain.records import Record
    from app.domain.role_play.findings import Decision
    from app.domain.role_play.played import PlayedDialogue


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What is shown. `played` is the conversation as it stands, `first` as it was first scored where that
    differs; `before` one's last try of the same role-play; `record` is None for one that is not kept.
    """

    played: "PlayedDialogue"
    audio: DialogueAudio = field(default_factory=DialogueAudio)
    first: "PlayedDialogue | None" = None
    before: "PlayedDialogue | None" = None
    who: str = ""
    record: "Record | None" = None
    decisions: "Sequence[Decision]" = ()
    disputes: "Sequence[Dispute]" = ()


def about(view: ReviewView) -> str:
    played = view.played
    when = datetime.fromisoformat(played.started).strftime("%Y-%m-%d %H:%M")
    record = f"第 {view.record.number} 条记录" if view.record is not None else ""
    changed = "有改判" if view.decisions else ""
    waits = "有异议待答复" if any(each.open for each in view.disputes) else ""
    parts = (played.scenario_title, played.dialogue.mode.label, view.who, when, record, changed, waits)
    return " · ".join(part for part in parts if part)


def stop_in_words(stop: Stretch | TimeMark, view: ReviewView) -> str:
    if isinstance(stop, TimeMark):
        return f"第 {stop.turn + 1} 轮，{stop.words}"
    if stop.part is Part.CITIZEN:
        return f"{view.played.citizen.name}：{stop.text}"
    if stop.part is Part.THINKING:
        return f"第 {stop.turn + 1} 轮，开口前想了 {stop.seconds:.1f} 秒。"
    if stop.part is Part.SILENCE:
        return f"第 {stop.turn + 1} 轮，{stop.seconds:.1f} 秒没有听到回答。"
    how = "打字" if stop.part is Part.TYPED else f"说了 {stop.seconds:.1f} 秒"
    return f"您，第 {stop.turn + 1} 轮（{how}）：{stop.text}"
