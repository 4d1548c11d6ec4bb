"""The statement in the QR code: any change of any byte is refused, and what was said comes back whole."""

import base64
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.certificates.certificate import Certificate, next_number, serial_of
from app.domain.certificates.revocation import RevocationList, Revoked
from app.domain.certificates.statement import PREFIX, NotAStatement, key_id_of, read, state, vouched
from app.domain.certificates.verdict import Finding, TrustedUnit, judge
from app.domain.teller_level import TellerLevel

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
ID = key_id_of(PUBLIC)
UNIT = TrustedUnit("城南人社服务大厅", PUBLIC, b"x509", own=True)
TODAY = date(2026, 11, 25)
WANG = Certificate(
    serial_of(ID, 2026, 7), "王𬭎喆", "1024", "养老保险业务", TellerLevel.SINGLE, 92.5, TODAY, date(2028, 11, 25),
    UNIT.unit, "0123456789abcdef" * 2,
)  # fmt: skip
TEXT = state(WANG, ID, KEY.sign)
RAW = base64.b32decode(TEXT[len(PREFIX) :] + "=" * (-len(TEXT[len(PREFIX) :]) % 8))

words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20)


def text_of(raw: bytes) -> str:
    return PREFIX + base64.b32encode(raw).decode().rstrip("=")


def verdict(text: str, **said):
    given_ = {"units": {ID: UNIT}, "lists": {}, "issued": {WANG.serial: WANG}, "today": TODAY} | said
    return judge(read(text), given_["units"], given_["lists"], given_["issued"], given_["today"])


@given(words, words, words, st.floats(0, 100).map(lambda score: round(score, 1)), st.dates(), st.none() | st.dates())
def test_what_is_said_comes_back_whole(name, module, staff, score, issued, until):
    certificate = replace(WANG, name=name, module=module, staff_number=staff, score=score, issued=issued, until=until)
    statement = read(state(certificate, ID, KEY.sign))
    assert statement.certificate == certificate
    assert vouched(statement, PUBLIC)


@settings(max_examples=300)
@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_a_changed_byte_anywhere_is_never_genuine(at, mask):
    changed = bytearray(RAW)
    changed[at] ^= mask
    try:
        found = verdict(text_of(bytes(changed)))
    except NotAStatement:
        return
    assert not found.genuine


def test_every_byte_of_the_statement_counts():
    """Exhaustive over places, where the property above draws at random: one bit in each byte."""
    for at in range(len(RAW)):
        changed = bytearray(RAW)
        changed[at] ^= 1
        try:
            assert not verdict(text_of(bytes(changed))).trusted, at
        except NotAStatement:
            continue


@given(st.integers(len(PREFIX), len(TEXT) - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_changed_character_of_the_text_is_never_genuine(at, character):
    changed = TEXT[:at] + character + TEXT[at + 1 :]
    if changed == TEXT:
        return
    try:
        assert not verdict(changed).genuine
    except NotAStatement:
        return


@pytest.mark.parametrize(
    "text", ["", "CKLB1:", "https://example.org", TEXT[:-1], TEXT[:80], TEXT + "A", PREFIX + "0" * 80]
)
def test_what_is_no_statement_is_said_to_be_none(text):
    with pytest.raises(NotAStatement):
        read(text)


def test_blanks_and_small_letters_from_a_copied_text_do_no_harm():
    assert read("\n" + TEXT[:50] + " \n" + TEXT[50:].lower()) == read(TEXT)


def test_the_statement_fits_a_code_that_a_phone_reads():
    """An alphanumeric QR code of 77 modules (version 15) at level M holds 600 characters."""
    long = replace(
        WANG, name="买买提·阿不都热合曼", module="社会保险关系转移接续业务", unit="某某自治区某某地区某某县人社服务大厅"
    )
    assert len(state(long, ID, KEY.sign)) < 600


def test_genuine():
    assert verdict(TEXT).finding is Finding.GENUINE


def test_on_its_last_day_it_holds_and_the_day_after_it_does_not():
    assert verdict(TEXT, today=WANG.until).genuine
    after = verdict(TEXT, today=date(2028, 11, 26))
    assert after.finding is Finding.EXPIRED and after.trusted and not after.genuine
    for_ever = state(replace(WANG, until=None), ID, KEY.sign)
    assert verdict(for_ever, today=date(2099, 1, 1)).genuine


def test_a_revoked_one_says_when_and_why_even_after_its_end():
    lists = {ID: RevocationList(UNIT.unit, ID, "", (Revoked(WANG.serial, TODAY, "成绩录入有误"),))}
    found = verdict(TEXT, lists=lists, today=date(2030, 1, 1))
    assert found.finding is Finding.REVOKED and "成绩录入有误" in found.why


def test_an_unknown_issuer_is_not_called_a_forger_and_not_believed():
    found = verdict(TEXT, units={}, issued={})
    assert found.finding is Finding.UNKNOWN_ISSUER and not found.trusted and ID in found.why


def test_the_own_unit_says_which_lines_were_altered():
    forged = bytes(RAW).replace(b"92.5", b"99.5").replace("王".encode(), "汪".encode())
    found = verdict(text_of(forged))
    assert found.finding is Finding.ALTERED
    assert "姓名、成绩" in found.why


def test_another_unit_cannot_speak_in_this_ones_name():
    other = Ed25519PrivateKey.generate()
    public = other.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    theirs = TrustedUnit("城北人社服务大厅", public, b"")
    found = verdict(state(WANG, theirs_id := key_id_of(public), other.sign), units={ID: UNIT, theirs_id: theirs})
    assert found.finding is Finding.ALTERED and "城北" in found.why


def test_the_own_unit_notices_a_number_used_twice_or_elsewhere():
    twice = verdict(TEXT, issued={WANG.serial: replace(WANG, name="李雷")})
    assert twice.genuine and "李雷" in twice.why
    assert "另一台电脑" in verdict(TEXT, issued={}).why


def test_numbers_run_on_within_a_unit_and_a_year():
    used = [serial_of(ID, 2026, 1), serial_of(ID, 2026, 12), serial_of(ID, 2025, 40), serial_of("f" * 16, 2026, 99)]
    assert next_number(used, ID, 2026) == 13
    assert next_number(used, ID, 2027) == 1
    assert serial_of(ID, 2026, 123456).endswith("-2026-123456")
