"""Freeze the structure of a course, and decide who takes which structure."""

import hashlib
import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from accounts.models import User
from courses.models import Cohort, Course, CoursePage, Enrolment, ModulePage, Release, ReleaseItem
from courses.services.progress import complete_course

PUBLISHED = "courses.release.published"
MOVED = "courses.cohort.moved"


class NothingToRelease(Exception):
    """The course has no live activity in its source language."""


class StructureMoved(Exception):
    """The course's structure changed since the page that compares it was opened."""


@transaction.atomic
def publish_release(course: Course, *, now: datetime, by: User | None = None) -> Release:
    """Freeze the live structure of the source language. If it equals the newest release, that one comes back."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    structure = live_structure(course)
    if not structure:
        raise NothingToRelease
    newest = course.releases.order_by("-number").first()
    if newest and is_as_released(newest, course, structure):
        return newest
    release = Release.objects.create(
        course=course, number=_next_number(course), hours=course.hours, published_at=now, published_by=by
    )
    ReleaseItem.objects.bulk_create(
        ReleaseItem(release=release, module_key=module, activity_id=activity, position=position)
        for position, (module, activity) in enumerate(structure)
    )
    _keep_minutes(release, by)
    return release


def _keep_minutes(release: Release, by: User | None) -> None:
    """Minutes follow the pages and are not frozen: the log keeps them, so that the next release can be compared."""
    minutes = {str(pk): n for pk, n in release.items.values_list("activity", "activity__minutes")}
    log(release, PUBLISHED, user=by, data={"number": release.number, "minutes": minutes})


def is_as_released(release: Release, course: Course, structure: list[tuple[uuid.UUID, uuid.UUID]]) -> bool:
    """Whether publishing this structure now would give nothing new."""
    return list(release.items.values_list("module_key", "activity")) == structure and release.hours == course.hours


def structure_seen(course: Course, structure: list[tuple[uuid.UUID, uuid.UUID]]) -> str:
    """A mark of what a page showed: a button on it publishes only while this is still so."""
    return hashlib.sha256(f"{course.hours:.1f}|{structure}".encode()).hexdigest()[:16]


@transaction.atomic
def publish_seen(course: Course, seen: str, *, now: datetime, by: User) -> tuple[Release, bool]:
    """Publish what a person looked at. Returns the release and whether it is new; the second press finds the first's.

    Raises StructureMoved, NothingToRelease.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    structure = live_structure(course)
    if structure and structure_seen(course, structure) != seen:
        raise StructureMoved
    count = course.releases.count()
    release = publish_release(course, now=now, by=by)
    return release, course.releases.count() > count


def _next_number(course: Course) -> int:
    return (course.releases.aggregate(n=Max("number"))["n"] or 0) + 1


def live_structure(course: Course) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(module key, activity id) in the order of the source language's page tree."""
    home = CoursePage.objects.live().filter(course=course, locale__language_code=course.source_language).first()
    if home is None:
        return []
    modules = {m.path: m.translation_key for m in ModulePage.objects.live().child_of(home)}
    pages = home.get_descendants().live().order_by("path").values_list("path", "translation_key")
    activities = set(course.activities.current().values_list("id", flat=True))
    step = ModulePage.steplen
    return [(modules[path[:-step]], key) for path, key in pages if key in activities and path[:-step] in modules]


@transaction.atomic
def move_cohort(cohort: Cohort, release: Release, *, now: datetime) -> None:
    """Let a cohort take another release of its course. Progress stays: it hangs on activities.

    Who has done everything that the new release asks has completed the course.
    """
    if release.course_id != cohort.course_id:
        raise ValueError("A cohort can only take a release of its own course.")
    cohort.release = release
    cohort.save(update_fields=["release"])
    unfinished = Enrolment.objects.active().filter(cohort=cohort, completed_at=None)
    for enrolment in unfinished.select_related("cohort").select_for_update(of=("self",)):
        complete_course(enrolment, now)


@transaction.atomic
def advance_cohort(cohort: Cohort, release: Release, *, now: datetime, by: User) -> bool:
    """Let a cohort take a newer release. False, and nothing happens, if it takes this or a later one already."""
    locked = Cohort.objects.select_for_update(of=("self",)).select_related("release").get(pk=cohort.pk)
    before = locked.release.number
    if before >= release.number:
        return False
    move_cohort(locked, release, now=now)
    log(locked, MOVED, user=by, data={"from": before, "to": release.number})
    return True


def touch_tree(course_ids: list[int]) -> None:
    """The course's pages changed: cached outlines and texts are no longer current."""
    Course.objects.filter(pk__in=course_ids).update(tree_version=uuid.uuid4())
