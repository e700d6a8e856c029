"""What a course's page says of its printed edition."""

from typing import Any

from django import template

from courses.models import Course, Enrolment
from courses.permissions import courses_of

register = template.Library()


@register.simple_tag(takes_context=True)
def may_print(context: dict[str, Any], course: Course, enrolment: Enrolment | None) -> bool:
    """Whether the reader takes the course or works on it. Asks the database for staff alone."""
    user = context["request"].user
    return enrolment is not None or (user.is_staff and courses_of(user).filter(pk=course.pk).exists())
