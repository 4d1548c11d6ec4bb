"""A report's file: there whole, or as it was before."""

import os
import tempfile
from pathlib import Path

from app.domain.errors import UserError


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` to `path` through a temporary file beside it. UserError if the disk refuses."""
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=path.suffix, delete=False) as file:
            temporary = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.name == "posix":  # a temporary file is private; a report is for the people the folder is for
            os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as problem:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        why = problem.strerror or str(problem)
        raise UserError(
            f"文件 {path} 写不进去（{why}）。", "请检查磁盘空间和文件夹权限，关闭正在打开它的程序，或换一个文件夹再存。"
        ) from problem
    return path
