"""Changing the mark of a question by hand, with a reason."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quizzes.admin import result_words as words
from quizzes.admin.frame import heading
from quizzes.admin.scope import my_slot, person
from quizzes.domain.review import review
from quizzes.models import AttemptSlot
from quizzes.services import marking


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
        "shown": review(slot.version.content, slot.option_order, slot.response),
        "language": attempt.language or attempt.enrolment.language,
        "interface": get_language(),
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
        limits = {"least": words.number(marking.lowest_mark(slot), 2), "most": words.number(slot.max_mark, 2)}
        form.add_error("mark", _("The mark lies between %(least)s and %(most)s.") % limits)
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
            _(
                "This learner has completed the course. A certificate is never revoked by itself: look at it and decide."
            ),
        )
    return True
