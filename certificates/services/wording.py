"""What a certificate says: its snapshot, in the language in which the learner took the course."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from certificates.models import CertificatePolicy
from courses.models import CoursePage, Enrolment


def build_snapshot(enrolment: Enrolment, policy: CertificatePolicy, kind: str, now: datetime) -> dict[str, Any]:
    """What is true now. Serial and date of issue come in when the certificate is put in force."""
    language = enrolment.language
    completed = enrolment.completed_at or now
    return {
        "schema": 1,
        "kind": kind,
        "language": language,
        "name": enrolment.learner.get_full_name(),
        "course": enrolment.cohort.course.slug,
        "course_title": _title(enrolment, language),
        "hours": str(enrolment.cohort.release.hours),
        "release": enrolment.cohort.release.number,
        "grade": str(enrolment.grade) if enrolment.grade is not None else None,
        "completed_on": civil_date(completed).isoformat(),
        "time_zone": settings.AMPARO_ISSUER_TIME_ZONE,
        "issuer": settings.AMPARO_ISSUER_NAME,
        "signatories": printed_signatories(policy.signatories, language),
    }


def printed_signatories(rows: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Who signs, with the role in the language, or in another where it has none; some have no role at all."""
    return [{"name": s["name"], "role": _role(s["role"], language), **_signature(s)} for s in rows]


def _role(roles: dict[str, str], language: str) -> str:
    return next(filter(None, (roles.get(language), *roles.values())), "")


def _signature(signatory: dict[str, Any]) -> dict[str, str]:
    """The checksum of the signature's picture, where there is one."""
    return {"signature": signatory["signature"]} if signatory.get("signature") else {}


def _title(enrolment: Enrolment, language: str) -> str:
    pages = CoursePage.objects.filter(course=enrolment.cohort.course_id)
    titles = dict(pages.values_list("locale__language_code", "title"))
    course = enrolment.cohort.course
    return titles.get(language) or titles.get(course.source_language) or course.title


def civil_date(instant: datetime) -> date:
    """The date on the issuer's calendar."""
    return instant.astimezone(ZoneInfo(settings.AMPARO_ISSUER_TIME_ZONE)).date()


def months_later(day: date, months: int | None) -> date | None:
    """The same day `months` later; the month's last day where there is no such day. None for no months."""
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))
