from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.transcript import Span, Transcript, Word
from app.storage.transcript_journal import TranscriptJournal

HEARD = Transcript((Word("您好", 0.1, 0.5, 0.9),), 1.0, (Span(0.1, 0.5),), engine="test", model="abc")


def test_what_was_heard_is_found_again_by_recording_and_model(tmp_path: Path):
    path = tmp_path / "cache" / "journal.jsonl"
    with TranscriptJournal(path) as journal:
        journal.add("sha", "model-1", HEARD)
    with TranscriptJournal(path) as journal:
        assert journal.find("sha", "model-1") == HEARD
        assert journal.find("sha", "model-2") is None
        assert journal.find("other", "model-1") is None


@pytest.mark.parametrize("torn", [b'["sha2", "mod', b"\xff\xfe", b"[1, 2, 3]\n", b"{}\n"])
def test_a_torn_line_is_passed_over_and_what_follows_is_kept(tmp_path: Path, torn: bytes):
    path = tmp_path / "journal.jsonl"
    with TranscriptJournal(path) as journal:
        journal.add("sha", "model", HEARD)
    path.write_bytes(path.read_bytes() + torn)
    with TranscriptJournal(path) as journal:
        assert journal.find("sha", "model") == HEARD
        journal.add("sha2", "model", HEARD)
    with TranscriptJournal(path) as journal:
        assert journal.find("sha2", "model") == HEARD


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="不能写入"):
        TranscriptJournal(tmp_path / "file" / "journal.jsonl")
