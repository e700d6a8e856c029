"""Open a page side by side with its original: take over what is translated already, and what changed since.

Runs for one page when it is opened; a second run changes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from cms.translation.domain.carrying import Carried, carry
from cms.translation.strings import OLDER, Passages, memory_of, overridables_of, passages_of, segments_of
from courses.models import CoursePage


class NothingToTranslate(Exception):
    """The page is an original, or has none."""


def source_language(page: Page) -> str:
    """The language in which the page is written first: its course's, else the site's."""
    top = CoursePage.objects.ancestor_of(page, inclusive=True).select_related("course").first()
    return top.course.source_language if top else settings.LANGUAGE_CODE


def original_of(page: Page) -> Page:
    """The page in the language it is written in first. Raises NothingToTranslate where there is none."""
    originals = Page.objects.filter(translation_key=page.translation_key, locale__language_code=source_language(page))
    found = originals.select_related("locale").first()
    if found is None:
        raise NothingToTranslate
    return found.specific


@transaction.atomic
def adopt(page: Page) -> Translation:
    """The page's translation with everything known filled in, and its original as it is now. Safe to repeat.

    A passage whose original was changed after it was translated keeps its text and is marked as older. What a trainer
    wrote side by side stays, whatever files or the page editor wrote since. Raises NothingToTranslate.
    """
    original = original_of(page)
    if original.pk == page.pk:
        raise NothingToTranslate
    Page.objects.select_for_update().get(pk=page.pk)  # two who open it at once
    translation = _known(original, page.locale)
    written = page.latest_revision_id
    is_written_since = translation is None or _last_seen(translation) != written
    before = (
        _said_before(page, original) if translation is None or is_written_since else _remembered(translation, original)
    )
    seen = _as_seen(translation, original) if translation and is_written_since else {}
    waiting = _waiting(translation)
    source, _is_new = TranslationSource.update_or_create_from_instance(original)
    translation, _is_new = Translation.objects.get_or_create(source=source, target_locale=page.locale)
    if is_written_since or _waiting(translation) != waiting:
        _take_over(translation, before, seen)
    if is_written_since:
        TranslationLog.objects.create(source=source, locale=page.locale, revision_id=written)
    return translation


def mark_begun(page: Page, original: Page) -> None:
    """Note that what stands on a page just copied from its original is no translation."""
    source, _is_new = TranslationSource.get_or_create_from_instance(original)
    Translation.objects.get_or_create(source=source, target_locale=page.locale)
    TranslationLog.objects.create(source=source, locale=page.locale, revision_id=page.latest_revision_id)


def _known(original: Page, locale: Locale) -> Translation | None:
    found = Translation.objects.filter(source__object_id=original.translation_key, target_locale=locale)
    return found.filter(source__locale=original.locale).select_related("source").first()


def _last_seen(translation: Translation) -> int | None:
    """The newest revision of the page that the memory knows of."""
    logs = TranslationLog.objects.filter(source=translation.source, locale=translation.target_locale)
    revision: int | None = logs.order_by("-pk").values_list("revision_id", flat=True).first()
    return revision


def _waiting(translation: Translation | None) -> list[tuple[int, int]]:
    """The original's passages and their places, as the memory has them now."""
    if translation is None:
        return []
    segments = StringSegment.objects.filter(source_id=translation.source_id).order_by("order")
    return list(segments.values_list("string_id", "context_id"))


def _as_seen(translation: Translation, original: Page) -> Passages:
    """What the page said when the memory last knew it; nothing where that revision is gone."""
    revision = Revision.objects.filter(pk=_last_seen(translation)).first()
    return passages_of(revision.as_object(), original)[0] if revision else {}


@dataclass(frozen=True)
class Before:
    """What the original said when it was translated, and its translation, both by place."""

    original: Passages
    translated: Mapping[str, list[str | None]]
    others: Mapping[str, object]
    older: frozenset[tuple[str, str]] = frozenset()  # (place, text) that were older already


def _said_before(page: Page, original: Page) -> Before:
    """As the pages tell: the newest text of the page, and the original's of that time."""
    newest = page.get_latest_revision_as_object() if page.latest_revision_id else page.specific
    translated, others = passages_of(newest, original)
    then, _others = passages_of(_as_it_was(original, page), original)
    return Before(then, {place: list(texts) for place, texts in translated.items()}, others)


def _as_it_was(original: Page, page: Page) -> Page:
    """The original when the page was last written; as it is now, where no revision tells."""
    at = page.latest_revision_created_at
    revision = original.revisions.filter(created_at__lte=at).order_by("-created_at", "-pk").first() if at else None
    return revision.as_object() if revision else original.specific_class.objects.get(pk=original.pk)


def _remembered(translation: Translation, original: Page) -> Before:
    """As the memory tells, by the places that passages have in the original now."""
    memory = memory_of(translation)
    then, _others = passages_of(translation.source.as_instance(), original)
    segments = StringSegment.objects.filter(source=translation.source).order_by("order")
    in_order = (memory.get(key) for key in segments.values_list("string_id", "context_id"))
    rows = {place: [next(in_order, None) for _text in texts] for place, texts in then.items()}
    return Before(
        then,
        {place: [row.data if row else None for row in some] for place, some in rows.items()},
        {},
        frozenset(
            (place, row.data) for place, some in rows.items() for row in some if row and row.translation_type == OLDER
        ),
    )


def _take_over(translation: Translation, before: Before, seen: Passages) -> None:
    """What the memory has stays, but where it only repeats what the page had said: there the page says it anew."""
    memory = memory_of(translation)
    for place, segments in segments_of(translation.source).items():
        now = [segment.string.data for segment in segments]
        carried = carry(now, before.original.get(place, now), before.translated.get(place, []))
        for segment, one in zip(segments, carried, strict=True):
            row = memory.get((segment.string_id, segment.context_id))
            is_kept = row is not None and row.translation_type != OLDER and row.data not in seen.get(place, [])
            if one and not is_kept:
                is_older = one.is_older or (place, one.text) in before.older
                _put(translation, segment, Carried(one.text, is_older), row)
    _take_over_others(translation, before)


def _put(translation: Translation, segment: StringSegment, one: Carried, row: StringTranslation | None) -> None:
    if row and row.data == one.text and (row.translation_type == OLDER) == one.is_older:
        return
    row = row or StringTranslation(
        translation_of=segment.string, locale_id=translation.target_locale_id, context=segment.context
    )
    row.data = one.text
    row.translation_type = OLDER if one.is_older else StringTranslation.TRANSLATION_TYPE_MANUAL
    row.has_error = one.is_older
    row.field_error = (
        _("The original was changed after this was translated. Check it and save it again.") if one.is_older else ""
    )
    row.save()


def _take_over_others(translation: Translation, before: Before) -> None:
    """Pictures that the translation has instead of the original's."""
    for segment in overridables_of(translation.source):
        mine = before.others.get(segment.context.path)
        if mine is not None and mine != segment.data:
            SegmentOverride.objects.update_or_create(
                locale_id=translation.target_locale_id,
                context=segment.context,
                defaults={"data_json": json.dumps(mine), "has_error": False},
            )
