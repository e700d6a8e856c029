"""An attempt: questions one by one, checking, handing in."""

import secrets
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from courses.reading import active_language
from quizzes import reading, services
from quizzes.domain.questions import for_learner, is_answered
from quizzes.domain.review import review
from quizzes.domain.review_policy import hidden_during
from quizzes.models import Attempt, AttemptSlot
from quizzes.views import pending
from quizzes.views.answers import Answer, is_no_number
from quizzes.views.clock import render_for


def json_login_required(view: Any) -> Any:
    """401 instead of a redirect: a page that saves in the background must not take a sign-in form for "saved"."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "signed_out"}, status=401)
        return view(request, *args, **kwargs)

    return wrapped


def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Show one question; on POST keep the answer and go where the pressed button says."""
    received_at = timezone.now()  # before any work: the deadline is judged by when the answer arrived
    if not request.user.is_authenticated:
        return pending.sign_in_again(request, received_at)
    attempt = reading.attempt_of(request.user.pk, attempt_id)
    if request.method == "POST":
        return _save_and_go(request, attempt, position, received_at)
    pending.apply(request, attempt)
    attempt = services.close_if_expired(attempt, now=received_at)
    if not attempt.is_open:
        return redirect("quizzes:result", attempt.pk)
    return _show(request, attempt, position, received_at)


def _show(request: HttpRequest, attempt: Attempt, position: int, now: datetime) -> HttpResponse:
    slots = list(attempt.slots.select_related("version"))
    slot = next((s for s in slots if s.position == position), None)
    if slot is None:
        raise Http404
    is_checked = slot.tries > 0 and slot.checked_sequence == slot.sequence
    return render_for(
        attempt.enrolment.cohort,
        request,
        "quizzes/question.html",
        {
            **frame(attempt, now),
            "slot": slot,
            "slots": slots,
            "page_id": secrets.token_hex(8),  # two windows with the same answer are two messages
            "question": for_learner(slot.version.content, slot.option_order),
            "given": slot.response or {},
            "is_closed": slot.is_closed,
            "checked": review(slot.version.content, slot.option_order, slot.response) if is_checked else None,
            "is_no_number": is_no_number(slot),
            "gives_tries": attempt.gives_tries,
            "hidden": hidden_during(attempt.quiz.review_policy),
            "previous": position - 1,
            "next": position + 1 if position < len(slots) else None,
        },
    )


