"""The chain's arithmetic: every way of tampering shows, and is named for what it is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.records import GENESIS, Record, RecordKind, fault, sealed


def chain(length: int) -> list[Record]:
    records: list[Record] = []
    for number in range(1, length + 1):
        previous = records[-1].hash if records else GENESIS
        records.append(
            sealed(number, f"id{number}", RecordKind.ATTEMPT, "p", "a", "2026-11-24", {"n": number}, previous)
        )
    return records


def first_fault(records: list[Record]) -> tuple[int, str] | None:
    before = None
    for record in records:
        if what := fault(record, before):
            return record.number, what
        before = record
    return None


def renumbered(records: list[Record], by: int) -> list[Record]:
    return [replace(record, number=record.number + by) for record in records]


def test_an_honest_chain_has_no_fault():
    assert first_fault(chain(5)) is None


def test_changed_content_is_named():
    records = chain(5)
    records[2] = replace(records[2], body={"n": 100})
    assert first_fault(records) == (3, "内容与校验码不符，被改动过。")


def test_a_row_rewritten_with_a_new_hash_breaks_the_next_link():
    records = chain(5)
    records[2] = sealed(3, "id3", RecordKind.ATTEMPT, "p", "a", "2026-11-24", {"n": 100}, records[1].hash)
    number, what = first_fault(records) or (0, "")
    assert number == 4
    assert "接不上" in what


def test_a_missing_row_is_named():
    records = chain(6)
    assert first_fault(records[:1] + records[2:]) == (3, "缺少第 2 条，被删除了。")
    assert first_fault(records[:1] + records[4:]) == (5, "缺少第 2 至 4 条，被删除了。")
    assert first_fault(records[1:]) == (2, "缺少第 1 条，被删除了。")


def test_a_missing_row_covered_up_by_new_numbers_is_named():
    records = chain(5)
    number, what = first_fault(records[:1] + renumbered(records[2:], -1)) or (0, "")
    assert number == 2
    assert "前面删除了记录" in what


def test_an_inserted_row_is_named():
    records = chain(5)
    forged = sealed(3, "x", RecordKind.ATTEMPT, "p", "a", "2026-11-24", {}, records[1].hash)
    number, what = first_fault([*records[:2], forged, *renumbered(records[2:], 1)]) or (0, "")
    assert number == 4
    assert "前面插入了记录" in what


@given(st.integers(2, 8), st.data())
def test_any_single_change_of_any_field_shows(length, data):
    records = chain(length)
    index = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(["id", "person_id", "actor_id", "at", "previous", "hash", "body", "kind"]))
    value = {"body": {"n": -1}, "kind": RecordKind.OVERRULE}.get(field, "f" * 64)
    records[index] = replace(records[index], **{field: value})
    found = first_fault(records)
    assert found is not None
    assert found[0] - 1 in (index, index + 1)


@given(st.permutations(range(4)))
def test_any_other_order_shows(order):
    records = chain(4)
    shuffled = [records[i] for i in order]
    assert (first_fault(shuffled) is None) == (shuffled == records)
