"""Reads for the player, cached by what they depend on: release, language, version of the page tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from courses import players
from courses.domain.outline import Entry, Outline, build
from courses.models import Activity, Course, Enrolment, FieldCard, LessonPage, Progress, ReflectionNote, Release

A_DAY = 86_400  # seconds
FALLBACKS = ("es", "en", "fr", "pt")


def active_language() -> str:
    """The reader's language: es, en, fr or pt."""
    return (translation.get_language() or "es")[:2]


def preference(language: str, source: str) -> list[str]:
    """Languages in the order in which a text is looked for: the reader's, the course's own, then any."""
    return list(dict.fromkeys([language, source, *FALLBACKS]))


def outline_entries(release: Release, course: Course) -> list[Entry]:
    """The release's activities with titles in the active language; served from the cache."""
    language = active_language()
    key = f"outline:{release.pk}:{language}:{course.tree_version}"
    entries: list[Entry] | None = cache.get(key)
    if entries is None:
        entries = _entries(release, course, language)
        cache.set(key, entries, A_DAY)
    return entries


def _entries(release: Release, course: Course, language: str) -> list[Entry]:
    cards = FieldCard.objects.filter(course=course, module_key=OuterRef("module_key")).values("slug")
    items = list(release.items.select_related("activity").annotate(card=Subquery(cards[:1])))
    keys = {item.activity_id for item in items} | {item.module_key for item in items}
    titles = page_titles(keys, preference(language, course.source_language))
    entries = []
    for item in items:
        title, spoken = titles.get(item.activity_id, (item.activity.slug, language))
        module_title, module_spoken = titles.get(item.module_key, ("", language))
        entries.append(
            Entry(
                activity=str(item.activity_id),
                slug=item.activity.slug,
                kind=item.activity.kind,
                title=title,
                title_language=spoken,
                minutes=item.activity.minutes,
                url=players.address(item.activity.kind, course.slug, item.activity.slug),
                module=str(item.module_key),
                module_title=module_title,
                module_language=module_spoken,
                is_required=item.is_required,
                is_retired=item.activity.retired_at is not None,
                card=reverse("courses:card", args=[course.slug, item.card]) if item.card else "",
            )
        )
    return entries


def page_titles(keys: Iterable[UUID], languages: list[str]) -> dict[UUID, tuple[str, str]]:
    """Title and its language by translation key: a live page before a hidden one, then by preference."""
    rows = Page.objects.filter(translation_key__in=keys).values_list(
        "translation_key", "title", "locale__language_code", "live"
    )
    ranked = sorted(rows, key=lambda row: (not row[3], languages.index(row[2])), reverse=True)
    return {key: (title, spoken) for key, title, spoken, _live in ranked}


@dataclass(frozen=True)
class Standing:
    """One learner's progress in one enrolment, as sets of activity ids in text."""

    seen: frozenset[str]
    completed: frozenset[str]


def standings(enrolments: Iterable[Enrolment]) -> dict[int, Standing]:
    """Every enrolment's standing, by its id; one query however many there are."""
    ids = [enrolment.pk for enrolment in enrolments]
    rows = Progress.objects.filter(enrolment__in=ids).values_list("enrolment_id", "activity_id", "completed_at")
    found = list(rows)
    return {
        pk: Standing(
            frozenset(str(a) for e, a, _c in found if e == pk), frozenset(str(a) for e, a, c in found if e == pk and c)
        )
        for pk in ids
    }


def outline_for(enrolment: Enrolment, current: str | None = None, standing: Standing | None = None) -> Outline:
    """The learner's outline of the release their cohort takes."""
    standing = standing or standings([enrolment])[enrolment.pk]
    entries = outline_entries(enrolment.cohort.release, enrolment.cohort.course)
    return build(entries, standing.completed, standing.seen, current)


def is_withdrawn(enrolment: Enrolment, outline: Outline, slug: str) -> bool:
    """Whether the slug is of an activity that the release has and this learner's outline no longer shows."""
    if any(row.entry.slug == slug for row in outline.rows):
        return False
    return any(entry.slug == slug for entry in outline_entries(enrolment.cohort.release, enrolment.cohort.course))


def public_outline(course: Course) -> Outline | None:
    """The outline without a learner: of the release that a new learner would take."""
    release = course.releases.order_by("-number").first()
    return build(outline_entries(release, course), (), (), None) if release else None


def lesson_pages(activity_id: UUID | str, course: Course, reader_id: int) -> list[LessonPage]:
    """What the learner reads, with their note: the lesson in their language, else in the course's, else in any.

    Where their language has only the summary, the whole lesson in another language comes second. Empty if no page
    is live. One query.
    """
    notes = ReflectionNote.objects.filter(learner=reader_id, activity=OuterRef("translation_key"))
    pages = LessonPage.objects.live().filter(translation_key=activity_id).select_related("locale")
    annotated = pages.annotate(note=Subquery(notes.values("text")[:1]))
    return pages_to_read(annotated, active_language(), course.source_language)


def pages_to_read(pages: Iterable[LessonPage], language: str, source: str) -> list[LessonPage]:
    """The page to begin with and, if that is a summary, the one whose text follows."""
    order = preference(language, source)
    ranked = sorted(pages, key=lambda page: order.index(page.locale.language_code))
    whole = [page for page in ranked if not page.is_summary]
    first = next((page for page in ranked if page.locale.language_code == language), None)
    if first is None:
        return whole[:1] or ranked[:1]
    return [first, *whole[:1]] if first.is_summary else [first]


def with_original(page: LessonPage) -> list[LessonPage]:
    """A page as it is being written and, if it is a summary, the published page whose text follows."""
    others = LessonPage.objects.live().filter(translation_key=page.translation_key).exclude(pk=page.pk)
    activity = Activity.objects.select_related("course").filter(pk=page.translation_key).first()
    source = activity.course.source_language if activity else FALLBACKS[0]
    return pages_to_read([page, *others.select_related("locale")], page.locale.language_code, source)


def lesson_languages(course: Course) -> list[str]:
    """Languages in which every current lesson can be read from beginning to end; cached with the page tree."""
    key = f"languages:{course.pk}:{course.tree_version}"
    found: list[str] | None = cache.get(key)
    if found is None:
        found = _lesson_languages(course)
        cache.set(key, found, A_DAY)
    return found


def _lesson_languages(course: Course) -> list[str]:
    lessons = course.activities.current().filter(kind=Activity.Kind.LESSON).values("id")
    pages = LessonPage.objects.live().filter(translation_key__in=lessons, extent=LessonPage.Extent.WHOLE)
    spoken: dict[str, set[UUID]] = {}
    for language, activity in pages.values_list("locale__language_code", "translation_key"):
        spoken.setdefault(language, set()).add(activity)
    every = spoken.get(course.source_language, set())  # a draft is not a lesson yet
    return [language for language in FALLBACKS if every and spoken.get(language, set()) >= every]
