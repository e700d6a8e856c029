"""Keys: made on first use, seen by nobody else, retired without loss, refused after a compromise."""

import stat
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from certificates import keys
from tests.factories import NOW

DAY = timedelta(days=1)


def test_a_key_is_made_on_first_use_and_stays(settings):
    assert keys.list_keys() == []
    first = keys.active_key("log", now=NOW)
    assert keys.active_key("log", now=NOW + DAY) == first
    assert keys.active_key("badge", now=NOW) != first
    assert [key.purpose for key in keys.list_keys()] == ["log", "badge"]


def test_nobody_else_can_read_them(settings):
    keys.active_key("log", now=NOW)
    folder = Path(settings.AMPARO_KEYS_DIR)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not any("PRIVATE" in path.read_text() for path in folder.glob("*.json"))


def test_retired_keys_stay_listed_and_still_verify():
    old = keys.active_key("log", now=NOW)
    signature = keys.sign(old, b"text")
    new = keys.rotate("log", now=NOW + DAY)
    old = keys.list_keys("log")[0]
    assert (old.retired_at, keys.active_key("log", now=NOW + DAY)) == ((NOW + DAY).isoformat(), new)
    assert keys.verify(old.id, b"text", signature, at=NOW)
    with pytest.raises(keys.Refused):
        keys.sign(old, b"text")


def test_a_compromised_key_is_refused_from_its_cut_off_on():
    key = keys.active_key("log", now=NOW)
    signature = keys.sign(key, b"text")
    keys.compromise(key.id, since=NOW + DAY)
    assert keys.verify(key.id, b"text", signature, at=NOW)
    assert not keys.verify(key.id, b"text", signature, at=NOW + DAY)
    assert keys.active_key("log", now=NOW + DAY).id != key.id


def test_a_key_whose_file_was_lost_is_replaced_and_still_verifies(settings):
    lost = keys.active_key("log", now=NOW)
    signature = keys.sign(lost, b"text")
    (Path(settings.AMPARO_KEYS_DIR) / f"log-{lost.id}.pem").unlink()
    new = keys.active_key("log", now=NOW + DAY)
    assert keys.sign(new, b"text") != signature
    assert [(key.id, key.is_active) for key in keys.list_keys()] == [(lost.id, False), (new.id, True)]
    assert keys.verify(lost.id, b"text", signature, at=NOW)


def test_a_cut_off_that_is_named_again_only_moves_back():
    key = keys.active_key("log", now=NOW)
    for days, counts in ((2, 2), (3, 2), (1, 1)):
        keys.compromise(key.id, since=NOW + days * DAY)
        assert keys.list_keys("log")[0].compromised_from == (NOW + counts * DAY).isoformat()


def test_a_signature_is_for_one_text_and_one_key():
    key, other = keys.active_key("log", now=NOW), keys.active_key("badge", now=NOW)
    signature = keys.sign(key, b"text")
    assert not keys.verify(key.id, b"Text", signature, at=NOW)
    assert not keys.verify(other.id, b"text", signature, at=NOW)
    assert not keys.verify("nobody", b"text", signature, at=NOW)


def test_the_key_for_pdf_signatures_is_one_that_pdf_readers_know():
    assert keys.active_key("pades", now=NOW).algorithm == "RSA-3072"


def ask(_number: int) -> str:
    return keys.active_key("log", now=NOW).id


def test_processes_that_ask_at_once_get_the_same_key():
    with ProcessPoolExecutor(4, mp_context=get_context("fork")) as workers:
        assert len(set(workers.map(ask, range(8)))) == 1
    assert len(keys.list_keys("log")) == 1
