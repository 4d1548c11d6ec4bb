"""A card: a rounded surface that holds what belongs together."""

from typing import Any

import customtkinter

from app.gui.theme import Theme


def card(parent: Any, theme: Theme, fill: str | None = None, edge: str | None = None) -> customtkinter.CTkFrame:
    """An empty card; give its content a padding of at least 16 so that the corners stay free."""
    return customtkinter.CTkFrame(
        parent,
        width=0,
        height=0,
        corner_radius=theme.px(16),
        border_width=theme.px(1),
        fg_color=fill or theme.colours.surface,
        border_color=edge or fill or theme.colours.border,
    )
