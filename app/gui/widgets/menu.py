"""The menu that a button opens, in the theme's colours."""

import tkinter

from app.gui.theme import BODY, Theme
from app.gui.widgets.button import Button


def choice_menu(owner: Button, theme: Theme) -> tkinter.Menu:
    """An empty menu of `owner`; see `open_below`."""
    colours = theme.colours
    return tkinter.Menu(
        owner,
        tearoff=False,
        font=theme.font(BODY),
        bg=colours.surface,
        fg=colours.text,
        activebackground=colours.accent_soft,
        activeforeground=colours.accent,
        bd=0,
        activeborderwidth=theme.px(4),
        relief="flat",
    )


def open_below(menu: tkinter.Menu, owner: Button) -> None:
    menu.tk_popup(owner.winfo_rootx(), owner.winfo_rooty() + owner.winfo_height())
