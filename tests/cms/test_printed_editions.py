"""Printed editions are made once, in the background, kept as they are, and handed to who takes the course."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from celery import current_app
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates.rendering.errors import RenderingFailed
from cms.models import PrintedEdition
from cms.printing import editions
from cms.printing.binding import Entry, Sheet, bind
from cms.printing.paper import draw
from courses.models import Course, CoursePage, LessonPage
from outbox.models import Job
from outbox.services import drain
from tests.factories import UserFactory, make_course, make_enrolment

pytestmark = pytest.mark.django_db
PAGE = "/en/courses/small/printed/"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words looked for below are English."""
    with translation.override("en"):
        yield


@pytest.fixture
def course() -> Course:
    return make_course(modules=(2, 1))


@pytest.fixture
def learner(course: Course, client: Client) -> Client:
    client.force_login(make_enrolment(course).learner)
    return client


def drain_all() -> None:
    current_app.loader.import_default_modules()
    while drain():
        pass


def files() -> set[str]:
    folder = Path(storages["private"].path(editions.FOLDER))
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def read(client: Client, kind: str) -> bytes:
    answer = client.get(f"{PAGE}en.{kind}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_a_learner_asks_for_it_waits_and_takes_both_files(
    learner: Client, django_capture_on_commit_callbacks: Any
) -> None:
    assert "Make this edition" in learner.get(PAGE).content.decode()
    for _twice in range(2):
        assert "Being made" in learner.post(f"{PAGE}ask/", {"language": "en"}, follow=True).content.decode()
    assert Job.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        drain_all()
    page = learner.get(PAGE).content.decode()
    assert "PDF to print" in page
    assert "Being made" not in page
    html, pdf = read(learner, "html"), read(learner, "pdf")
    assert b"<h1" in html
    assert pdf.startswith(b"%PDF")
    assert (read(learner, "html"), read(learner, "pdf")) == (html, pdf)
    edition = PrintedEdition.objects.get()
    assert files() == {f"{edition.pk}-1.html", f"{edition.pk}-1.pdf"}


def test_every_step_may_run_twice(course: Course, learner: Client, django_capture_on_commit_callbacks: Any) -> None:
    edition = editions.ask(course.releases.get(), "en")
    for _twice in range(2):
        editions.write(edition.pk, 1)
        editions.draw_some(edition.pk, 1, 0)
    with django_capture_on_commit_callbacks(execute=True):
        editions.bind_all(edition.pk, 1)
    made = PrintedEdition.objects.get()
    pdf = read(learner, "pdf")
    editions.bind_all(edition.pk, 1)
    editions.write(edition.pk, 1)
    drain_all()
    assert PrintedEdition.objects.values().get() == PrintedEdition.objects.filter(pk=made.pk).values().get()
    assert PrintedEdition.objects.get().made_at == made.made_at
    assert read(learner, "pdf") == pdf


def test_who_writes_the_course_has_it_made_again_when_texts_have_changed(
    course: Course, learner: Client, django_capture_on_commit_callbacks: Any
) -> None:
    edition = editions.ask(course.releases.get(), "en")
    with django_capture_on_commit_callbacks(execute=True):
        drain_all()
    before = read(learner, "html")
    lesson = LessonPage.objects.get(slug="l1-1", locale__language_code="en")
    lesson.title = "Corrected"
    lesson.save()
    assert "Texts of the course have changed since." in learner.get(PAGE).content.decode()
    learner.post(f"{PAGE}ask/", {"language": "en", "again": "1"})
    assert not PrintedEdition.objects.get().is_under_way
    writer = Client()
    writer.force_login(UserFactory(is_staff=True, is_superuser=True))
    for _twice in range(2):
        writer.post(f"{PAGE}ask/", {"language": "en", "again": "1"})
    assert PrintedEdition.objects.get().asked == 2
    assert read(learner, "html") == before
    with django_capture_on_commit_callbacks(execute=True):
        drain_all()
    assert b"Corrected" in read(learner, "html")
    assert files() == {f"{edition.pk}-2.html", f"{edition.pk}-2.pdf"}


def test_an_overtaken_making_does_nothing_any_more(course: Course, learner: Client) -> None:
    edition = editions.ask(course.releases.get(), "en")
    PrintedEdition.objects.update(asked=2)
    editions.write(edition.pk, 1)
    assert PrintedEdition.objects.get().parts == 0
    assert files() == set()


