"""A real microphone without hardware: a PulseAudio server of our own whose default source hears what is played into a sink."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("pulseaudio", "pactl", "paplay")


def missing() -> list[str]:
    return [command for command in NEEDED if shutil.which(command) is None]


class VirtualMicrophone:
    """What is played is heard by whoever records from the default device."""

    def __init__(self, environment: dict[str, str], server: "subprocess.Popen[bytes]") -> None:
        self._environment = environment
        self._server = server

    def play(self, audio: Path) -> "subprocess.Popen[bytes]":
        """Begin to play a WAV or FLAC file into the microphone."""
        return subprocess.Popen(["paplay", "--device=mouth", str(audio)], env=self._environment)

    def unplug(self) -> None:
        """Take the device away in the middle of whatever it does."""
        self._server.kill()
        self._server.wait()


@contextmanager
def virtual_microphone() -> Iterator[VirtualMicrophone]:
    """Start the server, point PortAudio at it, and put everything back afterwards."""
    with tempfile.TemporaryDirectory(prefix="pulse-") as folder:
        theirs = {"XDG_RUNTIME_DIR": folder, "PULSE_RUNTIME_PATH": folder, "PULSE_SERVER": f"unix:{folder}/native"}
        before = {key: os.environ.get(key) for key in theirs}
        environment = os.environ | theirs
        server = subprocess.Popen(
            [
                *(
                    "pulseaudio",
                    "-n",
                    "--daemonize=no",
                    "--exit-idle-time=-1",
                    "--use-pid-file=no",
                    "--disable-shm=yes",
                ),
                *("-L", f"module-native-protocol-unix auth-anonymous=1 socket={folder}/native"),
                *("-L", "module-null-sink sink_name=mouth rate=16000 channels=1"),
                *("-L", "module-always-sink"),
            ],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_until_ready(environment, server)
            subprocess.run(["pactl", "set-default-source", "mouth.monitor"], env=environment, check=True)
            os.environ.update(theirs)
            yield VirtualMicrophone(environment, server)
        finally:
            server.kill()
            server.wait()
            for key, value in before.items():
                if value is None:
                    os.environ.pop(key, None)
                else:
                    os.environ[key] = value


def _wait_until_ready(environment: dict[str, str], server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while subprocess.run(["pactl", "info"], env=environment, capture_output=True).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("PulseAudio did not start")
        time.sleep(0.05)
