"""A citizen's voice for the window's tests: notes what is to be said, and says it for as long as a test likes."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import UserError
from app.domain.scenario import Voice
from app.services.citizen_voice import Said


@dataclass
class FakeVoice:
    """`speak` returns at once, or, while `holding`, only after `stop`. With `missing` it has no Mandarin voice."""

    on: bool = True
    missing: UserError | None = None
    said: list[tuple[str, Voice]] = field(default_factory=list)
    holding: bool = False
    speaking: bool = False
    _stopped: threading.Event = field(default_factory=threading.Event)
    _complained: bool = False

    def warm_up(self) -> None: ...

    def available(self) -> bool:
        return self.missing is None

    def look(self) -> str:
        if self.missing is not None:
            raise self.missing
        return "Microsoft Huihui Desktop"

    def speak(self, text: str, voice: Voice) -> Said:
        return self.sample(text, voice) if self.on and self.missing is None else Said.SILENT

    def sample(self, text: str, voice: Voice) -> Said:
        if self.missing is not None:
            raise self.missing
        self.said.append((text, voice))
        self._stopped.clear()
        self.speaking = True
        stopped = self.holding and self._stopped.wait(30)
        self.speaking = False
        return Said.STOPPED if stopped else Said.WHOLE

    def stop(self) -> None:
        self._stopped.set()

    def spoken(self, text: str, voice: Voice) -> Path | None:
        return None

    def complaint(self) -> UserError | None:
        if self._complained or self.missing is None:
            return None
        self._complained = True
        return self.missing
