"""A course's parts as its writers see them: every page, also drafts, with its state in each language."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from wagtail.models import Comment, Page, Revision, WorkflowState

from courses.models import Activity, Course
from courses.services.arranging import Order, mark_of
from courses.services.pages import tops_of

NAMES = ("pk", "path", "depth", "translation_key", "title", "draft_title", "live", "has_unpublished_changes")
DATES = ("go_live_at", "expire_at", "expired")


@dataclass(frozen=True)
class Sheet:
    """A page in one language."""

    pk: int
    language: str
    title: str  # as last saved
    is_live: bool
    is_changed: bool
    expires_at: datetime | None
    is_expired: bool


@dataclass
class Part:
    """A module, lesson or quiz. `sheets` begin with the course's own language."""

    key: UUID
    kind: str
    sheets: list[Sheet]
    minutes: int = 0
    is_retired: bool = False
    goes_live_at: datetime | None = None  # planned for any language
    is_waiting: bool = False  # for approval
    comments: int = 0
    below: list["Part"] = field(default_factory=list)

    @property
    def own(self) -> Sheet:
        """The page in the course's own language."""
        return self.sheets[0]

    @property
    def others(self) -> list[Sheet]:
        return self.sheets[1:]

    @property
    def state(self) -> str:
        if self.own.is_expired and not self.own.is_live:
            return "expired"
        if not self.own.is_live:
            return "taken_out" if self.is_retired else "draft"
        return "changed" if self.own.is_changed else "live"


@dataclass(frozen=True)
class Parts:
    """The whole outline. `seen` marks its order."""

    modules: list[Part]
    seen: str

    def find(self, key: str) -> Part | None:
        """The part with this key, as text."""
        everything = [part for module in self.modules for part in (module, *module.below)]
        return next((part for part in everything if str(part.key) == key), None)


def parts_of(course: Course) -> Parts:
    """Read the outline; the same queries however long it is."""
    tops = tops_of(course)
    own = next((top for top in tops if top.locale.language_code == course.source_language), None)
    rows = [(top, row) for top in tops for row in _rows(top)]
    sheets: dict[UUID, list[Sheet]] = defaultdict(list)
    for top, row in rows:
        sheets[row["translation_key"]].append(_sheet(top.locale.language_code, row))
    about = _About([row["pk"] for _top, row in rows], course)
    modules: list[Part] = []
    for top, row in rows:
        if top == own:
            part = about.part(row["translation_key"], sheets[row["translation_key"]])
            if row["depth"] == top.depth + 1:
                modules.append(part)
            elif modules:
                modules[-1].below.append(part)
    order: Order = [(module.key, [part.key for part in module.below]) for module in modules]
    return Parts(modules, mark_of(order))


def _rows(top: Page) -> Iterable[dict[str, Any]]:
    return top.get_descendants().order_by("path").values(*NAMES, *DATES)


def _sheet(language: str, row: dict[str, Any]) -> Sheet:
    return Sheet(
        row["pk"],
        language,
        row["draft_title"] or row["title"],
        row["live"],
        row["has_unpublished_changes"],
        row["expire_at"],
        row["expired"],
    )


class _About:
    """What else there is to say of pages: activities, plans, approval, comments. Four queries."""

    def __init__(self, pages: list[int], course: Course) -> None:
        ids = [str(pk) for pk in pages]
        self.activities = {one.pk: one for one in course.activities.all()}
        planned = Revision.page_revisions.filter(object_id__in=ids, approved_go_live_at__isnull=False)
        self.planned = {int(pk): at for pk, at in planned.values_list("object_id", "approved_go_live_at")}
        self.waiting = {int(pk) for pk in _waiting(ids)}
        comments = Comment.objects.filter(page__in=pages, resolved_at=None).values_list("page", flat=True)
        self.comments = Counter(comments)

    def part(self, key: UUID, sheets: list[Sheet]) -> Part:
        activity: Activity | None = self.activities.get(key)
        plans = [self.planned[sheet.pk] for sheet in sheets if sheet.pk in self.planned]
        return Part(
            key=key,
            kind=activity.kind if activity else "module",
            sheets=sheets,
            minutes=activity.minutes if activity else 0,
            is_retired=activity is not None and activity.retired_at is not None,
            goes_live_at=min(plans, default=None),
            is_waiting=any(sheet.pk in self.waiting for sheet in sheets),
            comments=sum(self.comments[sheet.pk] for sheet in sheets),
        )


def _waiting(ids: list[str]) -> Iterable[str]:
    """Pages of which a revision waits for somebody's approval."""
    states = WorkflowState.objects.filter(object_id__in=ids, status=WorkflowState.STATUS_IN_PROGRESS)
    return states.filter(base_content_type__app_label="wagtailcore").values_list("object_id", flat=True)
