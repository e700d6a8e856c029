"""What apps above this one say about a course on the trainers' pages. They add it when they start, as with players."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from courses.models import Activity, ActivityPage, Course, Enrolment, LessonPage


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


@dataclass(frozen=True)
class Copying:
    """Activities that were just copied, within their course or into a new one: `keys` leads from old ids to new ones."""

    source: Course
    target: Course
    keys: Mapping[UUID, UUID]

    @property
    def is_whole_course(self) -> bool:
        return self.source.pk != self.target.pk


Copier = Callable[[Copying], None]

_copiers: list[Copier] = []


def register_copier(copier: Copier) -> None:
    """Copy what an app keeps of a course or of its activities. Called once for each copy, within its transaction."""
    if copier not in _copiers:
        _copiers.append(copier)


def copy_contributions(copying: Copying) -> None:
    """Let the apps above copy theirs."""
    for copier in _copiers:
        copier(copying)


_page_models: dict[str, type[ActivityPage]] = {Activity.Kind.LESSON: LessonPage}
Setter = Callable[[Activity, str], None]
_setters: dict[str, Setter] = {}


def register_pages(kind: str, model: type[ActivityPage], settle: Setter | None = None) -> None:
    """Say which pages activities of a kind have, and how a new activity gets the settings of a purpose."""
    _page_models[kind] = model
    if settle:
        _setters[kind] = settle


def page_model(kind: str) -> type[ActivityPage]:
    """The page of an activity of a kind. Raises KeyError."""
    return _page_models[kind]


def settle(activity: Activity, purpose: str) -> None:
    """Give a new activity the settings for what it is to do in the course: a pretest, a final test."""
    if setter := _setters.get(activity.kind):
        setter(activity, purpose)


@dataclass(frozen=True)
class Concern:
    """Something happened after a learner completed a course: a person should look at what was given for it."""

    enrolment_id: int
    at: datetime
    text: str
    url: str


Concerns = Callable[[], list[Concern]]

_concerns: list[Concerns] = []


def register_concerns(concerns: Concerns) -> None:
    """Tell of cases for a person to decide; the number of queries must not grow with them."""
    if concerns not in _concerns:
        _concerns.append(concerns)


def contributed_concerns() -> list[Concern]:
    """Every case that the apps tell of, decided or not, the oldest first."""
    return sorted((each for concerns in _concerns for each in concerns()), key=lambda each: each.at)
