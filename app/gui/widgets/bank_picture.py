"""Pictures of the bank as Tk images: not larger than there is room for, each made once and kept."""

import io
from collections.abc import Callable
from typing import Any

from app.gui.theme import Theme

_WIDE, _HIGH = 520, 300  # pixels at 100 %


class BankPictures:
    """`content` gives the bytes of a picture by its name, None where there is none."""

    def __init__(self, theme: Theme, content: Callable[[str], bytes | None]) -> None:
        self._theme = theme
        self._content = content
        self._made: dict[str, Any] = {}

    def __call__(self, name: str) -> Any:
        """The image; None for one that is missing or cannot be read."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Any:
        from PIL import Image, ImageTk

        try:
            picture = Image.open(io.BytesIO(self._content(name) or b""))
            picture.thumbnail((self._theme.px(_WIDE), self._theme.px(_HIGH)))
            return ImageTk.PhotoImage(picture.convert("RGBA"), master=self._theme.master)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None
