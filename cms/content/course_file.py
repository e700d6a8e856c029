"""course.yaml taken apart: the course, its modules and activities in order."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cms.content.lesson_file import LANGUAGES, LessonFile, read_lesson
from courses.models import Course, CoursePage
from library.domain.errors import ContentError
from library.domain.yaml_file import Entry, read_document

Texts = dict[str, str]
DESIGNS = ("amparo",)  # the certificate designs that cms.content.load stores


@dataclass(frozen=True)
class QuizFile:
    """A quiz: its titles, rules and draws."""

    slug: str
    title: Texts
    introduction: Texts
    minutes: int
    rules: dict[str, Any]
    draws: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ModuleFile:
    """A module: lessons by language, and quizzes."""

    id: str
    title: Texts
    activities: tuple[dict[str, LessonFile] | QuizFile, ...]


@dataclass(frozen=True)
class CourseFile:
    """Everything in course.yaml, with the lessons it names."""

    path: Path
    slug: str
    audience: str
    hours: Decimal
    source: str
    wall: str
    cover: str
    texts: dict[str, Texts]
    certificate: dict[str, Any]
    modules: tuple[ModuleFile, ...]

    @property
    def languages(self) -> list[str]:
        """Languages in which the course has a page."""
        return [language for language in LANGUAGES if language in self.texts["title"]]


PAGE_TEXTS = ("title", "lead", "outcomes", "for_whom", "assessment")


def read_course(folder: Path) -> CourseFile:
    """Read a course's folder. Raises ContentError."""
    entry = read_document(folder / "course.yaml")
    entry.allow(["course", "audience", "hours", "source", *PAGE_TEXTS, "modules"], ["wall", "cover", "certificate"])
    return CourseFile(
        path=folder / "course.yaml",
        slug=entry.text("course"),
        audience=_one_of(entry, "audience", Course.Audience.values),
        hours=_hours(entry),
        source=_one_of(entry, "source", LANGUAGES),
        wall=_one_of(entry, "wall", CoursePage.Wall.values, ""),
        cover=_one_of(entry, "cover", CoursePage.Cover.values, "trata"),
        texts={name: entry.texts(name) for name in PAGE_TEXTS},
        certificate=_certificate(entry),
        modules=tuple(_module(folder, module) for module in entry.entries("modules")),
    )


def _one_of(entry: Entry, key: str, values: Collection[str], default: str | None = None) -> str:
    value = entry.text(key, default)
    if value not in values:
        raise entry.wrong(f"one of {', '.join(filter(None, values))}", key)
    return value


def _hours(entry: Entry) -> Decimal:
    text = entry.text("hours")
    if not re.fullmatch(r"\d{1,4}(\.\d)?", text) or not float(text):
        raise entry.wrong("a number of hours like '8.5'", "hours")
    return Decimal(text)


def _whole(entry: Entry, key: str, *default: int | None) -> Any:
    """A whole number of at least 1. With a default it may be absent, or say the default."""
    if default and not entry.has(key):
        return default[0]
    try:
        value = entry.plain(key)
    except ValueError:  # what YAML takes for a number and Python does not: 1:30
        value = ""
    if value not in default and (type(value) is not int or value < 1):
        raise entry.wrong("a whole number", key)
    return value


def _is_true(entry: Entry, key: str) -> bool:
    value = entry.plain(key) if entry.has(key) else False
    if not isinstance(value, bool):
        raise entry.wrong("true or false", key)
    return value


def _certificate(course: Entry) -> dict[str, Any]:
    if not course.has("certificate"):
        return {}
    entry = course.entry("certificate")
    entry.allow(["template", "signatories"], ["valid_months"])
    signatories = [{"name": s.text("name"), "role": s.texts("role")} for s in entry.entries("signatories")]
    template = _one_of(entry, "template", DESIGNS)
    return {"template": template, "signatories": signatories, "valid_months": _whole(entry, "valid_months", None)}


def _module(folder: Path, entry: Entry) -> ModuleFile:
    entry.allow(["id", "title", "activities"])
    activities = [_activity(folder, activity) for activity in entry.entries("activities")]
    return ModuleFile(entry.text("id"), entry.texts("title"), tuple(activities))


def _activity(folder: Path, entry: Entry) -> dict[str, LessonFile] | QuizFile:
    if entry.has("lesson"):
        entry.allow(["lesson"])
        return _lesson(folder, entry)
    return _quiz(entry)


def _lesson(folder: Path, entry: Entry) -> dict[str, LessonFile]:
    lesson = entry.text("lesson")
    stem = folder / "lessons" / lesson.lower().replace(".", "-")
    found = {lang: read_lesson(path) for lang in LANGUAGES if (path := Path(f"{stem}.{lang}.md")).exists()}
    if not found:
        raise entry.wrong(f"there is no file {stem.name}.es.md in lessons/", "lesson")
    for language, file in found.items():
        if file.language != language or file.lesson != lesson:
            raise ContentError(file.path, 1, f"front matter must say lesson: {lesson} and lang: {language}")
    return found


# Whole numbers and what they are if they are not said.
_RULES: dict[str, int | None] = {"pass_mark": 70, "attempts": None, "delay": 0, "time_limit": None}


def _quiz(entry: Entry) -> QuizFile:
    entry.allow(["quiz", "title", "introduction", "minutes", "draws"], [*_RULES, "is_graded"])
    draws = entry.entries("draws")
    for draw in draws:
        draw.allow(["category", "count"])
    return QuizFile(
        slug=entry.text("quiz"),
        title=entry.texts("title"),
        introduction=entry.texts("introduction"),
        minutes=_whole(entry, "minutes"),
        rules={key: _whole(entry, key, default) for key, default in _RULES.items()}
        | {"is_graded": _is_true(entry, "is_graded")},
        draws=tuple((draw.text("category"), _whole(draw, "count")) for draw in draws),
    )
