"""Extra time and exceptions, for one learner or a whole cohort."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.models import ModelLogEntry

from courses.models import Cohort, Enrolment
from quizzes.admin import result_words as words
from quizzes.admin.contents.tree import tidy
from quizzes.admin.frame import heading, render_here
from quizzes.admin.scope import is_writer, my_cohort, my_cohorts, my_enrolment, my_quiz, person
from quizzes.models import Override, Quiz
from quizzes.services import overrides
from quizzes.services.results import titles_of

UNTIMED = "untimed"
TIMES = {
    "1.00": lazy("No extra time"),
    "1.25": lazy("A quarter more (× 1.25)"),
    "1.50": lazy("Half as much again (× 1.5)"),
    UNTIMED: lazy("No time limit"),
}


class LocalTime(forms.DateTimeInput):
    """The browser's own field for date and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class OverrideForm(forms.Form):
    """Empty fields keep the quiz's own rule."""

    time = forms.ChoiceField(choices=list(TIMES.items()), widget=forms.RadioSelect, label=lazy("Extra time"))
    attempts_allowed = forms.IntegerField(min_value=1, max_value=100, required=False, label=lazy("Attempts in all"))
    time_limit_minutes = forms.IntegerField(
        min_value=1, max_value=10_000, required=False, label=lazy("Time limit in minutes, before extra time")
    )
    opens_at = forms.DateTimeField(required=False, widget=LocalTime(), label=lazy("Opens"))
    closes_at = forms.DateTimeField(required=False, widget=LocalTime(), label=lazy("Closes"))
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=lazy("Reason"),
        help_text=lazy("Private: only trainers of this course read it. Write no more about the person than needed."),
    )

    def __init__(self, *args: Any, minutes: int | None = None, **kwargs: Any) -> None:
        """`minutes` is the quiz's time limit: the choices then say what they come to."""
        super().__init__(*args, **kwargs)
        if minutes:
            self.fields["time"].choices = [(key, _with_minutes(key, label, minutes)) for key, label in TIMES.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It closes before it opens."))
        return given

    def terms(self) -> overrides.Terms:
        given = self.cleaned_data
        kept = {name: given[name] for name in ("opens_at", "closes_at", "time_limit_minutes", "attempts_allowed")}
        is_untimed = given["time"] == UNTIMED
        return overrides.Terms(
            **kept, extra_time=Decimal(1) if is_untimed else Decimal(given["time"]), is_untimed=is_untimed
        )


def _with_minutes(key: str, label: Any, minutes: int) -> str:
    if key == UNTIMED:
        return str(label)
    total = words.number(Decimal(key) * minutes)
    return _("%(label)s: %(total)s min") % {"label": label, "total": total}


def index(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """The quiz's exceptions, what became of earlier ones, and a way to make another."""
    quiz = my_quiz(request, quiz_id)
    groups = my_cohorts(request).filter(course=quiz.activity.course_id).order_by("name", "pk")
    found = _mine(request, quiz).select_related("made_by")
    learners = Enrolment.objects.active().filter(cohort__in=groups).select_related("learner", "cohort")
    context = {
        "quiz": quiz,
        "rows": [{"override": row, "terms": in_words(row)} for row in found.order_by("-made_at")],
        "groups": list(groups),
        "learners": list(learners.order_by("cohort__name", "learner__last_name", "learner__first_name")),
        "history": _history(quiz) if is_writer(request, quiz) else [],  # it names learners of every cohort
        "quiz_title": titles_of([quiz.pk]).get(quiz.pk, str(quiz)),
        **heading(_("Extra time and exceptions"), (_("Results"), "quizzes_marking:results"), icon="time"),
    }
    return render_here(request, "quizzes/admin/override_index.html", context)


def _mine(request: HttpRequest, quiz: Quiz) -> QuerySet[Override]:
    """Exceptions of the cohorts that the person works with, and of their learners."""
    groups = my_cohorts(request)
    found = quiz.overrides.filter(Q(cohort__in=groups) | Q(enrolment__cohort__in=groups))
    return found.select_related("enrolment__learner", "enrolment__cohort", "cohort")


def choose(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """From the list of people to the form of one."""
    quiz = my_quiz(request, quiz_id)
    kind, _sep, key = request.GET.get("for", "").partition("-")
    if kind not in ("learner", "cohort") or not key.isdecimal():
        return redirect("quizzes_marking:overrides", quiz.pk)
    return redirect(f"quizzes_marking:override_{kind}", quiz.pk, int(key))


def _history(quiz: Quiz) -> list[dict[str, Any]]:
    entries = ModelLogEntry.objects.for_instance(quiz).filter(action__in=(overrides.SET, overrides.REMOVED))
    return [
        {"entry": entry, "old": terms_in_words(entry.data.get("old")), "new": terms_in_words(entry.data.get("new"))}
        for entry in entries.select_related("user").order_by("-timestamp")[:100]
    ]


def in_words(override: Override) -> list[str]:
    """An override's terms, one phrase each."""
    taker = override.enrolment.cohort if override.enrolment else override.cohort
    with timezone.override(taker.time_zone if taker else None):
        return terms_in_words(overrides.terms_of(override).as_log())


def terms_in_words(terms: dict[str, Any] | None) -> list[str]:
    """Terms as they are kept in the record, one phrase each."""
    if not terms:
        return []
    said = []
    if terms["is_untimed"] == "True":
        said.append(_("no time limit"))
    elif Decimal(terms["extra_time"]) > 1:
        said.append(_("time × %(factor)s") % {"factor": words.number(terms["extra_time"], 2)})
    phrases = {
        "time_limit_minutes": lambda value: _("time limit %(minutes)s min") % {"minutes": value},
        "attempts_allowed": lambda value: _("attempts: %(n)s") % {"n": value},
        "opens_at": lambda value: _("opens %(when)s") % {"when": words.moment(value)},
        "closes_at": lambda value: _("closes %(when)s") % {"when": words.moment(value)},
    }
    return said + [phrase(terms[name]) for name, phrase in phrases.items() if terms.get(name)]


def for_learner(request: HttpRequest, quiz_id: UUID, enrolment_id: int) -> HttpResponse:
    """Make or change a learner's exception."""
    return _edit(request, my_quiz(request, quiz_id), my_enrolment(request, enrolment_id))


def for_cohort(request: HttpRequest, quiz_id: UUID, cohort_id: int) -> HttpResponse:
    """Make or change a cohort's exception."""
    return _edit(request, my_quiz(request, quiz_id), my_cohort(request, cohort_id))


def _edit(request: HttpRequest, quiz: Quiz, taker: Enrolment | Cohort) -> HttpResponse:
    group = taker.cohort if isinstance(taker, Enrolment) else taker
    if group.course_id != quiz.activity.course_id:
        raise Http404
    existing = _existing(quiz, taker)
    with timezone.override(group.time_zone):
        form = OverrideForm(request.POST or None, initial=_initial(existing), minutes=quiz.time_limit_minutes)
        if request.method == "POST" and form.is_valid() and _save(request, quiz, taker, form):
            return redirect("quizzes_marking:overrides", quiz.pk)
        return render(request, "quizzes/admin/override_edit.html", _context(quiz, taker, group, form, existing))


def _existing(quiz: Quiz, taker: Enrolment | Cohort) -> Override | None:
    who = {"enrolment": taker} if isinstance(taker, Enrolment) else {"cohort": taker}
    return Override.objects.filter(quiz=quiz, **who).first()


def _initial(existing: Override | None) -> dict[str, Any]:
    if existing is None:
        return {"time": "1.00"}
    time = UNTIMED if existing.is_untimed else f"{existing.extra_time:.2f}"
    return {**vars(overrides.terms_of(existing)), "time": time, "reason": existing.reason}


def _save(request: HttpRequest, quiz: Quiz, taker: Enrolment | Cohort, form: OverrideForm) -> bool:
    try:
        overrides.put_override(
            quiz, taker, form.terms(), reason=form.cleaned_data["reason"], by=person(request), now=timezone.now()
        )
    except overrides.NothingDiffers:
        form.add_error(None, _("Nothing differs from the quiz's own rules. Choose at least one exception."))
        return False
    messages.success(request, _("Saved. It holds from now on, also for an attempt that is open."))
    return True


def _context(
    quiz: Quiz, taker: Enrolment | Cohort, group: Cohort, form: OverrideForm, existing: Override | None
) -> dict[str, Any]:
    back = (_("Extra time and exceptions"), reverse("quizzes_marking:overrides", args=[quiz.pk]))
    return {
        "quiz": quiz,
        "form": form,
        "existing": existing,
        "cohort": group,
        "name": str(taker.learner) if isinstance(taker, Enrolment) else str(taker),
        "is_learner": isinstance(taker, Enrolment),
        "quiz_title": titles_of([quiz.pk]).get(quiz.pk, str(quiz)),
        **heading(
            _("Exception for %(name)s") % {"name": taker.learner if isinstance(taker, Enrolment) else taker},
            back,
            icon="time",
        ),
    }


def remove(request: HttpRequest, quiz_id: UUID, override_id: int) -> HttpResponse:
    """Ask for the reason, then remove an exception."""
    quiz = my_quiz(request, quiz_id)
    override = _mine(request, quiz).filter(pk=override_id).first()
    if override is None:
        raise Http404
    if request.method == "POST":
        try:
            overrides.remove_override(
                override, reason=tidy(request.POST.get("reason"))[:2000], by=person(request), now=timezone.now()
            )
        except overrides.ReasonMissing:
            messages.error(request, _("Nothing is removed yet: give the reason."))
        else:
            messages.success(request, _("Removed. The quiz's own rules hold for attempts that start from now on."))
            return redirect("quizzes_marking:overrides", quiz.pk)
    context = {
        "quiz": quiz,
        "override": override,
        "terms": in_words(override),
        **heading(
            _("Remove an exception"),
            (_("Extra time and exceptions"), reverse("quizzes_marking:overrides", args=[quiz.pk])),
            icon="time",
        ),
    }
    return render_here(request, "quizzes/admin/override_remove.html", context)
