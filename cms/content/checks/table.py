"""The lessons of a course at a glance, in Markdown."""

import re
from collections.abc import Iterator

from cms.content.checks.citations import cited
from cms.content.checks.course import Course, Lesson
from cms.content.checks.length import lesson_words, reading_minutes

HEAD = "| lesson | words | reading minutes | key points | citations | languages | legal review |\n|---|---|---|---|---|---|---|"


def table(course: Course) -> str:
    """One row a lesson. Numbers are those of the source language, words are given for each language."""
    return "\n".join([f"## {course.folder.name}", "", HEAD, *_rows(course)])


def _rows(course: Course) -> Iterator[str]:
    for lesson in course.lessons:
        yield f"| {' | '.join(_cells(lesson))} |"


def _cells(lesson: Lesson) -> list[str]:
    first = lesson.original or next(iter(lesson.written.values()), None)
    if first is None:
        return [lesson.id, "not written", "", "", "", "", ""]
    points = [len(re.findall(r"(?m)^- ", block.text)) for block in first.blocks if block.kind == "keypoints"]
    return [
        f"{lesson.id} {first.title}",
        ", ".join(
            f"{language} {'summary' if file.is_summary else lesson_words(file)}"
            for language, file in lesson.written.items()
        ),
        str(reading_minutes(first)),
        str(sum(points)),
        str(len(cited(first))),
        " ".join(lesson.written),
        ", ".join(f"{lang} {file.legal_review or 'not yet'}" for lang, file in lesson.written.items()),
    ]
