"""The window; the only folder that imports tkinter or customtkinter."""
