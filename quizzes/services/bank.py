"""Write questions: a change makes the next version, the same content makes nothing."""

from typing import Any

from django.db import transaction

from courses.models import Course
from quizzes.domain.questions import check, checksum
from quizzes.models import Question, QuestionVersion


@transaction.atomic
def put_question(
    course: Course | None, code: str, content: dict[str, Any], *, category: str, difficulty: int = 2, ready: bool = True
) -> tuple[Question, str]:
    """Store a question. Returns it with "created", "changed" or "unchanged".

    Raises quizzes.domain.questions.QuestionProblem if it is to be ready and could not be scored fairly.
    """
    if ready:
        check(content)
    question, is_new = Question.objects.update_or_create(
        course=course, code=code, defaults={"category": category, "difficulty": difficulty}
    )
    newest = question.versions.order_by("-number").first()
    state = QuestionVersion.State.READY if ready else QuestionVersion.State.DRAFT
    if newest and newest.checksum == checksum(content) and newest.state == state:
        return question, "unchanged"
    QuestionVersion.objects.create(
        question=question,
        number=newest.number + 1 if newest else 1,
        state=state,
        content=content,
        checksum=checksum(content),
    )
    return question, "created" if is_new else "changed"
