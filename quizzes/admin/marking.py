"""Answers that wait for a person: the queue, the page on which one is marked."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.admin import result_words as words
from quizzes.admin.contents.tree import tidy
from quizzes.admin.frame import heading
from quizzes.admin.scope import my_cohorts, my_slot, person
from quizzes.models import Attempt, AttemptSlot, ManualMark
from quizzes.services import close_if_expired, marking
from quizzes.services.finishing import PENDING
from quizzes.services.results import attempts_to_mark, next_slot_to_mark, titles_of, waiting_by_cohort

A_PAGE = 50


def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be marked, the oldest first, for all cohorts or for one."""
    cohorts = my_cohorts(request)
    for attempt in Attempt.objects.expired(timezone.now()).filter(enrolment__cohort__in=cohorts):
        close_if_expired(attempt, now=timezone.now())
    groups = waiting_by_cohort(cohorts)
    chosen = next((cohort for cohort, _n in groups if str(cohort.pk) == request.GET.get("cohort")), None)
    waiting = attempts_to_mark(cohorts.filter(pk=chosen.pk) if chosen else cohorts)
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("p"))
    titles = titles_of(attempt.quiz_id for attempt in page)
    context = {
        "groups": groups,
        "chosen": chosen,
        "total": sum(count for _cohort, count in groups),
        "page": page,
        "rows": [{"attempt": attempt, "quiz": titles.get(attempt.quiz_id, "")} for attempt in page],
        **heading(_("Marking"), icon="edit"),
    }
    return render(request, "quizzes/admin/marking_queue.html", context)


def open_attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """From the queue to the attempt's first answer that waits."""
    attempt = attempts_to_mark(my_cohorts(request)).filter(pk=attempt_id).first()
    slot = next_slot_to_mark(attempt) if attempt else None
    return redirect("quizzes_marking:mark", slot.pk) if slot else redirect("quizzes_marking:queue")


def mark(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Show an answer with its rubric; on POST keep the mark and lead to the next answer."""
    slot = my_slot(request, slot_id)
    essays = marking.essays_in(slot.version.content, slot.response)
    last = slot.manual_marks.last()
    if slot.attempt.state != Attempt.State.SUBMITTED or not marking.is_markable(slot, last) or not essays:
        messages.info(request, _("This answer is marked. To change the mark, give a reason below."))
        return redirect("quizzes_marking:override", slot.pk)
    chosen = {key: _chosen(request, key, part, last) for key, part in essays}
    missing: list[str] = []
    if request.method == "POST":
        comment = tidy(request.POST.get("comment"))[:5000]
        try:
            attempt = marking.mark_answer(slot.pk, chosen, comment=comment, by=person(request), now=timezone.now())
        except marking.RubricIncomplete as error:
            missing = error.parts
        except marking.NothingToMark:
            messages.warning(request, _("Somebody else marked this answer in the meantime."))
            return redirect("quizzes_marking:queue")
        else:
            return _go_on(request, slot, attempt)
    return render(
        request, "quizzes/admin/marking_mark.html", _mark_context(request, slot, essays, chosen, missing, last)
    )


def _chosen(request: HttpRequest, key: str, part: dict[str, Any], last: ManualMark | None) -> dict[str, str]:
    """The levels as the form sends them, or as they stand."""
    if request.method == "POST":
        sent = {row["id"]: request.POST.get(field_of(key, row["id"]), "") for row in part["rubric"]}
        return {criterion: level for criterion, level in sent.items() if level}
    stored = last.rubric if last else {}
    return dict(stored.get(key, {})) if key else dict(stored)


def field_of(key: str, criterion: str) -> str:
    """The name of a criterion's radio buttons."""
    return f"level-{key}-{criterion}"


def _go_on(request: HttpRequest, slot: AttemptSlot, attempt: Attempt) -> HttpResponse:
    """To the attempt's next answer, else to the next attempt of the cohort, else to the list."""
    following = next_slot_to_mark(attempt, after=slot.position)
    if following is None:
        _tell_result(request, attempt, str(slot.attempt.enrolment.learner))
        others = attempts_to_mark(my_cohorts(request).filter(pk=attempt.enrolment.cohort_id))
        oldest = others.exclude(pk=attempt.pk).first()
        following = next_slot_to_mark(oldest) if oldest else None
    else:
        messages.success(request, _("Saved. This attempt has another answer to be marked."))
    if following is None or "list" in request.POST:
        return redirect("quizzes_marking:queue")
    return redirect("quizzes_marking:mark", following.pk)


def _tell_result(request: HttpRequest, attempt: Attempt, learner: str) -> None:
    texts = {"learner": learner, "score": words.percent(attempt.score)}
    if attempt.is_passed:
        messages.success(request, _("Marked. %(learner)s passed with %(score)s.") % texts)
    else:
        messages.success(request, _("Marked. %(learner)s reached %(score)s and did not pass.") % texts)


def _mark_context(
    request: HttpRequest,
    slot: AttemptSlot,
    essays: list[tuple[str, dict[str, Any]]],
    chosen: dict[str, dict[str, str]],
    missing: list[str],
    last: ManualMark | None,
) -> dict[str, Any]:
    content = slot.version.content
    answers = slot.response or {}
    parts = [
        {
            "key": key,
            "content": part,
            "answer": (answers.get("parts", {}).get(key, {}) if key else answers).get("text", ""),
            "criteria": [_criterion(key, row, chosen[key], is_sent=bool(missing)) for row in part["rubric"]],
            "is_missing": key in missing,
        }
        for key, part in essays
    ]
    waiting = slot.attempt.slots.filter(state=PENDING).count()
    return {
        "slot": slot,
        "attempt": slot.attempt,
        "learner": slot.attempt.enrolment.learner,
        "cohort": slot.attempt.enrolment.cohort,
        "case": content["stem"]["text"] if content["type"] == "scenario" else {},
        "language": slot.attempt.language or slot.attempt.enrolment.language,
        "parts": parts,
        "comment": request.POST.get("comment", last.comment if last else ""),
        "waiting": ngettext("%(n)s answer of this attempt waits.", "%(n)s answers of this attempt wait.", waiting)
        % {"n": waiting},
        "quiz_title": titles_of([slot.attempt.quiz_id]).get(slot.attempt.quiz_id, ""),
        **heading(_("Mark an answer"), (_("Marking"), "quizzes_marking:queue"), icon="edit"),
    }


def _criterion(key: str, row: dict[str, Any], chosen: dict[str, str], *, is_sent: bool) -> dict[str, Any]:
    most = max(float(level["points"]) for level in row["levels"])
    return {
        "name": field_of(key, row["id"]),
        "text": row.get("text", {}),
        "levels": sorted(row["levels"], key=lambda level: float(level["points"])),
        "chosen": chosen.get(row["id"], ""),
        "most": most,
        "is_missing": is_sent and row["id"] not in chosen,
    }
