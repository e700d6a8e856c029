"""Change the order of a course, in all its languages alike. Ids stay, and with them everybody's progress."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, Revision

from accounts.models import User
from courses.domain.arranging import moves
from courses.domain.copying import free_slug
from courses.models import Course, CoursePage, ModulePage
from courses.services.pages import LONGEST_SLUG, tops_of
from courses.services.releases import StructureMoved

Order = list[tuple[UUID, list[UUID]]]  # modules with what stands in them


def order_of(course: Course) -> Order:
    """Modules and their lessons and quizzes as they stand in the course's own language, drafts too."""
    top = CoursePage.objects.filter(course=course, locale__language_code=course.source_language).first()
    return _order_below(top) if top else []


def _order_below(top: CoursePage) -> Order:
    rows = top.get_descendants().order_by("path").values_list("path", "depth", "translation_key")
    found: Order = []
    for _path, depth, key in rows:
        if depth == top.depth + 1:
            found.append((key, []))
        elif found:
            found[-1][1].append(key)
    return found


def mark_of(order: Order) -> str:
    """A mark of what a page showed: what it sends changes the course only while this is still so."""
    return hashlib.sha256(repr(order).encode()).hexdigest()[:16]


def lock_structure(course: Course, seen: str) -> Order:
    """The order as it stands, held until the transaction ends. Raises StructureMoved if it is not the one seen."""
    order = order_of(Course.objects.select_for_update().get(pk=course.pk))
    if mark_of(order) != seen:
        raise StructureMoved
    return order


@transaction.atomic
def arrange(course: Course, wanted: Order, *, seen: str, by: User) -> str:
    """Bring the course into another order. Returns the mark of the new one.

    Raises StructureMoved, also if anything is missing or twice: who sent that did not see the course as it is.
    """
    now = lock_structure(course, seen)
    if _everything(now) != _everything(wanted):
        raise StructureMoved
    for top in tops_of(course):
        _arrange_below(top, wanted, by)
    return mark_of(order_of(course))


def _everything(order: Order) -> tuple[list[UUID], list[UUID]]:
    return sorted(module for module, _below in order), sorted(key for _module, below in order for key in below)


def _arrange_below(top: CoursePage, wanted: Order, by: User) -> None:
    """One language. What is not translated has no place here; what stands in a module without page stays there."""
    _sort_children(top, [module for module, _below in wanted], by)
    modules = {module.translation_key: module for module in ModulePage.objects.child_of(top)}
    home = {key: module for module, below in wanted for key in below}
    for page in Page.objects.descendant_of(top).filter(depth=top.depth + 2, translation_key__in=home):
        module = modules.get(home[page.translation_key])
        if module and not page.path.startswith(module.path):
            _move(page, module, "last-child", by)
    for module, below in wanted:
        if module in modules:
            _sort_children(modules[module], below, by)


def _sort_children(parent: Page, wanted: Sequence[UUID], by: User) -> None:
    parent = Page.objects.get(pk=parent.pk)
    now = dict(parent.get_children().order_by("path").values_list("translation_key", "pk"))
    known = set(wanted)
    order = [key for key in wanted if key in now] + [key for key in now if key not in known]
    for key, before in moves(list(now), order):
        page = Page.objects.get(pk=now[key])
        if before is None:
            _move(page, parent, "first-child", by)
        else:
            _move(page, Page.objects.get(pk=now[before]), "right", by)


def _move(page: Page, target: Page, pos: str, by: User) -> None:
    page, target = Page.objects.get(pk=page.pk), Page.objects.get(pk=target.pk)  # moves change the rows of others
    parent = target if pos.endswith("child") else target.get_parent()
    _make_room(page, parent)
    MovePageAction(page, target, pos=pos, user=by).execute(skip_permission_checks=True)


def _make_room(page: Page, parent: Page) -> None:
    """Another page of the new module may have the same name in addresses; learners' addresses do not follow it."""
    taken = set(parent.get_children().exclude(pk=page.pk).values_list("slug", flat=True))
    if page.slug not in taken:
        return
    page.slug = free_slug(page.slug, taken, LONGEST_SLUG)
    Page.objects.filter(pk=page.pk).update(slug=page.slug)
    for revision in Revision.objects.filter(pk=page.latest_revision_id):
        revision.content["slug"] = page.slug
        revision.save(update_fields=["content"])


def put_after(page: Page, other: Page, by: User) -> None:
    """Let a page stand right behind its sibling."""
    _move(page, other, "right", by)
