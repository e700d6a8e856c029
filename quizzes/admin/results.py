"""How cohorts did: the list of quizzes, a cohort's results, an attempt's history, the attempt as the learner saw it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from courses.models import Cohort
from courses.permissions import written_by
from quizzes.admin import result_words as words
from quizzes.admin.frame import heading
from quizzes.admin.scope import my_attempt, my_cohort, my_cohorts, my_quiz, person
from quizzes.domain.review import ReviewedQuestion, review
from quizzes.exports import FORMATS, Table, file_response
from quizzes.models import Attempt, Quiz
from quizzes.services import close_if_expired
from quizzes.services.marking import grades_of
from quizzes.services.results import (
    LearnerResult,
    SlotHistory,
    history_of,
    quizzes_of_cohorts,
    results_of,
    sorted_results,
    titles_of,
)

A_PAGE = 50
COLUMNS = ("learner", "state", "best", "attempts", "activity")


def overview(request: HttpRequest) -> HttpResponse:
    """Every quiz that the person's cohorts take."""
    cohorts = my_cohorts(request)
    courses = sorted({(c.course.slug, c.course.title) for c in cohorts.select_related("course")}, key=lambda c: c[1])
    chosen = request.GET.get("course", "")
    rows = quizzes_of_cohorts(cohorts.filter(course__slug=chosen) if chosen else cohorts)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    written = set(written_by(person(request)).values_list("pk", flat=True))
    context = {"courses": courses, "chosen": chosen, "page": page, "written": written}
    context |= heading(_("Results"), icon="table")
    return render(request, "quizzes/admin/results_overview.html", context)


def cohort(request: HttpRequest, quiz_id: UUID, cohort_id: int) -> HttpResponse:
    """How every learner of a cohort stands in a quiz; also as a file."""
    quiz, group = my_quiz(request, quiz_id), my_cohort(request, cohort_id)
    for attempt in Attempt.objects.expired(timezone.now()).filter(quiz=quiz, enrolment__cohort=group):
        close_if_expired(attempt, now=timezone.now())
    ordering = request.GET.get("ordering", "learner")
    rows = sorted_results(results_of(group, quiz.pk), ordering)
    title = titles_of([quiz.pk]).get(quiz.pk, str(quiz))
    with timezone.override(group.time_zone):
        if request.GET.get("export") in FORMATS:
            name = f"{group.course.slug}-{group.pk}-{quiz.activity.slug}"
            return file_response([results_table(rows, group)], request.GET["export"], name)
        context = _cohort_context(request, quiz, group, rows, ordering)
        context |= heading(title, (_("Results"), "quizzes_marking:results"), icon="table")
        return render(request, "quizzes/admin/results_cohort.html", context)


def _cohort_context(
    request: HttpRequest, quiz: Quiz, group: Cohort, rows: list[LearnerResult], ordering: str
) -> dict[str, Any]:
    states = [row.state for row in rows]
    return {
        "quiz": quiz,
        "cohort": group,
        "columns": [_column(name, ordering) for name in COLUMNS],
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("p")),
        "counts": [(state, states.count(state)) for state in words.STATES if state in states],
        "total": len(rows),
    }


def _column(name: str, ordering: str) -> dict[str, Any]:
    labels = {
        "learner": _("Learner"),
        "state": pgettext("of a learner in a quiz", "State"),
        "best": _("Best score"),
        "attempts": _("Attempts"),
        "activity": _("Last activity"),
    }
    is_ascending = ordering == name
    return {
        "label": labels[name],
        "next": f"-{name}" if is_ascending else name,
        "sort": "ascending" if is_ascending else "descending" if ordering == f"-{name}" else "",
    }


def results_table(rows: list[LearnerResult], group: Cohort) -> Table:
    """The results for a spreadsheet; times stand in the active time zone, which the heading names."""
    headings = (
        _("Family names"),
        _("Given names"),
        _("E-mail"),
        _("Institution"),
        _("State"),
        _("Best score (%)"),
        _("Attempts"),
        _("Last activity (%(zone)s)") % {"zone": group.time_zone},
    )
    return Table(_("Results"), headings, [_cells(row) for row in rows])


def _cells(row: LearnerResult) -> tuple[Any, ...]:
    learner = row.enrolment.learner
    return (
        learner.last_name,
        learner.first_name,
        learner.email,
        learner.institution,
        words.STATES[row.state],
        row.best,
        len(row.attempts),
        row.last_activity,
    )


def history(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """All that is known of an attempt: what happened, every answer that arrived, every mark that was given."""
    attempt = close_if_expired(my_attempt(request, attempt_id), now=timezone.now())
    attempt = my_attempt(request, attempt_id) if attempt.state != Attempt.State.IN_PROGRESS else attempt
    rows = [_history_row(row) for row in history_of(attempt)]
    context = {
        "attempt": attempt,
        "enrolment": attempt.enrolment,
        "cohort": attempt.enrolment.cohort,
        "events": list(attempt.events.select_related("actor")),
        "rows": rows,
        "total": len(rows),
        **_attempt_heading(attempt, _("Attempt %(number)s") % {"number": attempt.number}),
    }
    with timezone.override(attempt.enrolment.cohort.time_zone):
        return render(request, "quizzes/admin/results_history.html", context)


def _history_row(row: SlotHistory) -> dict[str, Any]:
    """A question with its saved answers in words."""
    order = row.slot.option_order
    shown = review(row.content, order, row.slot.response)
    return {
        "slot": row.slot,
        "stem": shown.stem,
        "type": shown.type,
        "given": given_in(shown),
        "marks": row.marks,
        "saves": [{"save": save, "given": given_in(review(row.content, order, save.response))} for save in row.saves],
    }


def given_in(shown: ReviewedQuestion) -> list[dict[str, Any]]:
    """What was answered, as label and text by language."""
    rows = [{"label": {} if shown.options else row.label, "text": row.given} for row in shown.rows if row.given]
    for part in shown.parts:
        rows += given_in(part)
    return rows


def paper(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The attempt as the learner saw it: the version, the order and the language of that day."""
    attempt = my_attempt(request, attempt_id)
    spoken = attempt.language or attempt.enrolment.language
    rows: list[dict[str, Any]] = [
        {
            "slot": row.slot,
            "shown": review(row.content, row.slot.option_order, row.slot.response, _grades(row)),
        }
        for row in history_of(attempt)
    ]
    language = request.GET.get("language", spoken)
    languages = sorted({code for row in rows for code in row["shown"].stem})
    context = {
        "attempt": attempt,
        "enrolment": attempt.enrolment,
        "rows": rows,
        "language": language if language in languages else spoken,
        "languages": languages,
        "interface": get_language(),
        **_attempt_heading(attempt, _("As the learner saw it")),
    }
    with timezone.override(attempt.enrolment.cohort.time_zone):
        return render(request, "quizzes/admin/results_paper.html", context)


def _grades(row: SlotHistory) -> dict[str, float]:
    """What a person gave: an essay that is marked does not wait."""
    return grades_of(row.content, row.marks[-1] if row.marks else None)


def _attempt_heading(attempt: Attempt, title: str) -> dict[str, Any]:
    quiz_title = titles_of([attempt.quiz_id]).get(attempt.quiz_id, str(attempt.quiz))
    table = reverse("quizzes_marking:cohort", args=[attempt.quiz_id, attempt.enrolment.cohort_id])
    found = heading(title, (_("Results"), "quizzes_marking:results"), (quiz_title, table), icon="history")
    return {**found, "quiz_title": quiz_title}
