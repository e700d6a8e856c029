"""A full copy of a large course: 50 lessons, 150 questions, 4 languages, 10 quizzes. Prints seconds; goal: under 60.

    python bench/copying.py

On a database of its own each: SQLite, and PostgreSQL if one answers at AMPARO_POSTGRESQL_URL. The outbox drains in
this process, step by step as in the background. Exit code 1 if the copy is not whole or took longer than the goal.
"""

import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
GOAL = 60  # seconds
MODULES, LESSONS, QUESTIONS = 10, 5, 15  # lessons and questions of each module
LANGUAGES = ("es", "en", "fr", "pt")


def main() -> int:
    if sys.argv[1:2] == ["copy"]:
        return copy(sys.argv[2])
    failed = measured("SQLite", "")
    from bench.quizzes import postgresql_answers, postgresql_database

    if postgresql_answers():
        with postgresql_database() as url:
            return measured("PostgreSQL", url) or failed
    print("SKIPPED: PostgreSQL (none answers at AMPARO_POSTGRESQL_URL)")
    return failed


def measured(database: str, url: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "AMPARO_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        env |= {"AMPARO_TEST_DATABASE_URL": url, "AMPARO_LOG_LEVEL": "ERROR"}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        line = [sys.executable, str(Path(__file__).resolve()), "copy", database]
        return subprocess.run(line, cwd=ROOT, env=env, check=False).returncode


def copy(database: str) -> int:
    """Make the course, copy it, look whether the copy is whole."""
    import django

    django.setup()
    from celery import current_app
    from django.utils import timezone

    from courses.models import Activity
    from courses.services.copying import start_copy
    from outbox.services import drain
    from quizzes.models import Question, QuizDraw
    from tests.factories import UserFactory, certify, make_course, make_questions

    current_app.loader.import_default_modules()
    began = time.perf_counter()
    source = make_course("large", modules=[LESSONS] * MODULES, languages=LANGUAGES, quiz=False)
    fill(source)
    for n in range(1, MODULES + 1):
        make_questions(source, QUESTIONS, f"M{n}")
    for n, quiz in enumerate(Activity.objects.filter(course=source, kind="quiz"), 1):
        QuizDraw.objects.create(quiz_id=quiz.pk, position=0, category=f"M{n}", count=5)
    certify(source)
    print(f"{database}: a course of {pages(source)} pages made in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    found = start_copy(
        source, token=uuid.uuid4(), slug="copy", title="Copia", by=UserFactory(is_superuser=True), now=timezone.now()
    )
    while drain():
        pass
    took = time.perf_counter() - began
    found.refresh_from_db()
    counts = [
        (pages(course), Question.objects.filter(course=course).count(), course.activities.count())
        for course in (source, found.course)
    ]
    is_whole = found.finished_at is not None and counts[0] == counts[1]
    print(f"{database}: copied in {took:.1f} s, goal {GOAL}: {'reached' if took < GOAL else 'NOT reached'}")
    print(
        f"{database}: pages, questions, activities {counts[0]} and {counts[1]}: {'whole' if is_whole else 'NOT whole'}"
    )
    return 0 if is_whole and took < GOAL else 1


def fill(course: object) -> None:
    """A quiz in each module, and lessons as long as real ones."""
    from courses.models import LessonPage, ModulePage
    from quizzes.models import QuizPage
    from tests.factories import add

    for n, module in enumerate(ModulePage.objects.order_by("path"), 1):
        number = (n - 1) % MODULES + 1
        add(module, QuizPage, f"large-quiz-{number}", module.locale.language_code, slug=f"quiz-{number}")
    words = "<p>" + "La persona que llega tiene derecho a que se le explique cada paso. " * 12 + "</p>"
    body = [{"type": "text", "value": words, "id": str(uuid.uuid4())} for _n in range(12)]
    for lesson in LessonPage.objects.all():
        lesson.body = body
        lesson.save_revision(clean=False).publish()


def pages(course: object) -> int:
    from courses.services.pages import tops_of

    return sum(top.get_descendants(inclusive=True).count() for top in tops_of(course))  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
