"""Sign-ins of a person, and what strangers' sessions still hold of them: an address typed at the sign-in."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from accounts.models import User
from accounts.privacy.parts import Erasure


def end_all(erasure: Erasure) -> None:
    """End every session of the person, in the database and in the cache before it."""
    for session in Session.objects.iterator():
        said = session.get_decoded()
        if said.get(SESSION_KEY) == str(erasure.person.pk) or erasure.is_in(repr(said)):
            _end(session.session_key)


def sign_out(person: User) -> None:
    """End the person's sessions: they may not go on."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            _end(session.session_key)


def _end(key: str) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore(key).delete()
