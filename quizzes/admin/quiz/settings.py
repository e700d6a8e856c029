"""The settings of a quiz: read, changed, saved as a whole."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import ModelLogEntry

from quizzes.admin.frame import heading, render_here
from quizzes.admin.quiz import bands, review
from quizzes.admin.quiz.forms import SettingsForm, initial
from quizzes.admin.scope import person, quiz_to_change
from quizzes.domain.review_policy import preset_of
from quizzes.models import Attempt, Quiz
from quizzes.services.results import titles_of
from quizzes.services.settings import CHANGED, SettingsMoved, change_settings, fingerprint


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Show the settings; on POST save them, or add room for one more band."""
    quiz = quiz_to_change(request, quiz_id)
    if request.method != "POST":
        return _page(
            request, quiz, SettingsForm(initial=initial(quiz)), bands.opened(quiz.feedback_bands, _first(quiz))
        )
    with timezone.override(settings.AMPARO_ISSUER_TIME_ZONE):
        form, sent = SettingsForm(request.POST), bands.taken(request.POST, _first(quiz))
        if request.POST.get("do") == "band":
            for band in sent:
                band.problem = ""  # not judged yet
            return _page(request, quiz, SettingsForm(initial=_as_sent(request)), bands.with_empty(sent, _first(quiz)))
        if form.is_valid() and not any(band.problem for band in sent):
            if _save(request, quiz, form, sent):
                return redirect("quiz_settings:edit", quiz.pk)
        else:
            messages.error(request, _("Not saved yet: see the marked places."))
    return _page(request, quiz, form, sent or bands.with_empty(sent, _first(quiz)))


def _first(quiz: Quiz) -> str:
    return quiz.activity.course.source_language


def _as_sent(request: HttpRequest) -> dict[str, Any]:
    """What was filled in so far, for a form that is not judged yet."""
    sent: dict[str, Any] = request.POST.dict()
    return {**sent, "shown": request.POST.getlist("shown")}


def _save(request: HttpRequest, quiz: Quiz, form: SettingsForm, sent: list[bands.Band]) -> bool:
    values = {**form.values(), "feedback_bands": bands.stored(sent)}
    if preset_of(values["review_policy"]) == preset_of(quiz.review_policy) != "":
        values["review_policy"] = quiz.review_policy  # the same, perhaps written in another way
    try:
        is_changed = change_settings(quiz, values, seen=request.POST.get("seen", ""), by=person(request))
    except SettingsMoved:
        messages.error(
            request,
            _(
                "Somebody saved other settings while you were writing. Yours are still here: compare them with the "
                "quiz in another window, then save again to put them over those."
            ),
        )
        return False
    said = _("Saved. New attempts follow these settings.") if is_changed else _("Nothing was changed.")
    messages.success(request, said)
    return True


def _page(request: HttpRequest, quiz: Quiz, form: SettingsForm, shown: list[bands.Band]) -> HttpResponse:
    policy = form["review"].value()
    has_end = form["closes_at"].value() not in (None, "")
    context = {
        "quiz": quiz,
        "form": form,
        "bands": shown,
        "grid": review.grid(form["shown"].value() or []),
        "moments": list(review.MOMENT_WORDS.values()),
        "waits_for_close": policy in ("results", "exam") and not has_end,
        "seen": fingerprint(quiz),
        "under_way": Attempt.objects.open().filter(quiz=quiz).count(),
        "last_change": _last_change(quiz),
        "quiz_title": titles_of([quiz.pk]).get(quiz.pk, str(quiz)),
        **heading(_("Settings of the quiz"), (_("Quizzes"), "quiz_settings:index"), icon="cog"),
    }
    return render_here(request, "quizzes/admin/quiz_settings.html", context)


def _last_change(quiz: Quiz) -> ModelLogEntry | None:
    entries = ModelLogEntry.objects.for_instance(quiz).filter(action=CHANGED)
    return entries.select_related("user").order_by("-timestamp", "-pk").first()
