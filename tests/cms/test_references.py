"""Reference boxes in files: from the file to the lesson, the second time nothing, and every fault with its line."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.content.checks.run import check_content, read_courses, read_targets
from cms.content.lesson_file import read_lesson
from cms.content.load import load_content, read_content
from cms.content.richtext import Targets
from cms.content.stream import stream
from courses.models import Course
from library.domain.errors import ContentError
from library.models import ReferenceText
from tests.cms.conftest import Rewrite
from tests.factories import make_enrolment

BOX = """\
---
box: made-up-box
lang: {lang}
position: 1
title: Caja {lang}
summary: Una frase.
---

Texto con [una cita](cite:made-up-1999/3-c-d).

::: table Cuadro
| Elemento | Pregunta |
|---|---|
| Acción | ¿Qué? |
:::

::: steps Camino
- **Escuchar.** A solas.
:::
"""
COMPARISON = BOX.replace("box: made-up-box", "comparison: made-up").replace("Caja", "Comparación")
ES = "library/boxes/made-up-box.es.md"
EN = "library/boxes/made-up-box.en.md"
LESSON = "courses/tiny/lessons/t1-1.es.md"


@pytest.fixture
def boxed(content: Path, rewrite: Rewrite) -> Path:
    """The small content with a box and a comparison; the first lesson shows the box."""
    for name, text in (("boxes/made-up-box", BOX), ("compare/made-up", COMPARISON)):
        for lang in ("es", "en"):
            file = content / f"library/{name}.{lang}.md"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text.format(lang=lang), encoding="utf-8")
    for lang in ("es", "en"):
        rewrite(f"courses/tiny/lessons/t1-1.{lang}.md", "::: reflection", "::: box made-up-box\n:::\n\n::: reflection")
    return content


@pytest.mark.django_db
def test_a_lesson_shows_the_box_and_its_page_once_more(boxed: Path, client: Client) -> None:
    load_content(boxed)
    client.force_login(make_enrolment(Course.objects.get()).learner)
    lesson = BeautifulSoup(client.get("/es/learn/tiny/t1-1/").content.decode(), "html.parser")
    box = lesson.select_one("aside.refbox")
    assert box is not None
    assert box.h3 is not None
    assert box.h3.get_text() == "Caja es"
    assert box.select(".table td")
    assert box.select(".steps__item")
    links = [str(link["href"]) for link in box.select("a")]
    assert links == ["/es/library/made-up-1999/#p-3-c-d", "/es/library/boxes/made-up-box/"]
    assert client.get("/pt/library/boxes/made-up-box/").status_code == 200


@pytest.mark.django_db
def test_a_box_that_is_gone_leaves_the_lesson_whole(boxed: Path, client: Client) -> None:
    load_content(boxed)
    ReferenceText.objects.all().delete()
    client.force_login(make_enrolment(Course.objects.get()).learner)
    page = client.get("/es/learn/tiny/t1-1/")
    assert page.status_code == 200
    assert b"refbox" not in page.content


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_a_changed_file_changes_its_text(boxed: Path, rewrite: Rewrite) -> None:
    load_content(boxed)
    assert load_content(boxed).notes == []
    rewrite(ES, "Una frase.", "Otra frase.")
    assert ("changed", "box made-up-box (es)") in load_content(boxed).notes
    assert ReferenceText.objects.boxes().get(language="es").summary == "Otra frase."


@pytest.mark.django_db
def test_what_an_administrator_changed_stays_though_the_file_changes(boxed: Path, rewrite: Rewrite) -> None:
    load_content(boxed)
    ReferenceText.objects.boxes().filter(language="es").update(title="Nuestra caja")
    rewrite(ES, "Una frase.", "Otra frase.")
    kept = "box made-up-box (es): changed in the administration; its file says something else now"
    assert load_content(boxed).notes == [("kept", kept)]
    assert ReferenceText.objects.boxes().get(language="es").title == "Nuestra caja"


@pytest.mark.django_db
def test_a_text_whose_file_is_gone_stays_and_is_named(boxed: Path) -> None:
    load_content(boxed)
    for lang in ("es", "en"):
        (boxed / f"library/compare/made-up.{lang}.md").unlink()
    notes = load_content(boxed).notes
    assert [kind for kind, what in notes if what.startswith("comparison made-up")] == ["kept", "kept"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("box: made-up-box", "box: other", 1, "the name of the file"),
        ("lang: es", "lang: de", 1, "one of es, en, fr, pt"),
        ("lang: es", "lang: en", 1, "the file's name ends with it"),
        ("position: 1", "position: first", 1, "a whole number"),
        ("summary: Una frase.", "summary:", 1, "summary: write a text"),
        ("summary: Una frase.", "summary: Una frase.\nminutes: 3", 1, "exactly these fields"),
        ("::: steps", "::: activity", 17, "no activity"),
        ("::: steps Camino", "::: box made-up-box", 17, "no box"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    boxed: Path, rewrite: Rewrite, old: str, new: str, line: int, said: str
) -> None:
    rewrite(ES, old, new)
    with pytest.raises(ContentError, match=said) as fault:
        read_content(boxed)
    assert (fault.value.file, fault.value.line) == (boxed / ES, line)


def test_a_box_must_be_there_in_spanish_and_english(boxed: Path) -> None:
    (boxed / EN).unlink()
    with pytest.raises(ContentError, match=r"there is no made-up-box\.en\.md"):
        read_content(boxed)


@pytest.mark.django_db
def test_a_link_that_leads_nowhere_stops_the_load_and_nothing_is_stored(boxed: Path, rewrite: Rewrite) -> None:
    line = rewrite(ES, "made-up-1999/3-c-d", "made-up-1999/4")
    with pytest.raises(ContentError, match="has no provision '4'") as fault:
        load_content(boxed)
    assert fault.value.line == line
    assert not ReferenceText.objects.exists()


@pytest.mark.parametrize(
    ("new", "said"),
    [("::: box no-such-box\n:::", "has no box 'no-such-box'"), ("::: box made-up-box\nTexto.\n:::", "stands alone")],
)
def test_a_lesson_names_a_box_that_is_there_and_adds_no_text(
    boxed: Path, rewrite: Rewrite, targets: Targets, new: str, said: str
) -> None:
    line = rewrite(LESSON, "::: box made-up-box\n:::", new)
    with pytest.raises(ContentError, match=said) as fault:
        stream(read_lesson(boxed / LESSON), Targets(**vars(targets) | {"boxes": {"made-up-box"}}))
    assert fault.value.line == line


def test_checking_knows_the_block_and_looks_at_the_boxes(boxed: Path, rewrite: Rewrite) -> None:
    assert read_targets(boxed / "library").boxes == {"made-up-box"}

    def found() -> set[tuple[str, int, str]]:
        names = (LESSON, ES, EN)
        findings = check_content(boxed, read_courses(boxed))
        return {
            (name, f.line, f.message)
            for f in findings
            for name in names
            if f.file == boxed / name and any(word in f.message for word in ("box", "parts", "provision", "§"))
        }

    assert found() == set()
    lesson = rewrite(LESSON, "::: box made-up-box", "::: box none")
    link = rewrite(ES, "made-up-1999/3-c-d", "made-up-1999/4")
    steps = rewrite(EN, "- **Escuchar.** A solas.", "- **Listen.** Alone, § 5.\n- **Refer.** Later.")
    assert {(name, line) for name, line, _message in found()} >= {(LESSON, lesson), (ES, link), (EN, steps)}
    assert any("§ 5" in message for _name, _line, message in found())
    assert any("steps has 2 parts" in message for _name, _line, message in found())
