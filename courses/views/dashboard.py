"""What a learner is doing: where to go on, courses, certificates."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from courses import reading
from courses.domain.outline import Outline
from courses.models import CoursePage, Enrolment


@dataclass(frozen=True)
class Place:
    """An enrolment with its outline and the course's page in the reader's language."""

    enrolment: Enrolment
    outline: Outline
    page: CoursePage | None


@login_required
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Continue first; then courses; certificates come in by their own template tag."""
    places = _places(request.user.pk)
    unfinished = [place for place in places if place.outline.resume and not place.enrolment.completed_at]
    return render(
        request,
        "courses/dashboard.html",
        {
            "places": places,
            "first": unfinished[0] if unfinished else None,
        },
    )


def _places(learner_id: int) -> list[Place]:
    enrolments = list(Enrolment.objects.of(learner_id).order_by("-enrolled_at", "-id"))
    standings = reading.standings(enrolments)
    pages = _pages([e.cohort.course_id for e in enrolments])
    return [
        Place(e, reading.outline_for(e, standing=standings[e.pk]), pages.get(e.cohort.course_id)) for e in enrolments
    ]


def _pages(course_ids: list[int]) -> dict[int, CoursePage]:
    pages = CoursePage.objects.live().filter(course__in=course_ids).select_related("course", "locale")
    language = reading.active_language()

    def rank(page: CoursePage) -> int:
        return reading.preference(language, page.course.source_language).index(page.locale.language_code)

    return {page.course_id: page for page in sorted(pages, key=rank, reverse=True)}
