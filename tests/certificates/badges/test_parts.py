"""The parts that need no database: writing keys, lists of bits, and pictures."""

import json
import struct
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.badges import baking, contexts, status_list
from certificates.badges.encoding import base58, from_base58, from_base64url, multikey
from certificates.badges.making import picture
from certificates.badges.proof import instant

CREDENTIAL = json.dumps({"name": "Ñandutí <&> ]]> \" '", "n": 1}, ensure_ascii=False)


@given(st.binary(max_size=80))
def test_base_58_is_read_back(data):
    assert from_base58(base58(data)) == data


def test_base_58_writes_what_others_write():
    assert base58(bytes.fromhex("00000000287fb4cd")) == "1111233QC4"  # the draft's own example
    with pytest.raises(ValueError, match="substring"):
        from_base58("0")


def test_a_key_is_written_as_the_recommendation_writes_its_own():
    """Public key of the examples in W3C's Data Integrity EdDSA Cryptosuites, B.1."""
    written = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    assert multikey(from_base58(written[1:])[2:]) == written


@given(st.sets(st.integers(0, 1023), max_size=40))
def test_a_list_says_of_each_place_what_was_written(indices):
    encoded = status_list.encode(indices, 1024)
    assert {index for index in range(1024) if status_list.is_set(encoded, index)} == indices


def test_the_first_place_is_the_highest_bit_and_the_text_says_its_base():
    encoded = status_list.encode([0], 131_072)
    assert encoded[0] == "u"
    assert zlib.decompress(from_base64url(encoded[1:]), wbits=31) == b"\x80" + bytes(16_383)


def test_a_picture_carries_its_credential_and_shows_the_same():
    svg = baking.bake_svg(picture("svg").decode(), CREDENTIAL)
    assert json.loads(baking.read_svg(svg)) == json.loads(CREDENTIAL)
    png = baking.bake_png(picture("png"), CREDENTIAL)
    assert baking.read_png(png) == CREDENTIAL


def test_every_chunk_of_a_baked_png_has_its_checksum():
    png, place, kinds = baking.bake_png(picture("png"), CREDENTIAL), 8, []
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        body, (checksum,) = png[place + 4 : place + 8 + length], struct.unpack(">I", png[place + 8 + length :][:4])
        assert zlib.crc32(body) == checksum
        kinds.append(body[:4])
        place += length + 12
    assert (kinds[0], kinds[-2:]) == (b"IHDR", [b"iTXt", b"IEND"])


def test_without_a_credential_there_is_none_and_other_files_are_not_baked():
    assert baking.read_svg(picture("svg").decode()) == baking.read_png(picture("png")) == ""
    for bake, other in ((baking.bake_svg, "<p>"), (baking.bake_png, b"GIF89a")):
        with pytest.raises(ValueError, match="not a"):
            bake(other, CREDENTIAL)


def test_contexts_are_those_that_were_pinned_and_no_others(monkeypatch, tmp_path):
    for url in (contexts.CREDENTIALS, contexts.OPEN_BADGES, contexts.EXTENSIONS):
        assert "@context" in contexts.load(url)["document"]
    with pytest.raises(contexts.UnknownContext):
        contexts.load("https://www.w3.org/2018/credentials/v1")
    contexts.read_context.cache_clear()
    (tmp_path / "credentials-v2.json").write_text('{"@context": {}}')
    monkeypatch.setattr(contexts, "_FOLDER", tmp_path)
    with pytest.raises(contexts.UnknownContext):
        contexts.load(contexts.CREDENTIALS)


def test_instants_are_written_in_whole_seconds_of_utc():
    assert instant(datetime(2026, 11, 25, 15, 0, 1, 999, tzinfo=UTC)) == "2026-11-25T15:00:01Z"
