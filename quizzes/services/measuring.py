"""The sheets of a quiz's finished attempts, as the statistics take them."""

from collections.abc import Hashable
from typing import Any
from uuid import UUID

from quizzes.domain.statistics import Answer, QuizStatistics, Sheet, quiz_statistics
from quizzes.models import Attempt, AttemptSlot, QuestionVersion
from quizzes.services.marking import HANDED_IN


def statistics_of(
    quiz_id: UUID, *, cohort_id: int | None = None, first_only: bool = True
) -> tuple[QuizStatistics, dict[int, QuestionVersion]]:
    """The quiz's statistics, and the version by which each question (id) is described; three queries.

    Every attempt that is handed in counts; those that wait to be marked are counted as pending.
    """
    attempts = Attempt.objects.filter(quiz=quiz_id, state__in=HANDED_IN)
    if cohort_id is not None:
        attempts = attempts.filter(enrolment__cohort=cohort_id)
    slots = AttemptSlot.objects.filter(attempt__in=attempts).order_by("attempt", "position")
    answers: dict[int, list[Answer]] = {}
    for row in slots.values_list("attempt", "version__question", "max_mark", "mark", "response"):
        answers.setdefault(row[0], []).append(Answer(*row[1:]))
    sheets = [
        Sheet(learner, number, language or enrolled, tuple(answers.get(pk, ())))
        for pk, learner, number, language, enrolled in attempts.order_by("submitted_at", "pk").values_list(
            "pk", "enrolment__learner", "number", "language", "enrolment__language"
        )
    ]
    questions = {int(str(a.question)) for some in answers.values() for a in some}
    newest = QuestionVersion.objects.filter(question__in=questions, state="ready").select_related("question")
    versions = {version.question_id: version for version in newest.order_by("number")}
    contents: dict[Hashable, dict[str, Any]] = {question: version.content for question, version in versions.items()}
    return quiz_statistics(sheets, contents, first_only=first_only), versions
