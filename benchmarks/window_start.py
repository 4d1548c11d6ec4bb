"""From starting the process to a usable window, against a bare customtkinter window on the same machine.

    python benchmarks/window_start.py [ROUNDS]

Both are started as fresh processes, alternately, and counted from the start of the process until the
window is on the screen, everything on it is drawn and nothing is left to do; ours has the people listed
by then, the focus on the first of them, and goes on to open the database behind them, which is counted
too. The goal for the usable window is at most 1.5 times. Ours is what `python -m app` opens, on a
workspace of its own with a few people in it. Needs a display (an Xvfb will do).

The processor's time is given beside the clock's: on a busy machine it is the one to trust.
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
def look():
    if not root.winfo_viewable():
        root.after(1, look)
        return
    root.update()
    print(time.time(), time.process_time(), flush=True)
    root.destroy()
root.after(1, look)
root.mainloop()
"""

OURS = """
import sys, time
from pathlib import Path
from app.main import Application
from app.system.places import Workspace
from app.gui import application as window
build = window.build
def watched(*arguments):
    shown = build(*arguments)
    def look():
        if not shown.root.winfo_viewable() or not shown.window.screen.ready:
            shown.root.after(1, look)
            return
        shown.root.update()
        print(time.time(), time.process_time(), flush=True)
        opened()
    def opened():
        if "database" not in vars(services) or shown.window.worker.busy:
            shown.root.after(1, opened)
            return
        print(time.time(), time.process_time(), flush=True)
        shown.close()
    shown.root.after(1, look)
    return shown
window.build = watched
services = Application(Workspace(Path(sys.argv[1])))
services.open_window()
services.close()
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


def seconds(script: str, home: Path) -> list[tuple[float, float]]:
    """At each print, by the clock from before the process is started, and of the processor.

    Settings and compiled code are kept in `home`.
    """
    environment = dict(os.environ, XDG_CONFIG_HOME=str(home / "config"), PYTHONPYCACHEPREFIX=str(home / "compiled"))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody's second start compiles anything
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script, str(home / "workspace")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.split() for line in done.stdout.splitlines())
    return [(float(clock) - began, float(processor)) for clock, processor in lines]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        sys.exit("there is no display; start an Xvfb first")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        seconds(FILL, home)
        seconds(BARE, home), seconds(OURS, home)  # the first start fills the system's caches
        bare, usable, opened = [], [], []
        for _ in range(rounds):
            bare += seconds(BARE, home)
            first, second = seconds(OURS, home)
            usable.append(first)
            opened.append(second)
    base = [statistics.median(each) for each in zip(*bare, strict=True)]
    for name, times in (
        ("bare customtkinter", bare),
        ("窗口练兵, usable", usable),
        ("窗口练兵, database open", opened),
    ):
        clock, processor = (statistics.median(each) for each in zip(*times, strict=True))
        print(
            f"{name:<24} {clock:.3f} s, ratio {clock / base[0]:.2f}; "
            f"processor {processor:.3f} s, ratio {processor / base[1]:.2f}"
        )


if __name__ == "__main__":
    main()
