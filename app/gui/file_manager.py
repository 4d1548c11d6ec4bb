"""Show a file in the system's own file manager."""

import os
import subprocess
import sys
from pathlib import Path

from app.domain.errors import UserError


def show_in_folder(path: Path) -> None:
    """Open the folder that holds `path`. UserError where the system has no way to."""
    try:
        if sys.platform == "win32":
            os.startfile(path.parent)
        elif sys.platform == "darwin":
            subprocess.run(["open", "-R", str(path)], check=True)
        else:
            subprocess.run(
                ["xdg-open", str(path.parent)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
    except (OSError, subprocess.CalledProcessError) as problem:
        raise UserError("这台电脑打不开文件管理器。", f"文件在：{path}") from problem
