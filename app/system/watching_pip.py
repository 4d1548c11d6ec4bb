"""pip as a person follows it: one line that says how far it is, its own words in a log, and why it failed.

start.py uses this before anything is installed, so only the standard library may be imported here.
"""

import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# pip says in English, on many lines, why it failed: what stands there, and what it means. The first match counts.
CAUSES = (
    ("No space left|not enough space|Errno 28", "磁盘空间不够。请清理磁盘后重新运行本命令。"),
    (
        "CERTIFICATE_VERIFY_FAILED|SSLError",
        "与软件源的加密连接失败。请检查电脑的日期时间和代理设置，再重新运行本命令。",
    ),
    (
        "Failed to establish|NewConnectionError|ConnectionError|name resolution|getaddrinfo|unreachable|[Tt]imed? ?out|"
        "ProxyError|Connection reset|ConnectionReset",
        "连不上软件源。请检查网络和代理设置，再重新运行本命令。",
    ),
    ("DO NOT MATCH THE HASHES|hash mismatch", "下载的文件与登记的校验值不符。请重新运行本命令。"),
    (
        "No matching distribution|from versions: none",
        "没有从软件源得到适合这台电脑的库。请检查网络和代理；网络正常时，请使用 64 位的 Python 3.10 至 3.13，或换一个软件源。",
    ),
    (
        "Permission denied|Access is denied|WinError (5|32)|Errno 13|Read-only",
        "程序文件夹不能写入，或有文件正在使用。请关闭打开着的窗口练兵，检查文件夹权限，再重新运行本命令。",
    ),
    (
        "Errno 2.*site-packages|path.*too long",
        "文件夹的路径太长。请把程序移到较短的路径下，例如 D:\\drill，再重新运行。",
    ),
)

_LARGE = re.compile(r"\(\d[\d.]* [MG]B\)")
_FETCHED = re.compile(
    r"\s*(?:Downloading|Processing|Using cached)\s+(?:\S*[/\\])?([^\s/\\-]+)-\S+\.(?:whl|gz|zip)(?!\S)"
)


def cause_of(said: str) -> str:
    """What a failed pip's words mean, and what to do, in Chinese."""
    return next((words for pattern, words in CAUSES if re.search(pattern, said)), "请重新运行本命令。")


def drop_half_installed(environment: Path) -> None:
    """Forget libraries whose installation was broken off, which pip would take for installed.

    pip writes RECORD last of all.
    """
    for packages in [*environment.glob("lib/python*/site-packages"), environment / "Lib" / "site-packages"]:
        for trace in [*packages.glob("*.dist-info"), *packages.glob("~*")]:
            if not (trace / "RECORD").is_file():
                shutil.rmtree(trace, ignore_errors=True)


def watch_pip(command: Sequence[object], log: Path, say: Callable[[str], None]) -> tuple[int, str]:
    """Run a pip command. Returns its exit code and all it said, which is appended to `log` too.

    On a terminal one line is rewritten every second; elsewhere `say` gets a line for each large library.
    """
    words = [*map(str, command), "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
    terminal = sys.stdout.isatty()
    began, count, at = time.monotonic(), 0, "正在准备"
    said: list[str] = []
    try:
        while True:
            try:
                line = lines.get(timeout=1)
            except queue.Empty:
                line = ""
            if line is None:
                break
            said.append(line)
            if found := _FETCHED.match(line):
                count += 1
                size = _LARGE.search(line)
                at = f"正在取得第 {count} 个库：{found[1]}{' ' + size[0] if size else ''}"
                if size and not terminal:
                    say(f"  {at}")
            elif line.startswith("Installing collected packages"):
                at = "正在安装取得的库，要一两分钟"
                if not terminal:
                    say(f"  {at}")
            if terminal:
                minutes, seconds = divmod(int(time.monotonic() - began), 60)
                print(f"\r\033[K  {at}（{minutes}:{seconds:02}）", end="", flush=True)
    except BaseException:
        process.terminate()
        raise
    finally:
        process.wait()
        if terminal:
            print("\r\033[K", end="", flush=True)
        _append(log, "".join(said))
    return process.returncode, "".join(said)


def _read(stream: "object", lines: "queue.SimpleQueue[str | None]") -> None:
    for line in stream:  # type: ignore[attr-defined]
        lines.put(line)
    lines.put(None)


def _append(log: Path, words: str) -> None:
    try:
        with open(log, "a", encoding="utf-8") as file:
            file.write(words)
    except OSError:
        return  # the disk is full, perhaps; the cause is told all the same