def test_where_the_pdf_cannot_be_drawn_the_other_file_is_there_all_the_same(
    course: Course, learner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_html: str) -> bytes:
        raise RenderingFailed("no")

    monkeypatch.setattr(editions, "draw", fail)
    editions.ask(course.releases.get(), "en")
    drain_all()
    assert "The PDF could not be made." in learner.get(PAGE).content.decode()
    assert b"<h1" in read(learner, "html")
    assert learner.get(f"{PAGE}en.pdf").status_code == 404


def test_a_course_that_nobody_can_see_any_more_is_not_printed_until_it_is_back(course: Course, learner: Client) -> None:
    editions.ask(course.releases.get(), "en")
    CoursePage.objects.update(live=False)
    drain_all()
    edition = PrintedEdition.objects.get()
    assert not edition.is_under_way
    assert edition.files == {}
    CoursePage.objects.update(live=True)
    assert "Make this edition" in learner.get(PAGE).content.decode()
    learner.post(f"{PAGE}ask/", {"language": "en"})
    drain_all()
    assert b"<h1" in read(learner, "html")


def test_who_does_not_take_the_course_does_not_get_it(course: Course) -> None:
    editions.ask(make_enrolment(course).cohort.release, "en")
    stranger = Client()
    stranger.force_login(UserFactory())
    for address in (PAGE, f"{PAGE}en.html"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{PAGE}ask/", {"language": "en"}).status_code == 404


def test_a_language_that_the_course_does_not_have_is_not_made(learner: Client) -> None:
    assert learner.post(f"{PAGE}ask/", {"language": "fr"}).status_code == 404
    assert learner.post(f"{PAGE}ask/", {"language": "xx"}).status_code == 404
    assert not PrintedEdition.objects.exists()


def test_the_courses_page_leads_there_for_who_takes_the_course(learner: Client) -> None:
    assert PAGE in learner.get("/en/courses/small/").content.decode()
    assert PAGE not in Client().get("/en/courses/small/").content.decode()


def test_there_is_one_edition_of_a_release_in_a_language(course: Course, learner: Client) -> None:
    release = course.releases.get()
    PrintedEdition.objects.create(release=release, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedEdition.objects.create(release=release, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedEdition.objects.create(release=release, language="es", made=1)


def test_the_page_asks_the_database_no_more_for_more_editions(course: Course, learner: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            learner.get(PAGE)
        return len(found)

    queries()
    before = queries()
    for language in ("es", "en"):
        editions.ask(course.releases.get(), language)
    assert queries() == before


LONG = "".join(f"<p>Renglón {n} de un texto largo que llena la página.</p>" for n in range(90))


def bound() -> pikepdf.Pdf:
    sheets = [
        Sheet((), draw("<h1>Título</h1>")),
        Sheet(
            (Entry("m", "Módulo", 1), Entry("l", "Lección", 2)),
            draw(f'<h2 id="m">Módulo</h2>{LONG}<h3 id="l">Lección</h3>'),
        ),
        Sheet(
            (Entry("a", "Respuestas ñ", 1),),
            draw('<h2 id="a">Respuestas</h2><p>→ <a href="#l">volver</a> <a href="#no">?</a></p>'),
        ),
    ]
    return pikepdf.open(io.BytesIO(bind(sheets, title="Título", language="es", author="Academia")))


def test_the_pdf_has_an_outline_links_that_lead_inside_it_and_its_language() -> None:
    pdf = bound()
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Módulo", "Respuestas ñ"]
        assert [item.title for item in outline.root[0].children] == ["Lección"]
    assert str(pdf.Root.Lang) == "es"
    assert str(pdf.docinfo["/Title"]) == "Título"
    links = [annotation for page in pdf.pages for annotation in page.get("/Annots", ())]
    assert [str(link.get("/A")) for link in links if "/A" in link] == []
    last = pdf.pages[-1].Annots
    assert len(last) == 1
    lesson = next(n for n, page in enumerate(pdf.pages) if page.obj == last[0].Dest[0])
    assert lesson == len(pdf.pages) - 2
    contents = pdf.pages[1]
    assert len(contents.Annots) == 3
    assert {str(link.Dest[1]) for link in contents.Annots} == {"/XYZ"}
