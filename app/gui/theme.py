"""The look: colours, type scale, spacing. Every size in the window goes through `Theme.px`."""

from dataclasses import dataclass, field
from typing import Any

from app.gui.icons import draw_icon
from app.system.settings import Appearance


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for. Text on its ground has a contrast of at least 4.5 (WCAG AA).

    The marks' colours never stand alone: polite carries a tick and an underline, forbidden a cross.
    """

    background: str
    surface: str
    sunken: str
    border: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    primary: str
    primary_hover: str
    on_primary: str
    polite: str
    polite_soft: str
    forbidden: str
    forbidden_soft: str
    caution: str
    caution_soft: str
    focus: str
    recording: str = "#C0352B"


LIGHT = Palette(
    background="#F4F6F9", surface="#FFFFFF", sunken="#EEF2F6", border="#D9E0E8", text="#16202B", muted="#4F5D6B",
    accent="#0F5FA8", accent_soft="#E4EFFA", primary="#0F5FA8", primary_hover="#0B4A85", on_primary="#FFFFFF",
    polite="#1E7F4F", polite_soft="#E3F4EA", forbidden="#C0352B", forbidden_soft="#FCE9E7",
    caution="#835500", caution_soft="#FFF2D4", focus="#16202B",
)  # fmt: skip
DARK = Palette(
    background="#11161C", surface="#1A2129", sunken="#222B35", border="#313C48", text="#EDF2F7", muted="#A9B6C3",
    accent="#74B7F3", accent_soft="#1B3350", primary="#1F72C1", primary_hover="#2A82D6", on_primary="#FFFFFF",
    polite="#63C896", polite_soft="#17362A", forbidden="#FF9389", forbidden_soft="#472321",
    caution="#F0C063", caution_soft="#3C3016", focus="#FFFFFF",
)  # fmt: skip

# The type scale in pixels at 100 %: nothing is smaller than 15, because readers of fifty-five use the window too.
SMALL, BODY, LARGE, HEADING, TITLE, DISPLAY = 15, 17, 20, 22, 30, 54

Font = tuple[str, int] | tuple[str, int, str]


@dataclass(frozen=True)
class Theme:
    """The look at one appearance and scale.

    A change of either makes a new Theme and the window is built again from it, so that no widget has to
    follow along. `scale` is the person's setting times the screen's own (1.5 on a Windows screen at 150 %);
    `master` is the window that its images belong to.
    """

    colours: Palette
    scale: float
    family: str
    dark: bool
    master: Any = field(repr=False, compare=False)
    _icons: dict[tuple[str, int, str], Any] = field(default_factory=dict, repr=False, compare=False)

    def px(self, size: float) -> int:
        """A size at 100 % in pixels on this screen."""
        return max(1, round(size * self.scale)) if size else 0

    def font(self, size: int = BODY, bold: bool = False) -> Font:
        """A Tk font; the negative size means pixels, so that it does not depend on the screen's DPI twice."""
        return (self.family, -self.px(size), "bold") if bold else (self.family, -self.px(size))

    def icon(self, name: str, size: int = 24, colour: str | None = None) -> Any:
        """An icon as a Tk image, drawn once for each name, size and colour."""
        key = (name, self.px(size), colour or self.colours.text)
        if key not in self._icons:
            self._icons[key] = draw_icon(self.master, *key)
        return self._icons[key]


def make_theme(appearance: Appearance, scale: float, family: str, master: Any) -> Theme:
    """The theme of the window `master` for what the person set; SYSTEM asks the operating system once."""
    dark = appearance is Appearance.DARK or (appearance is Appearance.SYSTEM and _system_is_dark())
    return Theme(DARK if dark else LIGHT, scale, family, dark, master)


def _system_is_dark() -> bool:
    """As customtkinter found it when it made the window: asking once more means starting a program once more."""
    import customtkinter

    if customtkinter.AppearanceModeTracker.appearance_mode_set_by != "system":  # the look is changed later on
        customtkinter.set_appearance_mode("system")
    return bool(customtkinter.get_appearance_mode() == "Dark")
