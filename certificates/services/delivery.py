"""Where a certificate's file and mail are: its jobs in the outbox, and asking for them again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from certificates.models import Certificate
from certificates.services.history import add_event
from outbox.models import Job
from outbox.services import enqueue, retry_all

SENT_AGAIN, DRAWN_AGAIN = "sent_again", "drawn_again"


class NotSendable(Exception):
    """Only a certificate in force is sent; nothing is drawn for an erased one."""


def render_key(certificate: Certificate) -> str:
    return f"certificate-render:{certificate.pk}"


def mail_key(certificate: Certificate, number: int = 0) -> str:
    """The key of the first mail, or of the one that was asked for as `number`-th again."""
    return f"certificate-mail:{certificate.pk}" + (f":{number}" if number else "")


def render_job(certificate: Certificate) -> Job | None:
    return Job.objects.filter(key=render_key(certificate)).first()


def mail_jobs(certificate: Certificate, times: int) -> list[Job]:
    """The mails that were asked for, the first one first; `times` is how often it was sent again."""
    keys = [mail_key(certificate, number) for number in range(times + 1)]
    return list(Job.objects.filter(key__in=keys).order_by("id"))


@transaction.atomic
def render_again(certificate: Certificate, *, by: User, now: datetime) -> bool:
    """Draw a file that could not be drawn, as soon as may be. Whether there was anything to do."""
    found = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if found.erased_at or found.state == Certificate.State.PENDING:
        raise NotSendable
    if found.files.filter(kind="pdf").exists():
        return False
    if not retry_all([render_key(found)], now=now, done_too=True):
        return False
    add_event(found, DRAWN_AGAIN, now, by)
    return True


@transaction.atomic
def send_again(certificate: Certificate, number: int, *, by: User, now: datetime) -> bool:
    """Send the mail for the `number`-th time again. Asking twice for the same number sends one mail.

    Whether this call asked for it. Raises NotSendable, and ValueError for a number that is not the next one's.
    """
    found = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if found.state != Certificate.State.ISSUED or found.erased_at:
        raise NotSendable
    sent = found.events.filter(kind=SENT_AGAIN).count()
    if number <= sent:
        return False
    if number != sent + 1:
        raise ValueError(number)
    enqueue("certificates.mail", key=mail_key(found, number), certificate_id=str(found.pk))
    add_event(found, SENT_AGAIN, now, by)
    return True
