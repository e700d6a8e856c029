"""What a certificate says, as one exact text."""

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.snapshot import canonical, checksum

texts = st.text(st.characters(exclude_categories=["Cs"]))
facts = st.dictionaries(st.sampled_from(["name", "title", "hours", "grade"]), texts)


@given(facts)
def test_the_order_in_which_facts_were_written_changes_nothing(said):
    backwards = dict(reversed(list(said.items())))
    assert canonical(backwards) == canonical(said)
    assert checksum(backwards) == checksum(said)


@given(texts)
def test_accents_composed_or_not_are_the_same_name(name):
    one = {"name": unicodedata.normalize("NFC", name)}
    other = {"name": unicodedata.normalize("NFD", name)}
    assert checksum(one) == checksum(other)


@given(facts)
def test_the_text_can_be_read_back(said):
    composed = {key: unicodedata.normalize("NFC", value) for key, value in said.items()}
    assert json.loads(canonical(said)) == composed


@given(facts, facts)
def test_different_facts_have_different_checksums(one, other):
    assert (checksum(one) == checksum(other)) == (canonical(one) == canonical(other))


def test_the_text_is_as_short_as_json_can_be_and_keeps_letters_readable():
    assert canonical({"b": [1, 2], "a": "Ñuñoa"}) == '{"a":"Ñuñoa","b":[1,2]}'
