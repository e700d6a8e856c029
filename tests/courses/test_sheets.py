"""Pages to print: field cards and brochures."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from courses.models import Course, FieldCard, LessonPage
from courses.services.releases import touch_tree
from library.models import Country
from tests.factories import UserFactory, certify, make_card, make_course, make_enrolment

CARD = "/es/courses/small/cards/m1/"
BROCHURE = "/es/courses/small/brochure/"
NAMES = {
    "AR": {"es": "Argentina", "en": "Argentina"},
    "BR": {"es": "Brasil", "en": "Brazil"},
    "CO": {"es": "Colombia", "en": "Colombia"},
}
CHECKED = {"number": "145", "scope": "national, free", "verified": "search", "verified_on": "2026-11-20"}


@pytest.fixture
def card(course: Course) -> FieldCard:
    Country.objects.create(iso="AR", name=NAMES["AR"], facts={"hotline": CHECKED})
    from_memory = {"number": "100", "scope": "national", "verified": "knowledge"}
    Country.objects.create(iso="BR", name=NAMES["BR"], facts={"hotline": from_memory})
    Country.objects.create(iso="CO", name=NAMES["CO"], facts={})
    return make_card(course)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_card_says_what_to_look_for_what_to_do_and_never_to_do_and_whom_to_call(
    client: Client, card: FieldCard
) -> None:
    page = read(client, CARD)
    order = [f"{part} {n} es" for part in ("look_for", "steps", "never", "call") for n in range(1, 5)]
    places = [page.index(f"<li>{line}</li>") for line in order]
    assert places == sorted(places)
    assert "Ficha m1" in page
    assert "http://testserver/es/courses/small/" in page


def test_a_card_in_a_language_it_is_not_written_in_says_so(client: Client, card: FieldCard) -> None:
    assert "Card m1" in read(client, "/en/courses/small/cards/m1/")
    page = read(client, "/fr/courses/small/cards/m1/")
    assert '<h1 id="card-title" lang="es">Ficha m1</h1>' in page
    assert "espagnol" in page


def test_the_number_of_the_readers_country_is_shown_only_where_it_was_checked(client: Client, card: FieldCard) -> None:
    assert '<b class="num">145</b>' in read(client, f"{CARD}?country=AR")
    english = "/en/courses/small/cards/m1/"
    assert "Checked on Nov. 20, 2026" in read(client, f"{english}?country=AR").replace("November", "Nov.")
    for iso, name in (("BR", "Brazil"), ("CO", "Colombia")):
        page = read(client, f"{english}?country={iso}")
        assert f"No number for {name} has been confirmed." in page
        assert 'class="num"' not in page.split('class="onepage__number"')[1].split("</section>")[0]
    for wanted in ("", "?country=", "?country=ZZ", "?country=%00"):
        assert "Write down the numbers that your institution gives you." in read(client, english + wanted)


def test_who_is_signed_in_gets_the_number_of_their_own_country_and_may_ask_for_another(
    client: Client, card: FieldCard
) -> None:
    learner: Any = UserFactory(country="AR")
    client.force_login(learner)
    assert '<b class="num">145</b>' in read(client, CARD)
    assert '<b class="num">145</b>' not in read(client, f"{CARD}?country=CO")
    assert User.objects.get(pk=learner.pk).country == "AR"


def test_a_module_without_a_card_and_a_course_that_is_not_there_are_not_found(client: Client, card: FieldCard) -> None:
    for address in ("/es/courses/small/cards/m2/", "/es/courses/none/cards/m1/", "/es/courses/none/brochure/"):
        assert client.get(address).status_code == 404


def test_the_outline_leads_to_the_card_of_its_module_and_the_course_to_its_brochure(
    signed_in: Client, course: Course, card: FieldCard
) -> None:
    touch_tree([course.pk])
    page = read(signed_in, "/es/courses/small/")
    assert page.count('href="/es/courses/small/cards/m1/"') == 1
    assert "cards/m2" not in page
    assert f'href="{BROCHURE}"' in page
    assert 'href="/es/courses/small/cards/m1/"' in read(signed_in, "/es/learn/small/l1-1/")


def test_a_brochure_says_what_one_learns_where_and_under_which_licence(client: Client, course: Course) -> None:
    certify(course)
    make_enrolment(course)
    course.pages.update(outcomes="Distinguir\nProteger", for_whom="Policía", assessment="Un cuestionario")
    page = read(client, BROCHURE)
    said = ["Lead es", "Distinguir", "Proteger", "small-m1 es", "Policía", "Un cuestionario", "2,5", "CC BY-SA 4.0"]
    assert [text for text in said if text not in page] == []
    assert "http://testserver/es/courses/small/" in page
    assert '<span class="qr" role="img"' in page
    assert "<path" in page.split('class="qr"')[1]
    assert "style=" not in page


def test_a_course_without_a_release_has_a_brochure_too(client: Client, course: Course) -> None:
    LessonPage.objects.all().delete()
    assert "Lead es" in read(client, BROCHURE)


def test_both_pages_take_a_fixed_number_of_queries(
    client: Client, course: Course, card: FieldCard, django_assert_num_queries: Any
) -> None:
    """A card: card with course, course's page, module's title, countries. A brochure: course, page, policy, release."""
    make_enrolment(course)
    for address in (CARD, BROCHURE):
        read(client, address)
        read(client, address)
    counts = [asked(client, address) for address in (CARD, BROCHURE)]
    make_card(make_course("more", modules=(3, 3)), "m2")
    for n in range(10):
        make_card(course, f"x{n}")
        Country.objects.create(iso=f"X{n}", name={"es": f"País {n}", "en": f"Country {n}"}, facts={"hotline": CHECKED})
    assert [asked(client, address) for address in (CARD, BROCHURE)] == counts
    assert max(counts) <= 6


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    return len(queries)


def test_a_module_has_one_card_and_a_card_has_english_and_spanish(course: Course, card: FieldCard) -> None:
    with pytest.raises(IntegrityError):
        make_card(course, slug="other")


def test_a_card_without_english_is_refused_by_the_database(course: Course) -> None:
    with pytest.raises(IntegrityError):
        make_card(course, title={"es": "Ficha"})
