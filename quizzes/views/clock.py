"""Times as a cohort's clock shows them: an hour that a trainer set is the hour that a learner reads."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone

from courses.models import Cohort


def render_for(cohort: Cohort, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its times in the cohort's time zone, which it may name as `zone`."""
    with timezone.override(cohort.time_zone):
        return render(request, template, {**context, "zone": cohort.time_zone})


def moment_for(cohort: Cohort, at: datetime | None) -> str:
    """Date and time with the name of the zone; "" for nothing."""
    if at is None:
        return ""
    shown = formats.date_format(timezone.localtime(at, ZoneInfo(cohort.time_zone)), "DATETIME_FORMAT")
    return f"{shown} ({cohort.time_zone})"
