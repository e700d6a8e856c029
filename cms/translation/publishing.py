"""Publish a translation made side by side, at par or, by somebody's decision, below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from accounts.models import User
from cms.translation.domain.standing import Tally, is_text
from cms.translation.models import BelowPar
from cms.translation.strings import OLDER, memory_of
from courses.models import LessonPage

BELOW_PAR = "cms.translation.below_par"
LINKS = ("", "http", "https", "mailto", "tel")


class BelowParUnsaid(Exception):
    """Passages are missing or older, and nobody said to publish all the same."""


Passage = tuple[str, StringTranslation | None]  # its place, what it is translated by


def passages(translation: Translation) -> list[Passage]:
    """Every passage of the original, in order."""
    memory = memory_of(translation)
    rows = StringSegment.objects.filter(source=translation.source).order_by("order")
    keys = rows.values_list("context__path", "string_id", "context_id")
    return [(path, memory.get((string, context))) for path, string, context in keys]


def tally(found: Iterable[Passage]) -> Tally:
    """How many passages there are, translated and older."""
    rows = [row for _path, row in found]
    older = sum(1 for row in rows if row and row.translation_type == OLDER)
    return Tally(len(rows), sum(1 for row in rows if row and not row.has_error), older)


def tally_of(translation: Translation) -> Tally:
    """The same of a whole page."""
    return tally(passages(translation))


@dataclass(frozen=True)
class Lacking:
    """A passage of the original that is not translated, or (with `text`) was changed since."""

    original: str
    text: str


def lacks(translation: Translation) -> list[Lacking]:
    """What stands between this translation and par, in the order of the page."""
    memory = memory_of(translation)
    segments = StringSegment.objects.filter(source=translation.source).select_related("string").order_by("order")
    pairs = [(one, memory.get((one.string_id, one.context_id))) for one in segments]
    return [
        Lacking(strip_tags(one.string.data), strip_tags(row.data) if row and row.translation_type == OLDER else "")
        for one, row in pairs
        if not row or row.has_error
    ]


@transaction.atomic
def publish_translation(translation: Translation, *, by: User, seen: Tally | None = None) -> Page:
    """Make what was translated the page's live text, and keep what it lacks.

    Raises BelowParUnsaid if it lacks something and `seen` is not what it lacks now. A passage without translation
    stands in the original's language, one that is older as it was; a lesson of which less than half is translated is
    published as its summary.
    """
    now = tally_of(translation)
    if not now.is_at_par and now != seen:
        raise BelowParUnsaid
    page = translated_page(translation)
    revision = page.save_revision(user=by)
    revision.publish(user=by)
    TranslationLog.objects.create(source=translation.source, locale=translation.target_locale, revision=revision)
    _keep(page, revision.pk, now, by)
    return page


def _keep(page: Page, revision: int, now: Tally, by: User) -> None:
    """A summary says itself what it lacks."""
    said = {"total": now.total, "missing": now.missing, "older": now.older}
    if not now.is_at_par:
        log(page, BELOW_PAR, user=by, data=said)
    if now.is_at_par or (isinstance(page, LessonPage) and page.is_summary):
        BelowPar.objects.filter(page=page).delete()
        return
    BelowPar.objects.update_or_create(
        page_id=page.pk, defaults={**said, "revision": revision, "published_at": timezone.now(), "published_by": by}
    )


def translated_page(translation: Translation) -> Page:
    """The page as it would be published, not saved."""
    source, locale = translation.source, translation.target_locale
    original, page = source.as_instance(), cast(Page, source.get_translated_instance(locale))
    copy_synchronised_fields(original, page)
    ingest_segments(original, page, source.locale, locale, _segments(translation))
    if isinstance(page, LessonPage):
        _set_extent(page, translation)
    return page


def _segments(translation: Translation) -> list[Any]:
    """wagtail-localize's, with older translations where it would take the original's text."""
    source = translation.source
    older = {key: row.data for key, row in memory_of(translation).items() if row.translation_type == OLDER}
    rows = StringSegment.objects.filter(source=source).select_related("context")
    texts = {(r.context.path, r.order): older[key] for r in rows if (key := (r.string_id, r.context_id)) in older}
    segments = source._get_segments_for_translation(translation.target_locale, fallback=True)
    for segment in segments:
        if isinstance(segment, StringSegmentValue) and (segment.path, segment.order) in texts:
            segment.string = StringValue(texts[segment.path, segment.order])
    return [segment for segment in segments if not _leads_astray(segment)]


def waiting_side_by_side(pages: Iterable[Page]) -> list[Page]:
    """Those that would be published with another text than was translated: it waits side by side. Two queries."""
    found = {page.pk: page for page in pages if not page.live or page.has_unpublished_changes}
    keys = Page.objects.filter(pk__in=found).values_list("pk", "translation_key", "locale")
    opened = Translation.objects.filter(enabled=True, source__object_id__in=[key for _pk, key, _locale in keys])
    waiting = set(opened.values_list("source__object_id", "target_locale"))
    return [found[pk] for pk, key, locale in keys if (key, locale) in waiting]


def _leads_astray(segment: Any) -> bool:
    """A link that a translator set instead of the original's, and that the page editor would refuse."""
    is_link = isinstance(segment, OverridableSegmentValue) and isinstance(segment.data, str)
    return is_link and urlsplit(segment.data.strip()).scheme.lower() not in LINKS


def _set_extent(page: LessonPage, translation: Translation) -> None:
    """A lesson with too little text of its own is its summary: the original's text follows, and says so."""
    brief = {block["id"] for block in page.body.raw_data if block["type"] in LessonPage.SUMMARY_BLOCKS}
    in_body = [(path.split(".")[1], row) for path, row in passages(translation) if path.startswith("body.")]
    if is_text(tally(one for one in in_body if one[0] not in brief)):
        page.extent = LessonPage.Extent.WHOLE
        return
    begun = brief & {block for block, row in in_body if row}
    blocks = LessonPage.body.field.stream_block
    page.extent = LessonPage.Extent.SUMMARY
    page.body = blocks.to_python([block for block in page.body.get_prep_value() if block["id"] in begun])
