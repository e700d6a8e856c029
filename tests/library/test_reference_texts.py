"""Reference boxes and comparisons: open to all, in the nearest language, editable by administrators alone."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cms.content.changes import Changes
from cms.content.load import targets
from cms.content.load_references import load_references
from cms.content.reference_file import read_references
from courses.models import Course
from library.models import Country, GlossaryTerm, Instrument, Provision, ReferenceText
from tests.factories import UserFactory, make_course, make_enrolment
from tests.library.conftest import CONTENT
from tests.quizzes.marking import make_trainer

LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture
def references(library: None) -> None:
    """The boxes and comparisons as content/library/ has them."""
    load_references(read_references(CONTENT), targets(), Changes())


def page(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(tag: object) -> str:
    return " ".join(tag.get_text(" ").split())  # type: ignore[attr-defined]


# --- The library is complete ---------------------------------------------------------------------


@pytest.mark.usefixtures("references")
def test_the_library_holds_everything_the_curriculum_asks_for() -> None:
    assert Instrument.objects.count() == 49
    assert not Instrument.objects.filter(provisions=None).exists()
    assert Provision.objects.count() >= 209
    assert Country.objects.count() == 21
    assert all(country.block("anti_trafficking_law").get("verified") for country in Country.objects.all())
    terms = list(GlossaryTerm.objects.all())
    assert len(terms) == 55
    for term in terms:
        assert all(term.term.get(language) for language in LANGUAGES), term.slug
        assert all(term.definition.get(language) for language in ("es", "en")), term.slug
    for language in ("es", "en"):
        assert ReferenceText.objects.boxes().filter(language=language).count() == 10
        assert ReferenceText.objects.comparisons().filter(language=language).count() == 3


@pytest.mark.usefixtures("references")
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_the_library_has_a_page_in_four_languages(client: Client, language: str) -> None:
    library = f"/{language}/library"
    addresses = [f"{library}/{slug}/" for slug in Instrument.objects.values_list("slug", flat=True)]
    addresses += [f"{library}/countries/{iso.lower()}/" for iso in Country.objects.values_list("iso", flat=True)]
    addresses += [f"{library}/boxes/{one.slug}/" for one in ReferenceText.objects.boxes()]
    addresses += [f"{library}/compare/{one.slug}/" for one in ReferenceText.objects.comparisons()]
    for address in (*addresses, *(f"{library}/{name}" for name in ("", "countries/", "boxes/", "compare/"))):
        assert client.get(address).status_code == 200, address
    glossary = page(client, f"{library}/glossary/")
    for slug in GlossaryTerm.objects.values_list("slug", flat=True):
        assert glossary.find(id=f"t-{slug}"), slug


@pytest.mark.usefixtures("library")
def test_every_country_shows_how_far_its_law_was_checked_and_when(client: Client) -> None:
    for country in Country.objects.all():
        law = page(client, f"/en/library/countries/{country.iso.lower()}/").find(
            "section", attrs={"aria-labelledby": "trafficking"}
        )
        said = words(law)
        assert "Checked" in said or "From the author's knowledge" in said, country.iso
        if "Checked" in said:
            assert "The day of the check is not recorded." in said or " on " in said, country.iso


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("references")
def test_boxes_are_listed_in_their_order_and_linked_from_the_librarys_first_page(client: Client) -> None:
    titles = [words(link) for link in page(client, "/en/library/boxes/").select(".rows a")]
    assert titles[0] == "The three elements of trafficking in persons"
    assert titles[9] == "Evidence beyond the victim's statement"
    links = {str(link["href"]) for link in page(client, "/en/library/").select("main a")}
    assert {"/en/library/boxes/", "/en/library/compare/"} <= links


@pytest.mark.usefixtures("references")
def test_a_box_in_another_language_says_so_and_keeps_its_links_in_the_readers(client: Client) -> None:
    box = page(client, "/fr/library/boxes/three-elements/")
    assert box.h1 is not None
    assert box.h1["lang"] == "es"
    assert box.select_one("main .notice")
    assert "/fr/library/tip-protocol-2000/#p-3-c-d" in {str(link["href"]) for link in box.select("main a")}
    assert not page(client, "/es/library/boxes/three-elements/").select("main .notice")


@pytest.mark.usefixtures("references")
@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_boxes_and_comparisons_lead_to_what_they_name(client: Client, language: str) -> None:
    seen: dict[str, BeautifulSoup] = {}
    for text in ReferenceText.objects.filter(language="es"):
        with_links = page(client, f"/{language}{text.get_absolute_url()[3:]}")
        assert len({tag["id"] for tag in with_links.select("[id]")}) == len(with_links.select("[id]"))
        for link in with_links.select(".prose a"):
            address, _hash, anchor = str(link["href"]).partition("#")
            target = seen.setdefault(address, page(client, address))
            assert not anchor or target.find(id=anchor), link["href"]


@pytest.mark.usefixtures("references")
def test_the_two_courts_are_named_each_with_what_it_said(client: Client) -> None:
    said = words(page(client, "/en/library/compare/without-delay/").select_one("main"))
    for part in (
        "International Court of Justice",
        "Inter-American Court of Human Rights",
        "Not necessarily “immediately”",
        "In any case before the first statement",
        "The two parties to the case: Mexico and the United States of America",
    ):
        assert part in said
    assert "§" not in said


@pytest.mark.usefixtures("references")
def test_the_laws_stand_with_year_verification_and_day(client: Client) -> None:
    argentina = Country.objects.get(iso="AR")
    argentina.facts["anti_trafficking_law"]["verified_on"] = "2026-11-20"
    argentina.save()
    rows = page(client, "/en/library/compare/anti-trafficking-laws/").select("tbody tr")
    assert len(rows) == 21
    said = {words(row.th): words(row) for row in rows}
    assert "Ley 26.364 2008 Checked against a public source on Nov. 20, 2026" in said["Argentina"]
    assert "day not recorded" in said["Mexico"]
    assert "From the author's knowledge" in said["Jamaica"]
    assert "day not recorded" not in said["Jamaica"]


@pytest.mark.usefixtures("references")
def test_a_comparison_shows_a_box_whole_and_a_box_shows_no_box(client: Client) -> None:
    inside = page(client, "/en/library/compare/trafficking-and-smuggling/").select_one("aside.refbox")
    assert "procuring an illegal entry for a benefit" in words(inside).lower()
    box = ReferenceText.objects.boxes().get(slug="three-elements", language="en")
    box.body = [{"type": "box", "value": "three-elements", "id": "1"}]
    with pytest.raises(ValidationError, match="Only a comparison"):
        box.clean()
    box.save()
    assert not page(client, "/en/library/boxes/three-elements/").select("aside.refbox")


@pytest.mark.usefixtures("references")
def test_what_does_not_exist_is_not_found(client: Client) -> None:
    for address in ("boxes/none/", "compare/none/", "boxes/without-delay/", "compare/indicators/"):
        assert client.get(f"/en/library/{address}").status_code == 404


@pytest.mark.usefixtures("references")
@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("boxes/", 1),
        ("compare/", 1),
        ("boxes/indicators/", 1),
        ("compare/trafficking-and-smuggling/", 2),
        ("compare/anti-trafficking-laws/", 2),
    ],
)
def test_pages_cost_the_same_number_of_queries_whatever_the_library_holds(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str, most: int
) -> None:
    with django_assert_max_num_queries(most) as all_of_it:
        client.get(f"/es/library/{address}")
    ReferenceText.objects.exclude(
        slug__in=["indicators", "trafficking-and-smuggling", "anti-trafficking-laws"]
    ).delete()
    Country.objects.exclude(iso="AR").delete()
    with django_assert_max_num_queries(most) as little:
        client.get(f"/es/library/{address}")
    assert len(all_of_it) == len(little)


# --- The administration --------------------------------------------------------------------------


@pytest.mark.usefixtures("references")
def test_an_administrator_changes_a_box_and_loading_again_keeps_it(client: Client, tmp_path: Path) -> None:
    box = ReferenceText.objects.boxes().get(slug="indicators", language="es")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    edit = reverse("wagtailsnippets_library_referencetext:edit", args=[box.pk])
    form = page(client, edit).select_one("form[data-edit-form]")
    assert form is not None
    fields = {str(f["name"]): f.get("value") or f.get_text() for f in form.select("input[name], textarea[name]")}
    fields |= {"kind": "box", "language": "es", "title": "Indicadores de aquí", "body-count": "0"}
    assert client.post(edit, fields).status_code == 200  # without text: refused
    fields |= {"body-count": "1", "body-0-type": "heading", "body-0-value": "A", "body-0-order": "0", "body-0-id": ""}
    fields |= {"body-0-deleted": ""}
    assert client.post(edit, fields).status_code == 302
    again = Changes()
    load_references(read_references(CONTENT), targets(), again)
    assert again.notes == []
    assert "Indicadores de aquí" in words(page(client, "/es/library/boxes/indicators/").h1)


@pytest.mark.django_db
def test_a_trainer_finds_no_boxes_in_the_administration() -> None:
    course = make_course("small", modules=(1,), languages=("es",))
    trainer = make_trainer(make_enrolment(course).cohort)
    client = Client()
    client.force_login(trainer)
    response = client.get(reverse("wagtailsnippets_library_referencetext:list"))
    assert response.status_code in (302, 403)


@pytest.mark.usefixtures("references")
def test_a_changed_box_makes_the_texts_of_lessons_old() -> None:
    course = make_course("small", modules=(1,), languages=("es",))
    before = Course.objects.get(pk=course.pk).tree_version
    ReferenceText.objects.boxes().get(slug="indicators", language="es").save()
    assert Course.objects.get(pk=course.pk).tree_version != before


# --- Promises of the database --------------------------------------------------------------------


@pytest.mark.usefixtures("references")
@pytest.mark.parametrize("wrong", [{}, {"language": "de"}, {"slug": ""}, {"kind": "poem"}])
def test_the_database_refuses_a_second_text_or_one_without_kind_language_or_address(wrong: dict[str, str]) -> None:
    fields = {"kind": "box", "slug": "indicators", "language": "es", "title": "T", "summary": "S", "body": []} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferenceText.objects.create(**fields)
