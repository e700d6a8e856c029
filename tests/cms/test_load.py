"""Loading content/: everything or nothing, the second time nothing, and a change changes what it says."""

import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page, Site

from certificates.models import CertificatePolicy
from cms.content.load import load_content, read_content
from cms.models import HomePage, StandardPage
from courses.models import Activity, Cohort, Course, CoursePage, LessonPage, Release
from courses.services.progress import completed_ids
from library.domain.errors import ContentError
from quizzes.models import Question, Quiz
from tests.cms.conftest import LESSON, Rewrite
from tests.factories import make_enrolment

REAL = Path(__file__).resolve().parents[2] / "content"
pytestmark = pytest.mark.django_db
FIRST = "courses/tiny/lessons/t1-1.es.md"
COURSE = "courses/tiny/course.yaml"


def versions() -> dict[int, object]:
    """What every page says, by its id."""
    kept = ("title", "slug", "path", "live", "translation_key")
    found = {page.pk: tuple(getattr(page, name) for name in kept) for page in Page.objects.all()}
    for lesson in LessonPage.objects.all():
        found[lesson.pk] = (*found[lesson.pk], list(lesson.body.raw_data), lesson.summary, lesson.minutes)
    return found


def test_the_real_content_loads_and_the_second_time_changes_nothing(tmp_path: Path, client: Client) -> None:
    folder = Path(shutil.copytree(REAL, tmp_path / "content"))
    assert not load_content(folder).is_empty
    before = versions()
    again = load_content(folder)
    assert again.is_empty, again.notes
    assert versions() == before
    assert Page.find_problems() == ([], [], [], [], [])
    assert not Course.objects.exclude(releases__items__isnull=False).exists()
    for language in ("es", "en", "fr", "pt"):
        courses = [f"courses/{slug}/" for slug in Course.objects.values_list("slug", flat=True)]
        for address in ("", "courses/", *courses, "help/", "privacy/", "accessibility/"):
            assert client.get(f"/{language}/{address}").status_code == 200, address


def test_every_lesson_of_the_real_content_can_be_read_in_both_languages(tmp_path: Path, client: Client) -> None:
    load_content(REAL)
    for course in Course.objects.all():
        client.force_login(make_enrolment(course).learner)
        for activity in course.activities.filter(kind="lesson"):
            for language in ("es", "en"):
                page = client.get(f"/{language}/learn/{course.slug}/{activity.slug}/").content.decode()
                title = LessonPage.objects.get(translation_key=activity.pk, locale__language_code=language).title
                assert escape(title) in page


def test_a_small_content_becomes_pages_activities_questions_a_release_and_a_group(content: Path) -> None:
    load_content(content)
    assert list(CoursePage.objects.order_by("title").values_list("title", flat=True)) == ["Curso mínimo", "Tiny course"]
    release = Release.objects.get()
    assert list(release.items.values_list("activity__slug", flat=True)) == ["t1-1", "t1-2", "t1-quiz"]
    assert Cohort.objects.get(is_self_paced=True).release == release
    quiz = Quiz.objects.get()
    assert (quiz.attempts_allowed, quiz.delay_minutes, quiz.is_graded, quiz.pass_mark) == (3, 10, True, 70)
    assert list(quiz.draws.values_list("category", "count")) == [("T1", 2)]
    assert Question.objects.count() == 2
    assert CertificatePolicy.objects.get().signatories[0]["name"] == "Dra. Elena Marroquín"
    assert HomePage.objects.count() == 4
    assert StandardPage.objects.count() == 2
    assert Site.objects.get().root_page.title == "Inicio"


def test_a_changed_lesson_changes_exactly_its_page(content: Path, rewrite: Rewrite) -> None:
    load_content(content)
    before = versions()
    rewrite(FIRST, "Son las dos.", "Son las tres.")
    changes = load_content(content)
    assert changes.notes == [("changed", "course/tiny/T1.1 (es): body")]
    after = versions()
    changed = [pk for pk in before if before[pk] != after[pk]]
    assert before.keys() == after.keys()
    assert changed == [LessonPage.objects.get(slug="t1-1", locale__language_code="es").pk]
    assert load_content(content).is_empty


@pytest.mark.parametrize(
    ("file", "old", "new", "note"),
    [
        (FIRST, "title: Lección", "title: Otra", ("changed", "course/tiny/T1.1 (es): title")),
        (FIRST, "minutes: 30", "minutes: 20", ("changed", "course/tiny/T1.1 (es): minutes")),
        (COURSE, "es: Poco", "es: Mucho", ("changed", "course/tiny (es): lead")),
        (COURSE, "attempts: 3", "attempts: 2", ("changed", "rules of the quiz t1-quiz")),
        (COURSE, "count: 2", "count: 1", ("changed", "rules of the quiz t1-quiz")),
        (COURSE, "audience: police", "audience: consular", ("changed", "course tiny")),
        ("courses/tiny/questions.yaml", "es: Esta", "es: Aquella", ("changed", "question t1-1-1")),
        ("site.yaml", "es: Bienvenida", "es: Hola", ("changed", "home (es): lead")),
        ("pages/help.es.md", "Cómo estudiar.", "Cómo aprender.", ("changed", "page/help (es): lead")),
    ],
)
def test_each_change_is_reported_by_name(
    content: Path, rewrite: Rewrite, file: str, old: str, new: str, note: tuple[str, str]
) -> None:
    load_content(content)
    rewrite(file, old, new)
    assert load_content(content).notes == [note]


