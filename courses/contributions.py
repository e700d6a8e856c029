"""What apps above this one say about a course on the trainers' pages. They add it when they start, as with players."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from accounts.models import User
from courses.models import Course, Enrolment


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `url` leads to where; empty where this person cannot mend it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Point:
    """One line of the readiness checklist: in order if nothing was found. `advice` is for what may stay as it is."""

    title: str
    in_order: str  # what to say if nothing was found
    findings: list[Finding] = field(default_factory=list)
    is_advice: bool = False


Check = Callable[[Course, User], Point]
Holders = Callable[[QuerySet[Enrolment]], set[int]]

_checks: list[Check] = []
_holders: list[Holders] = []


def register_check(check: Check) -> None:
    """Add a line to the checklist; its number of queries must not grow with the course."""
    if check not in _checks:
        _checks.append(check)


def register_holders(holders: Holders) -> None:
    """Say which of some enrolments hold a certificate."""
    if holders not in _holders:
        _holders.append(holders)


def contributed_points(course: Course, person: User) -> list[Point]:
    """What the apps above found."""
    return [check(course, person) for check in _checks]


def certificate_holders(enrolments: QuerySet[Enrolment]) -> set[int]:
    """Ids of the enrolments that hold a certificate."""
    return {pk for holders in _holders for pk in holders(enrolments)}
