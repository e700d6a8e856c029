"""What the templates of the question types need."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from courses.models import Activity
from quizzes.domain.questions import LearnerQuestion, Option
from quizzes.services.pictures import addresses
from quizzes.views import inline

register = template.Library()

_PLACE = re.compile(r"\[\[[^\[\]\s]+\]\]")


@register.filter
def type_template(question: LearnerQuestion) -> str:
    """The template that draws a question's fields."""
    return f"quizzes/types/{question.type}.html"


@register.filter
def of(mapping: Any, key: str) -> Any:
    """mapping[key] where there is a mapping; nothing elsewhere."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None


@register.filter
def by_id(rows: Iterable[Any], key: str) -> Any:
    """The row with this id."""
    return next((row for row in rows if row.id == key), None)


@register.filter
def part_prefix(prefix: str, part: str) -> str:
    """What stands before the field names of a part: the same rule as in quizzes.views.answers."""
    return f"{prefix}{part}-"


@register.filter
def items_in(question: LearnerQuestion, given: Any) -> list[Option]:
    """The items in the learner's order, else in the attempt's."""
    place = {key: n for n, key in enumerate((given or {}).get("order", []))}
    return sorted(question.items, key=lambda item: place.get(item.id, len(place)))


@register.filter
def in_html(question: Any, text: str) -> SafeString:
    """A text of the question, already cleaned (quizzes.domain.stems), with the addresses of its pictures."""
    for key, url in addresses({"pictures": question.pictures}).items():
        text = text.replace(f'src="{key}"', f'src="{escape(url)}" loading="lazy"')
    return mark_safe(text)  # noqa: S308 cleaned by html_stem


@register.filter
def without_places(text: str) -> str:
    """A stem as a heading: its gaps as a line to fill."""
    return _PLACE.sub("____", text)


@register.simple_tag
def inline_check(page: Any, code: str) -> SafeString:
    """A knowledge check inside a lesson; nothing if the bank has no such question."""
    activity = Activity.objects.select_related("course").filter(pk=page.translation_key).first()
    found = inline.find(activity.course, code) if activity else None
    return inline.draw(activity.course.slug, activity.slug, found) if activity and found else SafeString("")


@register.filter
def text_of(text: Any) -> str:
    """A text that may or may not be written by language."""
    if not isinstance(text, dict):
        return str(text)
    return str(text.get((translation.get_language() or "es")[:2]) or next(iter(text.values()), ""))
