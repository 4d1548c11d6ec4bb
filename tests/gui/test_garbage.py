"""What dies in a circle dies in the window's thread, whoever allocates."""

import gc
import threading

from app.domain.errors import Progress
from tests.gui.conftest import Show


class Mortal:
    """Stands for a picture: in a circle with itself, it notes on which thread it died."""

    def __init__(self, deaths: list[int]) -> None:
        self.circle = self
        self.deaths = deaths

    def __del__(self) -> None:
        self.deaths.append(threading.get_ident())


def test_nothing_dies_on_a_worker(show: Show) -> None:
    shown = show()
    deaths: list[int] = []

    def work(_progress: Progress) -> int:
        for _ in range(2000):
            Mortal(deaths)
            [[] for _ in range(100)]
        return threading.get_ident()

    workers: list[int] = []
    shown.application.window.worker.start(work, workers.append)
    shown.until(lambda: workers and len(deaths) > 1000, "the garbage was not collected")
    assert set(deaths) == {threading.get_ident()} and workers != [threading.get_ident()]


def test_python_collects_again_when_the_window_is_closed(show: Show) -> None:
    shown = show()
    assert not gc.isenabled()
    shown.application.close()
    assert gc.isenabled()
