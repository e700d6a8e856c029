"""Letters about changes to an account: through the outbox, so that a mail server that is away stops nobody."""

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from outbox.services import enqueue


def queue_notice(template: str, person: User, *, email: str = "", **context: str) -> None:
    """Ask for a letter to the person; `email` where it goes to an address that is theirs no more.

    `template` is the start of two files: ..._subject.txt and ..._message.txt.
    """
    words = {**context, "at": timezone.now().isoformat()}
    number = str(uuid.uuid4())
    enqueue(
        "accounts.notice",
        key=f"notice:{number}",
        number=number,
        template=template,
        user_id=person.pk,
        email=email,
        context=words,
    )


def send_notice(number: str, template: str, user_id: int, email: str, context: dict[str, Any]) -> None:
    """Send the letter in the person's language. Sent twice it carries the same identifier; mailboxes show one."""
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        return
    values = {**context, "at": datetime.fromisoformat(context["at"]), "help_email": settings.AMPARO_HELP_EMAIL}
    with translation.override(person.language):
        EmailMessage(
            subject=" ".join(render_to_string(f"{template}_subject.txt", values).split()),
            body=render_to_string(f"{template}_message.txt", values),
            to=[email or person.email],
            headers={"Message-ID": f"<notice-{number}@{urlsplit(settings.AMPARO_BASE_URL).hostname}>"},
        ).send()
