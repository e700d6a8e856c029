"""What a learner is told of a translation that was published below par."""

from typing import Any

from django import template
from django.core.cache import cache

from cms.translation.models import BelowPar
from courses.models import Course, LessonPage
from courses.reading import A_DAY

register = template.Library()


@register.inclusion_tag("cms/translation/notice.html")
def translation_notice(lesson: LessonPage, course: Course | None) -> dict[str, Any]:
    """How many passages of the lesson are not translated, or are older than the original; nothing for an original."""
    if course is None or lesson.is_summary or lesson.locale.language_code == course.source_language:
        return {}
    return {"lack": _lack(lesson), "language": course.source_language}


def _lack(lesson: LessonPage) -> tuple[int, int] | None:
    """(missing, older). A revision that is live never changes: cached by it."""
    key = f"below-par:{lesson.live_revision_id}"
    found = cache.get(key, ())
    if found == ():
        rows = BelowPar.objects.filter(page_id=lesson.pk, revision=lesson.live_revision_id or 0)
        found = rows.values_list("missing", "older").first()
        cache.set(key, found, A_DAY)
    return found  # type: ignore[no-any-return]  # what was put there
