"""Every code and English value of content/library/ has words that can be translated."""

import pytest
from django.utils import translation

from cms.templatetags.amparo import language_of, text_in
from library import words
from library.domain.kinds import KINDS
from library.domain.numbers import Unit, read_number
from library.domain.texts import language_of as language_of_text
from library.domain.texts import text_in as text_of
from library.models import Country, Instrument, Provision, Works

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def instruments() -> list[Instrument]:
    return list(Instrument.objects.all())


def test_topics_bodies_places_and_aspects_have_words(instruments: list[Instrument]) -> None:
    assert {topic for one in instruments for topic in one.topics} <= words.TOPICS.keys()
    assert {one.body for one in instruments} <= words.BODIES.keys()
    assert {one.place for one in instruments} <= words.PLACES.keys()
    assert {aspect for one in instruments for aspect in one.verified} <= words.ASPECTS.keys()


def test_provisions_without_a_number_have_words() -> None:
    numbers = [read_number(number) for number in Provision.objects.values_list("number", flat=True)]
    assert {number.text for number in numbers if number.unit is Unit.WORDS} <= words.PARTS.keys()


def test_acts_of_ratification_have_words() -> None:
    acts = {country.block("palermo_protocol").get("act") for country in Country.objects.all()}
    assert acts - {None} <= words.ACTS.keys()


def test_every_kind_says_how_it_works(instruments: list[Instrument]) -> None:
    assert set(Instrument.Kind.values) == set(KINDS) == words.HOW_IT_WORKS.keys()
    assert set(Works.values) == words.GROUPS.keys() == words.GROUP_SENTENCES.keys()
    works = {one.slug: one.works for one in instruments}
    assert works["tip-protocol-2000"] is Works.BINDS
    assert works["oc-16-99"] is Works.INTERPRETS
    assert works["gcm-2018"] is Works.GUIDES


@pytest.mark.parametrize(
    ("instrument", "slug", "label"),
    [
        ("vccr-1963", "36-1-b", "art. 36(1)(b)"),
        ("adrdm-1948", "xxv", "art. XXV"),
        ("cartagena-1984", "iii-3", "no. III(3)"),
        ("slavery-1926-1956", "1926-1-1", "art. 1(1) (1926)"),
        ("oc-21-14", "160", "para. 160"),
        ("ohchr-2002", "principle-9-11", "principle 9-11"),
        ("iachr-04-19", "whole-text", "whole text"),
    ],
)
def test_a_provision_is_named_as_lawyers_cite_it(instrument: str, slug: str, label: str) -> None:
    with translation.override("en"):
        provision = Provision.objects.get(instrument=instrument, slug=slug)
        assert provision.label.replace("\u00a0", " ") == label


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
def test_python_and_templates_fall_back_alike(instruments: list[Instrument], language: str) -> None:
    with translation.override(language):
        for one in instruments:
            assert text_of(one.title, language) == text_in(one.title)
            assert language_of_text(one.title, language) == language_of(one.title)
