"""What verification tells programs. The format is described in docs/verification.md; it may only grow."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from certificates.models import Certificate
from certificates.verification import Finding, LogPlace

FORMAT = "amparo-verification-1"
BADGE_FORMS = ("json", "jwt", "svg", "png")
PRINTED = (
    "kind", "language", "name", "course", "course_title", "hours", "release", "grade", "email", "completed_on",
    "issued_on", "expires_on", "time_zone", "issuer", "signatories", "serial",
)  # fmt: skip


def document(finding: Finding) -> dict[str, Any]:
    """The finding as plain values; a wrong code gives the same keys, without values."""
    return {
        "format": FORMAT,
        "code": finding.code[:32],
        "state": finding.state,
        "valid": finding.is_valid,
        "checked_at": finding.checked_at.isoformat(),
        "withheld": finding.withheld or None,
        "certificate": _printed(finding),
        "revocation": _revocation(finding.certificate),
        "history": [_version(version) for version in finding.versions],
        "record": _record(finding.certificate),
        "log": _log(finding.code, finding.log) if finding.certificate and finding.log else None,
        "pdf": _pdf(finding),
        "badge": _badge(finding),
    }


def _printed(finding: Finding) -> dict[str, Any] | None:
    if finding.certificate is None:
        return None
    values = {key: finding.said.get(key) for key in PRINTED if key in finding.said}
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _revocation(certificate: Certificate | None) -> dict[str, str] | None:
    if certificate is None or certificate.revoked_at is None:
        return None
    return {"at": certificate.revoked_at.isoformat(), "reason": certificate.revocation_reason}


def _version(certificate: Certificate) -> dict[str, Any]:
    issued = certificate.issued_at.isoformat() if certificate.issued_at else None
    return {
        "version": certificate.version, "serial": certificate.serial, "state": certificate.state, "issued_at": issued
    }  # fmt: skip


def _record(certificate: Certificate | None) -> dict[str, Any] | None:
    """The record to the letter, with its checksum, where both may be known."""
    if certificate is None or not certificate.opens_record:
        return None
    return {"snapshot": certificate.snapshot, "sha256": certificate.snapshot_sha256}


def _log(code: str, place: LogPlace) -> dict[str, Any]:
    return {
        "indices": [entry.index for entry in place.entries],
        "size": place.size,
        "root": place.root,
        "signed": place.is_signed,
        "proof": settings.AMPARO_BASE_URL + reverse("log:inclusion", args=[code]),
    }


def _pdf(finding: Finding) -> dict[str, Any] | None:
    if not finding.has_pdf or finding.certificate is None:
        return None
    known = {"sha256": finding.file.sha256, "size": finding.file.size} if finding.file else {}
    return {"url": settings.AMPARO_BASE_URL + reverse("certificates:pdf", args=[finding.certificate.code]), **known}


def _badge(finding: Finding) -> dict[str, str] | None:
    """Where the Open Badge lies, in its forms; only of a certificate in force."""
    if not (finding.is_valid and finding.has_pdf) or finding.certificate is None:
        return None
    code, base = finding.certificate.code, settings.AMPARO_BASE_URL
    return {form: base + reverse("badges:badge", kwargs={"code": code, "form": form}) for form in BADGE_FORMS}
