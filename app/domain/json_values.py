"""Domain values as JSON values and back: enums by value, tuples as lists, unknown fields passed over."""

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from cattrs import Converter

_Value = TypeVar("_Value")


def to_json(value: object) -> Any:
    """A dataclass value as JSON values."""
    return _converter().unstructure(value)


def from_json(data: Any, kind: type[_Value]) -> _Value:
    """The value that `data` holds; ValueError where it does not hold one.

    A field that `kind` does not know is passed over, one with a default may be missing: so older and
    newer versions read each other's files.
    """
    try:
        return _converter().structure(data, kind)
    except Exception as error:  # cattrs raises groups of its own, one error for each field
        raise ValueError(f"not a {kind.__name__}: {error}") from error


@cache
def _converter() -> "Converter":
    # Imported here: the window starts without it.
    from cattrs import Converter

    return Converter(unstruct_collection_overrides={tuple: list})
