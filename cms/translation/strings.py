"""A page's passages as wagtail-localize takes them: by their place (a path), in the order of the page."""

from collections import defaultdict
from typing import Any, cast

from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.translation.domain.aligning import aligned

OLDER = "older"  # a translation_type of our own: the original was changed after this was translated
Passages = dict[str, list[str]]


def passages_of(page: Page, like: Page) -> tuple[Passages, dict[str, Any]]:
    """A page's texts by place, and what it may have otherwise than the original (pictures, links).

    Places are those of `like`: blocks that stand for one another have one place.
    """
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            raw = aligned(list(getattr(page, field.name).raw_data), list(getattr(like, field.name).raw_data))
            setattr(page, field.name, field.stream_block.to_python(raw))
    texts: Passages = defaultdict(list)
    others: dict[str, Any] = {}
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            texts[segment.path].append(segment.string.data)
        elif isinstance(segment, OverridableSegmentValue):
            others[segment.path] = segment.data
    return dict(texts), others


def segments_of(source: TranslationSource) -> dict[str, list[StringSegment]]:
    """The original's passages as they wait to be translated, by place."""
    found: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order"):
        found[segment.context.path].append(segment)
    return dict(found)


def overridables_of(source: TranslationSource) -> list[OverridableSegment]:
    """Pictures and links of the original."""
    return list(OverridableSegment.objects.filter(source=source).select_related("context"))


def memory_of(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    """What has been translated, by string and place."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    )
    return {(row.translation_of_id, cast(int, row.context_id)): row for row in rows}