def test_a_new_lesson_waits_for_somebody_to_move_the_group(content: Path, rewrite: Rewrite) -> None:
    load_content(content)
    for lang in ("es", "en"):
        file = content / f"courses/tiny/lessons/t1-3.{lang}.md"
        file.write_text(LESSON.format(lesson="T1.3", lang=lang), encoding="utf-8")
    rewrite(COURSE, "  - lesson: T1.2\n", "  - lesson: T1.2\n  - lesson: T1.3\n")
    counts = load_content(content).counts()
    assert (counts["created"], counts["waiting"]) == (2, 1)
    assert Release.objects.count() == 2
    assert Cohort.objects.get().release.number == 1


def test_loading_keeps_what_learners_did_and_brings_a_deleted_lesson_back(content: Path, client: Client) -> None:
    load_content(content)
    enrolment = make_enrolment(Course.objects.get())
    client.force_login(enrolment.learner)
    client.post("/es/learn/tiny/t1-1/complete/")
    LessonPage.objects.get(slug="t1-1", locale__language_code="es").delete()
    assert client.get("/es/courses/tiny/").status_code == 200
    load_content(content)
    assert not Activity.objects.exclude(retired_at=None).exists()
    assert len(completed_ids(enrolment)) == 1
    assert "Son las dos." in client.get("/es/learn/tiny/t1-1/").content.decode()


def test_a_lesson_in_a_language_added_later_is_the_same_activity(content: Path) -> None:
    missing = content / "courses/tiny/lessons/t1-1.en.md"
    text = missing.read_text(encoding="utf-8")
    missing.unlink()
    load_content(content)
    missing.write_text(text, encoding="utf-8")
    assert load_content(content).notes == [("created", "course/tiny/T1.1 (en)")]
    assert Activity.objects.count() == 3


def test_a_fault_anywhere_leaves_nothing_behind(content: Path, rewrite: Rewrite) -> None:
    rewrite("courses/tiny/lessons/t1-2.en.md", "cite:made-up-1999/3-c-d", "cite:nowhere-2000")
    with pytest.raises(ContentError, match="nowhere-2000"):
        load_content(content)
    assert not Course.objects.exists()
    assert not HomePage.objects.exists()
    assert not Question.objects.exists()


def test_hostile_text_in_a_file_reaches_no_reader_as_markup(content: Path, rewrite: Rewrite, client: Client) -> None:
    rewrite(FIRST, "Son las dos.", "<script>alert('scene')</script> [aquí](javascript:alert(2))")
    rewrite(FIRST, "## Un título", "## <img src=x onerror=alert(3)>")
    rewrite(FIRST, "? ¿Basta?", "? <script>alert('question')</script>")
    rewrite(FIRST, "::: table Cuadro", "::: table <script>alert('caption')</script>")
    rewrite(FIRST, "title: Lección T1.1 es", "title: <script>alert('title')</script>")
    load_content(content)
    client.force_login(make_enrolment(Course.objects.get()).learner)
    page = client.get("/es/learn/tiny/t1-1/").content.decode()
    assert "alert(&#x27;title&#x27;)" in page
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page


# --- The command ----------------------------------------------------------------------------------------


def said(*args: object, **options: object) -> str:
    out = StringIO()
    call_command("load_content", *args, stdout=out, **options)
    return out.getvalue()


def test_the_command_says_what_it_did(content: Path, rewrite: Rewrite) -> None:
    assert "31 created" in said(content)
    assert said(content) == "Nothing changed.\n"
    rewrite(FIRST, "Son las dos.", "Son las tres.")
    assert said(content) == "changed: course/tiny/T1.1 (es): body\n0 created, 1 changed.\n"


def test_the_command_only_checks_when_asked_to(content: Path) -> None:
    assert said(content, check=True) == "Every file can be read.\n"
    assert not Course.objects.exists()


def test_the_command_names_file_and_line(content: Path, rewrite: Rewrite) -> None:
    line = rewrite(FIRST, "::: quote", "::: poem")
    with pytest.raises(CommandError, match=rf"t1-1\.es\.md, line {line}: there is no block called 'poem'"):
        said(content)


def test_reading_needs_no_database(content: Path, django_db_blocker: pytest.FixtureRequest) -> None:
    with django_db_blocker.block():  # type: ignore[attr-defined]
        assert len(read_content(content).courses) == 1


def test_a_loaded_page_stays_online_while_a_change_is_planned_for_later(content: Path) -> None:
    load_content(content)
    lesson = LessonPage.objects.get(slug="t1-1", locale__language_code="es")
    lesson.title, lesson.go_live_at = "Después", timezone.now() + timedelta(days=1)
    lesson.save_revision().publish()
    lesson.refresh_from_db()
    assert (lesson.live, lesson.title) == (True, "Lección T1.1 es")


def test_the_editor_opens_what_a_changed_file_says_unless_a_trainers_draft_waits(
    content: Path, rewrite: Rewrite
) -> None:
    load_content(content)
    rewrite(FIRST, "title: Lección", "title: Otra")
    load_content(content)
    lesson = LessonPage.objects.get(slug="t1-1", locale__language_code="es")
    assert lesson.get_latest_revision_as_object().title.startswith("Otra")
    lesson.title = "De quien enseña"
    lesson.save_revision()
    rewrite(FIRST, "title: Otra", "title: Tercera")
    load_content(content)
    lesson.refresh_from_db()
    assert lesson.title.startswith("Tercera")
    assert lesson.get_latest_revision_as_object().title == "De quien enseña"
