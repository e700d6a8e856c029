"""course.yaml taken apart: the course, its modules and activities in order."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from certificates.rendering import design_names
from cms.content.card_file import CardRow, read_cards
from cms.content.fields import is_true, one_of, whole
from cms.content.figure_file import read_figures
from cms.content.lesson_file import LANGUAGES, LessonFile, read_lesson
from cms.content.media_file import read_media
from cms.content.quiz_file import QuizFile, read_quiz
from courses.models import Course, CoursePage
from library.domain.errors import ContentError
from library.domain.yaml_file import Entry, read_document

Texts = dict[str, str]
DESIGNS = tuple(design_names())  # those that cms.content.load stores


@dataclass(frozen=True)
class ModuleFile:
    """A module: lessons by language, and quizzes."""

    id: str
    title: Texts
    activities: tuple[dict[str, LessonFile] | QuizFile, ...]
    summary: Texts | None = None  # None: the file says nothing of it


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
    cards: tuple[CardRow, ...] = ()
    about: Texts | None = None  # Markdown; None: the file says nothing of it

    @property
    def languages(self) -> list[str]:
        """Languages in which the course has a page."""
        return [language for language in LANGUAGES if language in self.texts["title"]]

    @property
    def outcomes(self) -> int:
        """How many outcomes the course has: one a line."""
        return len(self.texts["outcomes"][self.source].splitlines())

    @property
    def lessons(self) -> list[LessonFile]:
        """Every lesson in every language it has, in the order of the course."""
        activities = [activity for module in self.modules for activity in module.activities]
        return [file for activity in activities if isinstance(activity, dict) for file in activity.values()]


PAGE_TEXTS = ("title", "lead", "outcomes", "for_whom", "assessment")


def read_course(folder: Path, *, any_design: bool = False) -> CourseFile:
    """Read a course's folder. Raises ContentError. `any_design`: also one that this site may not have."""
    entry = read_document(folder / "course.yaml")
    entry.allow(
        ["course", "audience", "hours", "source", *PAGE_TEXTS, "modules"],
        ["wall", "cover", "about", "certificate", "languages"],
    )
    modules = tuple(_module(folder, module) for module in entry.entries("modules"))
    file = CourseFile(
        path=folder / "course.yaml",
        slug=entry.text("course"),
        audience=one_of(entry, "audience", Course.Audience.values),
        hours=_hours(entry),
        source=one_of(entry, "source", LANGUAGES),
        wall=one_of(entry, "wall", CoursePage.Wall.values, ""),
        cover=one_of(entry, "cover", CoursePage.Cover.values, "trata"),
        texts={name: entry.texts(name) for name in PAGE_TEXTS},
        certificate=_certificate(entry, any_design=any_design),
        modules=modules,
        cards=read_cards(folder / "cards.yaml", [module.id for module in modules]),
        about=entry.texts("about") if entry.has("about") else None,
    )
    read_languages(entry, ())
    for lesson in file.lessons:
        if lesson.is_summary and lesson.language == file.source:
            raise lesson.wrong(1, f"extent: summary is for translations; {file.source} is the course's source language")
        read_figures(lesson, file.source)
        read_media(lesson, file.source)
    return file


def read_languages(entry: Entry, default: tuple[str, ...]) -> tuple[str, ...]:
    """The languages in which lessons must be there, of a course or a module; `check_content` asks for them."""
    languages = tuple(entry.strings("languages")) if entry.has("languages") else default
    if wrong := set(languages) - set(LANGUAGES):
        raise entry.wrong(f"{', '.join(sorted(wrong))}: write any of {', '.join(LANGUAGES)}", "languages")
    return languages


def _hours(entry: Entry) -> Decimal:
    text = entry.text("hours")
    if not re.fullmatch(r"\d{1,4}(\.\d)?", text) or not float(text):
        raise entry.wrong("a number of hours like '8.5'", "hours")
    return Decimal(text)


def _certificate(course: Entry, *, any_design: bool) -> dict[str, Any]:
    if not course.has("certificate"):
        return {}
    entry = course.entry("certificate")
    entry.allow(["template", "signatories"], ["valid_months", "approval"])
    signatories = [{"name": s.text("name"), "role": s.texts("role")} for s in entry.entries("signatories")]
    return {
        "template": entry.text("template") if any_design else one_of(entry, "template", DESIGNS),
        "signatories": signatories,
        "valid_months": whole(entry, "valid_months", None),
        **({"needs_approval": is_true(entry, "approval")} if entry.has("approval") else {}),
    }


def _module(folder: Path, entry: Entry) -> ModuleFile:
    entry.allow(["id", "title", "activities"], ["languages", "summary"])
    read_languages(entry, ())
    activities = [_activity(folder, activity) for activity in entry.entries("activities")]
    summary = entry.texts("summary") if entry.has("summary") else None
    return ModuleFile(entry.text("id"), entry.texts("title"), tuple(activities), summary)


def _activity(folder: Path, entry: Entry) -> dict[str, LessonFile] | QuizFile:
    if entry.has("lesson"):
        entry.allow(["lesson"])
        return _lesson(folder, entry)
    return read_quiz(entry)


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
