"""Sign the log's head once a day, and send it to those who keep it."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from certificates import keys
from certificates.domain import events
from certificates.models import SignedTreeHead
from certificates.services.log import log_size, root_at
from outbox.services import enqueue


def ask_for_head(*, now: datetime) -> None:
    """Put the day's head into the outbox. A day is one of UTC; asking again the same day changes nothing."""
    enqueue("certificates.sign_head", key=f"log-head:{now.date()}")


def sign_head(*, now: datetime) -> SignedTreeHead:
    """The day's signed head, made if there is none yet; each witness gets it by mail, once."""
    found = SignedTreeHead.objects.filter(day=now.date()).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _sign(now)
    except IntegrityError:  # somebody else was quicker
        return SignedTreeHead.objects.get(day=now.date())


def _sign(now: datetime) -> SignedTreeHead:
    key, size = keys.active_key("log", now=now), log_size()
    head = SignedTreeHead(
        day=now.date(), at=now, size=size, root=root_at(size), origin=settings.AMPARO_BASE_URL, key_id=key.id
    )
    head.signature = keys.sign(key, head_text(head).encode())
    head.save()
    for address in settings.AMPARO_LOG_WITNESSES:
        named = hashlib.sha256(address.encode()).hexdigest()[:16]
        enqueue("certificates.mail_head", key=f"log-head:{head.day}:{named}", head_id=head.pk, address=address)
    return head


def head_text(head: SignedTreeHead) -> str:
    """What the head's signature signs."""
    return events.head_text(origin=head.origin, size=head.size, root=bytes(head.root), at=head.at, key_id=head.key_id)


def last_head() -> str:
    """The newest head as a certificate's PDF carries it: the signed text, a space, the signature in hexadecimal.

    Empty before the first head is signed.
    """
    head = SignedTreeHead.objects.first()
    return f"{head_text(head)} {bytes(head.signature).hex()}" if head else ""


def is_signed(head: SignedTreeHead) -> bool:
    """Whether the signature is right and its key was trusted then."""
    return keys.verify(head.key_id, head_text(head).encode(), bytes(head.signature), at=head.at)


def mail_head(head: SignedTreeHead, address: str, kept: str) -> None:
    """Send a head to a witness, as it is signed, and once more as the file (`kept`) that the verifier reads."""
    with translation.override(settings.LANGUAGE_CODE):
        body = _(
            "This is the signed head of the certificate log of %(origin)s on %(day)s. Please keep this message: with "
            "it anybody can show that no certificate before this day was changed or taken away since."
        ) % {"origin": head.origin, "day": head.day}
        subject = _("Certificate log: head of %(day)s, %(size)s entries") % {"day": head.day, "size": head.size}
    text = f"{body}\n\n{head_text(head)}\n{bytes(head.signature).hex()}\n"
    named = f"log-head-{head.day}.json"
    EmailMessage(subject=subject, body=text, to=[address], attachments=[(named, kept, "application/json")]).send()
