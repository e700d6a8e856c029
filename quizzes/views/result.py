"""What an attempt came to, as far as the quiz shows it now."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.requests import SignedInRequest
from courses import reading as courses_reading
from library.models import Instrument
from quizzes import reading, services
from quizzes.domain.behaviour import band_for, bands_from
from quizzes.domain.review import review
from quizzes.domain.review_policy import Part, moment, visible
from quizzes.domain.rules import QuizRules
from quizzes.models import Attempt, AttemptSlot
from quizzes.services.marking import grades_of
from quizzes.services.rules import rules_for
from quizzes.views.attempt import frame


@login_required
def result(request: SignedInRequest, attempt_id: int) -> HttpResponse:
    """The score, then what to revise, with a reason for every option, as far as the review policy allows."""
    now = timezone.now()
    attempt = services.close_if_expired(reading.attempt_of(request.user.pk, attempt_id), now=now)
    if attempt.is_open:
        return redirect("quizzes:check", attempt.pk)
    allowed = rules_for(attempt.enrolment, attempt.quiz)
    shown = shown_of(attempt, allowed, now)
    outline = courses_reading.outline_for(attempt.enrolment, str(attempt.quiz_id))
    slots = list(attempt.slots.select_related("version__question").prefetch_related("manual_marks"))
    rows = _rows(slots, {row.entry.slug: row.entry for row in outline.rows}) if "attempt" in shown else []
    return render(
        request,
        "quizzes/result.html",
        {
            **frame(attempt, now),
            "outline": outline,
            "shown": shown,
            "is_pending": attempt.state == Attempt.State.SUBMITTED,
            # Without correctness the rows stand in one list: which heading a question is under would tell.
            "given": [] if "correctness" in shown else rows,
            "right": [row for row in rows if "correctness" in shown and row["slot"].state == "right"],
            "revise": [row for row in rows if "correctness" in shown and row["slot"].state != "right"],
            "right_count": sum(slot.state == "right" for slot in slots),
            "total": len(slots),
            "band": _band(attempt) if "marks" in shown else None,
            "attempts_left": _attempts_left(attempt, allowed),
        },
    )


def shown_of(attempt: Attempt, rules: QuizRules, now: datetime) -> frozenset[Part]:
    """What the quiz's review policy shows of an attempt that is handed in, to whom these rules hold.

    Whoever may go on after the others does not read the answers when it closes for them.
    """
    at = moment(attempt.finished_at or attempt.submitted_at, rules.closes_at, now)
    return visible(attempt.quiz.review_policy, at)


def _attempts_left(attempt: Attempt, rules: QuizRules) -> int | None:
    """How many this learner may still start; None for as many as they like."""
    if rules.attempts_allowed is None:
        return None
    return max(0, rules.attempts_allowed - Attempt.objects.of(attempt.enrolment, attempt.quiz).count())


def _rows(slots: list[AttemptSlot], lessons: dict[str, Any]) -> list[dict[str, Any]]:
    titles = Instrument.objects.titles()
    return [_row(slot, lessons, titles) for slot in slots]


def _row(slot: AttemptSlot, lessons: dict[str, Any], titles: dict[str, Any]) -> dict[str, Any]:
    by_hand = list(slot.manual_marks.all())
    grades = grades_of(slot.version.content, by_hand[-1] if by_hand else None)
    question = review(slot.version.content, slot.option_order, slot.response, grades)
    cited = [c["instrument"] for c in question.citations if c["instrument"] in titles]
    return {
        "slot": slot,
        "question": question,
        "comment": by_hand[-1].comment if by_hand else "",
        "lesson": lessons.get(slot.version.question.category.removeprefix("open.").lower().replace(".", "-")),
        "sources": [(slug, titles[slug]) for slug in dict.fromkeys(cited)],
    }


def _band(attempt: Attempt) -> dict[str, str] | None:
    """The overall feedback for the score, by language."""
    if attempt.score is None:
        return None
    band = band_for(bands_from(attempt.quiz.feedback_bands), float(attempt.score))
    return band.text if band else None
