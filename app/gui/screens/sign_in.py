"""Who is here: choose one's name from the list, or add oneself."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.people import Person, Role
from app.gui.screens.screen import Screen, Start
from app.gui.theme import BODY, DISPLAY, HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.gui.services import PeopleService

_CARDS = 6  # up to so many people have a card each; more are a list with a search
_SETTLED = 150  # milliseconds until the database is opened behind names that can be read already


class SignIn(Screen):
    """Three faces in one place: the people, the form for a new one, the PIN of one who has one."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        glance: "Callable[[], Sequence[Person] | None]",
        people: "Callable[[], PeopleService]",
        start: Start,
        on_signed_in: Callable[[Person], None],
        unit: str,
    ) -> None:
        super().__init__(parent, theme)
        self._glance = glance
        self._people = people
        self._start = start
        self._on_signed_in = on_signed_in
        self._unit = unit
        self._known: tuple[Person, ...] = ()
        self._opening = ""
        self._face: tkinter.Widget | None = None
        self._primary: Callable[[], None] | None = None
        self._back: Callable[[], None] | None = None
        self.columnconfigure(1, weight=1)
        self.rowconfigure(0, weight=1)
        self._banner = _banner(self, theme)
        self._page = Page(self, theme, padding=48)
        self._page.grid(row=0, column=1, sticky="nsew")
        self._page.body.columnconfigure(0, weight=1)
        self._page.body.rowconfigure(0, weight=1)
        self.bind("<Configure>", self._fit)

    def enter(self) -> None:
        if people := self._glance():
            self._show_people(tuple(people))
        # Once the window is drawn: opening the database holds Python's one lock meanwhile. It is opened
        # behind the names too, so that the next step does not wait and a problem is told here.
        self._opening = self.after(_SETTLED if people else 1, self._open)

    def leave(self) -> None:
        self.after_cancel(self._opening)

    def _open(self) -> None:
        self._start(lambda _progress: tuple(self._people().all()), self._opened)

    def _opened(self, people: tuple[Person, ...]) -> None:
        if self._face is None or (people != self._known and self._back is None):
            self._show_people(people)

    @property
    def ready(self) -> bool:
        """Whether the people have been read and there is something to click."""
        return self._face is not None

    def primary(self) -> bool:
        if self._primary is not None:
            self._primary()
        return self._primary is not None

    def back(self) -> bool:
        if self._back is not None:
            self._back()
        return self._back is not None

    def _fit(self, _event: object) -> None:
        wide = self.winfo_width() >= self.theme.px(1000)
        if wide and not self._banner.winfo_ismapped():
            self._banner.grid(row=0, column=0, sticky="ns")
        elif not wide:
            self._banner.grid_remove()

    def _new_face(self, title: str, under: str) -> tkinter.Frame:
        if self._face is not None:
            self._face.destroy()
        theme = self.theme
        face = tkinter.Frame(self._page.body, bg=theme.colours.background)
        face.columnconfigure(0, weight=1)
        face.grid(row=0, column=0, sticky="ew")
        self._face = face
        self._primary = self._back = None
        Paragraph(face, theme, title, TITLE, bold=True).grid(sticky="ew")
        Paragraph(face, theme, under, colour=theme.colours.muted).grid(sticky="ew", pady=(theme.px(8), theme.px(28)))
        self._page.to_top()
        return face

    def _show_people(self, people: tuple[Person, ...]) -> None:
        self._known = people
        if not people:
            self._show_form()
            return
        theme = self.theme
        face = self._new_face("您好，请选择您的名字", "名单里没有您？点下面的“添加人员”，一分钟就好。")
        first = self._cards(face, people) if len(people) <= _CARDS else self._list(face, people)
        Button(face, theme, "添加人员", self._show_form, icon="plus").grid(sticky="w", pady=(theme.px(24), 0))
        first.focus_set()

    def _cards(self, face: tkinter.Frame, people: tuple[Person, ...]) -> tkinter.Widget:
        theme = self.theme
        grid = tkinter.Frame(face, bg=theme.colours.background)
        grid.grid(sticky="ew")
        columns = 2 if len(people) > 3 else 1
        for column in range(columns):
            grid.columnconfigure(column, weight=1, uniform="card")
        first: tkinter.Widget = grid
        gap = theme.px(6)
        for at, person in enumerate(people):
            button = Button(
                grid,
                theme,
                f"{person.name}\n{_about(person)}",
                lambda person=person: self._choose(person),
                icon="person",
                height=80,
                colour=theme.colours.text,
                anchor="w",
            )
            button.label_justify_left()
            button.grid(
                row=at // columns,
                column=at % columns,
                sticky="ew",
                padx=(0 if at % columns == 0 else gap, gap if at % columns < columns - 1 else 0),
                pady=gap,
            )
            if at == 0:
                first = button
        return first

    def _list(self, face: tkinter.Frame, people: tuple[Person, ...]) -> tkinter.Widget:
        from app.gui.widgets.table import Column, Row, Table

        theme = self.theme
        search = Field(face, theme, "", "输入姓名或工号查找", ground=theme.colours.background)
        search.grid(sticky="ew", pady=(0, theme.px(12)))
        by_id = {person.id: person for person in people}
        table = Table(
            face,
            theme,
            (Column("姓名", 140), Column("身份", 100), Column("工号", 110), Column("单位", 160, grow=True)),
            on_open=lambda key: self._choose(by_id[key]),
            empty="没有找到。请检查输入，或点下面的“添加人员”。",
            rows=6,
        )
        table.grid(sticky="ew")

        def fill() -> None:
            wanted = search.text.strip()
            found = [person for person in people if wanted in person.name or wanted in person.staff_number]
            table.fill(Row(p.id, (p.name, p.role.label, p.staff_number, p.unit)) for p in found)

        def open_chosen() -> None:
            rows = table.tree.get_children()
            if table.chosen or rows:
                self._choose(by_id[table.chosen or rows[0]])

        fill()
        search.on_key(fill)
        self._primary = open_chosen
        Button(face, theme, "进入", open_chosen, icon="next", emphasis=Emphasis.PRIMARY, width=160).grid(
            sticky="w", pady=(theme.px(16), 0)
        )
        return search

    def _choose(self, person: Person) -> None:
        if person.role.needs_pin:
            self._show_pin(person)
        else:
            self._sign_in(person, "")

    def _sign_in(self, person: Person, pin: str) -> None:
        self._start(lambda _progress: self._people().sign_in(person.id, pin), self._on_signed_in)

    def _show_pin(self, person: Person) -> None:
        theme = self.theme
        face = self._new_face(
            f"{person.name}，您好", f"{person.role.label}需要输入 PIN 码，这样别人不能替您改判或导出。"
        )
        pin = Field(face, theme, "PIN 码", secret=True, ground=theme.colours.background)
        pin.grid(sticky="ew")
        self._primary = lambda: self._sign_in(person, pin.text)
        self._back = lambda: self._show_people(self._known)
        self._buttons(face, "登录", "next")
        pin.focus_set()

    def _show_form(self) -> None:
        theme = self.theme
        ground = theme.colours.background
        if self._known:
            face = self._new_face("添加人员", "姓名会印在评定记录上，请写全名。")
        else:
            face = self._new_face("欢迎使用窗口练兵", "先告诉我们您是谁，就可以开始第一次对练。")
        form = tkinter.Frame(face, bg=ground)
        form.grid(sticky="ew")
        form.columnconfigure((0, 1), weight=1, uniform="half")
        gap = theme.px(16)
        name = Field(form, theme, "姓名", "例如：王晓琳", ground=ground)
        name.grid(row=0, column=0, sticky="ew", padx=(0, gap))
        number = Field(form, theme, "工号（可不填）", ground=ground)
        number.grid(row=0, column=1, sticky="ew")
        unit = Field(form, theme, "单位（可不填）", ground=ground)
        unit.text = self._unit
        unit.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(gap, 0))
        words(form, theme, "身份", SMALL, colour=theme.colours.muted).grid(
            row=2, column=0, sticky="w", pady=(gap, theme.px(4))
        )
        pin = Field(form, theme, "PIN 码（4 至 12 位数字）", secret=True, ground=ground)

        def show_pin(role: Role) -> None:
            if role.needs_pin:
                pin.grid(row=4, column=0, columnspan=2, sticky="ew", pady=(gap, 0))
            else:
                pin.grid_remove()

        roles = [(role, role.label) for role in Role]
        role = Choice(form, theme, roles, Role.TRAINEE, show_pin, ground=ground)
        role.grid(row=3, column=0, columnspan=2, sticky="ew")
        # The form outlives neither its screen nor its face, but the work started from it may: read it first.

        def add() -> None:
            values = (name.text, role.value, number.text, unit.text, pin.text)

            def work(_progress: object) -> Person:
                person = self._people().add(*values)
                return self._people().sign_in(person.id, values[-1])

            self._start(work, self._on_signed_in)

        self._primary = add
        self._back = (lambda: self._show_people(self._known)) if self._known else None
        self._buttons(face, "开始使用", "next")
        name.focus_set()

    def _buttons(self, face: tkinter.Frame, label: str, icon: str) -> None:
        theme = self.theme
        row = tkinter.Frame(face, bg=theme.colours.background)
        row.grid(sticky="w", pady=(theme.px(28), 0))
        Button(row, theme, label, self.primary, icon=icon, emphasis=Emphasis.PRIMARY, width=180).pack(side="left")
        if self._back is not None:
            Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET).pack(
                side="left", padx=theme.px(12)
            )


