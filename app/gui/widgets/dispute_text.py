"""The replies a dispute is about: what was asked, what was heard with its marks, each to be listened to at its place."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.hits import Hit
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.marked_text import sign_of

if TYPE_CHECKING:
    from app.domain.score_sheet import Evidence
    from app.services.dispute_case import DisputeCase, Passage

_BEFORE = 1.0  # seconds that are played ahead of the place, so that it is not cut into


class DisputeText(FlowText):
    """`play(path, start, end)`; an end of None is the end of the recording."""

    def __init__(self, parent: Any, theme: Theme, play: Callable[[Path, float, float | None], None]) -> None:
        super().__init__(parent, theme, BODY, spacing=8)
        self._play = play
        colours = theme.colours
        tag = self.view.tag_configure
        tag("heading", font=theme.font(BODY, bold=True), spacing1=theme.px(10))
        tag("small", foreground=colours.muted, font=theme.font(SMALL))
        tag("play", foreground=colours.accent)
        for name, ink, soft in (
            ("polite", colours.polite, colours.polite_soft),
            ("forbidden", colours.forbidden, colours.forbidden_soft),
            ("unsure", colours.caution, colours.caution_soft),
        ):
            tag(name, foreground=ink, background=soft, underline=True)

    @property
    def playable(self) -> bool:
        return bool(self._links)

    def show(self, case: "DisputeCase") -> None:
        """The reply that is meant; all of them where it may be any. Its place comes first to be played."""
        self.clear()
        meant = case.dispute.claim.mark
        shown = [case.passages[case.at]] if case.at is not None else list(case.passages)
        for number, passage in enumerate(shown):
            at = case.passages.index(passage)
            places = [each for each in case.line.evidence if each.turn == at or len(case.passages) == 1]
            if meant is not None and meant.text and meant not in places and meant.turn in (at, 0):
                places = [meant, *places]
            self._passage(passage, places, first=number == 0)
        if case.at is not None and len(case.passages) > 1 and case.passages[case.at].heading.endswith("轮"):
            self.add("\n")
            self.add("其余各轮，点“看整条记录”都能听。", "small")
        self.finish()

    def _passage(self, passage: "Passage", places: "list[Evidence]", first: bool) -> None:
        if passage.heading:
            self.add(("" if first else "\n") + f"{passage.heading}\n", "heading")
        self.add(f"{passage.asked}\n", "small")
        self._marked(passage.transcript.text, passage.hits)
        audio = passage.audio
        if audio is None:
            self.add("\n")
            self.add("没有录音可听（打字的，或文件不在了）。", "small")
            return
        for place in places:
            begin = max(0.0, place.start - _BEFORE)
            end = place.end + _BEFORE if place.end > place.start else None
            said = f"听“{place.text}”" if not place.text.startswith("（") else f"听{place.text}"
            self._link(f"{said}，{place.start:.1f} 秒处", audio, begin, end)
        self._link("听这段回答", audio, 0.0, None)

    def _link(self, label: str, audio: Path, start: float, end: float | None) -> None:
        self.add("\n")
        first = self.end()
        self.add(f"▶ {label}", "play")
        self.link(first, lambda: self._play(audio, start, end))

    def _marked(self, text: str, hits: tuple[Hit, ...]) -> None:
        if not text:
            self.add("（没有听到有人说话）", "small")
        done = 0
        for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
            first = max(hit.first, done)
            if first < hit.last:
                self.add(text[done:first])
                name, icon, ink = sign_of(hit, self.theme)
                self.add_icon(icon, 18, ink)
                self.add(text[first : hit.last], name)
                done = hit.last
        self.add(text[done:])
