"""Begin a page in a language it is not written in yet: a draft, and drafts of what stands above it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from accounts.models import User
from cms.translation.adopting import adopt, mark_begun


class MayNotBegin(PermissionDenied):
    """The person may not add pages where this one would stand."""


@transaction.atomic
def open_side_by_side(original: Page, locale: Locale, *, by: User) -> Translation:
    """The translation to work on, begun if there is none. Safe to repeat. Raises PermissionDenied, MayNotBegin."""
    page = original.get_translation_or_none(locale)
    if page is None:
        page = _begin(original, locale, by)
    elif not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    translation = adopt(page.specific)
    if not translation.enabled:
        translation.enabled = True
        translation.save(update_fields=["enabled"])
    return translation


def _begin(original: Page, locale: Locale, by: User) -> Page:
    above = original.get_parent()
    if above is None or above.is_root():
        raise MayNotBegin
    parent = above.get_translation_or_none(locale)
    if parent is None:
        parent = _begin(above.specific, locale, by)
    elif not parent.permissions_for_user(by).can_add_subpage():
        raise MayNotBegin
    page: Page = original.specific.copy_for_translation(locale)
    mark_begun(page, original)
    return page
