"""Learners who do not get on: nothing was heard of them for a while, or something stands in their way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from courses.models import Cohort, Enrolment
from courses.permissions import cohorts_of

QUIET = timedelta(days=14)
Obstacles = Callable[[QuerySet[Enrolment]], dict[int, str]]

_obstacles: list[Obstacles] = []


@dataclass(frozen=True)
class Stalled:
    """A learner's place, when they last studied, and what stands in their way (empty: nothing that is known)."""

    enrolment: Enrolment
    last_seen: datetime
    obstacle: str


def register_obstacles(obstacles: Obstacles) -> None:
    """Say what stands in the way of learners, by the id of their place. Its queries must not grow with them."""
    if obstacles not in _obstacles:
        _obstacles.append(obstacles)


def studying(person: User, now: datetime) -> QuerySet[Any]:
    """Who still has to finish, in the cohorts under way that this person works with; with `last_seen`."""
    running = Cohort.objects.open(now).filter(pk__in=cohorts_of(person))
    active = Enrolment.objects.filter(state=Enrolment.State.ACTIVE, cohort__in=running)
    return active.annotate(last_seen=Coalesce(Max("events__at"), F("enrolled_at")))


def stalled(person: User, now: datetime, most: int) -> tuple[list[Stalled], int]:
    """At most so many, and how many there are: those with an obstacle, then those quiet for QUIET or longer.

    Each longest quiet first.
    """
    places = studying(person, now)
    obstacles = {pk: said for find in _obstacles for pk, said in find(places).items()}
    held = places.filter(pk__in=obstacles)
    quiet = places.filter(last_seen__lte=now - QUIET).exclude(pk__in=obstacles)
    found = [*_longest_quiet(held, most)]
    found += _longest_quiet(quiet, most - len(found))
    rows = [Stalled(place, place.last_seen, obstacles.get(place.pk, "")) for place in found]
    return rows, len(obstacles) + quiet.count()


def _longest_quiet(places: QuerySet[Any], most: int) -> QuerySet[Any]:
    return places.select_related("learner", "cohort__course").order_by("last_seen", "pk")[:most]
