"""From a certificate's frozen record to what its badge says, in the language of the certificate."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from certificates.badges.credential import Award, hash_mail
from certificates.badges.did import did_of
from certificates.badges.proof import instant
from certificates.models import Certificate


def award_of(certificate: Certificate, *, holder: str, salt: str) -> Award:
    """What the badge says. `holder` is a pseudonym made for this badge alone, as is the salt."""
    said, base = certificate.snapshot, settings.AMPARO_BASE_URL
    with translation.override(said["language"]):
        return Award(
            address=f"{base}{reverse('badges:badge', args=[certificate.code, 'json'])}",
            issuer=did_of(base),
            issuer_name=said["issuer"],
            issuer_url=base,
            holder=holder,
            mail_hash=hash_mail(certificate.enrolment.learner.email, salt),
            salt=salt,
            course_url=f"{base}{reverse('courses:course', args=[said['course']])}",
            kind=said["kind"],
            title=said["course_title"],
            description=_("Training course of %(hours)s hours.") % {"hours": _hours(said["hours"])},
            criteria=_criteria(said["kind"]),
            hours=said["hours"],
            language=said["language"],
            awarded=_begins(said, said["completed_on"]),
            valid_from=_begins(said, said["issued_on"]),
            valid_until=_ends(said, said["expires_on"]) if said.get("expires_on") else "",
            picture=f"{base}{settings.STATIC_URL}img/badge.png",
            evidence_url=f"{base}{reverse('verify_short', args=[certificate.code])}",
            evidence_name=_("The certificate in the issuer's register"),
        )


def _criteria(kind: str) -> str:
    """What a certificate of this kind is given for."""
    if kind == Certificate.Kind.TRAINER:
        return _("The holder completed the course and was found fit to teach it.")
    if kind == Certificate.Kind.PARTICIPATION:
        return _("The holder took part in the course.")
    return _("The holder completed every required part of the course and passed its assessments.")


def _hours(text: str) -> str:
    """As the language writes it: 2,5 in Spanish; 40 without a fraction."""
    number = Decimal(text)
    return number_format(int(number) if number == int(number) else number.normalize())


def _begins(said: dict[str, Any], day: str) -> str:
    """The first instant of a civil day on the issuer's calendar."""
    return _midnight(said, date.fromisoformat(day))


def _ends(said: dict[str, Any], day: str) -> str:
    """The first instant after a civil day: the day itself still counts."""
    return _midnight(said, date.fromisoformat(day) + timedelta(days=1))


def _midnight(said: dict[str, Any], day: date) -> str:
    return instant(datetime.combine(day, time(), ZoneInfo(said["time_zone"])))
