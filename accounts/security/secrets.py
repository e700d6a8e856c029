"""Secrets of second factors are encrypted where they are stored: a copy of the database opens no account."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "v1:"


class SecretIsLost(Exception):
    """None of the site's keys opens the secret: it was written under a key that is gone. Reset the person's factors."""

    silent_variable_failure = True  # a page that only counts codes shows none


def _key(secret: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"amparo second factors v1").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.AMPARO_FORMER_SECRET_KEYS)])


def encrypt(text: str) -> str:
    """The text as it may be stored."""
    return PREFIX + _keys().encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text again. Raises SecretIsLost, and never answers with something that could be guessed."""
    if not stored.startswith(PREFIX):
        raise SecretIsLost
    try:
        return _keys().decrypt(stored.removeprefix(PREFIX).encode()).decode()
    except InvalidToken as error:
        raise SecretIsLost from error


def renew(stored: str) -> str:
    """The same secret under the site's key of today. Raises SecretIsLost."""
    return encrypt(decrypt(stored))
