"""From starting the process to a usable window, against a bare customtkinter window on the same machine.

    python benchmarks/window_start.py [ROUNDS]

Both are started as fresh processes, alternately, and counted from the start of the process until the
window is on the screen and idle for the first time; ours also until the people are listed, for which
the database has been opened. The goal is at most 1.5 times. Ours is the whole application on a
workspace of its own with a few people in it. Needs a display (an Xvfb will do).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

BARE = """
import sys, time, customtkinter
root = customtkinter.CTk()
root.geometry("1280x800")
def ready():
    print(time.time(), flush=True)
    root.destroy()
def look():
    root.after_idle(ready) if root.winfo_viewable() else root.after(1, look)
root.after(1, look)
root.mainloop()
"""

OURS = """
import sys, time
from pathlib import Path
from app.main import Application
from app.gui.application import build
from app.system.places import Workspace
from app.system.settings import Settings
services = Application(Workspace(Path(sys.argv[1])))
window = build(services, Settings())
def drawn():
    if window.root.winfo_viewable():
        window.root.after_idle(lambda: (print(time.time(), flush=True), listed()))
    else:
        window.root.after(1, drawn)
def listed():
    if not window.window.screen.ready:
        window.root.after(1, listed)
    else:
        window.root.after_idle(ready)
def ready():
    print(time.time(), flush=True)
    window.close()
    services.close()
window.root.after(1, drawn)
window.root.mainloop()
"""

FILL = """
import sys
from pathlib import Path
from app.domain.people import Role
from app.main import Application
from app.system.places import Workspace
services = Application(Workspace(Path(sys.argv[1])))
for number, name in enumerate(("王晓琳", "李建国", "欧阳喆", "赵敏"), 1):
    services.people.add(name, Role.TRAINEE, f"{number:04}")
services.close()
"""


def seconds(script: str, *arguments: str) -> list[float]:
    """From before the process is started to each time it prints."""
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [float(line) - began for line in done.stdout.split()]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        sys.exit("there is no display; start an Xvfb first")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-c", FILL, folder], cwd=ROOT, check=True)
        seconds(BARE), seconds(OURS, folder)  # the first start fills the system's caches
        bare, drawn, listed = [], [], []
        for _ in range(rounds):
            bare += seconds(BARE)
            first, second = seconds(OURS, folder)
            drawn.append(first)
            listed.append(second)
    base = statistics.median(bare)
    for name, times in (("bare customtkinter", bare), ("窗口练兵, drawn", drawn), ("窗口练兵, people listed", listed)):
        middle = statistics.median(times)
        print(f"{name:<24} {middle:.3f} s ({min(times):.3f} to {max(times):.3f})  ratio {middle / base:.2f}")


if __name__ == "__main__":
    main()
