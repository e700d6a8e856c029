"""“Drop a PDF here”: what each kind of tampering is called."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import NameObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates import keys
from certificates.signing import State, seal_pdf, signer, verify_pdf
from certificates.signing.identity import EMBEDDED
from tests.certificates.rendering.conftest import SNAPSHOT


def test_a_file_as_we_handed_it_out_is_whole(signed):
    verdict = verify_pdf(signed)
    assert verdict.is_genuine
    assert verdict.state == State.WHOLE
    assert verdict.key_id == keys.list_keys(EMBEDDED)[0].id
    assert verdict.code == SNAPSHOT["code"]
    assert verdict.sha256 == hashlib.sha256(signed).hexdigest()
    assert abs(verdict.signed_at - datetime.now(UTC)) < timedelta(hours=1)


@pytest.mark.parametrize("more", [b"\n", b"x", b"%%EOF", b"A hidden note\n" * 200])
def test_bytes_after_the_end_are_noticed(signed, more):
    assert verify_pdf(signed + more).state == State.APPENDED


def test_an_edit_that_keeps_the_original_inside_is_noticed(signed):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root[NameObject("/Lang")] = TextStringObject("xx")
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)
    verdict = verify_pdf(changed.getvalue())
    assert changed.getvalue().startswith(signed)
    assert verdict.state == State.EDITED
    assert not verdict.is_genuine


@pytest.mark.parametrize("packed", [True, False])
def test_a_copy_saved_anew_is_noticed(signed, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pikepdf.open(io.BytesIO(signed)) as document:
        copy = io.BytesIO()
        document.save(copy, object_stream_mode=mode)
    verdict = verify_pdf(copy.getvalue())
    assert verdict.state == State.RESAVED
    assert verdict.code == SNAPSHOT["code"]


def test_our_file_without_its_signature_counts_as_a_copy(drawn):
    assert verify_pdf(drawn).state == State.RESAVED


def test_any_flipped_bit_is_noticed(signed):
    gap = re.search(rb"/Contents <([0-9A-Fa-f]+)>", signed)
    of_the_page = range(20, len(signed), len(signed) // 12)
    of_the_signature = range(gap.start(1) + 5, gap.end(1), len(gap[1]) // 18)
    for at in [*of_the_page, *of_the_signature, gap.end(1) - 3]:
        flipped = bytearray(signed)
        flipped[at] ^= 1
        assert not verify_pdf(bytes(flipped)).is_genuine, at


def test_a_flipped_bit_in_the_page_is_called_damage(signed):
    flipped = bytearray(signed)
    flipped[5000] ^= 1
    assert verify_pdf(bytes(flipped)).state == State.DAMAGED


def test_a_file_cut_short_is_called_damage(signed):
    assert verify_pdf(signed[:-40]).state == State.DAMAGED


def test_nothing_can_hide_between_signature_and_padding(signed):
    gap = re.search(rb"/Contents <([0-9A-Fa-f]+)>", signed)
    end = gap.end(1)
    assert signed[end - 20 : end] == b"0" * 20
    assert not verify_pdf(signed[: end - 20] + b"DEADBEEFDEADBEEF0000" + signed[end:]).is_genuine


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.4\n%%EOF", b"\xff\xd8\xff\xe0" * 100, b"/ByteRange [0 1 2 3]"]
)
def test_other_files_are_not_ours(data):
    assert verify_pdf(data).state == State.NOT_OURS


def test_another_institutions_unsigned_pdf_is_not_ours():
    other = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(other)
    assert verify_pdf(other.getvalue()).state == State.NOT_OURS


def test_a_perfect_copy_signed_by_somebody_else_is_an_unknown_key(settings, tmp_path, drawn):
    ours = settings.AMPARO_KEYS_DIR
    settings.AMPARO_KEYS_DIR = tmp_path / "forger"
    forged = seal_pdf(drawn, signer())
    settings.AMPARO_KEYS_DIR = ours
    verdict = verify_pdf(forged)
    assert verdict.state == State.UNKNOWN_KEY
    assert not verdict.is_genuine


def test_a_retired_key_still_speaks_for_its_files(signed):
    before = keys.list_keys(EMBEDDED)[0].id
    keys.rotate(EMBEDDED, now=datetime.now(UTC))
    verdict = verify_pdf(signed)
    assert (verdict.state, verdict.key_id) == (State.WHOLE, before)


def test_a_new_key_signs_after_a_rotation(drawn):
    new = keys.rotate(EMBEDDED, now=datetime.now(UTC))
    verdict = verify_pdf(seal_pdf(drawn, signer()))
    assert (verdict.state, verdict.key_id) == (State.WHOLE, new.id)


def test_a_compromised_key_is_refused_from_its_cut_off(signed):
    keys.compromise(keys.list_keys(EMBEDDED)[0].id, since=datetime.now(UTC) - timedelta(days=1))
    assert verify_pdf(signed).state == State.COMPROMISED


def test_what_a_key_signed_before_its_cut_off_stays_whole(signed):
    keys.compromise(keys.list_keys(EMBEDDED)[0].id, since=datetime.now(UTC) + timedelta(days=1))
    assert verify_pdf(signed).state == State.WHOLE


def test_a_thief_cannot_date_a_file_back_past_the_register(signed):
    keys.compromise(keys.list_keys(EMBEDDED)[0].id, since=datetime.now(UTC) + timedelta(days=1))
    assert verify_pdf(signed, on_record=lambda digest: False).state == State.COMPROMISED
    assert verify_pdf(signed, on_record=lambda digest: True).state == State.WHOLE
