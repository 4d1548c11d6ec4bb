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


def canonical(number: int, id: str, kind: RecordKind, person_id: str, actor_id: str, at: str, body: dict[str, Any]) -> bytes:
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
