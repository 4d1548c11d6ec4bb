"""Nothing of practice is cut off: at 1280 × 720, at 100, 150 and 200 %, light and dark, asked and answered."""

from collections.abc import Iterator

import pytest

from app.gui.stops import Place
from app.system.settings import Appearance
from tests.gui.conftest import Show, Shown
from tests.gui.test_layout import cut_off, mapped


def screens(shown: Shown) -> Iterator[str]:
    shown.services.practice.left = 8
    shown.application.sign_in(shown.services.people.people[0])
    shown.on("Home")
    yield "home with today's ten"
    shown.application.go(Place.PRACTISE)
    shown.on("PracticeOverview")
    yield "overview"
    shown.key("Return")
    shown.on("PracticeQuestion")
    for question in shown.services.practice.bank:
        while shown.screen.feedback is None:
            yield f"{question.id}, asked"
            shown.screen._unknown.invoke()
            shown.settle()
        yield f"{question.id}, answered"
        shown.screen.primary()
        shown.settle()
    shown.on("PracticeEnd")
    yield "end"


@pytest.mark.parametrize(
    ("scale", "appearance"), [(1.0, Appearance.LIGHT), (1.5, Appearance.DARK), (2.0, Appearance.LIGHT)]
)
def test_nothing_is_cut_off(show: Show, scale: float, appearance: Appearance) -> None:
    shown = show(appearance=appearance, scale=scale)
    for name in screens(shown):
        shown.settle()
        assert cut_off(shown) == [], f"{name} at {scale:.0%}, {appearance.value}"


def test_every_screen_can_be_walked_through_with_tab(show: Show) -> None:
    shown = show()
    for name in screens(shown):
        shown.settle()
        wanted = {
            str(widget) for widget in mapped(shown.root) if str(widget.tk.call(widget, "cget", "-takefocus")) == "1"
        }
        seen: set[str] = set()
        for _ in range(60):
            shown.key("Tab")
            focus = shown.root.focus_get()
            if focus is None or str(focus) in seen:
                break
            seen.add(str(focus))
        assert wanted <= seen, f"{name}: Tab misses {wanted - seen}"
