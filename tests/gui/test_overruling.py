"""A trainer changes a line in the window: on the real store, and in print, what was scored and what was decided both stand."""

from collections.abc import Iterator
from typing import Any

import pymupdf
import pytest

from app.domain.people import Role
from app.domain.records import RecordKind
from app.gui.stops import Place
from app.main import Application
from app.system.places import Workspace
from tests.gui.conftest import Show

REPLY = "您好，这个不归我管。"


@pytest.fixture
def services(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    real = Application(workspace)
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
    yield real
    real.close()


def test_a_line_is_overruled_with_a_reason_and_both_stand_in_the_record_and_in_print(show: Show, services: Any) -> None:
    trainee = services.people.add("欧阳喆", Role.TRAINEE, "1024", "城南人社服务大厅")
    trainer = services.people.add("李建国", Role.TRAINER, "0007", "城南人社服务大厅", pin="2468")
    scored = services.replies.score_typed(REPLY, services.rules.scenario("wrong-office"), 0)
    record = services.replies.keep(scored, trainee)
    shirk = next(line for line in scored.sheet.lines if line.rule == "forbidden.shirk-not-mine")
    assert shirk.points < 0

    shown = show(services)
    shown.application.sign_in(trainer)
    shown.application.go(Place.RECORDS)
    shown.settle()
    shown.application._open_record(services.records.attempt(record.id), trainee)
    shown.on("ScoreSheetScreen")
    actions = {action.label: action for action in shown.screen._actions}
    actions["改判一条"].do()
    shown.on("Overrule")
    shown.screen._table.choose(shirk.rule)
    shown.settle()
    assert "-100 到 0" in shown.screen.correction.limits.text
    shown.key("Return")  # from the line to its new points
    shown.write("0")
    shown.key("Return")
    shown.until(lambda: shown.application.window.notice.shown)
    assert "理由" in shown.application.window.notice.message  # a decision without a reason is none
    assert services.stored_records.count(RecordKind.OVERRULE) == 0
    shown.application.window.notice.hide()
    shown.screen.reason.text = "是转述上一位群众的话。"
    shown.screen.reason.focus_set()
    shown.key("Return")
    shown.on("ScoreSheetScreen")
    reasons = " ".join(line.reason for line in shown.screen._view.sheet.lines)
    assert "是转述上一位群众的话。" in reasons and "不归我管" in reasons

    kept = services.records.attempt(record.id)
    assert kept.attempt.sheet == scored.sheet  # the first score is untouched
    assert kept.overrulings[0].trainer == "李建国"
    assert kept.sheet.total == round(scored.sheet.total - shirk.points, 1)
    assert services.records.verify().intact

    pdf = services.printing.attempt_record(record, services.workspace.reports)
    with pymupdf.open(pdf) as pages:
        text = "".join(page.get_text() for page in pages).replace("\n", "")
    assert f"自动评分 {scored.sheet.total:g}" in text and f"改判后 {kept.sheet.total:g}" in text
    assert f"原 {shirk.points:g}" in text.replace("−", "-")
    assert "是转述上一位群众的话。" in text and "李建国" in text


def test_a_trainee_is_not_offered_to_overrule(show: Show, services: Any) -> None:
    trainee = services.people.add("欧阳喆", Role.TRAINEE, "1024", "城南人社服务大厅")
    record = services.replies.keep(
        services.replies.score_typed(REPLY, services.rules.scenario("wrong-office"), 0), trainee
    )
    shown = show(services)
    shown.application.sign_in(trainee)
    shown.application._open_record(services.records.attempt(record.id), trainee)
    shown.on("ScoreSheetScreen")
    assert "改判一条" not in [action.label for action in shown.screen._actions]
