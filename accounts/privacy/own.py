"""The account's own part: profile, addresses, sign-ins, what hangs on the account alone, waiting mail."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models

from accounts.models import ErasureRequest, User
from accounts.privacy import mails, sessions
from accounts.privacy.parts import Erasure, Stored, register
from outbox.services import forget

PROFILE = (
    "email", "first_name", "last_name", "country", "institution", "sector", "gender", "language", "date_joined",
    "last_login",
)  # fmt: skip


def as_json(said: Any) -> bytes:
    """A file of an archive: readable, with accents as they are."""
    return json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()


def export(person: User) -> Iterator[Stored]:
    """Profile, addresses, roles, wishes to be erased."""
    addresses = EmailAddress.objects.filter(user=person).order_by("pk").values("email", "verified", "primary")
    wishes = ErasureRequest.objects.filter(person=person).values("asked_at", "due_at", "withdrawn_at")
    profile = {name: getattr(person, name) for name in PROFILE}
    groups = list(person.groups.order_by("name").values_list("name", flat=True))
    yield "profile.json", as_json({**profile, "addresses": list(addresses), "groups": groups})
    if wishes:
        yield "erasure.json", as_json(list(wishes))


def erase(erasure: Erasure) -> None:
    """Everything but the account's row, which histories refer to; `empty_row` takes its name last."""
    sessions.end_all(erasure)
    _leave_everything(erasure.person)
    forget(erasure.is_in, about={"user_id": erasure.person.pk})
    mails.remove_files(erasure)


def _leave_everything(person: User) -> None:
    """What belongs to the account alone goes with it: addresses, second factors, private notes, comments, rights.

    That is what the models say themselves: rows with CASCADE, and ties of many to many.
    """
    for field in User._meta.many_to_many:
        _untie(getattr(person, field.name))
    for relation in User._meta.related_objects:
        if isinstance(relation, models.ManyToManyRel):
            _untie(getattr(person, str(relation.get_accessor_name())))
        elif relation.on_delete is models.CASCADE and not relation.related_model._meta.auto_created:
            relation.related_model._base_manager.filter(**{relation.field.name: person}).delete()


def _untie(tied: Any) -> None:
    """Only where there is something: others listen to such a change, and take it for one."""
    if tied.exists():
        tied.clear()


def empty_row(erasure: Erasure) -> None:
    """The account's row names nobody any more, and nobody can sign in with it."""
    person = erasure.person
    # A part at random: nobody can sign up under the address before, and stand in the way.
    person.email = f"erased-{person.pk}-{secrets.token_hex(4)}@erased.invalid"
    person.set_unusable_password()
    for name in ("first_name", "last_name", "country", "institution", "sector", "gender"):
        setattr(person, name, "")
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login, person.erased_at = None, erasure.now
    person.save()


def start() -> None:
    register("account", export=export, erase=erase)
