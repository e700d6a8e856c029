"""A course as it is now beside its newest release: what publishing would change, and for whom."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from wagtail.models import ModelLogEntry, Page

from courses.domain.structure import Difference, Place, compare
from courses.models import Activity, Cohort, Course, Enrolment, Release
from courses.models.cohorts import CohortQuerySet
from courses.reading import preference
from courses.services.releases import PUBLISHED, is_as_released, live_structure, structure_seen


@dataclass(frozen=True)
class Edition:
    """What would be published. `seen` marks it, so that nobody publishes what they did not look at."""

    newest: Release | None
    is_same: bool
    is_empty: bool
    difference: Difference
    hours: tuple[Decimal, Decimal] | None  # before, now; None if they stay
    knows_minutes: bool
    seen: str
    structure: list[Place]
    released: list[Place]

    @property
    def next_number(self) -> int:
        return self.newest.number + 1 if self.newest else 1


def edition_of(course: Course) -> Edition:
    """The course's live structure beside its newest release."""
    newest = course.releases.order_by("-number").first()
    live = live_structure(course)
    past_minutes = minutes_of(newest) if newest else {}
    old, new = (released_places(newest, past_minutes) if newest else []), _live_places(course, live)
    return Edition(
        newest=newest,
        is_same=newest is not None and is_as_released(newest, course, live),
        is_empty=not live,
        difference=compare(old, new),
        hours=(newest.hours, course.hours) if newest and newest.hours != course.hours else None,
        knows_minutes=bool(past_minutes) or newest is None,
        seen=structure_seen(course, live),
        structure=new,
        released=old,
    )


def minutes_of(release: Release) -> dict[str, int]:
    """How long its activities took on the day it was published; empty for releases older than this record."""
    entry = ModelLogEntry.objects.for_instance(release).filter(action=PUBLISHED).first()
    return entry.data.get("minutes", {}) if entry else {}


def released_places(release: Release, minutes: dict[str, int]) -> list[Place]:
    """A release as the comparison takes it."""
    rows = release.items.values_list("activity", "module_key", "is_required")
    return [Place(str(a), str(module), required, minutes.get(str(a))) for a, module, required in rows]


def _live_places(course: Course, live: list[tuple[UUID, UUID]]) -> list[Place]:
    minutes = dict(course.activities.values_list("pk", "minutes"))
    return [Place(str(activity), str(module), True, minutes[activity]) for module, activity in live]


def titles_for(course: Course, places: list[Place]) -> dict[str, str]:
    """Titles of activities and modules, in the course's own language; the slug where no page is left."""
    keys = {UUID(key) for place in places for key in (place.activity, place.module)}
    order = preference(course.source_language, course.source_language)
    rows = Page.objects.filter(translation_key__in=keys).values_list(
        "translation_key", "title", "locale__language_code"
    )
    pages = sorted(rows, key=lambda row: order.index(row[2]), reverse=True)
    slugs = Activity.objects.filter(pk__in=keys).values_list("pk", "slug")
    return {str(pk): slug for pk, slug in slugs} | {str(key): title for key, title, _language in pages}


def current_cohorts(course: Course, now: datetime) -> CohortQuerySet:
    """Cohorts that are under way or to come, with their release and number of learners."""
    staying = ~Q(enrolments__state=Enrolment.State.WITHDRAWN) & Q(enrolments__isnull=False)
    cohorts = Cohort.objects.filter(course=course).filter(Q(closes_at=None) | Q(closes_at__gt=now))
    annotated = cohorts.select_related("release").annotate(learners=Count("enrolments", filter=staying))
    return annotated.order_by("-is_self_paced", F("opens_at").desc(nulls_last=True), "pk")


def newer_releases(cohort: Cohort) -> QuerySet[Release]:
    """What the cohort could be moved to, the newest first."""
    return Release.objects.filter(course=cohort.course_id, number__gt=cohort.release.number).order_by("-number")
