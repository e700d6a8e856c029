"""What the register tells whoever has a code: no account, the same work for a right code and a wrong one."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from certificates.domain import codes
from certificates.models import Certificate, CertificateFile, LogEntry, SignedTreeHead
from certificates.services import log

State = Certificate.State
UNKNOWN = "unknown"
DATES = ("completed_on", "issued_on", "expires_on")
PERSONAL = ("name", "grade")


@dataclass(frozen=True)
class LogPlace:
    """Where a certificate's events stand in the log of a size, and that log's root. `is_signed`: by the day's head."""

    entries: list[LogEntry]
    size: int
    root: str
    is_signed: bool


@dataclass(frozen=True)
class Finding:
    """What is known of a code. `withheld` says why the page does not show everything: see `withheld_from`."""

    code: str
    checked_at: datetime
    state: str = UNKNOWN
    certificate: Certificate | None = None
    withheld: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    versions: list[Certificate] = field(default_factory=list)
    log: LogPlace | None = None
    file: CertificateFile | None = None

    @property
    def grouped_code(self) -> str:
        return codes.grouped(self.code[:32])

    @property
    def is_valid(self) -> bool:
        return self.state == State.ISSUED

    @property
    def shows_contents(self) -> bool:
        """Whether what is printed may stand here; of an erased one, what is kept of it."""
        return self.certificate is not None and not is_closed(self.certificate, self.withheld)

    @property
    def has_file(self) -> bool:
        """Whether there is a PDF at all."""
        return self.certificate is not None and self.certificate.has_file

    @property
    def has_pdf(self) -> bool:
        """Whether the PDF may be fetched with the code alone."""
        return self.certificate is not None and self.certificate.is_open


def find_certificate(typed: str) -> Certificate | None:
    """The certificate with this code, whatever its state once it was issued; one query in any case."""
    code = codes.normalise(typed)
    code = code if codes.is_code(code) else codes.LENGTH * "-"  # no sign reaches the database that it refuses
    found = Certificate.objects.filter(code=code).select_related("superseded_by", "enrolment__learner")
    return found.exclude(state=State.PENDING).first()


def look_up(typed: str, *, has_document: bool = False) -> Finding:
    """What the register knows of a code. `has_document`: for somebody who showed the very PDF, and so has read it.

    A wrong code asks the same questions of the database as a right one.
    """
    certificate, now = find_certificate(typed), timezone.now()
    versions, place, file = _versions(certificate), _log_place(certificate), _file(certificate)
    code = codes.normalise(typed)
    if certificate is None:
        return Finding(code, now)
    withheld = withheld_from(certificate, has_document=has_document)
    return Finding(
        code=code,
        checked_at=now,
        state=certificate.state_on(civil_today(now)),
        certificate=certificate,
        withheld=withheld,
        said=said_by(certificate, withheld),
        versions=[] if is_closed(certificate, withheld) else versions,
        log=place,
        file=file,
    )


def withheld_from(certificate: Certificate, *, has_document: bool = False) -> str:
    """Why something is not shown: `revoked`, `erased`, by wish of the `holder`; empty if everything is."""
    if certificate.state == State.REVOKED:
        return "revoked"
    if certificate.erased_at is not None:
        return "erased"
    return "" if certificate.is_public or has_document else "holder"


def is_closed(certificate: Certificate, withheld: str) -> bool:
    """Whether number and issuer alone are shown. What its holder closed, neither revocation nor erasure opens."""
    return bool(withheld) and not certificate.is_public


def said_by(certificate: Certificate, withheld: str) -> dict[str, Any]:
    """What is printed, as far as it may be shown, with dates as dates."""
    if is_closed(certificate, withheld):
        return {key: certificate.snapshot[key] for key in ("issuer", "serial") if key in certificate.snapshot}
    said = {key: value for key, value in certificate.snapshot.items() if not withheld or key not in PERSONAL}
    for key in DATES:
        if said.get(key):
            said[key] = date.fromisoformat(said[key])
    if not certificate.shows_grade:
        said.pop("grade", None)
    if certificate.shows_email and not withheld:
        said["email"] = certificate.enrolment.learner.email
    return said


def civil_today(now: datetime) -> date:
    """The date on the issuer's calendar."""
    return now.astimezone(ZoneInfo(settings.AMPARO_ISSUER_TIME_ZONE)).date()


def _versions(certificate: Certificate | None) -> list[Certificate]:
    """All versions that were ever in force, the newest first."""
    enrolment, kind = (certificate.enrolment_id, certificate.kind) if certificate else (0, "")
    found = Certificate.objects.filter(enrolment=enrolment, kind=kind).exclude(state=State.PENDING)
    return list(found.order_by("-version"))


def _file(certificate: Certificate | None) -> CertificateFile | None:
    return CertificateFile.objects.filter(certificate=_key(certificate), kind="pdf").first()


def _log_place(certificate: Certificate | None) -> LogPlace:
    entries = list(LogEntry.objects.filter(certificate=_key(certificate)).order_by("index"))
    newest, now = SignedTreeHead.objects.first(), log.log_size()
    is_signed = newest is not None and bool(entries) and entries[-1].index < newest.size
    size = newest.size if newest is not None and is_signed else now
    return LogPlace(entries, size, log.root_at(size).hex(), is_signed)


def _key(certificate: Certificate | None) -> uuid.UUID:
    """The certificate's key; for none, one that nobody has."""
    return certificate.pk if certificate else uuid.uuid4()
