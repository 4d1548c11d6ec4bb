"""What a person prefers on this PC: one frozen value, saved whole, never fatal."""

import dataclasses
import json
import logging
import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

log = logging.getLogger(__name__)


class Appearance(Enum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


@dataclass(frozen=True, slots=True)
class Settings:
    """`scale` is one of SCALES; `microphone` the device's name, "" for the system's default;
    `unit` is printed on records and pre-filled for new people; `citizen_voice` says whether citizens are heard.
    """

    appearance: Appearance = Appearance.SYSTEM
    scale: float = 1.0
    microphone: str = ""
    unit: str = ""
    citizen_voice: bool = True


def load_settings(path: Path) -> Settings:
    """The settings in `path`; the defaults where there is no file.

    A file that cannot be understood is set aside as *.broken and the defaults are used: nobody should be
    kept from work by a preference. Unknown or unfit single values fall back one by one.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(stored, dict):
            raise ValueError("not an object")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as problem:
        log.warning("settings set aside: %s", problem)
        try:
            os.replace(path, path.with_name(path.name + ".broken"))
        except OSError:
            log.warning("could not set the broken settings aside", exc_info=True)
        return Settings()
    return Settings(
        appearance=Appearance(stored.get("appearance"))
        if _is_appearance(stored.get("appearance"))
        else Appearance.SYSTEM,
        scale=stored["scale"] if stored.get("scale") in SCALES else 1.0,
        microphone=str(stored.get("microphone", "")),
        unit=str(stored.get("unit", "")),
        citizen_voice=stored.get("citizen_voice") is not False,
    )


def _is_appearance(value: object) -> bool:
    return value in [appearance.value for appearance in Appearance]


def save_settings(settings: Settings, path: Path) -> None:
    """Replace the file at once, so that a power cut leaves the old one or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stored = dataclasses.asdict(settings) | {"appearance": settings.appearance.value}
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(stored, ensure_ascii=False, indent=2), encoding="utf-8")
    os.replace(new, path)
