"""A quiz before and between attempts: what it asks, what was reached, one button."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from courses import reading as courses_reading
from courses import services as courses_services
from courses.models import Cohort, Enrolment
from courses.views.parts import place_in, row_of, withdrawn
from quizzes import reading, services
from quizzes.domain.draw import DryPool
from quizzes.domain.review_policy import visible
from quizzes.domain.rules import MayNotStart, QuizRules, check_start
from quizzes.models import Attempt, Quiz
from quizzes.services.rules import rules_for
from quizzes.views.clock import moment_for, render_for
from quizzes.views.result import shown_of


@login_required
def quiz(request: SignedInRequest, slug: str, activity: str) -> HttpResponse:
    """Show the quiz's rules, the attempts so far, and how to start or go on."""
    enrolment = Enrolment.objects.for_player(request.user.pk, slug).first()
    if enrolment is None:
        return redirect("courses:course", slug)
    standing = courses_reading.standings([enrolment])[enrolment.pk]
    outline = courses_reading.outline_for(enrolment, None, standing)
    if courses_reading.is_withdrawn(enrolment, outline, activity):
        return withdrawn(request, enrolment)
    row = row_of(outline, activity)
    found = reading.quiz_of(row.entry.activity)
    if row.entry.activity not in standing.seen:
        courses_services.record_seen(enrolment, found.activity_id, at=timezone.now())
    attempts = [services.close_if_expired(a, now=timezone.now()) for a in reading.attempts_of(enrolment, found)]
    allowed = rules_for(enrolment, found)
    with_marks = _with_marks(attempts, found, allowed)
    return render_for(
        enrolment.cohort,
        request,
        "quizzes/quiz.html",
        {
            "enrolment": enrolment,
            "course": enrolment.cohort.course,
            "quiz": found,
            "quiz_page": reading.quiz_page(found.activity_id, enrolment.cohort.course),
            "outline": courses_reading.outline_for(enrolment, row.entry.activity, standing),
            "attempts": attempts,
            "open_attempt": next((a for a in attempts if a.is_open), None),
            "with_marks": with_marks,
            "best": max((a for a in with_marks if a.score is not None), key=lambda a: a.score or 0, default=None),
            "refusal": refusal(allowed, attempts, enrolment.cohort),
            "rules": allowed,
            "limit_minutes": _minutes(allowed),
            "shows_reasons": "specific" in visible(found.review_policy, "right_after"),
            "gives_tries": found.behaviour != Quiz.Behaviour.DEFERRED,
        },
    )


def _with_marks(attempts: list[Attempt], found: Quiz, rules: QuizRules) -> list[Attempt]:
    """The attempts whose marks the review policy shows now."""
    for attempt in attempts:
        attempt.quiz = found  # known already: no query for each
    closed = (attempt for attempt in attempts if not attempt.is_open)
    return [attempt for attempt in closed if "marks" in shown_of(attempt, rules, timezone.now())]


def _minutes(rules: QuizRules) -> int | None:
    """The time that this learner has, extra time included."""
    return round(rules.time_limit.total_seconds() * rules.extra_time / 60) if rules.time_limit else None


def refusal(rules: QuizRules, attempts: list[Attempt], cohort: Cohort) -> str:
    """Why no new attempt may start now, in words; empty if one may."""
    last = max((a.submitted_at for a in attempts if a.submitted_at), default=None)
    try:
        check_start(rules, used=len(attempts), last_finished_at=last, now=timezone.now())
    except MayNotStart as error:
        return _in_words(error, cohort)
    return ""


def _in_words(error: MayNotStart, cohort: Cohort) -> str:
    when = moment_for(cohort, error.at)
    return {
        MayNotStart.NOT_OPEN: _("This quiz opens on %(when)s.") % {"when": when},
        MayNotStart.CLOSED: _("This quiz closed on %(when)s.") % {"when": when},
        MayNotStart.NO_ATTEMPTS_LEFT: _("You have used all attempts. Ask your trainer if you need another one."),
        MayNotStart.TOO_SOON: _("You may try again from %(when)s.") % {"when": when},
    }[error.reason]


@login_required
def start(request: SignedInRequest, slug: str, activity: str) -> HttpResponse:
    """Start an attempt, or go on with the open one. Who comes here from the sign-in finds the button again."""
    enrolment = place_in(request, slug)
    outline = courses_reading.outline_for(enrolment)
    if courses_reading.is_withdrawn(enrolment, outline, activity):
        return withdrawn(request, enrolment)
    row = row_of(outline, activity)
    if request.method != "POST":
        return redirect(row.entry.url)
    found = reading.quiz_of(row.entry.activity)
    try:
        attempt = services.start_attempt(enrolment, found, now=timezone.now())
    except MayNotStart as error:
        messages.warning(request, _in_words(error, enrolment.cohort))
        return redirect(row.entry.url)
    except DryPool as error:
        text = _(
            "This quiz cannot start: “%(pool)s” holds %(found)s of %(wanted)s questions. Your trainer can repair it."
        )
        messages.error(request, text % {"pool": error.name, "found": error.found, "wanted": error.wanted})
        return redirect(row.entry.url)
    return redirect("quizzes:question", attempt.pk, first_open(attempt))


def first_open(attempt: Attempt) -> int:
    """Position of the first question without an answer, else the first one."""
    slots = list(attempt.slots.all())
    return next((slot.position for slot in slots if not slot.is_answered), slots[0].position)
