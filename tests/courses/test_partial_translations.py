"""A lesson of which only title, summary, goal and key points are translated: the text follows in the original."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.models import Course, CoursePage, Enrolment, LessonPage, ModulePage
from courses.reading import lesson_languages
from tests.factories import UserFactory, add, catalogue

NOTICE = "This lesson has not been translated yet; the text follows in"
LESSON = "/fr/learn/small/l1-1/"


def block(kind: str, value: Any, number: int) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": f"00000000-0000-0000-0000-00000000010{number}"}


def points(text: str) -> list[dict[str, Any]]:
    return [{"type": "item", "value": text, "id": "00000000-0000-0000-0000-000000000200"}]


WHOLE = [
    block("scene", "<p>Escena.</p>", 1),
    block("goal", "<p>Meta en español.</p>", 2),
    block("keypoints", points("Punto en español."), 3),
    block("heading", "Un título", 4),
    block("text", "<p>El cuerpo.</p>", 5),
    block("reflection", "¿Qué haría usted?", 6),
]
SUMMARY = [block("goal", "<p>Objectif.</p>", 1), block("keypoints", points("Point clé."), 2)]


@pytest.fixture
def french(course: Course, enrolment: Enrolment) -> LessonPage:
    """The first lesson, whole in Spanish and English, in French only what it is about."""
    for page in LessonPage.objects.filter(slug="l1-1"):
        page.body = WHOLE
        page.save()
    top = add(catalogue("fr"), CoursePage, "small", "fr", course=course, lead="Bref", slug="small")
    module = add(top, ModulePage, "small-m1", "fr", slug="m1")
    fields = {"slug": "l1-1", "minutes": 10, "body": SUMMARY, "extent": "summary", "summary": "En bref."}
    add(module, LessonPage, "small-l1-1", "fr", title="Ce qu'est la traite", **fields)
    return LessonPage.objects.get(locale__language_code="fr")


class _Languages(HTMLParser):
    """Which language each piece of text is in, as a screen reader takes it from the lang attributes."""

    VOID = ("meta", "link", "img", "input", "br", "hr", "use", "path", "rect", "source", "circle")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = [""]
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in self.VOID:
            self.open.append(dict(attrs).get("lang") or self.open[-1])

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.setdefault(data.strip(), self.open[-1])


def read(client: Client, address: str = LESSON) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_title_goal_and_key_points_come_in_the_readers_language_and_the_text_in_the_original(
    signed_in: Client, french: LessonPage
) -> None:
    page = read(signed_in)
    order = [
        "<h1>Ce qu&#x27;est la traite</h1>",
        "Objectif.",
        "Point clé.",
        'class="notice mt"',
        "Escena.",
        "El cuerpo.",
    ]
    places = [page.index(piece) for piece in order]
    assert places == sorted(places)
    assert 'content="En bref."' in page
    assert "Meta en español." not in page
    assert "Punto en español." not in page
    assert "espagnol" in page


def test_the_notice_names_the_language_in_the_readers_words(signed_in: Client, french: LessonPage) -> None:
    assert NOTICE not in read(signed_in, "/en/learn/small/l1-1/")
    english = LessonPage.objects.get(slug="l1-1", locale__language_code="en")
    english.body, english.extent = [], "summary"
    english.save()
    assert f"{NOTICE} Spanish." in read(signed_in, "/en/learn/small/l1-1/")


def test_each_part_says_which_language_it_is_in(signed_in: Client, french: LessonPage) -> None:
    parser = _Languages()
    parser.feed(read(signed_in))
    spoken = {
        text: parser.found[text] for text in ("Ce qu'est la traite", "Objectif.", "Point clé.", "Escena.", "El cuerpo.")
    }
    assert spoken == {
        "Ce qu'est la traite": "fr",
        "Objectif.": "fr",
        "Point clé.": "fr",
        "Escena.": "es",
        "El cuerpo.": "es",
    }
    assert parser.found["¿Qué haría usted?"] == "es"


def test_what_the_summary_leaves_out_is_taken_from_the_original(signed_in: Client, french: LessonPage) -> None:
    french.body = SUMMARY[1:]
    french.save()
    page = read(signed_in)
    assert "Meta en español." in page
    assert "Punto en español." not in page


def test_the_outline_and_the_list_of_languages_know_the_difference(
    signed_in: Client, course: Course, french: LessonPage
) -> None:
    assert "Ce qu&#x27;est la traite" in read(signed_in, "/fr/courses/small/")
    assert "fr" not in lesson_languages(course)
    spanish = read(signed_in, "/es/learn/small/l1-1/")
    assert "Meta en español." in spanish
    assert 'class="notice mt"' not in spanish


def test_without_its_language_a_reader_gets_a_whole_lesson_and_not_somebody_elses_summary(
    signed_in: Client, french: LessonPage, complete: Any
) -> None:
    complete("l1-1")
    LessonPage.objects.filter(slug="l1-1", locale__language_code="es").update(live=False)
    LessonPage.objects.filter(slug="l1-1", locale__language_code="en").update(extent="summary")
    french.extent = "whole"
    french.save()
    assert "Ce qu&#x27;est la traite" in read(signed_in, "/pt/learn/small/l1-1/")


def test_a_lesson_translated_in_part_takes_no_more_queries(signed_in: Client, french: LessonPage) -> None:
    read(signed_in)
    with CaptureQueriesContext(connection) as queries:
        read(signed_in)
    assert len(queries) == 4


def test_marking_it_as_completed_counts_once_whatever_the_language(
    signed_in: Client, enrolment: Enrolment, french: LessonPage
) -> None:
    assert signed_in.post(f"{LESSON}complete/").status_code == 302
    assert "You have completed this lesson." in read(signed_in, "/en/learn/small/l1-1/")


def test_a_lawyer_has_read_the_lesson_only_when_both_parts_are_read(signed_in: Client, french: LessonPage) -> None:
    LessonPage.objects.filter(locale__language_code="es").update(legal_review="2026-11-20")
    assert "2026" not in read(signed_in).split("<footer")[0].split('<header class="head">')[1]
    french.legal_review = "2026-11-24"
    french.save()
    assert "24 novembre 2026" in read(signed_in)


def test_the_original_is_always_whole_and_a_summary_holds_nothing_else(course: Course, french: LessonPage) -> None:
    spanish = LessonPage.objects.get(slug="l1-1", locale__language_code="es")
    spanish.body, spanish.extent = SUMMARY, "summary"
    with translation.override("en"), pytest.raises(ValidationError, match="language the course was written in"):
        spanish.save()
    french.body = WHOLE
    with translation.override("en"), pytest.raises(ValidationError, match="Only goal and key points"):
        french.save()


def test_the_database_knows_no_third_extent(french: LessonPage) -> None:
    with pytest.raises(IntegrityError):
        LessonPage.objects.update(extent="half")


def test_the_editor_asks_how_much_is_translated_and_previews_it_as_learners_will_see_it(
    french: LessonPage, client: Client
) -> None:
    administrator: Any = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(administrator)
    form = client.get(f"/admin/pages/{french.pk}/edit/")
    assert 'name="extent"' in form.content.decode()
    preview = french.make_preview_request(original_request=None, preview_mode="")
    assert "El cuerpo." in preview.content.decode()
