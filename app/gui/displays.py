"""The displays of this PC, so that the projector's window can stand on the second one."""

import logging
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Display:
    """A display's place on the common desktop, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, x: int, y: int) -> bool:
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


def displays() -> tuple[Display, ...]:
    """All displays; empty where the system does not say (then a window stands where it is put)."""
    import screeninfo

    try:
        return tuple(Display(each.x, each.y, each.width, each.height) for each in screeninfo.get_monitors())
    except screeninfo.ScreenInfoError:
        log.info("the displays are not known", exc_info=True)
        return ()


def other_display(all_displays: tuple[Display, ...], x: int, y: int) -> Display | None:
    """The first display that does not hold the point x, y; None where there is no other."""
    return next((each for each in all_displays if not each.holds(x, y)), None)
