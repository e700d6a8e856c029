"""What follows from a change in the page tree."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_unpublished, post_page_move

from courses.models import Activity, ActivityPage, Cohort, Course, CoursePage, ModulePage
from courses.services.desks import furnish_page
from courses.services.granting import settle_all_cohort_trainers, settle_cohort_trainers
from courses.services.progress import restore_activity, retire_activity
from courses.services.releases import touch_tree
from library.models import ReferenceText


def _is_source(page: Page, activity: Activity) -> bool:
    return bool(page.locale.language_code == activity.course.source_language)


@receiver(page_unpublished, dispatch_uid="courses.retire_on_unpublish")
def retire_on_unpublish(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """The source language's page went offline: its activity retires. Other languages change nothing."""
    if isinstance(instance, ActivityPage):
        _retire(instance)


@receiver(post_delete, dispatch_uid="courses.retire_on_delete")
def retire_on_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, ActivityPage):
        _retire(instance)


def _retire(page: ActivityPage) -> None:
    activity = Activity.objects.select_related("course").filter(pk=page.translation_key).first()
    if activity is None:
        return
    if _is_source(page, activity):
        retire_activity(activity, at=timezone.now())
    touch_tree([activity.course_id])


@receiver(post_save, dispatch_uid="courses.restore_on_save")
def restore_on_save(sender: type, instance: Any, **kwargs: Any) -> None:
    """The source language's page is live again, published in the editor or loaded from content/."""
    if isinstance(instance, ActivityPage) and instance.live:
        activity = Activity.objects.select_related("course").filter(pk=instance.translation_key).first()
        if activity and _is_source(instance, activity):
            restore_activity(activity.pk)


@receiver(post_save, dispatch_uid="courses.touch_on_save")
def touch_on_save(sender: type, instance: Any, **kwargs: Any) -> None:
    """Any saved page of a course makes its cached outlines old."""
    if isinstance(instance, (ActivityPage, ModulePage, CoursePage)):
        touch_tree(list(Course.objects.filter(pages__in=_course_pages(instance)).values_list("id", flat=True)))


@receiver([post_save, post_delete], sender=ReferenceText, dispatch_uid="courses.touch_on_reference")
def touch_on_reference(sender: type[ReferenceText], **kwargs: Any) -> None:
    """Lessons show reference boxes: after a change every rendered text may be old."""
    touch_tree(list(Course.objects.values_list("id", flat=True)))


@receiver(post_page_move, dispatch_uid="courses.touch_on_move")
def touch_on_move(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    touch_tree(list(Course.objects.filter(pages__in=_course_pages(instance)).values_list("id", flat=True)))


def _course_pages(page: Page) -> Any:
    return CoursePage.objects.ancestor_of(page, inclusive=True)


@receiver(post_save, sender=CoursePage, dispatch_uid="courses.rights_on_save")
def rights_on_save(sender: type[CoursePage], instance: CoursePage, **kwargs: Any) -> None:
    """A translation made later is open to the course's people as its other pages are."""
    furnish_page(instance)


@receiver(m2m_changed, sender=Cohort.trainers.through, dispatch_uid="courses.trainers_of_cohorts")
def trainers_of_cohorts(
    sender: type, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Whoever is made a cohort's trainer gets into the admin, and loses that with the last cohort."""
    if action == "post_clear":
        settle_all_cohort_trainers()
    elif action in ("post_add", "post_remove"):
        settle_cohort_trainers({instance.pk} if reverse else pk_set or set())


@receiver(post_delete, sender=Cohort, dispatch_uid="courses.trainers_of_deleted_cohort")
def trainers_of_deleted_cohort(sender: type[Cohort], **kwargs: Any) -> None:
    settle_all_cohort_trainers()
