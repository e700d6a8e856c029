"""What an operator does with keys."""

import io

import pytest
from django.core.management import CommandError, call_command

from certificates import keys
from tests.factories import NOW


def told(*args: str) -> list[str]:
    out = io.StringIO()
    call_command("signing_keys", *args, stdout=out)
    return out.getvalue().splitlines()


def test_keys_are_listed_with_what_became_of_them():
    old = keys.active_key("badge", now=NOW)
    lines = told("--rotate", "badge")
    assert [line.split()[0] for line in lines] == [key.id for key in keys.list_keys()]
    assert ("retired" in lines[0], lines[1].endswith("active"), lines[0].split()[0]) == (True, True, old.id)


def test_a_key_is_refused_since_the_instant_that_is_named():
    key = keys.active_key("badge", now=NOW)
    (line,) = told("--compromised", key.id, "--since", "2026-11-25T15:00")
    assert line.endswith("compromised from 2026-11-25T15:00:00+00:00")
    assert not keys.list_keys()[0].is_trusted_at(NOW)


@pytest.mark.parametrize("args", [("--compromised", "nobody"), ("--rotate", "nothing"), ("--rotate", "log", "--since")])
def test_what_cannot_be_meant_changes_nothing(args):
    keys.active_key("log", now=NOW)
    with pytest.raises(CommandError):
        told(*args)
    assert keys.list_keys("log")[0].is_active


def test_an_instant_that_is_none_is_said_to_be_none():
    key = keys.active_key("log", now=NOW)
    with pytest.raises(CommandError, match="yesterday"):
        told("--compromised", key.id, "--since", "yesterday")
    assert keys.list_keys()[0].is_active
