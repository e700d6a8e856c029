"""Who takes the courses and who completes them, in totals."""

from typing import Any

from django.contrib.auth.decorators import login_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.countries import country_name
from accounts.models import User
from courses.models import Course, Enrolment
from reports.domain.groups import Row, hide_small


def _is_administrator(user: Any) -> bool:
    if user.is_authenticated and not user.is_superuser:
        raise PermissionDenied
    return True


@login_required
@user_passes_test(_is_administrator)
def courses(request: HttpRequest) -> HttpResponse:
    """Enrolled and completed, by course, country, sector and gender; groups under five are not shown."""
    sectors, genders = dict(User.Sector.choices), dict(User.Gender.choices)
    titles = dict(Course.objects.values_list("pk", "title"))
    return render(
        request,
        "reports/courses.html",
        {
            "tables": [
                (_("By course"), _table("cohort__course", titles.get)),
                (_("By country"), hide_small(_table("learner__country", country_name))),
                (_("By sector"), hide_small(_table("learner__sector", sectors.get))),
                (_("By gender"), hide_small(_table("learner__gender", genders.get))),
            ]
        },
    )


def _table(field: str, name: Any) -> list[Row]:
    """One query: enrolled and completed in each group."""
    groups = (
        Enrolment.objects.active()
        .values(field)
        .annotate(enrolled=Count("pk"), completed=Count("pk", filter=Q(completed_at__isnull=False)))
    )
    return [
        Row(str(name(g[field]) or _("not said")), g["enrolled"], g["completed"]) for g in groups.order_by("-enrolled")
    ]
