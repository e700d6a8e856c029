"""Try a course as a learner and leave no trace.

Each request of a trial runs as any learner's does, on the real tables and with the real rules, in a transaction that
is then taken back: nothing that counts, reports, certifies or mails can see it. What the person did is kept as rows
in Trial.state and put back before the next request. Within the transaction the drafts are what is published.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core import serializers
from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from courses.models import (
    Activity,
    Cohort,
    Course,
    CoursePage,
    Enrolment,
    LessonCitation,
    LessonPage,
    Release,
    ReleaseItem,
    Trial,
)
from courses.services.pages import tops_of
from courses.services.releases import NothingToRelease, live_structure
from courses.trials import carried, notes_of

BASE = 10**15  # ids of a trial's rows begin here: no real row is ever that far
LONGEST = timedelta(days=1)


def start_trial(person: User, course: Course, cohort: Cohort | None, country: str, *, now: datetime) -> Trial:
    """Begin, or begin anew: what was tried before is gone. Raises NothingToRelease if there is nothing to try."""
    fields: dict[str, Any] = {"course": course, "cohort": cohort, "country": country, "state": [], "started_at": now}
    with transaction.atomic():
        trial, _new = Trial.objects.update_or_create(person=person, defaults=fields)
        with transaction.atomic():
            _enter(trial, None, now)
            transaction.set_rollback(True)
    return trial


def end_trial(person: User) -> None:
    """Forget what was tried. Safe to repeat."""
    Trial.objects.filter(person=person).delete()


def end_old_trials(*, now: datetime) -> int:
    """Forget those that were begun more than a day ago. Returns how many."""
    return Trial.objects.filter(started_at__lt=now - LONGEST).delete()[0]


def play(trial: Trial, answer: Callable[[], HttpResponse], *, activity: str | None, now: datetime) -> HttpResponse:
    """Answer one request as the trial's learner. `activity` is the slug of what is opened, for its draft."""
    with transaction.atomic():
        # Two windows of one person come one after the other, or the later would not know of the earlier.
        locked = Trial.objects.select_for_update(of=("self",)).select_related("course", "person").get(pk=trial.pk)
        with transaction.atomic():
            enrolment = _enter(locked, activity, now)
            response = answer()
            state = _collect(enrolment)
            transaction.set_rollback(True)
        Trial.objects.filter(pk=locked.pk).update(state=state)
    return response


def _enter(trial: Trial, activity: str | None, now: datetime) -> Enrolment:
    """Make the world of the trial: drafts published, a release of them, the person's place, what they did so far."""
    _reserve_ids()
    course = trial.course
    _show_drafts(course, activity)
    # Pages of a trial must not meet those of learners in the cache.
    course.tree_version = uuid.uuid5(course.tree_version, f"trial {trial.pk}")
    Course.objects.filter(pk=course.pk).update(tree_version=course.tree_version)
    release = _release(trial, now)
    return _put_back(trial, _cohort(trial, release), now)


def _reserve_ids() -> None:
    """SQLite gives an id again after it was taken back, and somebody else would get the one in this person's address.
    PostgreSQL never does."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for model, _rows in carried():
            table = model._meta.db_table
            cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [BASE, table])
            if cursor.rowcount == 0:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, BASE])


def _show_drafts(course: Course, activity: str | None) -> None:
    """Publish every draft of the course but what was taken out; the text only of what is opened."""
    taken_out = course.activities.exclude(retired_at=None).values_list("pk", flat=True)
    below = Q(pk__in=[])
    for top in tops_of(course):
        below |= Q(path__startswith=top.path)
    pages = Page.objects.filter(below).exclude(translation_key__in=list(taken_out))
    opened = pages.filter(has_unpublished_changes=True).filter(_opened(course, activity))
    drafts = [page.get_latest_revision_as_object() for page in opened.specific()]
    pages.update(live=True, title=F("draft_title"))
    for draft in drafts:
        _write(draft)


def _opened(course: Course, activity: str | None) -> Q:
    if activity is None:
        return Q(pk__in=CoursePage.objects.filter(course=course).values("pk"))
    found = Activity.objects.filter(course=course, slug=activity).values_list("pk", flat=True)
    return Q(translation_key__in=list(found))


def _write(draft: Page) -> None:
    """The draft's own fields, past every receiver: nobody is to hear of it."""
    names = [field.name for field in type(draft)._meta.local_concrete_fields if not field.primary_key]
    type(draft).objects.filter(pk=draft.pk).update(**{name: getattr(draft, name) for name in names})
    if isinstance(draft, LessonPage):
        LessonCitation.objects.replace_for(draft)


def _release(trial: Trial, now: datetime) -> Release:
    structure = live_structure(trial.course)
    if not structure:
        raise NothingToRelease
    number = (trial.course.releases.aggregate(n=Max("number"))["n"] or 0) + 1
    release = Release(
        pk=BASE + trial.pk, course=trial.course, number=number, hours=trial.course.hours, published_at=now
    )
    Release.objects.bulk_create([release])
    ReleaseItem.objects.bulk_create(
        ReleaseItem(release=release, module_key=module, activity_id=key, position=position)
        for position, (module, key) in enumerate(structure)
    )
    return release


def _cohort(trial: Trial, release: Release) -> Cohort:
    """The cohort that was chosen, with its dates and exceptions, on the drafts; or one of its own."""
    own = Cohort(pk=BASE + trial.pk, course=trial.course, release=release, name=_("Trial"))
    own.time_zone = settings.AMPARO_ISSUER_TIME_ZONE
    Cohort.objects.bulk_create([own])
    real = Enrolment.objects.filter(learner=trial.person_id, cohort__course=trial.course_id)
    real.update(state=Enrolment.State.WITHDRAWN)  # the person's own place, if they have one, is out of the way
    if trial.cohort_id is None:
        return own
    real.filter(cohort=trial.cohort_id).update(cohort=own)
    Cohort.objects.filter(pk=trial.cohort_id).update(release=release)
    return Cohort.objects.get(pk=trial.cohort_id)


def _put_back(trial: Trial, cohort: Cohort, now: datetime) -> Enrolment:
    place = Enrolment(pk=BASE + trial.pk, learner=trial.person, cohort=cohort, enrolled_at=trial.started_at)
    notes_of(place).delete()  # the person's own, until the transaction is taken back
    User.objects.filter(pk=trial.person_id).update(country=trial.country)
    rows = [row.object for row in serializers.deserialize("python", trial.state)]
    if not rows:
        Enrolment.objects.bulk_create([place])
    for model, group in groupby(rows, key=type):
        model._base_manager.bulk_create(list(group))  # type: ignore[attr-defined]  # any model has one
    Enrolment.objects.filter(pk=place.pk).update(cohort=cohort)
    return place


def _collect(enrolment: Enrolment) -> list[dict[str, Any]]:
    """What there is now, as rows that can be put back in this order."""
    place: Iterable[Any] = Enrolment.objects.filter(pk=enrolment.pk)
    rows = serializers.serialize("python", place)
    for _model, found in carried():
        rows += serializers.serialize("python", found(enrolment).order_by("pk"))
    return list(rows)


def has_row(trial: Trial, model: str, pk: int) -> bool:
    """Whether the trial made this row: an address of an attempt may be the person's own, from real life."""
    return any(row["model"] == model and row["pk"] == pk for row in trial.state)
