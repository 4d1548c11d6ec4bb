"""The chained record: what is appended, and the one way its hash is made.

Every thing that counts for a person becomes one row of one append-only chain. A row's SHA-256 covers
its canonical content and the hash of the row before, so that a changed, missing or inserted row shows.
"""

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

GENESIS = "0" * 64


class RecordKind(Enum):
    """What a row is about; its body's shape follows from it."""

    ATTEMPT = "attempt"
    OVERRULE = "overrule"
    RESCORE = "rescore"
    DIALOGUE = "dialogue"
    EXAM = "exam"
    DISPUTE = "dispute"
    DISPUTE_CLOSED = "dispute-closed"
    CLASS = "class"
    ATTENDANCE = "attendance"
    SHIFT = "shift"
    CERTIFICATE = "certificate"
    CERTIFICATE_REPRINTED = "certificate-reprinted"
    CERTIFICATE_REVOKED = "certificate-revoked"


@dataclass(frozen=True, slots=True)
class Record:
    """One row. `at` is ISO 8601 with offset; `person_id` whom it is about, `actor_id` who did it;
    `body` holds JSON values only; `previous` and `hash` are SHA-256 in hex.
    """

    number: int
    id: str
    kind: RecordKind
    person_id: str
    actor_id: str
    at: str
    body: dict[str, Any]
    previous: str
    hash: str


def canonical(
    number: int, id: str, kind: RecordKind, person_id: str, actor_id: str, at: str, body: dict[str, Any]
) -> bytes:
    """The bytes that are hashed: JSON, keys sorted, no spaces, UTF-8, finite numbers only (ValueError)."""
    return json.dumps(
        [number, id, kind.value, person_id, actor_id, at, body],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    ).encode("utf-8")


def link(previous: str, content: bytes) -> str:
    """The row's hash: SHA-256 over the hash of the row before and the row's canonical content."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + content).hexdigest()


@dataclass(frozen=True, slots=True)
class Verification:
    """What reading the whole chain found.

    `first_bad` is the number of the first row that is wrong or missing, None where all is intact;
    `what` says in Chinese what is wrong with it; `head` is the hash of the last row read as intact.
    """

    rows: int
    intact: bool
    first_bad: int | None
    what: str
    head: str


def sealed(
    number: int, id: str, kind: RecordKind, person_id: str, actor_id: str, at: str, body: dict[str, Any], previous: str
) -> Record:
    """The row with its hash."""
    content = canonical(number, id, kind, person_id, actor_id, at, body)
    return Record(number, id, kind, person_id, actor_id, at, body, previous, link(previous, content))


def fault(record: Record, before: Record | None) -> str:
    """What is wrong with a row, in Chinese, given the row before it (None: it should be the first); "" if nothing.

    A row that was renumbered still carries the hash of its old number: so an inserted or removed
    neighbour can be told from changed content.
    """
    previous, expected = (before.hash, before.number + 1) if before else (GENESIS, 1)
    if record.number > expected:
        last = record.number - 1
        return (
            f"缺少第 {expected} 条，被删除了。" if last == expected else f"缺少第 {expected} 至 {last} 条，被删除了。"
        )
    if record.number < expected:
        return "编号重复或次序颠倒。"
    if _hash(record, record.number) != record.hash:
        if _hash(record, record.number - 1) == record.hash:
            return f"它本是第 {record.number - 1} 条：前面插入了记录，后面的编号被改。"
        if _hash(record, record.number + 1) == record.hash:
            return f"它本是第 {record.number + 1} 条：前面删除了记录，后面的编号被改。"
        return "内容与校验码不符，被改动过。"
    if record.previous != previous:
        return "与前一条接不上：前一条被整条改写，或这一条是插入的。"
    return ""


def _hash(record: Record, number: int) -> str:
    return link(
        record.previous,
        canonical(number, record.id, record.kind, record.person_id, record.actor_id, record.at, record.body),
    )
