"""The library's pages: open to all, in four languages, honest about what was checked."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from library.models import Country, GlossaryTerm, Instrument, Provision

pytestmark = pytest.mark.usefixtures("library")
LANGUAGES = ("es", "en", "fr", "pt")
Read = Callable[..., BeautifulSoup]


@pytest.fixture
def read(client: Client) -> Read:
    """Read a page of the library in a language, as someone who has not signed in."""

    def get(name: str, *args: str, language: str = "en", **asked: str) -> BeautifulSoup:
        with translation.override(language):
            address = reverse(f"library:{name}", args=args)
        response = client.get(address, asked)
        assert response.status_code == 200, address
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as queries:
        yield queries


def words(tag: Tag | BeautifulSoup | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def titles(page: BeautifulSoup) -> list[str]:
    return [words(link) for link in page.select(".rows a")]


# --- Every page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("instruments", []),
        ("instrument", ["tip-protocol-2000"]),
        ("instrument", ["slavery-1926-1956"]),
        ("glossary", []),
        ("countries", []),
        ("country", ["ar"]),
    ],
)
def test_pages_are_open_in_four_languages_with_one_title(read: Read, language: str, name: str, args: list[str]) -> None:
    page = read(name, *args, language=language)
    assert page.html is not None
    assert page.html["lang"] == language
    assert len(page.select("h1")) == 1
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert not page.select("[style], main script")


def test_every_instrument_and_country_has_a_page(read: Read) -> None:
    for slug in Instrument.objects.values_list("slug", flat=True):
        read("instrument", slug)
    for iso in Country.objects.values_list("iso", flat=True):
        read("country", iso.lower())


def test_headings_go_down_one_level_at_a_time(read: Read) -> None:
    for page in (read("instrument", "vccr-1963"), read("instruments"), read("glossary"), read("country", "us")):
        levels = [int(tag.name[1]) for tag in page.select("main h1, main h2, main h3, main h4")]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_country_says_on_which_day_a_fact_was_checked_or_that_nobody_wrote_it_down(read: Read) -> None:
    argentina = Country.objects.get(iso="AR")
    assert "The day of the check is not recorded." in words(read("country", "ar").select_one("main"))
    for block in argentina.facts.values():
        if isinstance(block, dict):
            block["verified_on"] = "2026-11-20"
    argentina.save()
    page = words(read("country", "ar").select_one("main"))
    assert "on Nov. 20, 2026" in page
    assert "not recorded" not in page


def test_what_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/en/library/no-such-thing/").status_code == 404
    assert client.get("/en/library/countries/zz/").status_code == 404


def test_links_inside_the_library_lead_somewhere(client: Client, read: Read) -> None:
    for page in (read("glossary"), read("countries"), read("instrument", "achr-1969")):
        for address in {link["href"] for link in page.select("main a[href^='/en/library/']")}:
            assert client.get(str(address).partition("#")[0]).status_code == 200


# --- Instruments --------------------------------------------------------------------------------


def test_the_list_groups_by_how_a_source_works_or_by_year(read: Read) -> None:
    page = read("instruments")
    assert len(page.select("main section h2")) == 3
    assert words(page.select_one("main [role=status]")) == "49 instruments"
    by_year = read("instruments", order="year")
    years = [int(words(year)) for year in by_year.select(".rows .cite__no")]
    assert years == sorted(years)
    assert len(years) == 49
    assert not by_year.select("main section")


@pytest.mark.parametrize("typed", ["Vélez Loor", "velez loor", "VELEZ", "caso velez loor panama"])
def test_a_case_is_found_with_or_without_accents(read: Read, typed: str) -> None:
    page = read("instruments", q=typed)
    assert titles(page) == ["Case of Vélez Loor v. Panama (Series C No. 218)"]
    assert words(page.select_one("main [role=status]")) == f"1 result for “{typed}”"


def test_an_article_is_found_by_its_number_and_linked_to(read: Read) -> None:
    page = read("instruments", language="es", q="artículo 36(1)(b) Viena")
    (link,) = page.select(".rows a")
    assert str(link["href"]).endswith("/es/library/vccr-1963/#p-36-1-b")
    assert "36(1)(b)" in words(page.select_one(".rows p"))


def test_the_id_of_an_instrument_is_searched_too(read: Read) -> None:
    assert len(titles(read("instruments", q="oc-21-14"))) == 1


def test_kind_and_topic_narrow_the_list_and_can_be_taken_away(read: Read) -> None:
    page = read("instruments", works="interprets", topic="consular-protection")
    courts = {words(tag) for tag in page.select(".rows .tag")}
    assert courts == {"Judgment", "Advisory opinion"}
    assert [str(chip["href"]).partition("?")[2] for chip in page.select("a.chip")] == [
        "topic=consular-protection",
        "works=interprets",
    ]


def test_what_is_unknown_in_the_address_counts_as_not_asked(read: Read) -> None:
    assert len(titles(read("instruments", works="x", topic="y", order="z"))) == 49


def test_finding_nothing_says_what_to_try(read: Read) -> None:
    page = read("instruments", q="xyzzy <b>")
    assert words(page.select_one("main [role=status]")) == "0 results for “xyzzy <b>”"
    assert "Accents do not matter" in words(page.select_one(".empty"))


def test_every_provision_has_its_anchor(read: Read) -> None:
    for instrument in Instrument.objects.with_provisions():
        page = read("instrument", instrument.slug)
        for provision in instrument.provisions.all():
            place = page.find(id=f"p-{provision.slug}")
            assert " ".join(provision.gist["en"].split()) in words(place)


def test_a_provision_knows_its_address() -> None:
    with translation.override("fr"):
        provision = Provision.objects.get(instrument="tip-protocol-2000", slug="3-a")
        assert provision.get_absolute_url() == "/fr/library/tip-protocol-2000/#p-3-a"


def test_the_page_says_how_the_source_works_and_where_the_text_is(read: Read) -> None:
    page = read("instrument", "vccr-1963")
    assert "binds the States that are parties" in words(page.main)
    link = page.select_one("main a[rel=external]")
    assert link is not None
    assert str(link["href"]).startswith("https://legal.un.org/")
    assert "no link to the official text" in words(read("instrument", "brasilia-rules-2008").main)


def test_a_partial_date_is_written_with_no_more_than_is_known(read: Read) -> None:
    assert "Issued March 2008" in words(read("instrument", "brasilia-rules-2008").select_one(".band"))
    assert "Adopted 1948" in words(read("instrument", "adrdm-1948").select_one(".band"))
    assert "In force since" not in words(read("instrument", "adrdm-1948").select_one(".band"))


@pytest.mark.parametrize(("slug", "rows"), [("tip-protocol-2000", 21), ("achr-1969", 21), ("vccr-1963", 0)])
def test_status_by_country_is_given_with_its_verification(read: Read, slug: str, rows: int) -> None:
    found = read("instrument", slug).select("#status tbody tr")
    assert len(found) == rows
    assert all("checked against a public source" in words(row).lower() or "author's" in words(row) for row in found)


def test_what_rests_on_knowledge_is_never_shown_as_checked(read: Read) -> None:
    for row in read("instrument", "achr-1969").select("#status tbody tr"):
        assert "Checked against a public source" not in words(row)
    panel = read("instrument", "vccr-1963").find(id="checked")
    assert "Checked in part: check before quoting" in words(panel)
    assert "search for 37, knowledge for the rest" in words(panel)


# --- Languages ----------------------------------------------------------------------------------


def test_a_text_in_another_language_says_so(read: Read) -> None:
    page = read("instrument", "oc-25-18", language="fr")
    summary = page.select_one("#plain .keys p")
    assert summary is not None
    assert summary.get("lang") == "es"


def test_a_text_in_the_pages_language_needs_no_mark(read: Read) -> None:
    heading = read("instrument", "crc-1989", language="fr").h1
    assert heading is not None
    assert not heading.has_attr("lang")
    assert words(heading) == "Convention relative aux droits de l'enfant"


def test_notes_in_english_and_laws_in_their_language_are_marked(read: Read) -> None:
    page = read("country", "br", language="es")
    assert page.find("dd", lang="pt", string="Lei de Migração")
    assert page.find("p", lang="en", string=lambda text: bool(text) and "Decreto 5.017" in text)
    assert read("country", "ht", language="en").find("dd", lang="fr")


# --- Glossary -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "first", "last"), [("es", "abuso de", "víctima"), ("fr", "abus d'", "victime")])
def test_the_glossary_is_alphabetical_in_the_pages_language(read: Read, language: str, first: str, last: str) -> None:
    terms = [words(tag) for tag in read("glossary", language=language).select("article h3")]
    assert len(terms) == GlossaryTerm.objects.count()
    assert terms[0].startswith(first)
    assert any(term.startswith(last) for term in terms[-6:])


def test_a_term_stands_in_four_languages_with_anchor_definition_and_source(read: Read) -> None:
    term = read("glossary", language="pt").find(id="t-smuggling-of-migrants")
    assert isinstance(term, Tag)
    assert words(term.h3) == "contrabando de migrantes"
    assert {str(tag["lang"]) for tag in term.select(".meta span")} == {"es", "en", "fr"}
    assert not term.find("p", lang="es")
    assert [str(link["href"]) for link in term.select("a")] == ["/pt/library/som-protocol-2000/#p-3-a"]


def test_a_definition_from_knowledge_says_so(read: Read) -> None:
    term = read("glossary").find(id="t-survivor")
    assert isinstance(term, Tag)
    assert "from the author's knowledge" in words(term)
    assert not term.select("a")


def test_terms_are_searched_in_all_languages_without_accents(read: Read) -> None:
    page = read("glossary", language="en", q="trafico de pessoas")
    assert "t-trafficking-in-persons" in {article["id"] for article in page.select("article")}
    assert "Nothing found" in words(read("glossary", q="xyzzy").main)


# --- Countries ----------------------------------------------------------------------------------


def test_countries_are_alphabetical_and_say_that_laws_change(read: Read) -> None:
    page = read("countries", language="es")
    names = [words(tag) for tag in page.select("tbody th")]
    assert names[:3] == ["Argentina", "Bolivia (Estado Plurinacional de)", "Brasil"]
    assert len(names) == 21
    assert "Laws change: check the text in force." in words(read("countries").main)


def test_a_country_shows_each_block_with_how_far_it_was_checked(read: Read) -> None:
    page = read("country", "br")
    tags = [words(tag) for tag in page.select("main .tag")]
    knowledge = "From the author's knowledge: check before quoting"
    assert tags == ["Checked against a public source"] * 3 + [knowledge] * 2
    assert "Laws change: check the text in force." in words(page.main)


@pytest.mark.parametrize("iso", ["ca", "us", "pe", "do"])
def test_a_law_whose_note_names_a_doubt_is_not_shown_as_checked(read: Read, iso: str) -> None:
    law = read("country", iso).find("section", attrs={"aria-labelledby": "trafficking"})
    assert isinstance(law, Tag)
    assert words(law.select_one(".tag")) == "Checked in part: check before quoting"


def test_a_hotline_is_shown_only_where_one_is_known(read: Read) -> None:
    assert "145" in words(read("country", "ar").find("section", attrs={"aria-labelledby": "hotline"}))
    assert read("country", "mx").find("section", attrs={"aria-labelledby": "hotline"}) is None


# --- Cost ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "asked", "most"),
    [("instruments", {}, 2), ("instruments", {"q": "consular"}, 2), ("glossary", {}, 3), ("countries", {}, 1)],
)
def test_lists_cost_the_same_number_of_queries_whatever_their_length(
    read: Read, name: str, asked: dict[str, str], most: int
) -> None:
    with counted() as all_of_it:
        read(name, **asked)
    Provision.objects.exclude(instrument="vccr-1963").delete()
    Instrument.objects.exclude(slug="vccr-1963").delete()
    Country.objects.exclude(iso="AR").delete()
    GlossaryTerm.objects.exclude(slug="consular-officer").delete()
    with counted() as little:
        read(name, **asked)
    assert len(all_of_it) == len(little) <= most
