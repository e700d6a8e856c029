"""What the views of the player share: the learner's place, a row of the outline, the word about what was taken out."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest, wants_json
from courses import reading
from courses.domain.outline import Outline, Row
from courses.models import Enrolment


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


def withdrawn(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """The activity was taken out, or its page is gone in every language: say so, and where to go on."""
    if wants_json(request):
        return JsonResponse({"error": "withdrawn"}, status=410)
    context = {"course": enrolment.cohort.course, "outline": reading.outline_for(enrolment)}
    return render(request, "courses/withdrawn.html", context, status=410)
