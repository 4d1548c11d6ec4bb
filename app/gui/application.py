"""How the screens lead to one another: made from services and settings, it owns the window."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import customtkinter

from app.domain.people import Person, Role
from app.domain.records import RecordKind
from app.gui.fonts import provide_fonts
from app.gui.garbage import Garbage
from app.gui.screens.screen import Screen
from app.gui.screens.sign_in import SignIn
from app.gui.stops import STOPS, Place
from app.gui.theme import Theme, make_theme
from app.gui.widgets.notice import Tone
from app.gui.window import Window
from app.system.settings import Settings

if TYPE_CHECKING:
    from app.domain.lexicon_rows import ImportPreview
    from app.domain.records import Record
    from app.domain.role_play.played import PlayedDialogue
    from app.domain.scenario import Scenario
    from app.gui.bank_rooms import BankRooms
    from app.gui.certifying import Certifying
    from app.gui.disputing import Disputing
    from app.gui.editing import ScenarioEditing
    from app.gui.examining import Examining
    from app.gui.learning import Learning
    from app.gui.practising import Practising
    from app.gui.reviewing import Reviewing
    from app.gui.role_playing import RolePlaying
    from app.gui.screens.lexicon_import import LexiconImport
    from app.gui.screens.score_sheet import ScoreSheetScreen
    from app.gui.services import Kept, KeptAttempt, KeptExam, Services
    from app.gui.teaching import Teaching
    from app.services.role_play import Playable

S = TypeVar("S", bound=Screen)

_SIZE = (1280, 800)
_LEAST = (640, 400)


def run(services: "Services", settings: Settings) -> None:
    """Open the window and stay until it is closed."""
    application = build(services, settings)
    application.root.mainloop()


def build(services: "Services", settings: Settings) -> "Application":
    """The window, ready to be shown by a main loop."""
    family = provide_fonts()
    customtkinter.deactivate_automatic_dpi_awareness()  # Theme.px scales everything, so nothing else may
    _be_dpi_aware()
    root = customtkinter.CTk(className="window-drill")
    root.title("窗口练兵")
    return Application(root, family, services, settings)


def _be_dpi_aware() -> None:
    import sys

    if sys.platform == "win32":
        import ctypes

        try:
            ctypes.windll.shcore.SetProcessDpiAwareness(1)  # sharp text; one scale for all screens
        except (AttributeError, OSError):
            return  # Windows 7: the system enlarges the window instead


class Application:
    """One person at a time goes from screen to screen. A screen is made when first shown, and kept."""

    def __init__(self, root: customtkinter.CTk, family: str, services: "Services", settings: Settings) -> None:
        self.root = root
        self._family = family
        self._services = services
        self.settings = settings
        self.person: Person | None = None
        self.place: Place | None = None
        self._screens: dict[object, Screen] = {}
        self._exams: Examining | None = None
        self._learning: Learning | None = None
        self._class: Teaching | None = None
        self._dress()
        self._garbage = Garbage(root, lambda: self.window.worker.busy)
        width, height = self.theme.px(_SIZE[0]), self.theme.px(_SIZE[1])
        room = (root.winfo_screenwidth(), root.winfo_screenheight())
        root.geometry(f"{min(width, room[0])}x{min(height, room[1])}")
        root.minsize(*_LEAST)
        root.protocol("WM_DELETE_WINDOW", self.close)
        self._show_sign_in()

    def close(self) -> None:
        self._end_exams()
        if self.window.screen is not None:
            self.window.screen.leave()
        self.window.worker.stop_all()
        self._garbage.close()
        for waiting in self.root.tk.splitlist(self.root.tk.call("after", "info")):
            # customtkinter's own watching would call into a window that is gone. Not by `after_cancel`, which takes
            # the command away from widgets that give it back themselves when they are destroyed.
            self.root.tk.call("after", "cancel", waiting)
        self.root.destroy()

    def sign_in(self, person: Person) -> None:
        self.person = person
        self._forget_screens()
        self._add_rail(person)
        self.go(Place.HOME)

    def sign_out(self) -> None:
        self.person = None
        if self.window.rail is not None:
            self.window.rail.destroy()
            self.window.rail = None
        self._show_sign_in()

    def go(self, place: Place) -> None:
        """Show the screen of a place."""
        makers: dict[Place, Callable[[], Screen]] = {
            Place.HOME: self._home,
            Place.LEARN: lambda: self._learn().path(),
            Place.PRACTISE: lambda: self._practising().overview(),
            Place.ROLE_PLAY: lambda: self._role_playing().list(),
            Place.CLASS: lambda: self._teaching().list(),
            Place.EXAMS: lambda: self._examining().list(),
            Place.RECORDS: self._records,
            Place.CERTIFICATES: lambda: self._certifying().list(),
            Place.LEXICON: self._lexicon,
            Place.BANK: lambda: self._bank_rooms().list(),
            Place.ANALYSIS: self._item_analysis,
            Place.SETTINGS: self._settings_screen,
        }
        self.place = place
        if self.window.rail is not None:
            self.window.rail.here(place)
        self.window.show(self._screen(place, makers[place]))

    # The look

    def _dress(self) -> None:
        self.theme: Theme = make_theme(
            self.settings.appearance, self.settings.scale * self._screen_scale(), self._family, self.root
        )
        customtkinter.set_appearance_mode("dark" if self.theme.dark else "light")
        self.window = Window(self.root, self.theme, self._services.log_file)

    def _screen_scale(self) -> float:
        """What the operating system says, in steps that keep lines sharp; X11 says nothing reliable."""
        if self.root.tk.call("tk", "windowingsystem") != "win32":
            return 1.0
        return max(1.0, round(self.root.winfo_fpixels("1i") / 96 * 4) / 4)

    def _change_settings(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        self._services.save_settings(settings)
        if (before.appearance, before.scale) != (settings.appearance, settings.scale):
            self.root.after_idle(self._dress_again)

    def _end_exams(self) -> None:
        if self._exams is not None:
            self._exams.close()
            self._exams = None
        if self._learning is not None:
            self._learning.close()
            self._learning = None
        if self._class is not None:
            self._class.close()
            self._class = None

    def _dress_again(self) -> None:
        self._end_exams()
        self.window.clear()
        self._screens.clear()
        self._dress()
        if self.person is None:
            self._show_sign_in()
        else:
            self._add_rail(self.person)
            self.go(self.place or Place.HOME)

    # Screens

    def _screen(self, key: object, make: Callable[[], S]) -> S:
        if key not in self._screens:
            self._screens[key] = make()
        return self._screens[key]  # type: ignore[return-value]

    def _forget_screens(self) -> None:
        """Another person sees nothing of the one before."""
        self._end_exams()
        if self.window.screen is not None:
            self.window.screen.leave()
            self.window.screen = None
        for screen in self._screens.values():
            screen.destroy()
        self._screens.clear()

    def _show_sign_in(self) -> None:
        self._forget_screens()
        self.place = None
        screen = SignIn(
            self.window.stage,
            self.theme,
            self._services.people_at_a_glance,
            lambda: self._services.people,
            self.window.worker.start,
            self.sign_in,
            self.settings.unit,
        )
        self._screens["sign in"] = screen
        self.window.show(screen)

    def _add_rail(self, person: Person) -> None:
        from app.gui.rail import Rail

        rail = Rail(self.root, self.theme, self.go, self.sign_out, person.name, person.role.label)
        offered = {Place.HOME, Place.LEARN, Place.PRACTISE, Place.ROLE_PLAY, Place.EXAMS, Place.RECORDS, Place.SETTINGS}
        if person.role is Role.TRAINER:
            offered |= {Place.CLASS, Place.LEXICON, Place.BANK, Place.ANALYSIS}
        if person.role in (Role.HR, Role.TRAINER):
            offered |= {Place.CERTIFICATES}
        rail.offer([stop for stop in STOPS if stop.place in offered])
        self.window.show_rail(rail)

    def _home(self) -> Screen:
        from app.gui.screens.home import Home

        return Home(
            self.window.stage,
            self.theme,
            self._someone(),
            lambda: self._services.records,
            lambda: self._services.practice,
            self.window.worker.start,
            on_role_play=lambda: self.go(Place.ROLE_PLAY),
            on_practise=self._practise_today,
            on_records=lambda: self.go(Place.RECORDS),
            disputes=lambda: self._services.disputes,
            on_disputes=lambda: self._disputing().list(),
            on_answers=lambda answered: self._disputing().open_answers(answered),
        )

    def _learn(self) -> "Learning":
        from app.gui.learning import Learning

        if self._learning is None:
            self._learning = Learning(
                self.window,
                self.theme,
                self._someone(),
                self._services,
                self._screen,
                self._role_playing,
                lambda: self.settings.microphone,
                self._printed,
                on_path=lambda: self.go(Place.LEARN),
                on_home=lambda: self.go(Place.HOME),
            )
        return self._learning

    def _practising(self) -> "Practising":
        from app.gui.practising import Practising

        return Practising(
            self.window,
            self.theme,
            self._someone(),
            lambda: self._services.practice,
            self._screen,
            on_overview=lambda: self.go(Place.PRACTISE),
            on_home=lambda: self.go(Place.HOME),
        )

    def _practise_today(self) -> None:
        from app.domain.practice import Kind

        self.place = Place.PRACTISE
        if self.window.rail is not None:
            self.window.rail.here(Place.PRACTISE)
        self._practising().begin(Kind.DAILY)

    def _examining(self) -> "Examining":
        from app.gui.examining import Examining

        if self._exams is None:
            self._exams = Examining(
                self.window,
                self.theme,
                self._someone(),
                self._services,
                self._screen,
                lambda: self.settings.microphone,
                on_list=lambda: self.go(Place.EXAMS),
                on_home=lambda: self.go(Place.HOME),
                on_printed=self._printed,
                on_dispute=lambda record, rule: self._disputing().dispute(record, rule),
            )
        return self._exams

    def _role_playing(self) -> "RolePlaying":
        from app.gui.role_playing import RolePlaying

        return RolePlaying(
            self.window,
            self.theme,
            self._someone(),
            self._services,
            self._screen,
            lambda: self.settings.microphone,
            self._reviewing,
            on_voice=lambda on: self._change_settings(replace(self.settings, citizen_voice=on)),
            on_list=lambda: self.go(Place.ROLE_PLAY),
            on_home=lambda: self.go(Place.HOME),
            on_microphone=lambda: self.go(Place.SETTINGS),
            on_write=self._scenario_editing().show_list if self._someone().role is Role.TRAINER else None,
        )

    def _scenario_editing(self) -> "ScenarioEditing":
        from app.domain.role_play.conversation import Mode
        from app.gui.editing import ScenarioEditing

        def play(scenario: "Scenario", on_end: Callable[[], None]) -> None:
            self._role_playing().play(scenario, Mode.PRACTISE, None, on_end=lambda _talk: on_end(), on_leave=on_end)

        return ScenarioEditing(
            self.window,
            self.theme,
            self._services,
            self._screen,
            play,
            self._open_folder,
            on_back=lambda: self.go(Place.ROLE_PLAY),
        )

    def _teaching(self) -> "Teaching":
        from app.gui.teaching import Teaching

        if self._class is None:
            self._class = Teaching(
                self.window,
                self.theme,
                self._someone(),
                self._services,
                self._screen,
                self._role_playing,
                self._reviewing,
                on_list=lambda: self.go(Place.CLASS),
                on_home=lambda: self.go(Place.HOME),
                on_file=self._open_folder,
            )
        return self._class

    def _reviewing(self) -> "Reviewing":
        from app.gui.reviewing import Reviewing

        return Reviewing(
            self.window,
            self.theme,
            self._someone(),
            self._services,
            self._screen,
            on_records=lambda: self.go(Place.RECORDS),
            on_printed=self._printed,
            on_play=self._play_again,
            on_dispute=lambda record, rule: self._disputing().dispute(record, rule),
            on_overrule=lambda record: self._disputing().overrule(record),
        )

    def _disputing(self) -> "Disputing":
        from app.gui.disputing import Disputing

        return Disputing(
            self.window,
            self.theme,
            self._someone(),
            self._services,
            self._screen,
            on_record=self._open_any,
            on_home=lambda: self.go(Place.HOME),
        )

    def _certifying(self) -> "Certifying":
        from app.gui.certifying import Certifying

        return Certifying(
            self.window,
            self.theme,
            self._someone(),
            self._services,
            self._screen,
            lambda: self.settings.unit,
            on_list=lambda: self.go(Place.CERTIFICATES),
            on_home=lambda: self.go(Place.HOME),
            on_file=self._open_folder,
        )

    def _play_again(self, played: "PlayedDialogue") -> None:
        """The same role-play as its file stands today."""

        def show(found: "Playable") -> None:
            scenario = next((each for each in found.scenarios if each.id == played.scenario_id), None)
            if scenario is None:
                self.window.notice.show(
                    Tone.PROBLEM, f"情景“{played.scenario_title}”已经不在了。", "请在情景对练里另选一个。"
                )
            else:
                self._role_playing().introduce(scenario, found.standing.get(scenario.id))

        self.window.worker.start(lambda _progress: self._services.role_plays.playable(self._someone()), show)

    def _score_sheet(self) -> "ScoreSheetScreen":
        from app.gui.screens.score_sheet import ScoreSheetScreen

        def play(path: Path, start: float, end: float) -> None:
            self.window.worker.start(lambda _progress: self._services.sound.play(path, start, end), lambda _done: None)

        return ScoreSheetScreen(self.window.stage, self.theme, play, self._services.sound.stop_playing)

    def _print(self, record: "Record") -> None:
        self.window.worker.start(
            lambda _progress: self._services.printing.attempt_record(record, self._services.workspace.reports),
            self._printed,
            title="正在生成 PDF",
        )

    def _print_dialogue(self, record: "Record") -> None:
        self.window.worker.start(
            lambda _progress: self._services.dialogue_printing.record(record, self._services.workspace.reports),
            self._printed,
            title="正在生成 PDF",
        )

    def _printed(self, path: Path) -> None:
        self.window.notice.show(Tone.GOOD, "评定记录已保存", f"{path}", ("打开文件夹", lambda: self._open_folder(path)))

    def _open_folder(self, path: Path) -> None:
        from app.gui.file_manager import show_in_folder

        self.window.worker.start(lambda _progress: show_in_folder(path), lambda _done: None)

    def _records(self) -> Screen:
        from app.gui.screens.records import RecordsScreen

        return RecordsScreen(
            self.window.stage,
            self.theme,
            self._someone(),
            lambda: self._services.people,
            lambda: self._services.records,
            self.window.worker.start,
            self.window.notice.show,
            disputes=lambda: self._services.disputes,
            on_open=self._open_record,
            on_print=self._print,
            on_open_dialogue=lambda kept: self._reviewing().show_kept(kept.record),
            on_print_dialogue=self._print_dialogue,
            on_open_exam=self._open_exam,
            on_print_exam=lambda record: self._examining().print_record(record),
            on_disputes=lambda: self._disputing().list(),
            on_role_play=lambda: self.go(Place.ROLE_PLAY),
            on_back=lambda: self.go(Place.HOME),
        )

    def _open_exam(self, kept: "KeptExam", about: Person) -> None:
        from app.gui.screens.records import short_time

        who = f"{about.name} · {short_time(kept.record.at)}"
        self._examining().show_result(kept, who, lambda: self.go(Place.RECORDS))

    def _open_record(self, kept: "KeptAttempt", about: Person) -> None:
        """A kept reply: print it, go back, and for a trainer overrule a line."""
        from app.gui.screens.records import short_time
        from app.gui.screens.score_sheet import Action, SheetView

        attempt = kept.latest
        actions = [Action("导出 PDF", "file", lambda: self._print(kept.record))]
        disputing = self._disputing()
        if disputing.may_dispute(kept.record):
            actions.append(Action("有异议", "ask-ring", lambda: disputing.dispute(kept.record)))
        if disputing.may_overrule(kept.record):
            actions.append(Action("改判一条", "pencil", lambda: disputing.overrule(kept.record)))
        actions.append(Action("返回记录", "back", lambda: self.go(Place.RECORDS)))

        def show(audio: Path | None) -> None:
            view = SheetView(
                attempt.scenario_title,
                attempt.citizen_line,
                attempt.transcript,
                attempt.hits,
                kept.sheet,
                audio,
                when=f"{about.name} · {short_time(kept.record.at)} · 第 {kept.record.number} 条记录",
                disputes=kept.disputes,
            )
            screen = self._screen("score sheet", self._score_sheet)
            screen.show(view, actions, on_back=lambda: self.go(Place.RECORDS))
            self.window.show(screen)

        self.window.worker.start(lambda _progress: self._services.replies.audio_of(kept.record), show)

    def _open_any(self, record: "Record") -> None:
        """Open a kept reply, conversation or exam as it stands."""
        if record.kind is RecordKind.DIALOGUE:
            self._reviewing().show_kept(record)
            return

        def find(_progress: object) -> "tuple[Kept, Person]":
            about = next(person for person in self._services.people.all() if person.id == record.person_id)
            return self._services.records.kept(record.id), about

        def show(found: "tuple[Kept, Person]") -> None:
            kept, about = found
            if record.kind is RecordKind.EXAM:
                self._open_exam(kept, about)  # type: ignore[arg-type]
            else:
                self._open_record(kept, about)  # type: ignore[arg-type]

        self.window.worker.start(find, show)

    def _lexicon(self) -> Screen:
        from app.gui.screens.lexicon import LexiconScreen

        return LexiconScreen(
            self.window.stage,
            self.theme,
            lambda: self._services.lexicon,
            lambda: self._services.replies,
            lambda: self.settings.microphone,
            self.window.worker.start,
            self.window.notice.show,
            on_import=self._preview_phrases,
            on_back=lambda: self.go(Place.HOME),
        )

    def _preview_phrases(self, path: Path) -> None:
        """Show what a workbook would change in the lexicon."""

        def show(preview: "ImportPreview") -> None:
            screen = self._screen("lexicon import", self._lexicon_import)
            screen.show(path, preview)
            self.window.show(screen)

        self.window.worker.start(
            lambda progress: self._services.lexicon.preview_workbook(path, progress), show, title="正在读用语表"
        )

    def _lexicon_import(self) -> "LexiconImport":
        from app.gui.screens.lexicon_import import LexiconImport

        return LexiconImport(
            self.window.stage,
            self.theme,
            lambda: self._services.lexicon,
            self.window.worker.start,
            self.window.notice.show,
            on_back=lambda: self.go(Place.LEXICON),
        )

    def _bank_rooms(self) -> "BankRooms":
        from app.gui.bank_rooms import BankRooms

        return BankRooms(
            self.window.stage,
            self.theme,
            lambda: self._services.bank,
            self.window.worker.start,
            self.window.notice.show,
            self._screen,
            self.window.show,
            self._open_folder,
            on_back=lambda: self.go(Place.HOME),
        )

    def _item_analysis(self) -> Screen:
        from app.gui.screens.item_analysis import ItemAnalysis

        return ItemAnalysis(
            self.window.stage,
            self.theme,
            lambda: self._services.item_analysis,
            self.window.worker.start,
            self.window.notice.show,
            self._open_folder,
            on_back=lambda: self.go(Place.HOME),
        )

    def _settings_screen(self) -> Screen:
        from app.gui.screens.settings import SettingsScreen

        services = self._services
        return SettingsScreen(
            self.window.stage,
            self.theme,
            lambda: self.settings,
            lambda: services.sound,
            lambda: services.voice,
            services.examine,
            self.window.worker.start,
            self._change_settings,
            on_back=lambda: self.go(Place.HOME),
            about=f"窗口练兵 {services.version}\n工作区：{services.workspace.root}\n日志：{services.log_file}",
        )

    def _someone(self) -> Person:
        assert self.person is not None, "only the sign-in screen is shown to nobody"
        return self.person
