"""Whether a course is ready to be released: its pages' part of the checklist."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from accounts.models import User
from courses.contributions import Finding, Point, contributed_points
from courses.models import Activity, Course, CoursePage, LessonPage

PARTS = ("pk", "title", "live", "path", "translation_key", "locale__language_code", "has_unpublished_changes")
DATES = ("last_published_at", "live_revision__created_at")
Row = dict[str, object]


@dataclass(frozen=True)
class Sheet:
    """A page of the course, as the checklist sees it."""

    pk: int
    title: str
    is_live: bool
    path: str
    key: UUID
    language: str
    is_changed: bool
    published: datetime | None


@dataclass
class Pages:
    """The pages of a course in all languages. `may_edit` says whether this person gets into the editor."""

    course: Course
    may_edit: bool
    sheets: list[Sheet] = field(default_factory=list)

    @cached_property
    def activities(self) -> dict[UUID, Activity]:
        """Those that were not taken out."""
        return {activity.pk: activity for activity in self.course.activities.current()}

    @cached_property
    def lessons(self) -> list[LessonPage]:
        keys = [pk for pk, activity in self.activities.items() if activity.kind == Activity.Kind.LESSON]
        return list(LessonPage.objects.filter(translation_key__in=keys).select_related("locale"))

    @cached_property
    def by_language(self) -> dict[str, dict[UUID, Sheet]]:
        """Pages that stand in the outline, by language and translation key, in the order of the tree."""
        found: dict[str, dict[UUID, Sheet]] = defaultdict(dict)
        for sheet in self.sheets:
            found[sheet.language][sheet.key] = sheet
        return found

    @property
    def originals(self) -> dict[UUID, Sheet]:
        return self.by_language[self.course.source_language]

    def finding(self, page: "Sheet | LessonPage", text: str) -> Finding:
        return Finding(text, reverse("wagtailadmin_pages:edit", args=[page.pk]) if self.may_edit else "")


def readiness(course: Course, person: User) -> list[Point]:
    """The whole checklist, with what the apps above add."""
    pages = pages_of(course, person)
    own = [published(pages), unpublished_changes(pages), *translations(pages), pictures(pages), minutes(pages)]
    return [*own, *contributed_points(course, person)]


def pages_of(course: Course, person: User) -> Pages:
    """Course, modules and activities; those that were taken out of the course are left out."""
    tops = list(CoursePage.objects.filter(course=course).select_related("locale"))
    may_edit = bool(tops) and tops[0].permissions_for_user(person).can_edit()
    pages = Pages(course, may_edit)
    taken_out = set(course.activities.exclude(retired_at=None).values_list("pk", flat=True))
    for top in tops:
        rows = Page.objects.descendant_of(top, inclusive=True).order_by("path").values(*PARTS, *DATES)
        pages.sheets += [_sheet(row) for row in rows if row["translation_key"] not in taken_out]
    return pages


def _sheet(row: Row) -> Sheet:
    *parts, last, revised = row.values()
    dates = [date for date in (last, revised) if date]
    return Sheet(*parts, max(dates) if dates else None)  # type: ignore[arg-type,type-var,call-arg]


def published(pages: Pages) -> Point:
    """The original of every lesson and quiz, and what stands above it, is there and live."""
    findings = [
        pages.finding(sheet, _("%(title)s is a draft: learners do not see it.") % {"title": sheet.title})
        for sheet in pages.originals.values()
        if not sheet.is_live
    ]
    lost = [activity for pk, activity in pages.activities.items() if pk not in pages.originals]
    findings += [Finding(_("%(slug)s has no page in the course's own language.") % {"slug": a.slug}) for a in lost]
    if not pages.activities:
        findings.append(Finding(_("The course has no lesson yet.")))
    return Point(
        _("Published in the course's own language"),
        _("Every lesson and quiz is live in the course's own language."),
        findings,
    )


def unpublished_changes(pages: Pages) -> Point:
    """Drafts over what is live."""
    findings = [
        pages.finding(sheet, f"{sheet.title} ({sheet.language})")
        for sheet in pages.sheets
        if sheet.is_changed and sheet.is_live
    ]
    said = _("No page has changes that learners do not see.")
    return Point(_("Unpublished changes"), said, findings, is_advice=True)


def translations(pages: Pages) -> Iterator[Point]:
    """One line for each language the course has begun in."""
    summaries = {(page.locale.language_code, page.translation_key) for page in pages.lessons if page.is_summary}
    for language, _name in settings.LANGUAGES:
        if language in pages.by_language and language != pages.course.source_language:
            title = _("Translation: %(language)s") % {"language": get_language_info(language)["name_translated"]}
            findings = list(_behind(pages, language, summaries))
            yield Point(title, _("Whole and up to date."), findings, is_advice=True)


def _behind(pages: Pages, language: str, summaries: set[tuple[str, UUID]]) -> Iterator[Finding]:
    there = pages.by_language[language]
    for key, original in pages.originals.items():
        said = {"title": original.title}
        mine = there.get(key)
        if mine is None:
            yield pages.finding(original, _("%(title)s is not translated.") % said)
        elif not mine.is_live:
            yield pages.finding(mine, _("%(title)s: the translation is a draft.") % said)
        elif (language, key) in summaries:
            yield pages.finding(mine, _("%(title)s: only the summary is translated.") % said)
        elif original.published and mine.published and original.published > mine.published:
            yield pages.finding(mine, _("%(title)s: the original was published after the translation.") % said)


def pictures(pages: Pages) -> Point:
    """Every picture in a lesson says what it shows, here or in the picture's own description."""
    silent = [
        (page, block["value"].get("image"))
        for page in pages.lessons
        for block in page.body.raw_data
        if block["type"] == "figure" and not (block["value"].get("alt") or "").strip()
    ]
    images = get_image_model().objects.filter(pk__in={image for _page, image in silent if image})
    described = {pk for pk, text in images.values_list("pk", "description") if text.strip()} if silent else set()
    mute = dict.fromkeys(page for page, image in silent if image not in described)
    findings = [pages.finding(page, f"{page.title} ({page.locale.language_code})") for page in mute]
    return Point(_("Descriptions of pictures"), _("Every picture says what it shows."), findings)


def minutes(pages: Pages) -> Point:
    """Learners plan by the minutes: none may be zero."""
    findings = [
        pages.finding(pages.originals[pk], pages.originals[pk].title)
        for pk, activity in pages.activities.items()
        if not activity.minutes and pk in pages.originals
    ]
    return Point(_("Minutes"), _("Every lesson and quiz says how long it takes."), findings)