def _about(person: Person) -> str:
    return " · ".join(part for part in (person.role.label, person.staff_number, person.unit) if part)


def _banner(parent: tkinter.Misc, theme: Theme) -> tkinter.Frame:
    """The coloured side: what this is, in three lines."""
    fill, ink = theme.colours.primary, theme.colours.on_primary
    banner = tkinter.Frame(parent, bg=fill, width=theme.px(440))
    banner.grid_propagate(False)
    banner.rowconfigure(0, weight=1)
    banner.rowconfigure(5, weight=1)
    left = theme.px(48)
    tkinter.Label(banner, image=theme.icon("talk", 56, ink), bg=fill).grid(row=1, sticky="w", padx=left)
    words(banner, theme, "窗口练兵", DISPLAY, bold=True, colour=ink).grid(
        row=2, sticky="w", padx=left, pady=theme.px(12)
    )
    words(banner, theme, "把每一句话，说到群众心里", HEADING, colour=ink).grid(row=3, sticky="w", padx=left)
    words(
        banner,
        theme,
        "开口说，当场评，知道哪里好、哪里要改。\n全程不用联网，录音只留在这台电脑上。",
        BODY,
        colour=ink,
    ).grid(row=4, sticky="w", padx=left, pady=(theme.px(24), 0))
    return banner
