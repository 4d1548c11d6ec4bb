"""Memory of the window's process and of the speech process while a reply is scored, against their bare peers.

    python benchmarks/memory.py

The window is the real one with its widgets: signed in, through the scenarios and a role-play to a score sheet, on a
workspace of its own. Its peer is a bare customtkinter window; the speech process's is a process with openai-whisper
and the same weights after the same recording. Resident size (RSS), in MB. Needs a display (an Xvfb will do), and
openai-whisper for the second peer.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.people import Role  # noqa: E402
from app.gui.application import build  # noqa: E402
from app.gui.stops import Place  # noqa: E402
from app.main import Application  # noqa: E402
from app.speech.models import ModelStore, rebuild_checkpoint  # noqa: E402
from app.system.places import Workspace, demonstration_folder, models_folder  # noqa: E402
from app.system.settings import Settings  # noqa: E402

REPLY = demonstration_folder() / "reply.flac"

BARE = """
import customtkinter, psutil
root = customtkinter.CTk()
root.geometry("1280x800")
root.update()
print(psutil.Process().memory_info().rss)
"""

WHISPER = """
import sys, psutil, whisper
from app.speech.recording import load
model = whisper.load_model(sys.argv[1])
model.transcribe(load(sys.argv[2]).samples, language="zh", fp16=False)
print(psutil.Process().memory_info().rss)
"""


def megabytes(size: int) -> float:
    return size / 1e6


def measured(script: str, *arguments: str) -> float:
    done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return megabytes(int(done.stdout.split()[-1]))


def main() -> None:
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        sys.exit("there is no display; start an Xvfb first")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        services = Application(Workspace(Path(folder) / "workspace"))
        trainee = services.people.add("王晓琳", Role.TRAINEE)
        window = build(services, Settings())
        process = psutil.Process()

        def settle() -> None:
            window.root.update()
            while window.window.worker.busy or not window.window.screen:
                window.root.update()
                time.sleep(0.01)
            window.root.update()

        rows = []
        settle()
        rows.append(("window, signing in", megabytes(process.memory_info().rss)))
        window.sign_in(trainee)
        window.go(Place.ROLE_PLAY)
        settle()
        rows.append(("window, scenarios, rules and phrases read", megabytes(process.memory_info().rss)))
        window.window.screen.primary()
        settle()
        scenario = services.demonstration._scenarios()[0]
        window._show_scored(services.replies.score_file(REPLY, scenario, 0))
        settle()
        rows.append(("window, score sheet of a spoken reply", megabytes(process.memory_info().rss)))
        speech = psutil.Process(services.transcriber.process_id)
        rows.append(("speech process after it", megabytes(speech.memory_info().rss)))
        window.close()
        services.close()
        rows.append(("peer: bare customtkinter window", measured(BARE)))
        checkpoint = rebuild_checkpoint(ModelStore(models_folder()).default(), Path(folder) / "base.pt")
        rows.append(("peer: process with openai-whisper after it", measured(WHISPER, str(checkpoint), str(REPLY))))
    for name, size in rows:
        print(f"{name:<44} {size:6.0f} MB")


if __name__ == "__main__":
    main()
