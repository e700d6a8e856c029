"""Write down what happened to a certificate: when, by whom, why."""

from datetime import datetime

from accounts.models import User
from certificates.models import Certificate, CertificateEvent


def add_event(certificate: Certificate, kind: str, at: datetime, by: User | None = None, reason: str = "") -> None:
    """Add an event, in the caller's transaction."""
    CertificateEvent.objects.create(certificate=certificate, kind=kind, at=at, actor=by, reason=reason)
