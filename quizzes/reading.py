"""Reads for the quiz's pages."""

from uuid import UUID

from django.http import Http404

from courses.models import Course, Enrolment
from courses.reading import active_language, preference
from quizzes.models import Attempt, Quiz, QuizPage


def quiz_page(activity_id: UUID | str, course: Course) -> QuizPage | None:
    """The live page in the reader's language, else in the course's, else in any; one query."""
    order = preference(active_language(), course.source_language)
    pages = QuizPage.objects.live().filter(translation_key=activity_id).select_related("locale")
    return min(pages, key=lambda page: order.index(page.locale.language_code), default=None)


def quiz_of(activity_id: UUID | str) -> Quiz:
    """The quiz with its draws, or Http404."""
    quiz = Quiz.objects.select_related("activity").prefetch_related("draws").filter(pk=UUID(str(activity_id))).first()
    if quiz is None:
        raise Http404
    return quiz


def attempt_of(learner_id: int, attempt_id: int) -> Attempt:
    """The learner's own attempt, or Http404: another's looks like one that does not exist."""
    attempt = (
        Attempt.objects.filter(pk=attempt_id, enrolment__learner=learner_id)
        .select_related("quiz__activity", "enrolment__cohort__course", "enrolment__cohort__release")
        .first()
    )
    if attempt is None:
        raise Http404
    return attempt


def attempts_of(enrolment: Enrolment, quiz: Quiz) -> list[Attempt]:
    """All attempts, the first one first."""
    return list(Attempt.objects.of(enrolment, quiz))
