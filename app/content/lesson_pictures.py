"""Whether a file is a picture that a lesson can show."""

from pathlib import Path

_MOST_BYTES = 20_000_000
_MOST_PIXELS = 40_000_000  # a camera's; beyond it an old office computer would stand still


def picture_complaint(path: Path) -> tuple[str, str] | None:
    """What is wrong with it and what to do, None for a good picture. It is read to its end: half a file is told."""
    from PIL import Image

    name = path.name
    if not path.is_file():
        return f"找不到图片“{name}”。", f"请把它放进 question_bank/modules/{path.parent.name}/。"
    try:
        if path.stat().st_size > _MOST_BYTES:
            return f"图片“{name}”超过 {_MOST_BYTES // 1_000_000} MB。", "请缩小以后再放进来。"
        with Image.open(path) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return f"图片“{name}”有 {opened.width}×{opened.height} 点，太大了。", "请缩小到宽 2000 点以内。"
            opened.load()
    except Exception:  # a broken file raises whatever its format's reader stumbles over
        return f"图片“{name}”打不开，文件坏了或者不是图片。", "请用看图软件打开它，另存为 png 或 jpg。"
    return None
