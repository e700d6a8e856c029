"""What a person is told about their data: by mail, and in the archive."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import ErasureRequest, User


def tell_of_erasure(request: ErasureRequest) -> None:
    """Say when it happens and how it is taken back: somebody else may have asked at an open computer."""
    if not request.is_open:
        return
    with translation.override(request.person.language):
        day = date_format(timezone.localtime(request.due_at), "DATE_FORMAT")
        text = _(
            "You asked for your account and your personal data to be erased. It happens on %(day)s. Until then you "
            "can take it back on the page below. If it was not you, take it back and change your password."
        ) % {"day": day}
        _send(
            request.person.email,
            subject=_("Your account will be erased on %(day)s") % {"day": day},
            text=text,
            url=settings.AMPARO_BASE_URL + reverse("accounts:data"),
            button=_("Keep my account"),
        )


def tell_that_it_is_done(address: str, language: str) -> None:
    """The last mail; the address is known nowhere any more when it is sent."""
    with translation.override(language):
        text = _(
            "Your account and your personal data are erased. Certificates that were issued keep their number and "
            "their place in the public log, without your name."
        )
        _send(
            address,
            subject=_("Your data is erased"),
            text=text,
            url=settings.AMPARO_BASE_URL,
            button=_("To the site"),
        )


def _send(address: str, **said: str) -> None:
    mail = EmailMultiAlternatives(
        subject=said["subject"], body=render_to_string("email/privacy.txt", said), to=[address]
    )
    mail.attach_alternative(render_to_string("email/privacy.html", said), "text/html")
    mail.send()


def about_the_archive(person: User) -> str:
    """The text that explains the archive, in the active language."""
    now = date_format(timezone.localtime(), "DATETIME_FORMAT")
    lines = [
        _("Everything that %(site)s stores about %(name)s. Made: %(now)s")
        % {"site": settings.AMPARO_BASE_URL, "name": person, "now": now},
        "",
        _("account: your profile, addresses and rights."),
        _("courses: where you are enrolled, how far you came, your private notes."),
        _("quizzes: your attempts and answers, and what trainers wrote about them."),
        _("certificates: what they say, their files, what happened to them."),
        _("administration: what you did there, if you work there."),
        "",
        _("Files in JSON can be read with any text editor; tables in CSV open in a spreadsheet."),
        _("Question texts and right answers belong to the course and are not in here."),
    ]
    return "\r\n".join(lines) + "\r\n"
