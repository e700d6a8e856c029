"""The button that publishes a translation; below par it shows first what is lacking."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override
from wagtail_localize.models import Translation

from cms.translation.domain.standing import Tally
from cms.translation.publishing import BelowParUnsaid, lacks, publish_translation, tally_of, translated_page
from cms.translation.table import table_of
from cms.translation.terms import look_at_page
from cms.translation.words_view import warn_of_words
from courses.admin import access
from courses.admin.frame import heading
from courses.models import CoursePage, LessonPage

SHOWN = 20


def publish(request: HttpRequest, translation: Translation, mine: Page) -> HttpResponse:
    """Publish what was translated; below par only after a look at what is lacking. Wagtail has checked who edits."""
    rights = mine.permissions_for_user(request.user)
    if not rights.can_publish() or rights.page_locked():
        raise PermissionDenied
    now, behind = tally_of(translation), _behind(request, mine)
    if (behind or not now.is_at_par) and request.POST.get("seen") != _mark(now, behind):
        return _ask(request, translation, mine, now, behind)
    try:
        published = publish_translation(translation, by=access.person(request), seen=now)
    except BelowParUnsaid:
        return _ask(request, translation, mine, now, behind)
    messages.success(request, _("%(title)s is published.") % {"title": published.title})
    warn_of_words(request, published)
    return redirect("wagtailadmin_pages:edit", mine.pk)


def _behind(request: HttpRequest, mine: Page) -> int:
    """A course's own page stands for the whole language: how many lessons and quizzes are not at par in it."""
    if not isinstance(mine, CoursePage):
        return 0
    return table_of(mine.course, access.person(request)).behind(mine.locale.language_code)


def _mark(now: Tally, behind: int) -> str:
    return f"{now.total}-{now.translated}-{now.older}-{behind}"


def _ask(request: HttpRequest, translation: Translation, mine: Page, now: Tally, behind: int) -> HttpResponse:
    as_it_would_be = translated_page(translation)
    context: dict[str, Any] = {
        "page": mine,
        "tally": now,
        "behind": behind,
        "language": translation.target_locale,
        "source": translation.source.locale,
        "lacking": lacks(translation)[:SHOWN],
        "more": max(0, now.missing + now.older - SHOWN),
        "is_summary": isinstance(as_it_would_be, LessonPage) and as_it_would_be.is_summary,
        "words": look_at_page(as_it_would_be),
        "seen": _mark(now, behind),
        **heading(_("Publish below par?"), icon="warning"),
    }
    return render(request, "cms/translation/below_par.html", context)


@xframe_options_sameorigin_override
def preview(request: HttpRequest, translation_id: int, mode: str = "") -> HttpResponse:
    """The page as the button would publish it."""
    translation = get_object_or_404(
        Translation.objects.select_related("source__locale", "target_locale"), pk=translation_id
    )
    mine = translation.get_target_instance()
    if not mine.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if mode and mode not in dict(mine.preview_modes):
        raise Http404
    answer: HttpResponse = translated_page(translation).make_preview_request(request, mode or mine.default_preview_mode)
    return answer
