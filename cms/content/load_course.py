"""Write one course: its record, bank, pages, quizzes, release, cohort, certificate policy."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from certificates.models import CertificatePolicy, Template
from cms.content.changes import Changes
from cms.content.course_file import CourseFile, ModuleFile
from cms.content.documents import put_document
from cms.content.figure_file import read_figures
from cms.content.lesson_file import LessonFile
from cms.content.load_cards import load_cards
from cms.content.load_quiz import load_quiz
from cms.content.media_file import read_media
from cms.content.pictures import put_picture, shown_on
from cms.content.question_file import QuestionRow
from cms.content.quiz_file import QuizFile
from cms.content.richtext import Targets, UnknownLink, to_html
from cms.content.stream import stream
from cms.content.tree import Tree
from courses.models import Cohort, Course, CoursePage, LessonPage, ModulePage
from courses.services import publish_release
from library.domain.errors import ContentError
from quizzes.domain.questions import QuestionProblem, checksum
from quizzes.models import QuestionVersion, QuizPage
from quizzes.services import put_question
from quizzes.services.pictures import keep_new_pictures


def load_course(
    file: CourseFile, questions: list[QuestionRow], tree: Tree, catalogues: dict[str, Page], targets: Targets
) -> None:
    """Bring a course's files into the site. The second time changes nothing. Raises ContentError."""
    course = _course(file, tree)
    _questions(course, questions, tree, targets)
    targets = replace(targets, questions={row.code for row in questions})
    pages = {
        language: _course_page(course, file, tree, catalogues[language], targets, language)
        for language in file.languages
    }
    for module in file.modules:
        _module(course, file, module, tree, pages, targets)
    load_cards(course, file.cards, tree)
    release = publish_release(course, now=timezone.now())
    cohort, is_new = Cohort.objects.get_or_create(
        course=course, is_self_paced=True, defaults={"release": release, "name": "A su ritmo"}
    )
    if not is_new and cohort.release_id != release.pk:
        tree.changes.add("waiting", f"release {release.number} of {course.slug}: move cohorts to it in the admin")
    _policy(course, file, tree.changes)


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
    stored = _stored(course)
    for row in rows:
        _check_citations(row, targets)
        tree.changes.files += keep_new_pictures(row.pictures)
        before = stored.get(row.code)
        if before and before == _as_stored(row, objective=before[2], tags=before[3]):
            continue
        change = _put(course, row)
        tree.changes.add("changed" if change == "unchanged" else change, f"question {row.code}")


def _stored(course: Course) -> dict[str, tuple[Any, ...]]:
    """By code: category, difficulty, objective, tags, and what the newest ready version says; a trainer's draft above it waits. One query."""
    about = [f"question__{name}" for name in ("code", "category", "difficulty", "objective", "tags")]
    versions = QuestionVersion.objects.current().filter(question__course=course)
    return {code: tuple(rest) for code, *rest in versions.values_list(*about, "checksum", "state")}


def _as_stored(row: QuestionRow, objective: str, tags: list[str]) -> tuple[Any, ...]:
    """The same of a file's question. Where it says nothing of objective or tags, those that are there stay."""
    said = objective if row.objective is None else str(row.objective)
    tagged = tags if row.tags is None else list(row.tags)
    return (row.category, row.difficulty, said, tagged, checksum(row.content), QuestionVersion.State.READY.value)


def _put(course: Course, row: QuestionRow) -> str:
    objective = None if row.objective is None else str(row.objective)
    try:
        _question, change = put_question(
            course,
            row.code,
            row.content,
            category=row.category,
            difficulty=row.difficulty,
            objective=objective,
            tags=row.tags,
        )
    except QuestionProblem as problem:
        raise row.entry.wrong(f"{row.code}: {problem}") from problem
    return change


