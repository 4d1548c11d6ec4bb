"""The log is opened when there is something to write, and never keeps the application from starting."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.system.logs import start_log


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_nothing_is_written_until_something_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "window-drill.log"
    start_log(path)
    logging.getLogger("app").info("all is well")
    assert not path.parent.exists()
    try:
        raise ValueError("出错了")
    except ValueError:
        logging.getLogger("app").exception("unexpected")
    text = path.read_text(encoding="utf-8")
    assert "ERROR app: unexpected" in text and "ValueError: 出错了" in text


def test_a_place_that_cannot_be_written_sends_it_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    start_log(tmp_path / "logs" / "window-drill.log")
    logging.getLogger("app").warning("no backup was made")
    assert "no backup was made" in capsys.readouterr().err
