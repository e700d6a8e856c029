"""Where a question is used."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from courses.models import Activity, Course, LessonPage
from courses.reading import active_language, preference
from quizzes.admin.bank_reading import quizzes_using
from quizzes.models import AttemptSlot, Question, QuizDraw, QuizPage


@dataclass(frozen=True)
class Use:
    """A quiz that names the question or may draw it."""

    part: QuizDraw
    title: str

    @property
    def is_named(self) -> bool:
        return self.part.question_id is not None

    @property
    def course(self) -> Course:
        return self.part.quiz.activity.course


def uses_of(question: Question, courses: list[Course]) -> tuple[list[Use], int]:
    """The uses in these courses, and how many quizzes of others use it as well. Two queries."""
    parts = quizzes_using([question])[question.pk]
    mine = {course.pk for course in courses}
    own = [part for part in parts.values() if part.quiz.activity.course_id in mine]
    titles = titles_of([part.quiz_id for part in own])
    return [Use(part, titles.get(part.quiz_id, part.quiz.activity.slug)) for part in own], len(parts) - len(own)


def lessons_with(question: Question) -> list[str]:
    """Titles of the lessons that ask the question as a knowledge check, in the language of the page. One query."""
    if question.course_id is None:  # a check is of its own course's bank
        return []
    lessons = Activity.objects.filter(course=question.course_id, kind=Activity.Kind.LESSON)
    pages = LessonPage.objects.filter(translation_key__in=lessons.values("pk")).select_related("locale")
    order = preference(active_language(), "")
    found = [page for page in pages if _checks(page, question.code)]
    found.sort(key=lambda page: order.index(page.locale.language_code), reverse=True)
    return sorted({page.translation_key: page.title for page in found}.values())


def _checks(page: LessonPage, code: str) -> bool:
    return any(block["type"] == "check" and block["value"] == code for block in page.body.raw_data)


def titles_of(quizzes: list[UUID]) -> dict[UUID, str]:
    """The quizzes' titles in the language of the page, else in another. One query."""
    pages = QuizPage.objects.filter(translation_key__in=quizzes).select_related("locale")
    order = preference(active_language(), "")
    found = sorted(pages, key=lambda page: order.index(page.locale.language_code), reverse=True)
    return {page.translation_key: page.title for page in found}


def attempts_by_quiz(question: Question, courses: list[Course]) -> dict[Any, int]:
    """How many attempts of each of these courses' quizzes had the question. One query."""
    slots = AttemptSlot.objects.filter(version__question=question, attempt__quiz__activity__course__in=courses)
    return dict(slots.order_by().values_list("attempt__quiz").annotate(count=Count("attempt", distinct=True)))
