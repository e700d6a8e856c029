"""What the certificates' screens in the admin need."""

from typing import Any

from django import template

from certificates.admin import words

register = template.Library()
register.filter("badge", words.badge)


@register.filter
def state_today(certificate: Any) -> str:
    """The state's code as a reader sees it today."""
    return words.state_of(certificate, is_refused=False)[0]


@register.filter
def state_in_words(certificate: Any) -> str:
    """The state as a reader sees it today."""
    return words.state_of(certificate, is_refused=False)[1]
