"""What the trainee has before them: the citizen with their mood, the situation, the papers, what was told already."""

import tkinter
from tkinter.font import Font
from typing import Any

from app.domain.role_play.conversation import Mode
from app.gui.line_breaking import break_lines
from app.gui.theme import SMALL, Theme
from app.gui.widgets.card import card
from app.gui.widgets.citizen_face import CitizenFace
from app.services.role_play import Conversation

_WIDTH = 260


class PlayScene:
    """The card at the left; `box` is laid out by the screen."""

    def __init__(self, parent: tkinter.Misc, theme: Theme) -> None:
        colours = theme.colours
        self._theme = theme
        self.box = card(parent, theme)
        self.box.columnconfigure(0, weight=1, minsize=theme.px(_WIDTH))
        self.box.rowconfigure(1, weight=1)
        pad = theme.px(20)
        self.face = CitizenFace(self.box, theme, colours.surface, 104)
        self.face.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(16), 0))
        # One Text that takes what room there is: where it is little, it scrolls.
        self._text = tkinter.Text(
            self.box, wrap="char", width=1, height=1, font=theme.font(SMALL), bg=colours.surface, fg=colours.text,
            bd=0, highlightthickness=theme.px(2), highlightbackground=colours.surface, highlightcolor=colours.focus,
            cursor="arrow", spacing1=theme.px(1), spacing3=theme.px(2), insertwidth=0,
        )  # fmt: skip
        self._text.bindtags((str(self._text), str(self._text.winfo_toplevel()), "all"))
        for event, by in (("<Button-4>", -2), ("<Button-5>", 2)):
            self._text.bind(event, lambda _event, by=by: self._scroll(by))
        self._text.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))
        for key, by in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -6), ("<Next>", 6)):
            self._text.bind(key, lambda _event, by=by: self._scroll(by))
        self._text.grid(row=1, sticky="nsew", padx=pad, pady=(0, pad))
        self._text.tag_configure("head", font=theme.font(SMALL, True), foreground=colours.muted, spacing1=theme.px(8))
        self._text.tag_configure("title", font=theme.font(SMALL, True))
        self._text.tag_configure("told", foreground=colours.polite)
        self._text.tag_configure("open", foreground=colours.muted)
        self._text.bind("<Configure>", self._resized)
        self._face = Font(self._text, family=theme.family, size=-theme.px(SMALL))
        self._bold = Font(self._text, family=theme.family, size=-theme.px(SMALL), weight="bold")
        self._room = 0
        self._talk: Conversation | None = None
        self._shown: tuple[object, ...] = ()

    def show(self, talk: Conversation) -> None:
        """While practising also the points told so far; how many there are, not which."""
        before, self._talk = self._talk, talk
        told = tuple(talk.dialogue.told) if talk.dialogue.mode is Mode.PRACTISE else None
        shown = (talk.id, told)
        if shown != self._shown:
            self._shown = shown
            self._fill()
            # What is new stands at the end; a new conversation is read from the beginning.
            self._text.yview_moveto(1 if before is not None and before.id == talk.id else 0)

    @property
    def words(self) -> str:
        return self._text.get("1.0", "end-1c")

    def _resized(self, event: "tkinter.Event[Any]") -> None:
        if event.width > 1 and event.width != self._room:
            self._room = event.width
            at = self._text.yview()[0]
            self._fill()
            self._text.yview_moveto(at)

    def _fill(self) -> None:
        talk, add = self._talk, self._text.insert
        if talk is None or not self._room:
            return
        self._text.delete("1.0", "end")
        scenario = talk.scenario
        add("end", "情况\n", "head", self._broken(scenario.situation) + "\n")
        if scenario.papers:
            add("end", "您面前有\n", "head")
            for paper in scenario.papers:
                # The title is bold, and wider: it is measured by itself.
                broken = self._broken(f"{paper.title}　{paper.shows}", self._bold.measure(paper.title))
                add("end", broken[: len(paper.title)], "title", broken[len(paper.title) :] + "\n")
        if talk.dialogue.mode is Mode.PRACTISE:
            told, points = talk.dialogue.told, {point.id: point.text for point in scenario.points}
            add("end", f"说到的要点（{len(told)} / {len(points)}）\n", "head")
            for point in sorted(told, key=lambda point: told[point]):
                add("end", self._broken(f"✓ {points.get(point, point)}") + "\n", "told")
            if not told:
                add("end", "还没有\n", "open")
        self._text.delete("end-1c", "end")
        self._text.after_idle(self._stop_where_it_scrolls)

    def _stop_where_it_scrolls(self) -> None:
        """Tab stops here only where not everything is in sight."""
        if self._text.winfo_exists():
            self._text.configure(takefocus=1 if self._text.yview() != (0.0, 1.0) else 0)

    def _broken(self, text: str, bold: int = 0) -> str:
        extra = max(0, bold - self._face.measure(text[: text.find("　")])) if bold else 0
        return break_lines(text, self._room - extra - self._theme.px(6), self._face.measure)

    def _scroll(self, by: int) -> str:
        self._text.yview_scroll(by, "units")
        return "break"
