"""A course on paper: everything that one needs to study it, nothing that gives a quiz away."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation

from cms.content.load import load_content
from cms.models import AmparoDocument
from cms.printing.book import Book, write_book
from courses.blocks import LessonBody
from courses.models import Course, LessonPage
from tests.cms.conftest import Rewrite

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
EXTRA = """\
::: takeaways
- Tres.
:::

::: check T1.1-1
:::

::: figure f
alt: Una línea que sube
caption: La línea
credit: Foto: Ana Paz
:::
"""
CARD = """\
cards:
- module: T1
  title: {es: Ficha, en: Card}
"""
HOTLINES = """\
  hotline:
    number: '145'
    scope: national
    verified: {}
"""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words looked for below are English."""
    with translation.override("en"):
        yield


def write_extras(content: Path, rewrite: Rewrite) -> None:
    """A check and a picture in a lesson, a field card, two countries with numbers of which one was checked."""
    for lang in ("es", "en"):
        rewrite(f"courses/tiny/lessons/t1-1.{lang}.md", "::: takeaways\n- Tres.\n:::\n", EXTRA)
        figure = content / f"courses/tiny/figures/f.{lang}.svg"
        figure.parent.mkdir(exist_ok=True)
        figure.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0L9 9"/></svg>')
    parts = {"look_for": 4, "do": 4, "never": 4, "call": 2}
    lines = "".join(
        f"  {part}:\n"
        + "".join(f"    {la}: |-\n" + "".join(f"      {part} {n} {la}\n" for n in range(count)) for la in ("es", "en"))
        for part, count in parts.items()
    )
    (content / "courses/tiny/cards.yaml").write_text(CARD + lines, encoding="utf-8")
    countries = content / "library/countries.yaml"
    known = countries.read_text(encoding="utf-8")
    other = known.partition("\n")[2].replace("XX", "YY").replace("land", "stan")
    countries.write_text(known + HOTLINES.format("search") + other + HOTLINES.format("knowledge").replace("145", "999"))


@pytest.fixture
def course(content: Path, rewrite: Rewrite) -> Course:
    write_extras(content, rewrite)
    load_content(content)
    return Course.objects.get()


def book_of(course: Course, language: str = "en") -> Book:
    with translation.override(language):
        return write_book(course.releases.get(), DAY)


def html_in(books: dict[str, Book], language: str) -> str:
    with translation.override(language):
        return books[language].html()


_BOOKS: dict[str, Book] = {}


@pytest.fixture
def books(content: Path, rewrite: Rewrite) -> dict[str, Book]:
    """The course on paper, in Spanish and English; written once for those who only read it."""
    if not _BOOKS:
        with transaction.atomic():
            write_extras(content, rewrite)
            load_content(content)
            _BOOKS.update({language: book_of(Course.objects.get(), language) for language in ("es", "en")})
            transaction.set_rollback(True)
    return _BOOKS


def part(book: Book, anchor: str) -> str:
    """The words of a part."""
    html = next(one.html for one in book.parts if one.anchor == anchor)
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_the_cover_says_which_edition_it_is_and_what_one_may_do_with_it(books: dict[str, Book]) -> None:
    cover = part(books["en"], "cover")
    assert "Tiny course" in cover
    assert "Release 1, printed with the texts of Nov. 25, 2026" in cover
    assert "CC BY-SA 4.0" in cover
    assert "/en/courses/tiny/" in cover


def test_a_lesson_is_there_whole_and_its_answers_stand_at_the_end(books: dict[str, Book]) -> None:
    book = books["en"]
    lesson = part(book, "l-t1-1")
    for words in ("Son las dos.", "Uno con fuerza .", "Un título", "Nobody is left alone", "Acción", "Una frase."):
        assert words in lesson
    assert "¿Basta?" in lesson
    assert "Sí. Basta." not in lesson
    answers = part(book, "answers-cases")
    assert "¿Basta? Sí. Basta." in answers
    assert "Ni siquiera viaje." in answers


def test_a_knowledge_check_is_asked_in_the_lesson_and_answered_at_the_end(books: dict[str, Book]) -> None:
    book = books["en"]
    lesson = part(book, "l-t1-1")
    assert "Which 1?" in lesson
    assert "This" in lesson
    assert "Because" not in lesson
    answers = part(book, "answers-checks")
    assert "This (right) Right" in answers
    assert "That Wrong" in answers
    assert "Because" in answers


def test_no_question_of_a_quiz_is_in_it(books: dict[str, Book]) -> None:
    """The bank has two questions, and the quiz draws both; only one is asked in a lesson too."""
    html = html_in(books, "en")
    assert "Which 1?" in html
    assert "Which 2?" not in html
    assert "On the site, not on paper: Quiz" in part(books["en"], "m-1")


def test_what_is_cited_and_named_can_be_looked_up_behind(books: dict[str, Book]) -> None:
    book = books["en"]
    assert "made-up term A term for tests." in part(book, "glossary")
    library = part(book, "library")
    assert "Made-up Convention" in library
    assert "Nobody is left alone" in library
    assert "/en/library/made-up-1999/" in library
    assert "https://example.org/text" in library


