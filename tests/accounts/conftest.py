"""People with accounts, and the letters they get."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from tests.factories import UserFactory

PASSWORD = "correct horse battery"


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Somebody with a confirmed address and the password `correct horse battery`."""

    def make(**fields: object) -> User:
        user = UserFactory(**fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user  # type: ignore[no-any-return]

    return make


@pytest.fixture
def code() -> Callable[[], str]:
    """The code in the last letter."""

    def read() -> str:
        found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", str(mail.outbox[-1].body), re.MULTILINE)
        assert found, mail.outbox[-1].body
        return found[1]

    return read
