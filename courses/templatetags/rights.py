"""What a page offers to whom."""

from typing import Any

from django import template

from courses.models import Course
from courses.permissions import writes_course

register = template.Library()


@register.simple_tag(takes_context=True)
def writes(context: dict[str, Any], course: Course) -> bool:
    """Whether the reader writes this course: what they may not do is not offered."""
    return writes_course(context["request"].user, course)
