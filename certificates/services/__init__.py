"""Issue, correct, revoke, expire, erase; render and send; the log. Each is safe to repeat."""

from certificates.services.bulk import issue_by_person, issue_for_everyone
from certificates.services.correcting import NotIssued, expire_certificates, reissue_certificate, revoke_certificate
from certificates.services.erasing import erase_learner, remove_file, remove_leftovers
from certificates.services.files import Erased, ensure_pdf
from certificates.services.heads import ask_for_head, mail_head, sign_head
from certificates.services.issuing import NeedsAPerson, NotCompleted, issue_certificate
from certificates.services.mail import send_issue_mail, send_refusal_mail
from certificates.services.sharing import share_certificate
from certificates.services.templates import put_template

__all__ = [
    "Erased",
    "NeedsAPerson",
    "NotCompleted",
    "NotIssued",
    "ask_for_head",
    "ensure_pdf",
    "erase_learner",
    "expire_certificates",
    "issue_by_person",
    "issue_certificate",
    "issue_for_everyone",
    "mail_head",
    "put_template",
    "reissue_certificate",
    "remove_file",
    "remove_leftovers",
    "revoke_certificate",
    "send_issue_mail",
    "send_refusal_mail",
    "share_certificate",
    "sign_head",
]
