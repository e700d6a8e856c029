"""Issue, correct, revoke; render and send. Each is safe to repeat."""

from certificates.services.files import ensure_pdf
from certificates.services.issuing import (
    NotCompleted,
    NotIssued,
    issue_certificate,
    reissue_certificate,
    revoke_certificate,
)
from certificates.services.mail import send_issue_mail
from certificates.services.templates import put_template

__all__ = [
    "NotCompleted",
    "NotIssued",
    "ensure_pdf",
    "issue_certificate",
    "put_template",
    "reissue_certificate",
    "revoke_certificate",
    "send_issue_mail",
]
