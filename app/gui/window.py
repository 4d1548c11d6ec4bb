"""The window itself: one screen at a time beside the rail, keys, messages and progress."""

import logging
import tkinter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import customtkinter

from app.domain.errors import Cancelled, UserError
from app.gui.screens.screen import Screen
from app.gui.theme import Theme
from app.gui.widgets.notice import Notice, Tone
from app.gui.widgets.page import page_of
from app.gui.widgets.progress_panel import ProgressPanel
from app.gui.work import Worker

if TYPE_CHECKING:
    from app.gui.rail import Rail

log = logging.getLogger(__name__)


class Window:
    """Shows screens. What the screens are and how one leads to another is the application's business."""

    def __init__(self, root: customtkinter.CTk, theme: Theme, log_file: Path) -> None:
        self.root = root
        self.theme = theme
        self._log_file = log_file
        self.screen: Screen | None = None
        self.rail: Rail | None = None
        root.configure(fg_color=theme.colours.background)
        root.columnconfigure(1, weight=1)
        root.rowconfigure(0, weight=1)
        self.stage = tkinter.Frame(root, bg=theme.colours.background)
        self.stage.grid(row=0, column=1, sticky="nsew")
        self.stage.columnconfigure(0, weight=1)
        self.stage.rowconfigure(0, weight=1)
        self.notice = Notice(self.stage, theme)
        self.panel = ProgressPanel(self.stage, theme)
        self.worker = Worker(root, self.panel, self.trouble)
        root.report_callback_exception = self._callback_failed  # type: ignore[method-assign]
        self._bind_keys()

    def show(self, screen: Screen) -> None:
        """Put `screen` in front; the one before is kept as it is."""
        if self.screen is not None and self.screen is not screen:
            self.screen.leave()
            self.screen.grid_remove()
        self.notice.hide()
        self.screen = screen
        screen.grid(row=0, column=0, sticky="nsew")
        screen.enter()

    def show_rail(self, rail: "Rail") -> None:
        self.rail = rail
        rail.grid(row=0, column=0, sticky="ns")

    def trouble(self, problem: Exception) -> None:
        """Show what went wrong: a UserError as it stands, anything else as unexpected with the log's path."""
        if isinstance(problem, Cancelled):
            return
        if isinstance(problem, UserError):
            self.notice.show(Tone.PROBLEM, problem.message, problem.remedy)
            return
        log.error("unexpected", exc_info=problem)
        self.notice.show(
            Tone.PROBLEM,
            "程序遇到了意外问题，刚才的操作可能没有完成。",
            f"请再试一次；如果还是这样，请把日志文件交给管理员：{self._log_file}",
        )

    def clear(self) -> None:
        """Take everything off the root, so that it can be built again with another theme."""
        self.worker.stop_all()
        if self.screen is not None:
            self.screen.leave()
        for child in self.root.winfo_children():
            child.destroy()

    def _callback_failed(self, _kind: Any, problem: BaseException, _trace: Any) -> None:
        if isinstance(problem, Exception):
            self.trouble(problem)
        else:  # KeyboardInterrupt in a console
            self.root.quit()

    def _bind_keys(self) -> None:
        root = self.root
        for key in ("<Return>", "<KP_Enter>"):
            root.bind(key, lambda event: self._key(event, lambda screen: screen.primary()))
        root.bind("<Escape>", lambda event: self._escape())
        root.bind("<space>", lambda event: self._key(event, lambda screen: screen.space()))
        root.bind("<Key>", self._letter)
        root.bind("<Prior>", lambda _event: self._turn_page(-1))
        root.bind("<Next>", lambda _event: self._turn_page(1))
        root.bind("<Left>", lambda event: self._sideways(event, -1))
        root.bind("<Right>", lambda event: self._sideways(event, 1))
        for number in range(2, 7):
            root.bind(f"<F{number}>", self._function_key)
        for key in ("<Control-Return>", "<Control-KP_Enter>"):
            root.bind(key, lambda _event: self._finish())
        root.bind("<FocusIn>", self._reveal)
        root.bind("<Configure>", self._resized)
        if root.tk.call("tk", "windowingsystem") == "x11":
            root.bind_all("<Button-4>", lambda event: self._wheel(event, -2))
            root.bind_all("<Button-5>", lambda event: self._wheel(event, 2))
        else:
            root.bind_all("<MouseWheel>", lambda event: self._wheel(event, -1 if event.delta > 0 else 1))

    def _key(self, event: "tkinter.Event[Any]", answer: Callable[[Screen], bool]) -> str | None:
        if self.screen is None or self.panel.shown or isinstance(event.widget, tkinter.Text):
            return None
        if event.keysym == "space" and isinstance(event.widget, tkinter.Entry):
            return None
        return "break" if answer(self.screen) else None

    def _letter(self, event: "tkinter.Event[Any]") -> str | None:
        # Letters and digits that nobody is typing: what they mean is the screen's business.
        if not event.char or not event.char.isprintable() or isinstance(event.widget, tkinter.Entry):
            return None
        return self._key(event, lambda screen: screen.key(event.keysym))

    def _function_key(self, event: "tkinter.Event[Any]") -> None:
        # These type nothing, so they work in a text as well.
        if self.screen is not None and not self.panel.shown:
            self.screen.key(event.keysym)

    def _escape(self) -> None:
        if self.panel.shown:
            self.panel.cancel()
        elif self.notice.shown:
            self.notice.hide()
        elif self.screen is not None:
            self.screen.back()

    def _sideways(self, event: "tkinter.Event[Any]", by: int) -> None:
        typing = isinstance(event.widget, tkinter.Entry | tkinter.Text)
        if self.screen is not None and not self.panel.shown and not typing:
            self.screen.turn(by)

    def _finish(self) -> None:
        if self.screen is not None and not self.panel.shown:
            self.screen.finish()

    def _turn_page(self, pages: int) -> None:
        if self.screen is not None and not self.panel.shown and self.screen.turn(pages):
            return
        page = page_of(self.root.focus_get()) or self._page_in(self.screen)
        if page is not None:
            page.scroll_pages(pages)

    def _page_in(self, screen: Screen | None) -> Any:
        from app.gui.widgets.page import Page

        return next((child for child in screen.winfo_children() if isinstance(child, Page)), None) if screen else None

    def _wheel(self, event: "tkinter.Event[Any]", steps: int) -> None:
        # A list or text that scrolls by itself has already moved; everything else moves its page.
        widget = event.widget if isinstance(event.widget, tkinter.Misc) else None
        if widget is not None and widget.winfo_class() in ("Treeview", "Text") and widget.yview() != (0.0, 1.0):
            return
        page = page_of(widget)
        if page is not None:
            page.scroll(steps)

    def _reveal(self, event: "tkinter.Event[Any]") -> None:
        widget = event.widget
        page = page_of(widget) if isinstance(widget, tkinter.Misc) else None
        # X11 tells everything around the focus as well, which is in sight or too large to be.
        if page is not None and widget is self.root.focus_get():
            # Rows to answer with are read together with what stands above them.
            reveal = getattr(widget, "reveal_beginning", None) or (lambda: page.reveal(widget))
            page.after_idle(reveal)  # a screen just shown has no geometry yet

    def _resized(self, event: "tkinter.Event[Any]") -> None:
        if event.widget is self.root and self.rail is not None and self.rail.winfo_exists():
            self.rail.fit(event.width)
