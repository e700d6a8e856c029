"""Regrading: choose a question and a rule, see what would change, then change it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quizzes.admin.contents.tree import tidy
from quizzes.admin.frame import heading, render_here
from quizzes.admin.option_words import text_in
from quizzes.admin.scope import person, quiz_to_change
from quizzes.models import Attempt, Question, QuestionVersion, Quiz, Regrade
from quizzes.services import regrading
from quizzes.services.marking import HANDED_IN
from quizzes.services.results import titles_of

Policy = Regrade.Policy
MEANINGS = {
    Policy.NEW_KEY: lazy("Every answer is scored again by the newest version of the question. Marks may fall."),
    Policy.EITHER: lazy(
        "Whoever was right by the old version stays right; whoever is right by the new one gains. No mark falls."
    ),
    Policy.FULL_MARKS: lazy("Everyone who had the question gets its full mark, whatever they answered."),
    Policy.NONE: lazy("The question leaves the score: what remains counts for the whole. Scores may rise or fall."),
}


class ChoiceForm(forms.Form):
    """Which question, and by what rule."""

    question = forms.ModelChoiceField(queryset=Question.objects.none(), label=lazy("Question"))
    policy = forms.ChoiceField(
        choices=[(policy.value, policy.label) for policy in MEANINGS], widget=forms.RadioSelect, label=lazy("Rule")
    )

    def __init__(self, quiz: Quiz, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["question"]
        field.queryset = questions_of(quiz)  # type: ignore[attr-defined]
        field.label_from_instance = _label  # type: ignore[attr-defined]


def questions_of(quiz: Quiz) -> Any:
    """Questions that stand in attempts that are handed in."""
    answered = Attempt.objects.filter(quiz=quiz, state__in=HANDED_IN)
    found = Question.objects.filter(versions__in=answered.values("slots__version")).distinct().order_by("code")
    return found.prefetch_related(Prefetch("versions", QuestionVersion.objects.order_by("number"), to_attr="in_order"))


def _label(question: Any) -> str:
    newest = question.in_order[-1] if question.in_order else None
    stem = text_in(newest.content.get("stem", {}).get("text")) if newest else ""
    return f"{question.code}: {stem[:70]}"


def regrade(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Choose, compare, decide. The comparison is a plain read: its address can be kept and sent."""
    quiz = quiz_to_change(request, quiz_id)
    data = request.POST if request.method == "POST" else request.GET
    form = ChoiceForm(quiz, data if "policy" in data else None, initial={"question": data.get("question")})
    preview, problem = None, ""
    if form.is_valid():
        if request.method == "POST" and (done := _commit(request, quiz, form)) is not None:
            return done
        preview, problem = _preview(quiz, form)
    context = {
        "quiz": quiz,
        "quiz_title": titles_of([quiz.pk]).get(quiz.pk, str(quiz)),
        "form": form,
        "policies": [(policy.value, policy.label, meaning) for policy, meaning in MEANINGS.items()],
        "preview": preview,
        "problem": problem,
        "meaning": MEANINGS.get(Policy(preview.policy)) if preview else "",
        "reason": request.POST.get("reason", ""),
        "past": list(
            quiz.regrades.filter(applied_at__isnull=False).select_related("question", "made_by").order_by("-pk")[:50]
        ),
        **heading(_("Regrade"), (_("Results"), "quizzes_marking:results"), icon="rotate"),
    }
    return render_here(request, "quizzes/admin/regrade.html", context)


def _preview(quiz: Quiz, form: ChoiceForm) -> tuple[regrading.Preview | None, str]:
    try:
        return regrading.preview_regrade(quiz, form.cleaned_data["question"], form.cleaned_data["policy"]), ""
    except regrading.NoReadyVersion:
        return None, _("This question has no version that is ready. Make it ready first.")
    except regrading.NothingLeft:
        return None, _(
            "Without this question some attempts would have no question that counts. Choose full marks for everyone."
        )


def _commit(request: HttpRequest, quiz: Quiz, form: ChoiceForm) -> HttpResponse | None:
    """Change the marks and lead to the log; None where the page is to be shown again."""
    try:
        made = regrading.regrade_question(
            quiz,
            form.cleaned_data["question"],
            form.cleaned_data["policy"],
            fingerprint=request.POST.get("fingerprint", ""),
            reason=tidy(request.POST.get("reason"))[:2000],
            by=person(request),
            now=timezone.now(),
        )
    except regrading.ReasonMissing:
        messages.error(request, _("Nothing is changed yet: give the reason."))
    except regrading.PreviewOutdated:
        messages.warning(request, _("Nothing is changed yet: something moved in the meantime. Look at it again."))
    except (regrading.NoReadyVersion, regrading.NothingLeft):
        return None
    else:
        if made is None:
            messages.info(request, _("There was nothing to change."))
            return redirect("quizzes_marking:regrade", quiz.pk)
        messages.success(request, _("The marks are changed."))
        return redirect("quizzes_marking:regrade_log", quiz.pk, made.pk)
    return None


def log(request: HttpRequest, quiz_id: UUID, regrade_id: int) -> HttpResponse:
    """What a regrade changed, and whose completed course a person should look at."""
    quiz = quiz_to_change(request, quiz_id)
    related = quiz.regrades.filter(applied_at__isnull=False).select_related("question", "made_by")
    found = get_object_or_404(related, pk=regrade_id)
    ids = {entry["attempt"] for entry in found.changes}
    attempts = Attempt.objects.filter(pk__in=ids).select_related("enrolment__learner", "enrolment__cohort").in_bulk()
    concerned = {entry["attempt"]: entry for entry in found.certificates}
    context = {
        "quiz": quiz,
        "regrade": found,
        "changes": [
            {**entry, "attempt": attempts[entry["attempt"]]}
            for entry in found.changes
            if entry["old"] != entry["new"] or entry["max"][0] != entry["max"][1]
        ],
        "moved": sum(entry["old"] == entry["new"] and entry["max"][0] == entry["max"][1] for entry in found.changes),
        "concerned": [{**entry, "attempt": attempts[key]} for key, entry in concerned.items()],
        "quiz_title": titles_of([quiz.pk]).get(quiz.pk, str(quiz)),
        **heading(
            _("Regrade of %(question)s") % {"question": found.question.code},
            (_("Results"), "quizzes_marking:results"),
            (_("Regrade"), reverse("quizzes_marking:regrade", args=[quiz.pk])),
            icon="rotate",
        ),
    }
    return render_here(request, "quizzes/admin/regrade_log.html", context)