def frame(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """What every page of an attempt shows: course, quiz, time left in seconds."""
    course = attempt.enrolment.cohort.course
    left = int((attempt.deadline - now).total_seconds()) if attempt.deadline else None
    return {
        "attempt": attempt,
        "course": course,
        "quiz_page": reading.quiz_page(attempt.quiz_id, course),
        "seconds_left": max(0, left) if left is not None else None,
    }


def _save_and_go(request: HttpRequest, attempt: Attempt, position: int, received_at: datetime) -> HttpResponse:
    before = attempt.slots.filter(position=position).values_list("response", flat=True).first()
    try:
        slot = _save(request, attempt, position, received_at, may_be_disabled=True)
    except services.StaleAnswer:
        messages.warning(
            request,
            _(
                "This question was answered in another window in the meantime. Below is the answer that counts; "
                "yours is kept in the record. Choose again if you want to change it."
            ),
        )
        return redirect("quizzes:question", attempt.pk, position)
    except services.QuestionClosed:
        messages.warning(
            request, _("This question takes no further answer. What you sent now is kept in the record only.")
        )
        return redirect("quizzes:question", attempt.pk, position)
    except services.AttemptClosed:
        messages.warning(request, _("The attempt is closed: this answer came too late and does not count."))
        return redirect("quizzes:result", attempt.pk)
    except AttemptSlot.DoesNotExist as error:
        raise Http404 from error
    if slot.response != before and is_no_number(slot):  # asked again once; who means it goes on
        return redirect("quizzes:question", attempt.pk, position)
    return _go(request, attempt, position, received_at)


def _go(request: HttpRequest, attempt: Attempt, position: int, received_at: datetime) -> HttpResponse:
    target = request.POST.get("goto", "")[:6]
    if target == "try":
        with suppress(services.AttemptClosed):  # the page shows what is so
            services.check_answer(attempt, position, now=received_at)
    if target == "try" or request.POST.get("move"):
        return redirect("quizzes:question", attempt.pk, position)
    if target.isdecimal() and attempt.slots.filter(position=int(target)).exists():
        return redirect("quizzes:question", attempt.pk, int(target))
    return redirect("quizzes:check", attempt.pk)


def _save(
    request: HttpRequest, attempt: Attempt, position: int, received_at: datetime, *, may_be_disabled: bool = False
) -> AttemptSlot:
    slot = attempt.slots.select_related("version").get(position=position)
    question = for_learner(slot.version.content, slot.option_order)
    answer = Answer.read(question, request.POST, request.headers.get("Idempotency-Key"))
    is_disabled = slot.is_closed and (answer.response == slot.response or not is_answered(answer.response))
    if is_disabled and may_be_disabled:
        return slot  # the form of a closed question only moves on
    try:
        return answer.save(attempt, position, received_at)
    except services.StaleAnswer as stale:
        if stale.sent != stale.slot.response:
            raise
        return stale.slot  # a button pressed while the page was saving the same answer
    except services.NotAnAnswer as error:
        raise BadRequest("The response does not fit the question.") from error


@require_POST
@json_login_required
def save(request: SignedInRequest, attempt_id: int, position: int) -> HttpResponse:
    """Keep an answer in the background. 409 carries what stands and what was sent."""
    received_at = timezone.now()
    attempt = reading.attempt_of(request.user.pk, attempt_id)
    try:
        slot = _save(request, attempt, position, received_at)
    except services.StaleAnswer as stale:
        theirs = {
            "sequence": stale.slot.sequence,
            "response": stale.slot.response,
            "message_id": _last_accepted(stale.slot),
        }
        return JsonResponse({"error": "stale", "stored": theirs, "sent": stale.sent}, status=409)
    except services.AttemptClosed:
        return JsonResponse({"error": "closed"}, status=410)
    except AttemptSlot.DoesNotExist as error:
        raise Http404 from error
    saved_at = slot.saved_at and slot.saved_at.isoformat()
    return JsonResponse({"sequence": slot.sequence, "saved_at": saved_at, "is_no_number": is_no_number(slot)})


def _last_accepted(slot: AttemptSlot) -> str:
    """The message that stands: a page that sent it itself, and only missed the answer, may send on top of it."""
    return str(slot.saves.filter(outcome="accepted").order_by("-id").values_list("message_id", flat=True).first() or "")


@login_required
def check(request: SignedInRequest, attempt_id: int) -> HttpResponse:
    """Every question with its state, one button to hand in."""
    now = timezone.now()
    attempt = services.close_if_expired(reading.attempt_of(request.user.pk, attempt_id), now=now)
    if not attempt.is_open:
        return redirect("quizzes:result", attempt.pk)
    slots = list(attempt.slots.select_related("version"))
    missing = [slot for slot in slots if not slot.is_answered]
    rows = [
        {
            "slot": slot,
            "question": for_learner(slot.version.content, slot.option_order),
            "is_no_number": is_no_number(slot),
        }
        for slot in slots
    ]
    context = {**frame(attempt, now), "rows": rows, "missing": missing, "answered": len(slots) - len(missing)}
    return render_for(attempt.enrolment.cohort, request, "quizzes/check.html", context)


@login_required
def submit(request: SignedInRequest, attempt_id: int) -> HttpResponse:
    """Hand in. The second click finds it handed in. Who comes here from the sign-in finds the button again."""
    attempt = reading.attempt_of(request.user.pk, attempt_id)
    if request.method != "POST":
        return redirect("quizzes:check", attempt.pk)
    services.submit_attempt(attempt.pk, now=timezone.now(), language=active_language())
    return redirect("quizzes:result", attempt.pk)
