"""The knowledge checks inside lessons, on paper: what is asked, and in the appendix what is right and why.

Only these. What a quiz asks is nowhere in the book.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from django.template.loader import render_to_string

from cms.printing.pictures import with_pictures
from courses.models import Course
from quizzes.domain.questions import LearnerQuestion, for_learner, order_for
from quizzes.domain.review import ReviewedQuestion, review
from quizzes.models import QuestionVersion


@dataclass(frozen=True)
class PaperCheck:
    """A check's question, with its options in the order in which the site shows them, and its answer."""

    question: LearnerQuestion
    answer: ReviewedQuestion

    def asked(self, number: int, mark: str) -> str:
        """The question. `mark` is the end of its ids and of its answer's."""
        html = render_to_string("cms/printing/check.html", {"question": self.question, "number": number, "mark": mark})
        return with_pictures(html, self.question)

    def answered(self, number: int, mark: str, lesson: str) -> str:
        """The answer, with the reasons. `lesson`: its number in the book."""
        context = {"question": self.question, "answer": self.answer, "number": number, "mark": mark, "lesson": lesson}
        return render_to_string("cms/printing/answer.html", context)


def read_checks(course: Course, codes: Iterable[str]) -> dict[str, PaperCheck]:
    """The checks that the bank has, by their code. One query."""
    versions = QuestionVersion.objects.current().filter(question__course=course, question__code__in=set(codes))
    rows = versions.values_list("question__code", "content")
    return {code: _check(code, content) for code, content in rows}


def _check(code: str, content: dict[str, Any]) -> PaperCheck:
    order = order_for(content, Random(code))  # noqa: S311 the order of the site, nothing to guess
    return PaperCheck(for_learner(content, order), review(content, order, None))
