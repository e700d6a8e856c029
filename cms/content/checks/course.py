"""A course as the rules see it: what can be read of it, and findings for what cannot."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from cms.content.checks.finding import Finding, unreadable
from cms.content.course_file import read_course, read_languages
from cms.content.lesson_file import LANGUAGES, LessonFile, read_lesson
from cms.content.question_file import read_questions
from library.domain.errors import ContentError
from library.domain.yaml_file import Entry, read_document, read_entries


@dataclass(frozen=True)
class Lesson:
    """A lesson of the course: where course.yaml names it, the languages it must have, those it has.

    `titled` are the languages in which course and module have a title: in others no lesson is shown.
    """

    id: str
    file: Path
    line: int
    source: str
    required: tuple[str, ...]
    written: dict[str, LessonFile]
    titled: tuple[str, ...] = LANGUAGES

    @property
    def original(self) -> LessonFile | None:
        """The lesson in the course's source language."""
        return self.written.get(self.source)


@dataclass
class Course:
    """Everything of a course's folder that could be read."""

    folder: Path
    required: tuple[str, ...] = ()
    entry: Entry | None = None
    lessons: list[Lesson] = field(default_factory=list)
    questions: list[Entry] = field(default_factory=list)
    cards: list[Entry] = field(default_factory=list)
    findings: set[Finding] = field(default_factory=set)

    @property
    def files(self) -> list[LessonFile]:
        """Every lesson in every language it has."""
        return [file for lesson in self.lessons for file in lesson.written.values()]


def read_for_checks(folder: Path) -> Course:
    """Read a course as far as possible: one broken file does not hide the faults of the others."""
    course = Course(folder)
    for read in (_lessons, _questions, _cards, lambda course: read_course(course.folder), _bank):
        try:
            read(course)
        except ContentError as fault:
            course.findings.add(unreadable(fault))
    return course


def _lessons(course: Course) -> None:
    entry = course.entry = read_document(course.folder / "course.yaml")
    course.required = read_languages(entry, ("es", "en"))
    for module in entry.entries("modules"):
        required = read_languages(module, course.required)
        titled = tuple(language for language in entry.texts("title") if language in module.texts("title"))
        for activity in module.entries("activities"):
            if activity.has("lesson"):
                lesson = _lesson(course, activity, entry.text("source"), required)
                course.lessons.append(replace(lesson, titled=titled))


def _lesson(course: Course, activity: Entry, source: str, required: tuple[str, ...]) -> Lesson:
    lesson = activity.text("lesson")
    written = {}
    for language in LANGUAGES:
        path = course.folder / "lessons" / f"{lesson.lower().replace('.', '-')}.{language}.md"
        try:
            if path.exists():
                written[language] = read_lesson(path)
        except ContentError as fault:
            course.findings.add(unreadable(fault))
    return Lesson(lesson, activity.file, activity.line, source, required, written)


def _questions(course: Course) -> None:
    course.questions = read_entries(course.folder / "questions.yaml", "questions")


def _cards(course: Course) -> None:
    if (path := course.folder / "cards.yaml").exists():
        course.cards = read_entries(path, "cards")


def _bank(course: Course) -> None:
    read_questions(course.folder / "questions.yaml")
