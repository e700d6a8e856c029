"""Every rule over every course."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cms.content.checks.citations import check_links, check_paragraph_numbers
from cms.content.checks.course import Course, read_for_checks
from cms.content.checks.finding import Finding, unreadable
from cms.content.checks.hours import check_hours
from cms.content.checks.length import check_length, check_minutes, check_sentences
from cms.content.checks.pictures import check_pictures
from cms.content.checks.questions import check_question
from cms.content.checks.references import check_references
from cms.content.checks.repeats import check_repeats
from cms.content.checks.terms import Term, check_question_terms, check_terms, read_terms
from cms.content.checks.translations import check_translations
from cms.content.lesson_file import LessonFile
from cms.content.media_file import KINDS, captions_name
from cms.content.reference_file import box_slugs
from cms.content.richtext import Targets, UnknownLink
from cms.content.stream import stream
from library.domain.errors import ContentError
from library.domain.rows import read_library

OF_EVERY_LESSON = (check_paragraph_numbers, check_pictures)
OF_A_WHOLE_LESSON = (check_length, check_sentences, check_minutes)


def read_courses(folder: Path) -> list[Course]:
    """The courses below content/, as far as they can be read."""
    return [read_for_checks(path.parent) for path in sorted((folder / "courses").glob("*/course.yaml"))]


def check_content(folder: Path, courses: list[Course]) -> list[Finding]:
    """What is wrong with the courses, by file and line; each thing once."""
    try:
        targets, terms = read_targets(folder / "library"), read_terms(folder / "terms.yaml")
    except ContentError as fault:
        return [unreadable(fault)]
    findings = set(check_references(folder / "library", targets, terms))
    findings |= set(check_repeats(file for course in courses for file in course.files))
    for course in courses:
        findings |= course.findings | set(_check_course(course, targets, terms))
    return sorted(findings)


def read_targets(folder: Path) -> Targets:
    """What citations may lead to, read from the library's files. Raises ContentError."""
    library = read_library(folder)
    return Targets(
        provisions={(row.slug, provision.slug) for row in library.instruments for provision in row.provisions},
        terms={row.slug for row in library.terms},
        instruments={row.slug for row in library.instruments},
        boxes=box_slugs(folder),
    )


def _check_course(course: Course, targets: Targets, terms: list[Term]) -> Iterator[Finding]:
    yield from check_hours(course)
    for lesson in course.lessons:
        yield from check_translations(lesson)
    codes = {question.text("id", "").lower().replace(".", "-") for question in course.questions}
    targets = replace(targets, questions=codes)
    for file in course.files:
        yield from _check_lesson(file, targets, terms)
    for question in course.questions:
        yield from check_question(question, course.required)
        yield from check_question_terms(question, terms)
    for card in course.cards:
        yield from check_question_terms(card, terms)


def _check_lesson(lesson: LessonFile, targets: Targets, terms: list[Term]) -> Iterator[Finding]:
    for check in OF_EVERY_LESSON if lesson.is_summary else (*OF_A_WHOLE_LESSON, *OF_EVERY_LESSON):
        yield from check(lesson)
    yield from _check_form(lesson, targets)
    yield from check_links(lesson, targets)
    yield from check_terms(lesson, terms)


def _check_form(lesson: LessonFile, targets: Targets) -> Iterator[Finding]:
    """What the loader would refuse; links that lead nowhere are named by check_links, each on its own line."""
    drawings = {block.argument: 0 for block in lesson.blocks if block.kind == "figure"}
    named = [block.argument for block in lesson.blocks if block.kind in KINDS and block.argument]
    files = {name: 0 for one in named for name in (one, captions_name(one))}
    try:
        stream(lesson, replace(targets, pictures=drawings, files=files))
    except ContentError as fault:
        if not isinstance(fault.__cause__, UnknownLink):
            yield unreadable(fault)
