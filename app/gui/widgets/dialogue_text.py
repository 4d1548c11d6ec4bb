"""The words of a conversation, both sides, with marks to hear again; it scrolls by itself and follows the playhead."""

from collections.abc import Callable, Sequence
from typing import Any

from app.domain.attempt import Manner
from app.domain.hits import Hit
from app.domain.role_play.conversation import Dialogue, Exchange, Why, Withdrawn
from app.domain.role_play.played import PlayedDialogue
from app.domain.role_play.timeline import Part, Stretch
from app.gui.dialogue_audio import DialogueAudio
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.marked_text import sign_of
from app.gui.widgets.slim_bar import SlimBar

# (turn, first second, last second or None) of a reply; (turn) of a line
OnReply = Callable[[int, float, float | None], None]


class DialogueText(FlowText):
    """`on_line(turn)` plays a line of the citizen's, `on_reply(turn, start, end)` a stretch of a reply's
    recording, `on_withdrawn(number)` a reply that was taken back.
    """

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        on_line: Callable[[int], None],
        on_reply: OnReply,
        on_withdrawn: Callable[[int], None],
        highest: int = 620,
    ) -> None:
        super().__init__(parent, theme, BODY, spacing=8)
        colours = theme.colours
        self._on_line, self._on_reply, self._on_withdrawn = on_line, on_reply, on_withdrawn
        self._highest = theme.px(highest)
        self._places: dict[tuple[bool, int], tuple[str, str]] = {}
        self._now: tuple[bool, int] | None = None
        view = self.view
        view.pack_forget()
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.grid_propagate(False)
        view.grid(row=0, column=0, sticky="nsew")
        bar = SlimBar(self, theme, colours.surface, view.yview_moveto)
        bar.grid(row=0, column=1, sticky="ns")
        view.configure(yscrollcommand=bar.set)
        for key, steps in (("<Button-4>", -2), ("<Button-5>", 2)):
            view.bind(key, lambda _event, steps=steps: self._scroll(steps))
        view.bind("<MouseWheel>", lambda event: self._scroll(-2 if event.delta > 0 else 2))
        small = theme.font(SMALL)
        view.tag_configure("who", font=small, foreground=colours.muted, spacing1=theme.px(14))
        view.tag_configure("first", spacing1=0)
        view.tag_configure("citizen", background=colours.sunken, lmargin1=theme.px(8), lmargin2=theme.px(8))
        view.tag_configure("citizen", rmargin=theme.px(8))
        view.tag_configure("reply", lmargin1=theme.px(8), lmargin2=theme.px(8))
        view.tag_configure("note", font=small, foreground=colours.muted, lmargin1=theme.px(8), lmargin2=theme.px(8))
        view.tag_configure("gone", font=small, foreground=colours.muted, lmargin1=theme.px(8), lmargin2=theme.px(8))
        view.tag_configure("struck", overstrike=True, overstrikefg=colours.muted)
        view.tag_configure("bad", foreground=colours.forbidden)
        view.tag_configure("good", foreground=colours.polite)
        view.tag_configure("play", font=small, foreground=colours.accent)
        for name, ink, soft in (
            ("polite", colours.polite, colours.polite_soft),
            ("forbidden", colours.forbidden, colours.forbidden_soft),
            ("unsure", colours.caution, colours.caution_soft),
        ):
            view.tag_configure(name, foreground=ink, background=soft, underline=True)
        view.tag_configure("now", background=colours.accent_soft)

    def show(self, played: PlayedDialogue, audio: DialogueAudio) -> None:
        self.clear()
        self._places, self._now = {}, None
        dialogue = played.dialogue
        titles = {
            line.rule.removeprefix("points."): line.title
            for line in played.score.whole.lines
            if line.rule.startswith("points.")
        }
        for turn, exchange in enumerate(dialogue.exchanges):
            self._line(turn, played.citizen.name, exchange.line, audio)
            self._taken_back(dialogue, turn, audio)
            self._reply(turn, exchange, titles, audio)
        last = len(dialogue.exchanges)
        self._line(last, played.citizen.name, dialogue.line, audio)
        self._taken_back(dialogue, last, audio)
        if dialogue.given_up:
            self.add("到这里放弃了，没有谈完。\n", "note", "bad")
        elif dialogue.times_up:
            self.add("时间到了，考核到此为止。\n", "note", "bad")
        self.view.delete("end-2c")  # the last paragraph needs no end
        self.finish()
        self.view.yview_moveto(0)

    def follow(self, stretch: Stretch | None) -> None:
        """Show which line is being heard; None: none."""
        place = None if stretch is None else (stretch.part is Part.CITIZEN, stretch.turn)
        if place == self._now:
            return
        self._now = place
        self.view.tag_remove("now", "1.0", "end")
        if place in self._places:
            first, last = self._places[place]
            self.view.tag_add("now", first, last)
            self.view.see(last)
            self.view.see(first)

    def reveal_turn(self, turn: int) -> None:
        """Scroll to a reply."""
        if (False, turn) in self._places:
            first, last = self._places[False, turn]
            self.view.see(last)
            self.view.see(first)

    # Every paragraph ends with its own line break, so that its ground reaches to the edge.

    def _line(self, turn: int, name: str, text: str, audio: DialogueAudio) -> None:
        tags = ("who",) if turn else ("who", "first")
        self.add(name, *tags)
        if turn < len(audio.citizen) and audio.citizen[turn] is not None:
            self._play("听", lambda: self._on_line(turn), *tags)
        self.add("\n", *tags)
        first = self.end()
        self.add(f"{text}\n", "citizen")
        self._places[True, turn] = (first, self.end())

    def _reply(self, turn: int, exchange: Exchange, titles: dict[str, str], audio: DialogueAudio) -> None:
        reply = exchange.reply
        self.add(f"您 · 第 {turn + 1} 轮", "who")
        path = audio.replies[turn] if turn < len(audio.replies) else None
        if path is not None:
            self._play("听录音", lambda: self._on_reply(turn, 0.0, None), "who")
        elif reply.recording:
            self.add("　录音文件不在了，只有文字", "who", "bad")
        about = " · ".join(_about(exchange))
        self.add(f"{'　' if about else ''}{about}\n", "who")
        first = self.end()
        if reply.silent:
            self.add("（录音里没有听到说话）" if reply.recording else "（没有回答）", "reply", "bad")
        else:
            self._marked(turn, reply.transcript.text, reply.hits, path is not None)
        self.add("\n", "reply")
        self._places[False, turn] = (first, self.end())
        if told := [titles.get(point, point) for point in exchange.new]:
            self.add_icon("flag", 16, self.theme.colours.accent)
            self.view.tag_add("note", "end-2c")
            self.add(f" 说到：{'、'.join(told)}\n", "note", "good")
        if exchange.because:
            self.add(f"→ {exchange.because}\n", "note")

    def _marked(self, turn: int, text: str, hits: Sequence[Hit], playable: bool) -> None:
        done = 0
        for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
            first = max(hit.first, done)
            if first < hit.last:
                self.add(text[done:first], "reply")
                tag, icon, ink = sign_of(hit, self.theme)
                begun = self.end()
                self.add_icon(icon, 18, ink)
                shown = self.end()
                self.add(text[first : hit.last], "reply", tag)
                if playable:
                    self.link(begun, lambda hit=hit: self._on_reply(turn, hit.start, hit.end), shown_from=shown)
                done = hit.last
        self.add(text[done:], "reply")

    def _taken_back(self, dialogue: Dialogue, turn: int, audio: DialogueAudio) -> None:
        """The replies that were taken back before the exchange `turn`."""
        last = len(dialogue.exchanges)
        for number, each in enumerate(dialogue.withdrawn):
            if min(each.before, last) == turn:
                self._withdrawn(number, each, audio)

    def _withdrawn(self, number: int, each: Withdrawn, audio: DialogueAudio) -> None:
        misheard = each.why is Why.MISHEARD
        self.add("听错了，重说过" if misheard else "重答过", "gone")
        if number < len(audio.withdrawn) and audio.withdrawn[number] is not None:
            self._play("听原来的", lambda: self._on_withdrawn(number), "gone")
        self.add("　原来听成：" if misheard else "　原来说：", "gone")
        self.add(each.exchange.reply.transcript.text or "（没有说话）", "gone", "struck")
        self.add("\n", "gone")

    def _play(self, label: str, follow: Callable[[], None], *tags: str) -> None:
        self.add("　", *tags)
        first = self.end()
        self.add(f"▶ {label}", *tags, "play")
        self.link(first, follow)

    def _point_at(self, at: int) -> None:
        super()._point_at(at)
        if 0 <= at < len(self._links):
            self.view.see(self._links[at][0])

    def _scroll(self, steps: int) -> str | None:
        """The wheel moves the words until they are at their end; then it moves the page."""
        before = self.view.yview()
        self.view.yview_scroll(steps * 2, "units")
        return "break" if self.view.yview() != before else None

    def _fit(self) -> None:
        if not self.winfo_exists() or self.view.winfo_width() <= 1:
            return
        high = self.view.count("1.0", "end", "update", "ypixels")
        pixels = high[0] if isinstance(high, tuple) else int(high or 0)
        # Never higher than the window: what scrolls by itself must be in sight as a whole.
        most = min(self._highest, max(self.theme.px(160), self.winfo_toplevel().winfo_height() - self.theme.px(96)))
        wanted = min(most, pixels + 3 * self.theme.px(4) + 2 * self.theme.px(2))
        if abs(self.winfo_reqheight() - wanted) > 1:
            self.configure(height=wanted)


def _about(exchange: Exchange) -> list[str]:
    """How long one thought, how the reply was given, what helped."""
    reply = exchange.reply
    about = []
    if reply.thinking:
        about.append(f"{'等' if reply.silent else '想'}了 {reply.thinking:.1f} 秒")
    if reply.manner is Manner.SPOKEN:
        about.append(f"说了 {reply.transcript.seconds:.1f} 秒")
    elif not reply.silent:
        about.append("打字")
    if exchange.hints:
        about.append(f"看了 {exchange.hints} 条提示")
    return about
