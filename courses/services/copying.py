"""Copy a whole course: asked for once, made step by step in the background, each step whole or not at all."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from accounts.roles import Role
from courses.contributions import Copying, copy_contributions
from courses.domain.copying import relinked
from courses.models import Course, CourseCopy, CoursePage, FieldCard, LessonPage, ModulePage
from courses.services.granting import grant
from courses.services.pages import Keys, copy_activities, copy_branch, copy_page, keys_for, tops_of
from outbox.services import enqueue

TASK = "courses.copy_step"
RECORDS, MODULE, LINKS = "records", "module", "links"


class CodeTaken(Exception):
    """Another course has this code."""


def start_copy(source: Course, *, token: UUID, slug: str, title: str, by: User, now: datetime) -> CourseCopy:
    """Ask for a copy. The same token gives the same copy. Raises CodeTaken."""
    try:
        with transaction.atomic():
            return CourseCopy.objects.filter(token=token).first() or _start(source, token, slug, title, by, now)
    except IntegrityError as error:
        found = CourseCopy.objects.filter(token=token).first()  # pressed twice at the same moment
        if found is None:
            raise CodeTaken(slug) from error
        return found


def _start(source: Course, token: UUID, slug: str, title: str, by: User, now: datetime) -> CourseCopy:
    like = {name: getattr(source, name) for name in ("audience", "hours", "source_language")}
    course = Course.objects.create(slug=slug, title=title, **like)
    copy = CourseCopy.objects.create(
        token=token, source=source, course=course, plan=_plan(source), asked_by=by, asked_at=now
    )
    if not by.is_superuser:
        grant(course, by, Role.TRAINER, by=by)  # who copies a course writes the copy
    _ask_for_next(copy)
    return copy


def _plan(source: Course) -> list[list[Any]]:
    """First the records and the course's pages, then a step for each module in each language, last the links."""
    tops = tops_of(source)
    modules = [module for top in tops for module in ModulePage.objects.child_of(top).order_by("path")]
    steps = [[MODULE, module.pk, 1 + module.numchild] for module in modules]
    return [[RECORDS, None, len(tops)], *steps, [LINKS, None, 0]]


def job_key(copy: CourseCopy) -> str:
    """The job that makes the copy's next step."""
    return f"course-copy:{copy.pk}:{copy.done}"


def _ask_for_next(copy: CourseCopy) -> None:
    enqueue(TASK, key=job_key(copy), copy_id=copy.pk, step=copy.done)


@transaction.atomic
def copy_step(copy_id: int, step: int) -> None:
    """Make one step and ask for the next. A step that is done is not done again."""
    copy = CourseCopy.objects.select_for_update(of=("self",)).select_related("source", "course").get(pk=copy_id)
    if copy.done != step or copy.next_step is None:
        return
    kind, page, _pages = copy.next_step
    if kind == RECORDS:
        _copy_records(copy)
    elif kind == MODULE:
        _copy_module(copy, page)
    else:
        _lead_links_home(copy)
    _count(copy)


def _count(copy: CourseCopy) -> None:
    copy.done += 1
    if copy.next_step is None:
        copy.finished_at = timezone.now()
    else:
        _ask_for_next(copy)
    copy.save(update_fields=["done", "finished_at"])


def _copy_records(copy: CourseCopy) -> None:
    source, target, keys = copy.source, copy.course, keys_for(copy.token)
    tops = tops_of(source)
    below = {key for top in tops for key in top.get_descendants().values_list("translation_key", flat=True)}
    activities = copy_activities(source, target, below, keys)
    copy_contributions(Copying(source, target, activities))
    copy_cards(source, target, keys)
    for top in tops:
        # A draft, whatever stands below it: nobody sees the copy before somebody publishes it.
        own = {"title": target.title} if top.locale.language_code == source.source_language else {}
        parent = top.get_parent()
        copy_page(top, parent, keys, by=copy.asked_by, keeps_live=False, course=target, slug=target.slug, **own)


def copy_cards(source: Course, target: Course, keys: Keys) -> None:
    """The field cards of the course's modules."""
    cards = list(FieldCard.objects.filter(course=source))
    for card in cards:
        card.pk, card.course, card.module_key = None, target, keys(card.module_key)
    FieldCard.objects.bulk_create(cards)


def _copy_module(copy: CourseCopy, page_id: int) -> None:
    module = ModulePage.objects.select_related("locale").filter(pk=page_id).first()
    if module is None:  # deleted since
        return
    parent = CoursePage.objects.get(course=copy.course, locale=module.locale)
    copy_branch(module, parent, keys_for(copy.token), by=copy.asked_by, keeps_live=True)


def _lead_links_home(copy: CourseCopy) -> None:
    """Links between the course's pages lead to the copy's pages."""
    pages = _new_pages(copy)
    for top in tops_of(copy.course):
        _relink(top, ("about",), pages)
        for lesson in LessonPage.objects.descendant_of(top):
            _relink(lesson, ("body",), pages)


def _new_pages(copy: CourseCopy) -> dict[int, int]:
    keys = keys_for(copy.token)
    new = {row[:2]: row[2] for row in _rows(copy.course)}
    found = {old: new.get((keys(key), locale)) for key, locale, old in _rows(copy.source)}
    return {old: pk for old, pk in found.items() if pk is not None}


def _rows(course: Course) -> list[tuple[UUID, int, int]]:
    names = ("translation_key", "locale_id", "pk")
    return [row for top in tops_of(course) for row in top.get_descendants(inclusive=True).values_list(*names)]


def _relink(page: Page, names: tuple[str, ...], pages: dict[int, int]) -> None:
    """In what is live and in the newest revision, without a new one: nobody has changed anything."""
    fields = {name: page._meta.get_field(name) for name in names}
    stored = {name: field.value_to_string(page) for name, field in fields.items()}
    changed = {name: new for name, text in stored.items() if (new := relinked(text, pages)) != text}
    if changed:
        type(page).objects.filter(pk=page.pk).update(
            **{name: fields[name].to_python(text) for name, text in changed.items()}
        )
    revision = page.latest_revision if page.latest_revision_id else None
    if revision is None:
        return
    content = {name: relinked(revision.content.get(name) or "", pages) for name in names}
    if any(revision.content.get(name, "") != text for name, text in content.items()):
        revision.content |= content
        revision.save(update_fields=["content"])
