"""Read a written course back, and say where it would not come out as it went in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.content.course_file import CourseFile, read_course
from cms.content.lesson_file import LessonFile
from cms.content.load import targets
from cms.content.load_references import said_of
from cms.content.question_file import read_questions
from cms.content.stream import stream
from cms.packs.boxes import read_boxes
from cms.packs.names import places
from cms.packs.notes import Notes
from courses.models import Course, LessonPage
from library.domain.errors import ContentError


class _AnyFile(dict[str, int]):
    """Every drawing, recording and download is there: its bytes were written just now."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> int:
        return 0


def prove(course: Course, folder: Path, notes: Notes) -> None:
    """Note what an import of this folder would refuse, and which lessons would lose words."""
    try:
        file = read_course(folder, any_design=True)
        questions = {row.code for row in read_questions(folder / "questions.yaml")}
        links = replace(targets(), questions=questions, pictures=_AnyFile(), files=_AnyFile())
        for box in read_boxes(folder):
            said_of(box, links)
        _compare(course, file, {lesson: stream(lesson, links) for lesson in file.lessons}, notes)
    except ContentError as error:
        place = error.file.relative_to(folder) if error.file.is_relative_to(folder) else error.file
        where = {"file": place, "line": error.line, "reason": error.message}
        notes.add(_("%(file)s, line %(line)d: an import will refuse this: %(reason)s") % where)


def _compare(course: Course, file: CourseFile, read: dict[LessonFile, list[dict[str, Any]]], notes: Notes) -> None:
    keys = {place.name: place.key for module in places(course, live=True) for place in module.activities}
    pages = LessonPage.objects.filter(translation_key__in=keys.values()).select_related("locale")
    bodies = {(page.translation_key, page.locale.language_code): page.body.raw_data for page in pages}
    for lesson, body in read.items():
        before = list(bodies.get((keys.get(lesson.lesson), lesson.language), ()))
        if words(before) != words(body):
            name = {"lesson": lesson.lesson, "language": lesson.language}
            notes.add(_("lesson %(lesson)s (%(language)s): some words or marks would not come back as they are") % name)


def words(body: list[dict[str, Any]]) -> str:
    """What a reader reads, without tags and spaces."""
    return re.sub(r"\s+|<[^>]*>", "", "".join(_texts([block["value"] for block in body])))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in sorted(value.items()):
            if key not in ("id", "type", "image", "alt"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
