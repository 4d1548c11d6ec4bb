"""The refusal of an action that is not possible now."""

from app.domain.errors import UserError


class Refused(UserError):
    """The action cannot be done now; nothing has changed."""
