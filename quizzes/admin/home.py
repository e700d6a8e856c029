"""What quizzes add to the first page of the admin: questions whose figures are poor, and answers to mark."""

from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Max
from wagtail.admin.ui.components import Component

from accounts.models import User
from courses.admin.home import SHOWN, HomePanel
from courses.permissions import cohorts_of, written_by
from quizzes.admin.option_words import option_name, text_in
from quizzes.admin.statistics import GRAVE, advice_in_words
from quizzes.models import Attempt, QuestionVersion
from quizzes.services.marking import HANDED_IN
from quizzes.services.measuring import statistics_of
from quizzes.services.results import attempts_to_mark, titles_of

A_DAY = 24 * 3600  # seconds
LOOKED_AT = 12  # quizzes at most, those with the newest attempts: each costs its statistics once after a change


class MarkingPanel(HomePanel):
    """Answers that wait for a person."""

    name, order = "to-mark", 125
    template_name = "quizzes/admin/home_marking.html"

    def contents(self) -> dict[str, Any]:
        return {"waiting": attempts_to_mark(cohorts_of(self.person)).count()}


class QuestionsPanel(HomePanel):
    """Questions with poor statistics, in the courses this person writes."""

    name, order = "poor-questions", 150
    template_name = "quizzes/admin/home_questions.html"

    def contents(self) -> dict[str, Any]:
        rows = [row for quiz, state in _tried(self.person) for row in _poor(quiz, state)]
        titles = titles_of([row["quiz"] for row in rows])
        shown = [{**row, "title": titles.get(row["quiz"], "")} for row in rows[:SHOWN]]
        return {"rows": _in_words(shown), "more": max(len(rows) - SHOWN, 0)}


def _tried(person: User) -> list[tuple[UUID, str]]:
    """Quizzes with attempts, and what changes with every attempt that is handed in or marked again."""
    attempts = Attempt.objects.filter(quiz__activity__course__in=written_by(person), state__in=HANDED_IN)
    found = attempts.values("quiz").annotate(n=Count("pk"), last=Max("submitted_at")).order_by("-last")[:LOOKED_AT]
    return [(row["quiz"], f"{row['n']}-{row['last']:%Y%m%d%H%M%S}") for row in found]


def _poor(quiz: UUID, state: str) -> list[dict[str, Any]]:
    """The quiz's questions that advice calls grave: kept until another attempt is handed in, a day at most."""
    key = f"poor-questions:{quiz}:{state}"
    found: list[dict[str, Any]] | None = cache.get(key)
    if found is None:
        statistics, versions = statistics_of(quiz)
        found = [
            {"quiz": quiz, "version": versions[one.question].pk, "advice": grave[0]}
            for one in statistics.questions
            if one.question in versions and (grave := [said for said in one.advice if said.code in GRAVE])
        ]
        cache.set(key, found, A_DAY)
    return found


def _in_words(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the question's text and the advice in the reader's language; one query."""
    versions = QuestionVersion.objects.in_bulk([row["version"] for row in rows])
    for row in rows:
        content = versions[row["version"]].content
        option = str(row["advice"].numbers.get("option", ""))
        names = {option: option_name(content, tuple(option.split("/")))} if option else {}
        row["text"] = text_in(content.get("stem", {}).get("text", {}))
        row["advice"] = advice_in_words(row["advice"].code, row["advice"], names)
    return rows


def panels_for(person: User) -> list[Component]:
    """Those of this app."""
    return [MarkingPanel(person), QuestionsPanel(person)]