def _check_citations(row: QuestionRow, targets: Targets) -> None:
    for citation in row.content.get("citations", []):
        if citation["instrument"] not in targets.instruments:
            raise row.entry.wrong(f"the library has no instrument {citation['instrument']!r}", "citations")


def _course_page(
    course: Course, file: CourseFile, tree: Tree, catalogue: Page, targets: Targets, language: str
) -> Page:
    fields: dict[str, Any] = {name: texts.get(language, "") for name, texts in file.texts.items()}
    fields |= {"course": course, "slug": file.slug, "wall": file.wall, "cover": file.cover}
    if file.about is not None:
        fields["about"] = _about(file, targets, language)
    return tree.put(catalogue, CoursePage, f"course/{file.slug}", language, fields)


def _about(file: CourseFile, targets: Targets, language: str) -> str:
    try:
        return to_html((file.about or {}).get(language, ""), targets)
    except UnknownLink as error:
        raise ContentError(file.path, 1, f"about: {error}") from error


def _module(
    course: Course, file: CourseFile, module: ModuleFile, tree: Tree, pages: dict[str, Page], targets: Targets
) -> None:
    parents = {}
    for language in [lang for lang in file.languages if lang in module.title]:
        fields = {"title": module.title[language], "slug": module.id.lower()}
        if module.summary is not None:
            fields["summary"] = module.summary.get(language, "")
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
            key = tree.key(f"course/{file.slug}/{activity.slug}")
            load_quiz(course, activity, key, tree.changes)


def _lesson_page(file: CourseFile, lesson: LessonFile, tree: Tree, parent: Page, targets: Targets) -> None:
    figures = read_figures(lesson, file.source)
    name = f"course/{file.slug}/{lesson.lesson}"
    shown = shown_on(tree.find(LessonPage, name, lesson.language)) if figures else {}
    media = read_media(lesson, file.source)
    targets = replace(
        targets,
        pictures={figure.name: put_picture(file.slug, figure, tree.changes, shown) for figure in figures},
        files={one.name: put_document(file.slug, one, tree.changes) for one in media},
    )
    fields = {
        "title": lesson.title,
        "slug": lesson.lesson.lower().replace(".", "-"),
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "legal_review": lesson.legal_review,
        "extent": lesson.extent,
        "body": stream(lesson, targets),
    }
    tree.put(parent, LessonPage, name, lesson.language, fields)


def _quiz_page(file: CourseFile, quiz: QuizFile, tree: Tree, parent: Page, language: str) -> None:
    if language in quiz.title:
        fields = {
            "title": quiz.title[language],
            "slug": quiz.slug,
            "introduction": quiz.introduction.get(language, ""),
            "minutes": quiz.minutes,
        }
        tree.put(parent, QuizPage, f"course/{file.slug}/{quiz.slug}", language, fields)


def _policy(course: Course, file: CourseFile, changes: Changes) -> None:
    """The terms that the file names. A design is chosen by its name; what a site signs with stays its own."""
    if not file.certificate:
        return
    template = Template.objects.filter(name=file.certificate["template"]).first()
    if template is None:
        design = file.certificate["template"]
        changes.add(
            "waiting", f"certificate of {course.slug}: this site has no design {design}; choose one in the admin"
        )
        return
    policy = CertificatePolicy.objects.filter(course=course).first()
    people = _signing(policy, file.certificate["signatories"])
    said = {**file.certificate, "template": template, "signatories": people}
    if policy and all(getattr(policy, name) == value for name, value in said.items()):
        return
    CertificatePolicy.objects.update_or_create(course=course, defaults=said)
    changes.add("changed" if policy else "created", f"certificate of {course.slug}")


def _signing(policy: CertificatePolicy | None, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The signatories, each with the signature that an administrator gave to the person of that name here."""
    known = {one["name"]: one["signature"] for one in policy.signatories if one.get("signature")} if policy else {}
    return [{**one, "signature": known[one["name"]]} if one["name"] in known else one for one in people]
