"""Words of the certificates' screens."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from certificates.models import Certificate
from certificates.services.bulk import APPROVED, NEW
from certificates.services.deciding import KEPT
from certificates.services.delivery import DRAWN_AGAIN, SENT_AGAIN
from certificates.services.reviewing import REFUSED, TOLD
from certificates.services.wording import civil_date

TENTH = Decimal("0.1")
LOOKS = {
    "issued": "positive",
    "pending": "warning",
    REFUSED: "plain",
    "superseded": "plain",
    "expired": "plain",
    "revoked": "critical",
}
EVENTS = {
    "requested": lazy("Asked for: waits for approval"),
    "issued": lazy("Issued"),
    REFUSED: lazy("Not approved"),
    TOLD: lazy("Told to the learner"),
    "superseded": lazy("Replaced by a corrected version"),
    "revoked": lazy("Revoked"),
    "expired": lazy("Expired"),
    KEPT: lazy("Looked at again and left as it is"),
    "erased": lazy("Personal data erased"),
    SENT_AGAIN: lazy("Mail sent again"),
    DRAWN_AGAIN: lazy("Drawn again"),
}
SAID = {
    "name": lazy("Name"),
    "course_title": lazy("Course"),
    "hours": lazy("Hours"),
    "kind": lazy("Kind"),
    "language": lazy("Language"),
    "grade": lazy("Grade"),
    "completed_on": lazy("Completed on"),
    "issued_on": lazy("Issued on"),
    "expires_on": lazy("Valid until"),
    "serial": lazy("Register number"),
    "place": lazy("Place"),
    "issuer": lazy("Issuer"),
    "signatories": lazy("Signatories"),
    "release": lazy("Release of the course"),
    "course": lazy("Code of the course"),
    "time_zone": lazy("Time zone of the dates"),
    "design": lazy("Design"),
    "schema": lazy("Form of the record"),
}
VERDICTS = {
    NEW: lazy("gets one"),
    APPROVED: lazy("waited, is approved"),
    "not_completed": lazy("has not completed the course"),
    "withdrawn": lazy("withdrew"),
    "has_one": lazy("has one"),
    "revoked": lazy("was revoked"),
    "refused": lazy("was not approved"),
    "erased": lazy("personal data erased"),
    "unprintable": lazy("the name cannot be printed"),
    "no_policy": lazy("the course gives no certificates"),
}
STEPS = {
    "issued": lazy("Issued"),
    "left_out": lazy("Left out: not entitled any more"),
    "failed": lazy("Given up"),
    "again": lazy("Will be tried again by itself"),
    "waiting": lazy("Waiting"),
}


def state_of(certificate: Certificate, *, is_refused: bool) -> tuple[str, str]:
    """The state as of today: its code and its words."""
    state = certificate.state_on(_today())
    if is_refused and state == Certificate.State.PENDING:
        return REFUSED, _("not approved")
    return state, str(Certificate.State(state).label)


def _today() -> date:
    return civil_date(timezone.now())


def badge(state: str) -> str:
    """The look of a state: good, needs somebody, bad, or plain."""
    return f"results-tag results-tag--{LOOKS.get(state, 'plain')}"


def said(key: str, value: Any) -> str:
    """A value of the snapshot in words."""
    if value in (None, "", []):
        return "–"
    if key == "signatories":
        return "; ".join(", ".join(filter(None, (row["name"], row.get("role", "")))) for row in value)
    if key == "grade":
        return _in_percent(Decimal(value).quantize(TENTH))
    if key in ("completed_on", "issued_on", "expires_on"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if key == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if key == "kind":
        return str(Certificate.Kind(value).label)
    return str(value)


def _in_percent(value: Decimal) -> str:
    whole = value.to_integral_value()
    return f"{number_format(whole if value == whole else value)} %"


def printed_rows(snapshot: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What the snapshot says, in the order in which a person reads it: label, value, its language if it has one."""
    keys = [key for key in SAID if key in snapshot and key != "schema"]
    language = snapshot.get("language", "")
    own = ("course_title", "signatories")
    return [(str(SAID[key]), said(key, snapshot[key]), language if key in own else "") for key in keys]
