"""The list of courses."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.domain.names import sort_key
from courses.models import CataloguePage, Course, CoursePage
from courses.reading import active_language, lesson_languages, preference


@dataclass(frozen=True)
class Card:
    """A course as the catalogue shows it."""

    page: CoursePage
    course: Course
    languages: list[str]


def cards() -> list[Card]:
    """Every course with a live page, each in the reader's language or the nearest; one query, the rest cached."""
    by_course: dict[int, list[CoursePage]] = {}
    for page in CoursePage.objects.live().select_related("course", "locale").order_by("course__created_at", "course"):
        by_course.setdefault(page.course_id, []).append(page)
    return [_card(pages) for pages in by_course.values()]


def _card(pages: list[CoursePage]) -> Card:
    course = pages[0].course
    order = preference(active_language(), course.source_language)
    page = min(pages, key=lambda p: order.index(p.locale.language_code))
    return Card(page, course, lesson_languages(course))


def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the courses that pass the filters in the address."""
    everything = cards()
    audiences, spoken = request.GET.getlist("for"), request.GET.getlist("in")
    query = sort_key(request.GET.get("q", "").strip()[:100])
    found = [card for card in everything if _matches(card, audiences, spoken, query)]
    return render(
        request,
        "courses/catalogue.html",
        {
            "nav": "catalogue",
            "page": _page(),
            "cards": found,
            "audiences": _counted(Course.Audience.choices, [c.course.audience for c in everything], audiences),
            "q": request.GET.get("q", ""),
            "spoken": spoken,
            "is_filtered": bool(audiences or spoken or query),
            "filters": len(audiences) + len(spoken) + bool(query),
        },
    )


def _matches(card: Card, audiences: list[str], spoken: list[str], query: str) -> bool:
    text = sort_key(f"{card.page.title} {card.page.lead} {card.page.outcomes}")
    return (
        (not audiences or card.course.audience in audiences)
        and (not spoken or bool(set(spoken) & set(card.languages)))
        and all(word in text for word in query.split())
    )


def _counted(choices: list[tuple[str, Any]], values: list[str], wanted: list[str]) -> list[dict[str, object]]:
    return [
        {"value": value, "label": label, "count": values.count(value), "is_on": value in wanted}
        for value, label in choices
    ]


def _page() -> CataloguePage | None:
    return CataloguePage.objects.live().filter(locale__language_code=active_language()).first()
