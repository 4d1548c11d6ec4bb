"""A real window on a real display: under Xvfb where there is none. Any Tk callback error or logged error fails."""

import contextlib
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.gui.application import Application, build
from app.system.settings import Appearance, Settings
from tests.gui.fakes import FakeServices, full_services

# Seconds for a condition. A disk that is still writing back what was installed keeps a commit waiting for tens of them.
_PATIENCE = 150.0


@pytest.fixture(scope="session", autouse=True)
def display() -> Iterator[None]:
    """The DISPLAY there is, or an Xvfb of our own that picks a free number itself."""
    if os.environ.get("DISPLAY") or os.name == "nt":
        yield
        return
    if shutil.which("Xvfb") is None:
        pytest.skip("no display and no Xvfb: the window is not tested")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        pytest.fail("Xvfb did not start")
    os.environ["DISPLAY"] = f":{number}"
    yield
    del os.environ["DISPLAY"]
    server.terminate()
    server.wait()


@dataclass
class Shown:
    """A window under test and what a person does with it."""

    application: Application
    services: FakeServices

    @property
    def root(self) -> Any:
        return self.application.root

    @property
    def screen(self) -> Any:
        return self.application.window.screen

    def until(self, condition: Callable[[], object], what: str = "", patience: float = _PATIENCE) -> None:
        """Let the window work until `condition` holds."""
        end = time.monotonic() + patience
        while not condition():
            if time.monotonic() > end:
                pytest.fail(f"{what or 'waited in vain'}\n{self._under_way()}")
            self.root.update()
            time.sleep(0.005)  # gives the worker threads their turn

    def _under_way(self) -> str:
        """What the window says and what every thread is doing: why a condition may have failed."""
        said = self.application.window.notice.message
        threads = {thread.ident: thread.name for thread in threading.enumerate()}
        stacks = [
            f"{threads.get(ident, ident)}:\n{''.join(traceback.format_stack(frame)[-6:])}"
            for ident, frame in sys._current_frames().items()
        ]
        return "\n".join([f"notice: {said}", f"busy: {self.application.window.worker.busy}", *stacks])

    def settle(self) -> None:
        """Until no work is under way and the layout has come to rest."""
        self.until(lambda: not self.application.window.worker.busy, "work did not end")
        for _ in range(4):
            self.root.update()

    def key(self, name: str, times: int = 1) -> None:
        """Press a key where the focus is, as the keyboard does."""
        for _ in range(times):
            self.root.update()
            (self.root.focus_get() or self.root).event_generate(f"<{name}>")
            self.root.update()

    def write(self, text: str) -> None:
        self.root.update()
        self.root.focus_get().insert("insert", text)

    def on(self, name: str) -> None:
        """Until the screen of that class is shown."""
        self.until(lambda: type(self.screen).__name__ == name, f"{name} was not shown but {type(self.screen).__name__}")
        self.settle()


Show = Callable[..., Shown]


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[Show]:
    """Opens a window on fakes; closes it afterwards."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    opened: list[Shown] = []

    def open_window(
        services: Any = None,
        appearance: Appearance = Appearance.LIGHT,
        scale: float = 1.0,
        size: tuple[int, int] = (1280, 720),
    ) -> Shown:
        services = services or full_services()
        shown = Shown(build(services, Settings(appearance, scale, unit="城南人社服务大厅")), services)
        opened.append(shown)
        shown.root.overrideredirect(True)  # without a window manager nobody else gives it size and focus
        shown.root.geometry(f"{size[0]}x{size[1]}+0+0")
        shown.until(lambda: shown.root.winfo_width() == size[0] and shown.root.winfo_viewable(), "no window")
        shown.root.focus_lastfor().focus_force()  # as a window manager gives it: where the window wants it
        shown.until(lambda: shown.screen.ready, "the people were not listed")
        shown.settle()
        return shown

    yield open_window
    for shown in opened:
        with contextlib.suppress(Exception):
            shown.application.close()
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() + str(record.exc_info) for record in errors]
