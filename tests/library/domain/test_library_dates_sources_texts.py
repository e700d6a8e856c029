"""Partial dates, the sources of definitions, texts in some languages only."""

import pytest

from library.domain.dates import PartialDate, read_date
from library.domain.sources import Source, read_sources, unknown_ids
from library.domain.texts import language_of, text_in

KNOWN = {"crc-1989", "tip-protocol-2000", "brasil-verde-2016"}


def test_a_date_may_be_partial() -> None:
    assert read_date("1948") == PartialDate(1948)
    assert read_date("2008-03") == PartialDate(2008, 3)
    assert read_date("1969-11-22") == PartialDate(1969, 11, 22)


@pytest.mark.parametrize("text", ["", "48", "1969-13", "1969-02-30", "22 November 1969", "1969-11-22T00:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_date(text)


def test_a_definition_may_have_several_sources() -> None:
    first, second = read_sources("crc-1989 art. 1; tip-protocol-2000 art. 3(d)", KNOWN)
    assert first == Source("crc-1989", "art. 1", is_knowledge=False)
    assert second == Source("tip-protocol-2000", "art. 3(d)", is_knowledge=False)


def test_what_rests_on_knowledge_is_marked() -> None:
    assert read_sources("house style (knowledge)", KNOWN) == (Source("", "house style", is_knowledge=True),)
    (source,) = read_sources("brasil-verde-2016 (paragraphs on servitude; knowledge)", KNOWN)
    assert source == Source("brasil-verde-2016", "(paragraphs on servitude)", is_knowledge=True)


def test_a_misprint_in_an_id_is_seen() -> None:
    assert unknown_ids("crc-1999 art. 1; adapted (knowledge)", KNOWN) == ["crc-1999"]


def test_a_text_falls_back_to_spanish_then_english() -> None:
    assert language_of({"en": "a", "es": "b"}, "fr") == "es"
    assert text_in({"en": "a"}, "pt-br") == "a"
    assert text_in({"pt": "a", "es": "b"}, "pt-br") == "a"
    assert text_in({}, "es") == ""
