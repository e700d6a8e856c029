"""Course packs in the admin: download; upload, look, confirm. For administrators alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import ModelLogEntry

from cms.content.load import load_content
from courses.models import Course, LessonPage
from tests.cms.packs import files_of, text_of, zip_of
from tests.factories import UserFactory, make_course

pytestmark = pytest.mark.django_db
LESSON = "tiny/lessons/t1-1.es.md"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words looked for below are English."""
    with translation.override("en"):
        yield


@pytest.fixture
def admin(content: Path, client: Client) -> Client:
    load_content(content)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def upload(admin: Client, data: bytes) -> str:
    file = SimpleUploadedFile("tiny.zip", data, "application/zip")
    return admin.post("/admin/packs/", {"file": file}, follow=True).content.decode()


def downloaded(admin: Client) -> bytes:
    return admin.get("/admin/packs/course/tiny/file/").content


def seen_on(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def with_title(data: bytes, title: str) -> bytes:
    text = text_of(data, LESSON).replace("title: Lección T1.1 es", f"title: {title}")
    return zip_of({**files_of(data), LESSON: text})


def test_a_pack_is_downloaded_changed_looked_at_and_imported(admin: Client) -> None:
    assert "tiny/file/" in admin.get("/admin/packs/course/tiny/").content.decode()
    data = downloaded(admin)
    page = upload(admin, with_title(data, "Otra"))
    assert "course/tiny/T1.1 (es): title" in page
    assert not LessonPage.objects.filter(title="Otra").exists()
    admin.post("/admin/packs/check/", {"seen": seen_on(page)})
    assert LessonPage.objects.filter(title="Otra").exists()
    entry = ModelLogEntry.objects.for_instance(Course.objects.get()).get(action="cms.pack.imported")
    assert entry.data["changed"] == 1
    again = admin.post("/admin/packs/check/", {"seen": seen_on(page)}, follow=True)
    assert again.redirect_chain[-1][0] == "/admin/packs/"


def test_what_changed_since_the_look_is_shown_before_anything_is_imported(admin: Client) -> None:
    page = upload(admin, with_title(downloaded(admin), "Otra"))
    lesson = LessonPage.objects.get(slug="t1-1", locale__language_code="es")
    lesson.summary = "Nueva."
    lesson.save()
    answer = admin.post("/admin/packs/check/", {"seen": seen_on(page)}).content.decode()
    assert "course/tiny/T1.1 (es): title, summary" in answer
    assert not LessonPage.objects.filter(title="Otra").exists()
    admin.post("/admin/packs/check/", {"seen": seen_on(answer)})
    assert LessonPage.objects.filter(title="Otra").exists()


def test_a_refused_pack_says_which_file_and_a_cancelled_one_is_forgotten(admin: Client) -> None:
    data = downloaded(admin)
    assert "../x.md" in upload(admin, zip_of({**files_of(data), "../x.md": "x"}))
    upload(admin, with_title(data, "Otra"))
    admin.post("/admin/packs/check/", {"cancel": "1"})
    assert admin.get("/admin/packs/check/").status_code == 302
    assert not LessonPage.objects.filter(title="Otra").exists()


def test_the_list_asks_the_database_no_more_for_more_courses(admin: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            admin.get("/admin/packs/")
        return len(found)

    queries()
    before = queries()
    for number in range(3):
        make_course(f"more-{number}", modules=(1,), languages=("es",))
    assert queries() == before
