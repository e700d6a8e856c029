"""Study: a lesson with its outline, and marking it complete."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest, signed_in_to_send, wants_json
from courses import reading, services
from courses.domain.outline import Outline
from courses.lessons import legal_review, lesson_text, render_lesson
from courses.models import Enrolment, LessonPage
from courses.models.progress import Rule
from courses.views import notes
from courses.views.parts import place_in, row_of, withdrawn


@login_required
def resume(request: SignedInRequest, slug: str) -> HttpResponse:
    """Lead the learner to where they stopped; when all is done, to the course's page."""
    enrolment = Enrolment.objects.for_player(request.user.pk, slug).first()
    if enrolment is None:
        return redirect("courses:course", slug)
    outline = reading.outline_for(enrolment)
    return redirect(outline.resume.entry.url) if outline.resume else redirect("courses:course", slug)


@login_required
def learn(request: SignedInRequest, slug: str, activity: str) -> HttpResponse:
    """Show a lesson. The measured budget is six queries; see tests/courses/test_query_counts.py."""
    enrolment = Enrolment.objects.for_player(request.user.pk, slug).first()
    if enrolment is None:
        return redirect("courses:course", slug)
    standing = reading.standings([enrolment])[enrolment.pk]
    outline = reading.outline_for(enrolment, None, standing)
    if reading.is_withdrawn(enrolment, outline, activity):
        return withdrawn(request, enrolment)
    row = row_of(outline, activity)
    if row.entry.kind != "lesson":
        return redirect(row.entry.url)
    notes.apply_waiting(request, enrolment, slug, activity, row.entry.activity)
    pages = reading.lesson_pages(row.entry.activity, enrolment.cohort.course, request.user.pk)
    if not pages:
        return withdrawn(request, enrolment)
    if row.entry.activity not in standing.seen:
        services.record_seen(enrolment, UUID(row.entry.activity), at=timezone.now())
    return _lesson(request, enrolment, pages, reading.outline_for(enrolment, row.entry.activity, standing))


def _lesson(request: SignedInRequest, enrolment: Enrolment, pages: list[LessonPage], outline: Outline) -> HttpResponse:
    return render(
        request,
        "courses/lesson.html",
        {
            "enrolment": enrolment,
            "course": enrolment.cohort.course,
            "lesson": pages[0],
            "legal_review": legal_review(pages),
            "text": lesson_text(pages, enrolment.cohort.course.tree_version, request.user.country).for_form(
                get_token(request)
            ),
            "outline": outline,
            "writer": notes.writer_token(request.user.pk),
        },
    )


def preview(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """A lesson as Wagtail's editor shows it while it is written, all in the page's language, as for learners.

    Below a summary stands the original.
    """
    context = {
        "course": None,
        "lesson": page,
        "legal_review": page.legal_review,
        "text": render_lesson(reading.with_original(page), getattr(request.user, "country", "")),
        "outline": None,
        "is_preview": True,
    }
    with translation.override(page.locale.language_code):
        return render(request, "courses/lesson.html", context)


@require_POST
@signed_in_to_send("courses:learn")
def complete(request: SignedInRequest, slug: str, activity: str) -> HttpResponse:
    """Mark a lesson as completed. Works with and without script; the second time changes nothing."""
    enrolment = place_in(request, slug)
    outline = reading.outline_for(enrolment)
    if reading.is_withdrawn(enrolment, outline, activity):
        return withdrawn(request, enrolment)
    row = row_of(outline, activity)
    if row.entry.kind != "lesson":
        raise Http404
    services.record_completion(enrolment, UUID(row.entry.activity), rule=Rule.MARKED, at=timezone.now())
    if wants_json(request):
        return JsonResponse({"state": "completed"})
    return _onward(request, reading.outline_for(enrolment, row.entry.activity))


def _onward(request: SignedInRequest, outline: Outline) -> HttpResponse:
    messages.success(request, _("Lesson completed."))
    if outline.next is None and outline.is_done:
        return redirect("courses:dashboard")
    return redirect((outline.next or outline.resume or outline.rows[0]).entry.url)
