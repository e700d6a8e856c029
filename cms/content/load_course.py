"""Write one course: its record, bank, pages, quizzes, release, cohort, certificate policy."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from certificates.models import CertificatePolicy, Template
from cms.content.course_file import CourseFile, ModuleFile, QuizFile
from cms.content.lesson_file import LessonFile
from cms.content.question_file import QuestionRow
from cms.content.richtext import Targets
from cms.content.stream import stream
from cms.content.tree import Tree, key_of
from courses.models import Cohort, Course, CoursePage, LessonPage, ModulePage
from courses.services import publish_release
from quizzes.domain.questions import QuestionProblem
from quizzes.models import Quiz, QuizDraw, QuizPage
from quizzes.services import put_question


def load_course(
    file: CourseFile, questions: list[QuestionRow], tree: Tree, catalogues: dict[str, Page], targets: Targets
) -> None:
    """Bring a course's files into the site. The second time changes nothing. Raises ContentError."""
    course = _course(file, tree)
    _questions(course, questions, tree, targets)
    targets = replace(targets, questions={row.code for row in questions})
    pages = {language: _course_page(course, file, tree, catalogues[language], language) for language in file.languages}
    for module in file.modules:
        _module(file, module, tree, pages, targets)
    release = publish_release(course, now=timezone.now())
    cohort, is_new = Cohort.objects.get_or_create(
        course=course, is_self_paced=True, defaults={"release": release, "name": "A su ritmo"}
    )
    if not is_new and cohort.release_id != release.pk:
        tree.changes.add("waiting", f"release {release.number} of {course.slug}: move cohorts to it in the admin")
    _policy(course, file)


def _course(file: CourseFile, tree: Tree) -> Course:
    fields = {
        "title": file.texts["title"][file.source],
        "audience": file.audience,
        "hours": file.hours,
        "source_language": file.source,
    }
    before = Course.objects.filter(slug=file.slug).values(*fields).first()
    course, is_new = Course.objects.update_or_create(slug=file.slug, defaults=fields)
    if before != fields:
        tree.changes.add("created" if is_new else "changed", f"course {file.slug}")
    return course


def _questions(course: Course, rows: list[QuestionRow], tree: Tree, targets: Targets) -> None:
    for row in rows:
        _check_citations(row, targets)
        try:
            _question, change = put_question(
                course, row.code, row.content, category=row.category, difficulty=row.difficulty
            )
        except QuestionProblem as problem:
            raise row.entry.wrong(f"{row.code}: {problem}") from problem
        if change != "unchanged":
            tree.changes.add(change, f"question {row.code}")


def _check_citations(row: QuestionRow, targets: Targets) -> None:
    for citation in row.content.get("citations", []):
        if citation["instrument"] not in targets.instruments:
            raise row.entry.wrong(f"the library has no instrument {citation['instrument']!r}", "citations")


def _course_page(course: Course, file: CourseFile, tree: Tree, catalogue: Page, language: str) -> Page:
    fields: dict[str, Any] = {name: texts.get(language, "") for name, texts in file.texts.items()}
    fields |= {"course": course, "slug": file.slug, "wall": file.wall, "cover": file.cover}
    return tree.put(catalogue, CoursePage, f"course/{file.slug}", language, fields)


def _module(file: CourseFile, module: ModuleFile, tree: Tree, pages: dict[str, Page], targets: Targets) -> None:
    parents = {}
    for language in [lang for lang in file.languages if lang in module.title]:
        fields = {"title": module.title[language], "slug": module.id.lower()}
        name = f"course/{file.slug}/{module.id}"
        parents[language] = tree.put(pages[language], ModulePage, name, language, fields)
    # The source language first: it makes the activities.
    for language in sorted(parents, key=lambda lang: lang != file.source):
        for activity in module.activities:
            if isinstance(activity, QuizFile):
                _quiz_page(file, activity, tree, parents[language], language)
            elif language in activity:
                _lesson_page(file, activity[language], tree, parents[language], targets)
    for activity in module.activities:
        if isinstance(activity, QuizFile):
            _rules(file, activity, tree)


def _lesson_page(file: CourseFile, lesson: LessonFile, tree: Tree, parent: Page, targets: Targets) -> None:
    fields = {
        "title": lesson.title,
        "slug": lesson.lesson.lower().replace(".", "-"),
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "legal_review": lesson.legal_review,
        "body": stream(lesson, targets),
    }
    tree.put(parent, LessonPage, f"course/{file.slug}/{lesson.lesson}", lesson.language, fields)


def _quiz_page(file: CourseFile, quiz: QuizFile, tree: Tree, parent: Page, language: str) -> None:
    if language in quiz.title:
        fields = {
            "title": quiz.title[language],
            "slug": quiz.slug,
            "introduction": quiz.introduction.get(language, ""),
            "minutes": quiz.minutes,
        }
        tree.put(parent, QuizPage, f"course/{file.slug}/{quiz.slug}", language, fields)


def _rules(file: CourseFile, quiz: QuizFile, tree: Tree) -> None:
    row = Quiz.objects.get(pk=key_of(f"course/{file.slug}/{quiz.slug}"))
    wanted = {
        "pass_mark": quiz.rules["pass_mark"],
        "attempts_allowed": quiz.rules["attempts"],
        "delay_minutes": quiz.rules["delay"],
        "time_limit_minutes": quiz.rules["time_limit"],
        "is_graded": quiz.rules["is_graded"],
    }
    different = {key: value for key, value in wanted.items() if getattr(row, key) != value}
    draws = list(row.draws.values_list("category", "count"))
    if different:
        Quiz.objects.filter(pk=row.pk).update(**different)
    if draws != list(quiz.draws):
        row.draws.all().delete()
        QuizDraw.objects.bulk_create(
            QuizDraw(quiz=row, position=position, category=category, count=count)
            for position, (category, count) in enumerate(quiz.draws)
        )
    if different or draws != list(quiz.draws):
        tree.changes.add("changed", f"rules of the quiz {quiz.slug}")


def _policy(course: Course, file: CourseFile) -> None:
    if file.certificate:
        template = Template.objects.get(name=file.certificate["template"])
        defaults = {
            "template": template,
            "signatories": file.certificate["signatories"],
            "valid_months": file.certificate["valid_months"],
        }
        CertificatePolicy.objects.update_or_create(course=course, defaults=defaults)
