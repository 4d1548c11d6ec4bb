"""Open a workspace folder: make it usable, filled with the starter content where it is new."""

import os
import shutil
import uuid
from pathlib import Path

from app.domain.errors import UserError
from app.system.places import Workspace

# What came later on its own as well: a workspace of an earlier version has a question bank without it.
_CONTENT = (
    "question_bank",
    "scenarios",
    "question_bank/blueprints",
    "question_bank/modules",
    "question_bank/tickets",
    "question_bank/shift-rubric.yaml",
)
# What another unit laid over the shipped phrases stays with it.
_NOT_STARTER = shutil.ignore_patterns("overlays")


def open_workspace(workspace: Workspace, starter: Path) -> Workspace:
    """Make the folders and copy what content is missing from `starter`. Existing content is never touched.

    UserError where the folder cannot be written. A copy that is interrupted leaves no half content: each
    is copied beside its place and then renamed.
    """
    try:
        workspace.root.mkdir(parents=True, exist_ok=True)
        for name in _CONTENT:
            target = workspace.root / name
            if not target.exists():
                new = workspace.root / f".{name.replace('/', '-')}-{uuid.uuid4().hex[:8]}"
                if (starter / name).is_dir():
                    shutil.copytree(starter / name, new, ignore=_NOT_STARTER)
                else:
                    shutil.copy2(starter / name, new)
                os.replace(new, target)
        workspace.recordings.mkdir(exist_ok=True)
    except OSError as problem:
        raise UserError(
            f"工作区 {workspace.root} 不能写入（{problem.strerror or problem}）。",
            "请检查文件夹权限和磁盘空间，或用 --workspace 换一个位置。",
        ) from problem
    return workspace
