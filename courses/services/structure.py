"""Add, rename and duplicate parts of a course. New parts are drafts."""

from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from courses.contributions import Copying, copy_contributions, page_model
from courses.domain.copying import free_slug
from courses.models import Activity, Course, CoursePage, FieldCard, ModulePage
from courses.services.arranging import lock_structure, put_after
from courses.services.pages import LONGEST_SLUG, Keys, copy_activities, copy_branch, keys_for, tops_of

MODULE = "module"
KINDS = (MODULE, *Activity.Kind.values)


class PartLocked(Exception):
    """Somebody locked the page, or it waits for approval: this person may not change it now."""


@transaction.atomic
def add_part(course: Course, kind: str, title: str, *, module: UUID | None, seen: str, by: User) -> Page:
    """A new module, or a lesson or quiz at the end of a module, as a draft in the course's own language.

    Raises StructureMoved, so that a second press adds nothing; Page.DoesNotExist for a module that is none.
    """
    lock_structure(course, seen)
    top = CoursePage.objects.get(course=course, locale__language_code=course.source_language)
    parent: Page = top if kind == MODULE else ModulePage.objects.child_of(top).get(translation_key=module)
    model = ModulePage if kind == MODULE else page_model(kind)
    return new_page(parent, model, title, by=by)


def new_page(parent: Page, model: type[Page], title: str, *, by: User, **fields: Any) -> Page:
    """A draft below another page, with its first revision."""
    parent = Page.objects.get(pk=parent.pk)
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug = free_slug(fields.pop("slug", "") or slugify(title) or "page", taken, LONGEST_SLUG)
    draft = {"live": False, "has_unpublished_changes": True, "owner": by, "locale_id": parent.locale_id}
    page = parent.add_child(instance=model(title=title, slug=slug, **draft, **fields))
    page.save_revision(user=by, clean=False, log_action=False)
    log(page, "wagtail.create", user=by)
    return page


@transaction.atomic
def rename_part(page: Page, title: str, *, by: User) -> bool:
    """Another title. Published at once where the page is published, nothing else of it waits, and the person may.

    Returns whether learners see it now. The same title changes nothing. Raises PartLocked.
    """
    locked = Page.objects.select_for_update(of=("self",)).get(pk=page.pk).specific
    if locked.permissions_for_user(by).page_locked():
        raise PartLocked
    draft = locked.get_latest_revision_as_object()
    may_publish = locked.live and not locked.has_unpublished_changes and locked.permissions_for_user(by).can_publish()
    if draft.title == title:
        return bool(locked.live and not locked.has_unpublished_changes)
    draft.title = title
    revision = draft.save_revision(user=by, clean=False, log_action=True)
    if may_publish:
        revision.publish(user=by)
    return may_publish


@transaction.atomic
def duplicate_module(course: Course, module: UUID, *, seen: str, by: User) -> UUID:
    """The module again, right behind itself, with its lessons and quizzes in every language, as drafts.

    Quizzes ask the same questions. Returns the key of the new module. Raises StructureMoved, Page.DoesNotExist.
    """
    lock_structure(course, seen)
    tops = tops_of(course)
    olds = [page for top in tops for page in ModulePage.objects.child_of(top).filter(translation_key=module)]
    if not olds:
        raise Page.DoesNotExist
    keys = keys_for(uuid5(module, seen))
    below = {key for old in olds for key in old.get_children().values_list("translation_key", flat=True)}
    copy_contributions(Copying(course, course, copy_activities(course, course, below, keys)))
    for old in olds:
        copy_branch(old, old.get_parent(), keys, by=by, keeps_live=False, title=f"{old.title[:250]} (2)")
        new = ModulePage.objects.child_of(old.get_parent()).get(translation_key=keys(module))
        put_after(new, old, by)
    _duplicate_card(course, module, keys)
    return keys(module)


def _duplicate_card(course: Course, module: UUID, keys: Keys) -> None:
    card = FieldCard.objects.filter(course=course, module_key=module).first()
    if card:
        taken = set(course.cards.values_list("slug", flat=True))
        card.pk, card.module_key, card.slug = None, keys(module), free_slug(card.slug, taken, 70)
        card._state.adding = True
        card.save()
