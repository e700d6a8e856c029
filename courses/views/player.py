"""Study: a lesson with its outline, marking it complete, the private note."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest, signed_in_to_send, wants_json
from courses import reading, services
from courses.domain.outline import Outline, Row
from courses.lessons import lesson_text, render_lesson
from courses.models import Enrolment, LessonPage, ReflectionNote
from courses.models.progress import Rule


def place_in(request: SignedInRequest, slug: str) -> Enrolment:
    """The learner's enrolment in the course, or Http404: foreign and unknown courses look the same."""
    enrolment = Enrolment.objects.for_player(request.user.pk, slug).first()
    if enrolment is None:
        raise Http404
    return enrolment


def row_of(outline: Outline, activity_slug: str) -> Row:
    """The outline's row with this slug, or Http404."""
    row = next((row for row in outline.rows if row.entry.slug == activity_slug), None)
    if row is None:
        raise Http404
    return row


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
        return _withdrawn(request, enrolment)
    row = row_of(outline, activity)
    if row.entry.kind != "lesson":
        return redirect(row.entry.url)
    page = reading.lesson_page(row.entry.activity, enrolment.cohort.course, request.user.pk)
    if page is None:
        return _withdrawn(request, enrolment)
    if row.entry.activity not in standing.seen:
        services.record_seen(enrolment, UUID(row.entry.activity), at=timezone.now())
    return _lesson(request, enrolment, page, reading.outline_for(enrolment, row.entry.activity, standing))


def _lesson(request: SignedInRequest, enrolment: Enrolment, page: LessonPage, outline: Outline) -> HttpResponse:
    return render(
        request,
        "courses/lesson.html",
        {
            "enrolment": enrolment,
            "course": enrolment.cohort.course,
            "lesson": page,
            "text": lesson_text(page, enrolment.cohort.course.tree_version).for_form(get_token(request)),
            "outline": outline,
        },
    )


def _withdrawn(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """The lesson was taken out, or its page is gone in every language: say so, and where to go on."""
    if wants_json(request):
        return JsonResponse({"error": "withdrawn"}, status=410)
    context = {"course": enrolment.cohort.course, "outline": reading.outline_for(enrolment)}
    return render(request, "courses/withdrawn.html", context, status=410)


def preview(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """A lesson as Wagtail's editor shows it while it is written."""
    context = {"course": None, "lesson": page, "text": render_lesson(page), "outline": None, "is_preview": True}
    return render(request, "courses/lesson.html", context)


@require_POST
@signed_in_to_send("courses:learn")
def complete(request: SignedInRequest, slug: str, activity: str) -> HttpResponse:
    """Mark a lesson as completed. Works with and without script; the second time changes nothing."""
    enrolment = place_in(request, slug)
    outline = reading.outline_for(enrolment)
    if reading.is_withdrawn(enrolment, outline, activity):
        return _withdrawn(request, enrolment)
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


@require_POST
@signed_in_to_send("courses:learn")
def note(request: SignedInRequest, slug: str, activity: str) -> HttpResponse:
    """Keep the learner's private note."""
    enrolment = place_in(request, slug)
    outline = reading.outline_for(enrolment)
    if reading.is_withdrawn(enrolment, outline, activity):
        return _withdrawn(request, enrolment)
    row = row_of(outline, activity)
    text = _as_written(request.POST.get("note", ""))
    if len(text) > 5000:
        return _refused(request, row, _("The note is longer than 5,000 characters. Shorten it and save again."))
    now = timezone.now()
    ReflectionNote.objects.update_or_create(
        learner=request.user, activity_id=row.entry.activity, defaults={"text": text, "saved_at": now}
    )
    if wants_json(request):
        return JsonResponse({"saved_at": now.isoformat()})
    messages.success(request, _("Your note is saved. Only you can read it."))
    return redirect(f"{row.entry.url}#note")


def _as_written(text: str) -> str:
    """The text as the browser counted it: a form sends every line break as two signs. No database keeps a NUL."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _refused(request: SignedInRequest, row: Row, reason: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": reason}, status=422)
    messages.error(request, reason)
    return redirect(f"{row.entry.url}#note")
