"""What a course has in the admin: a group for each role, pages and files that are theirs, the way to approval."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.roles import Role, RoleGroup
from courses.models import COURSE_ROLES, Course, CourseDesk, CourseGroup, CoursePage

PAGES = {Role.TRAINER: ("add_page", "change_page"), Role.REVIEWER: ("change_page", "publish_page")}
FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
A_NAME = 150  # characters that Django leaves to the name of a group


def furnish(course: Course) -> dict[Role, Group]:
    """The course's groups, with every right on its pages and files that they lack so far. Safe to repeat."""
    groups = {role: _group(course, role) for role in COURSE_ROLES}
    desk, _new = CourseDesk.objects.get_or_create(course=course)
    _furnish_files(desk, groups)
    _furnish_approval(desk, groups[Role.REVIEWER])
    for page in course.pages.all():
        _open_page(page, groups, desk)
    return groups


def furnish_page(page: CoursePage) -> None:
    """A page that was made or changed its course: what the old course's people had there goes, the new one's comes.

    A course to which nobody was ever granted has nothing to hand out yet.
    """
    theirs = GroupPagePermission.objects.filter(page=page, group__course_group__isnull=False)
    theirs.exclude(group__course_group__course=page.course_id).delete()
    WorkflowPage.objects.filter(page=page, workflow__course_desk__isnull=False).exclude(
        workflow__course_desk__course=page.course_id
    ).delete()
    if CourseGroup.objects.filter(course=page.course_id).exists():
        furnish(page.course)


@transaction.atomic
def collection_of(course: Course) -> Collection:
    """Where the course's pictures and documents lie; made when it is first asked for."""
    desk, _new = CourseDesk.objects.get_or_create(course=course)
    return _collection(desk)


def _group(course: Course, role: Role) -> Group:
    found = CourseGroup.objects.filter(course=course, role=role).select_related("group").first()
    if found:
        return found.group
    group = Group.objects.create(name=_free_name(course, role))
    group.permissions.add(_permission("wagtailadmin", "access_admin"))
    RoleGroup.objects.create(group=group, role=role)
    CourseGroup.objects.create(course=course, role=role, group=group)
    return group


def _free_name(course: Course, role: Role) -> str:
    """In the platform's language: it stands in Wagtail's lists of groups. Groups made by hand may have taken it."""
    with translation.override(settings.LANGUAGE_CODE):
        said = {Role.TRAINER: _("trainers"), Role.REVIEWER: _("reviewers")}[role]
    wanted = f"{course.slug[:110]} · {said}"[: A_NAME - 5]
    taken = set(Group.objects.filter(name__startswith=wanted).values_list("name", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := wanted if n == 1 else f"{wanted} {n}") not in taken)


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _collection(desk: CourseDesk) -> Collection:
    if desk.collection is None:
        first = Collection.get_first_root_node()
        root = Collection.objects.select_for_update().get(pk=first.pk)  # two new courses at once take two places
        desk.collection = root.add_child(instance=Collection(name=desk.course.title))
        desk.save(update_fields=["collection"])
    return desk.collection


def _furnish_files(desk: CourseDesk, groups: dict[Role, Group]) -> None:
    collection = _collection(desk)
    wanted = Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=FILES)
    GroupCollectionPermission.objects.bulk_create(
        (
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in wanted
            for group in groups.values()
        ),
        ignore_conflicts=True,
    )


def _furnish_approval(desk: CourseDesk, reviewers: Group) -> None:
    """One approval by one of the course's reviewers."""
    workflow = desk.workflow
    if workflow is None:
        with translation.override(settings.LANGUAGE_CODE):
            name = _("Review of %(course)s") % {"course": desk.course.slug}
        task = GroupApprovalTask.objects.create(name=name)
        desk.workflow = workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        desk.save(update_fields=["workflow"])
    for step in workflow.workflow_tasks.select_related("task"):
        if isinstance(step.task.specific, GroupApprovalTask):
            step.task.specific.groups.add(reviewers)


def _open_page(page: CoursePage, groups: dict[Role, Group], desk: CourseDesk) -> None:
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(group=groups[role], page_id=page.pk, permission=_permission("wagtailcore", codename))
            for role, codenames in PAGES.items()
            for codename in codenames
        ),
        ignore_conflicts=True,
    )
    WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": desk.workflow})
