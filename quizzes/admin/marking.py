"""Answers that wait for a person: the queue, the page on which one is marked, and changing a mark with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from quizzes.admin import words
from quizzes.admin.scope import my_cohorts, my_slot, person
from quizzes.models import Attempt, AttemptSlot, ManualMark
from quizzes.services import close_if_expired, marking
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
        comment = request.POST.get("comment", "")[:5000]
        try:
            attempt = marking.mark_answer(slot.pk, chosen, comment=comment, by=person(request), now=timezone.now())
        except marking.RubricIncomplete as error:
            missing = error.parts
        except marking.NothingToMark:
            messages.warning(request, _("Somebody else marked this answer in the meantime."))
            return redirect("quizzes_marking:queue")
        else:
            return _go_on(request, slot, attempt)
    return render(request, "quizzes/admin/marking_mark.html", _mark_context(request, slot, essays, chosen, missing, last))


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
    waiting = slot.attempt.slots.filter(state=marking.PENDING).count()
    return {
        "slot": slot,
        "attempt": slot.attempt,
        "learner": slot.attempt.enrolment.learner,
        "cohort": slot.attempt.enrolment.cohort,
        "case": content["stem"]["text"] if content["type"] == "scenario" else {},
        "language": slot.attempt.language or slot.attempt.enrolment.language,
        "parts": parts,
        "comment": request.POST.get("comment", last.comment if last else ""),
        "waiting": ngettext("%(n)s answer of this attempt waits.", "%(n)s answers of this attempt wait.", waiting) % {"n": waiting},
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


class OverrideForm(forms.Form):
    """A mark in place of the one that stands."""

    mark = forms.DecimalField(label=lazy("New mark"), max_digits=12, decimal_places=7, localize=True)
    reason = forms.CharField(
        label=lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("Only trainers read it. It stays in the history for ever."),
    )
    comment = forms.CharField(
        label=lazy("Comment for the learner"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def override(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Change a mark with a reason. Nothing is revoked: the page says whose course is completed already."""
    slot = my_slot(request, slot_id)
    attempt = slot.attempt
    if attempt.state not in marking.HANDED_IN or slot.max_mark <= 0:
        messages.warning(request, _("Marks can be changed once the attempt is handed in and the question counts."))
        return redirect("quizzes_marking:history", attempt.pk)
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _override(request, slot, form):
        return redirect("quizzes_marking:history", attempt.pk)
    back = (_("Attempt"), reverse("quizzes_marking:history", args=[attempt.pk]))
    context = {
        "form": form,
        "slot": slot,
        "attempt": attempt,
        "enrolment": attempt.enrolment,
        "marks": list(slot.manual_marks.select_related("by")),
        "rubrics": [part for _key, part in marking.essays_in(slot.version.content, slot.response)],
        **heading(_("Change a mark"), (_("Results"), "quizzes_marking:results"), back, icon="edit"),
    }
    with timezone.override(attempt.enrolment.cohort.time_zone):
        return render(request, "quizzes/admin/marking_override.html", context)


def _override(request: HttpRequest, slot: AttemptSlot, form: OverrideForm) -> bool:
    given = form.cleaned_data
    try:
        found = marking.override_mark(
            slot.pk,
            given["mark"],
            reason=given["reason"],
            comment=given["comment"],
            by=person(request),
            now=timezone.now(),
        )
    except marking.NotAMark:
        text = _("The mark lies between 0 and %(most)s.") % {"most": words.number(slot.max_mark, 2)}
        form.add_error("mark", text)
        return False
    texts = {"old": words.percent(found.before.score), "new": words.percent(found.after.score)}
    messages.success(request, _("The mark is changed. The attempt had %(old)s, now it has %(new)s.") % texts)
    if found.loses_pass:
        messages.warning(
            request,
            _("The attempt no longer passes. What the learner completed stays completed; decide about it yourself."),
        )
    if found.concerns_certificate:
        messages.warning(
            request,
            _("This learner has completed the course. A certificate is never revoked by itself: look at it and decide."),
        )
    return True


def heading(title: str, *path: tuple[str, str], icon: str = "") -> dict[str, Any]:
    """Title and breadcrumbs of a page; the path leads to it from outside in."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": url if url.startswith("/") else reverse(url), "label": label} for label, url in path]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }


