"""What translations add to a course's readiness checklist."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from cms.translation.models import BelowPar
from courses.contributions import Finding, Point
from courses.models import Course, CoursePage


def below_par(course: Course, person: User) -> Point:
    """Live translations that somebody published although passages were missing or older. Two queries."""
    tops = list(CoursePage.objects.filter(course=course))
    paths = tuple(top.path for top in tops)
    rows = BelowPar.objects.filter(revision=F("page__live_revision"), page__live=True).select_related("page__locale")
    may_edit = bool(tops) and tops[0].permissions_for_user(person).can_edit()
    mine = [row for row in rows.order_by("page__path") if row.page.path.startswith(paths)] if paths else []
    said = _("No published translation lacks passages.")
    return Point(_("Published below par"), said, [_finding(row, may_edit) for row in mine], is_advice=True)


def _finding(row: BelowPar, may_edit: bool) -> Finding:
    page: Page = row.page
    words = {
        "title": page.title,
        "language": get_language_info(page.locale.language_code)["name_translated"],
        "missing": row.missing,
        "older": row.older,
        "total": row.total,
    }
    text = _("%(title)s (%(language)s): of %(total)s passages %(missing)s missing, %(older)s older.") % words
    return Finding(text, reverse("translating:page", args=[page.pk]) if may_edit else "")
