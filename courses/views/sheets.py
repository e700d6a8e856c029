"""Single pages to print and take along: a module's field card, a course's brochure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from courses import reading
from courses.models import Course, FieldCard
from courses.models.cards import PARTS
from courses.views.course import course_page
from library.domain.verification import State, read_block_state
from library.models import Country
from library.views import countries_by_name


@require_safe
def card(request: HttpRequest, slug: str, module: str) -> HttpResponse:
    """A module's field card, with the confirmed number of the reader's country."""
    found = get_object_or_404(FieldCard.objects.select_related("course"), course__slug=slug, slug=module)
    order = reading.preference(reading.active_language(), found.course.source_language)
    language = next(code for code in order if code in found.title)
    context = {
        "nav": "catalogue",
        "course": found.course,
        "page": course_page(found.course),
        "language": language,
        "title": found.title[language],
        "address": _address(request, slug),
        "module": reading.page_titles([found.module_key], order).get(found.module_key),
        **{part: found.lines(part, language) for part in PARTS},
        **_contact(request),
    }
    return render(request, "courses/card.html", context)


def _contact(request: HttpRequest) -> dict[str, Any]:
    """The reader's country, as the address says or else the profile, and its hotline if the number was checked.

    A number that nobody confirmed is worse on paper than none: it cannot be corrected there.
    """
    countries = countries_by_name()
    wanted = request.GET.get("country", getattr(request.user, "country", ""))
    country = next((one for one in countries if one.iso == wanted), None)
    return {"countries": countries, "country": country, "hotline": _confirmed(country)}


def _confirmed(country: Country | None) -> dict[str, Any]:
    hotline = country.block("hotline") if country else {}
    return hotline if hotline and read_block_state(hotline) is State.CHECKED else {}


@require_safe
def brochure(request: HttpRequest, slug: str) -> HttpResponse:
    """What the course is, on one page, with its address to scan."""
    found = get_object_or_404(Course, slug=slug)
    context = {
        "nav": "catalogue",
        "course": found,
        "page": course_page(found),
        "outline": reading.public_outline(found),
        "languages": reading.lesson_languages(found),
        "address": _address(request, slug),
    }
    return render(request, "courses/brochure.html", context)


def _address(request: HttpRequest, slug: str) -> str:
    """Where the course stands, as it is printed."""
    return request.build_absolute_uri(reverse("courses:course", args=[slug]))