def test_field_cards_and_the_numbers_that_were_checked_go_along(books: dict[str, Book]) -> None:
    book = books["en"]
    assert "Card Look for look_for 0 en" in part(book, "cards")
    numbers = part(book, "numbers")
    assert "145" in numbers
    assert "999" not in numbers


def test_a_course_without_checks_cards_and_numbers_has_no_empty_appendices(content: Path) -> None:
    load_content(content)
    anchors = {one.anchor for one in book_of(Course.objects.get()).parts}
    assert not anchors & {"answers-checks", "cards", "numbers"}
    assert "answers-cases" in anchors


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_file_is_valid_and_needs_nothing_beside_it(books: dict[str, Book], language: str) -> None:
    html = html_in(books, language)
    parser = html5lib.HTMLParser()
    parser.parse(html)
    assert parser.errors == []
    soup = BeautifulSoup(html, "html.parser")
    assert soup.html
    assert soup.html["lang"] == language
    assert not soup.select("script, link, iframe, object, form, [style], [onclick]")
    assert {str(image["src"]).partition(",")[0] for image in soup.select("img")} == {"data:image/svg+xml;base64"}
    assert [image["alt"] for image in soup.select("img")] == ["", "Una línea que sube"]
    assert "url(" not in html
    assert "Foto: Ana Paz" in html


def test_headings_step_down_one_by_one_and_every_link_inside_leads_somewhere(books: dict[str, Book]) -> None:
    soup = BeautifulSoup(html_in(books, "en"), "html.parser")
    levels = [int(heading.name[1]) for heading in soup.find_all(re.compile("h[1-6]"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in soup.select('a[href^="#"]')} <= set(ids)
    first = soup.find("a")
    assert first
    assert first["href"] == "#contents"


def test_what_is_not_yet_translated_goes_on_in_the_courses_own_language_and_says_so(course: Course) -> None:
    english = LessonPage.objects.get(slug="t1-1", locale__language_code="en")
    english.extent = "summary"
    english.body = [{"type": "goal", "value": "<p>To know</p>"}, {"type": "keypoints", "value": ["<p>One</p>"]}]
    english.save()
    book = book_of(course)
    lesson = part(book, "l-t1-1")
    assert "To know" in lesson
    assert "it is in Spanish" in lesson
    assert lesson.index("it is in Spanish") < lesson.index("Son las dos.")
    assert "1 of 2 lessons are whole in this language" in part(book, "cover")
    html = next(one.html for one in book.parts if one.anchor == "l-t1-1")
    assert '<div lang="es">' in html


def item(value: dict[str, str]) -> dict[str, Any]:
    return {"type": "item", "id": "00000000-0000-0000-0000-000000000001", "value": value}


def test_every_kind_of_block_has_a_form_on_paper(course: Course) -> None:
    """Also the kinds that need a screen on the site: what folds is open, what plays is read, what asks who reads is not."""
    document = AmparoDocument.objects.create(title="x", file=ContentFile(b"%PDF-", name="lista.pdf"))
    fold = item({"title": "Doblado", "text": "<p>Por dentro</p>"})
    own = item({"country": "GT", "text": "<p>Aquí sí</p>"})
    point = item({"point": "Origen", "left": "<p>Uno</p>", "right": "<p>Otro</p>"})
    body = [
        {"type": "accordion", "value": {"caption": "Pliegues", "folds": [fold]}},
        {"type": "country", "value": {"title": "La ley", "show": [], "texts": [own], "otherwise": "<p>Pregunte</p>"}},
        {"type": "comparison", "value": {"caption": "Dos", "left": "A", "right": "B", "points": [point]}},
        {
            "type": "audio",
            "value": {"title": "Voz", "length": "1:00", "file": document.pk, "transcript": "<p>Dice</p>"},
        },
        {"type": "download", "value": {"title": "Lista", "about": "Para imprimir", "file": document.pk}},
    ]
    assert {block["type"] for block in body} <= set(LessonBody().child_blocks)
    lesson = LessonPage.objects.get(slug="t1-1", locale__language_code="en")
    lesson.body = body
    lesson.save()
    text = part(book_of(course), "l-t1-1")
    for words in ("Doblado Por dentro", "Guatemala Aquí sí", "Pregunte", "Origen Uno Otro", "Dice", "Lista"):
        assert words in text
    assert "profile" not in text


def test_what_a_trainer_writes_cannot_run_in_the_file(course: Course) -> None:
    lesson = LessonPage.objects.get(slug="t1-1", locale__language_code="en")
    hostile = '<p>Hi<script>alert(1)</script><img src="https://elsewhere.example/x.png" alt="x" onerror="alert(2)">'
    hostile += '<a href="javascript:alert(3)">go</a><a href="/en/secret/">in</a></p>'
    body: list[Any] = [{"type": "text", "value": hostile}]
    lesson.body = body
    lesson.save()
    html = book_of(course).html()
    for word in ("alert(", "elsewhere.example", "javascript:", "onerror"):
        assert word not in html
    assert 'href="http://127.0.0.1:8000/en/secret/"' in html
