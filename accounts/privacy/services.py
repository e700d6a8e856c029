"""Ask for an erasure, take it back, carry it out; hand a person everything that is stored of them."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.models import ErasureRequest, User
from accounts.privacy import notices
from accounts.privacy.own import empty_row
from accounts.privacy.parts import Erasure, exported, from_the_top
from accounts.privacy.sessions import sign_out
from outbox.services import enqueue

Reason = ErasureRequest.Reason


class NeedsAnAdministrator(Exception):
    """Who works here is erased by somebody else, who sees what stays behind."""


class LastAdministrator(Exception):
    """Without this person nobody could look after the site."""


class OnesOwnAccount(Exception):
    """Nobody answers for the erasure of themselves."""


@transaction.atomic
def ask_for_erasure(person: User, *, now: datetime) -> ErasureRequest:
    """The person's own wish: it happens after AMPARO_ERASURE_DAYS, until when it can be taken back. Repeatable.

    Raises NeedsAnAdministrator for who works in the administration.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_staff or person.is_superuser:
        raise NeedsAnAdministrator
    waiting = ErasureRequest.objects.open().filter(person=person).first()
    if waiting is not None:
        return waiting
    due = now + timedelta(days=settings.AMPARO_ERASURE_DAYS)
    wish = ErasureRequest.objects.create(person=person, asked_at=now, due_at=due)
    _put_out(wish)
    enqueue("accounts.tell_of_erasure", key=f"erasure-mail:{wish.pk}", request_id=wish.pk)
    return wish


@transaction.atomic
def order_erasure(person: User, *, by: User, reason: str, note: str, now: datetime) -> ErasureRequest:
    """An administrator's decision: the person is signed out for good at once, and erased in the background. Repeatable.

    It takes the place of a wish that still waits. Raises OnesOwnAccount, LastAdministrator, and ValueError for a
    reason that is none of an administrator's or for a note that says nothing.
    """
    if Reason(reason) == Reason.OWN_WISH or not note.strip():
        raise ValueError("An administrator's erasure has a reason and a note.")
    if person.pk == by.pk:
        raise OnesOwnAccount
    person = User.objects.select_for_update().get(pk=person.pk)
    _keep_one_administrator(person)
    open_requests = ErasureRequest.objects.open().filter(person=person)
    ordered = open_requests.filter(by__isnull=False).first()
    if ordered is not None:
        return ordered
    open_requests.update(withdrawn_at=now)
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_out(person)
    order = ErasureRequest.objects.create(
        person=person, by=by, reason=reason, note=note.strip(), asked_at=now, due_at=now
    )
    _put_out(order)
    return order


def _put_out(request: ErasureRequest) -> None:
    """One job each: it waits in the outbox until its day."""
    enqueue("accounts.erase", key=f"erase-person:{request.pk}", run_after=request.due_at, request_id=request.pk)


def _keep_one_administrator(person: User) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        raise LastAdministrator


@transaction.atomic
def take_back(person: User, *, now: datetime) -> bool:
    """The person stays after all. Whether there was anything to take back; an administrator's order is none."""
    return bool(ErasureRequest.objects.open().filter(person=person, by=None).update(withdrawn_at=now))


@transaction.atomic
def erase_person(request_id: int, *, now: datetime) -> bool:
    """Carry a request out, if its day has come and it was not taken back. Whether this call did it. Repeatable.

    From the top of the house down, in one transaction; files go by jobs of their own. The person's row comes last:
    whoever holds one of the others' rows waits for nothing here.
    """
    request = ErasureRequest.objects.select_for_update(of=("self",)).select_related("person", "by").get(pk=request_id)
    if not request.is_due(now):
        return False
    person = request.person
    erasure = Erasure(person, request.by, now, _traces(person))
    address, language = person.email, person.language
    for part in from_the_top():
        part.erase(erasure)
    empty_row(erasure)
    ErasureRequest.objects.filter(person=person).update(note="")
    ErasureRequest.objects.filter(pk=request.pk).update(done_at=now)
    transaction.on_commit(lambda: notices.tell_that_it_is_done(address, language), robust=True)
    return True


def _traces(person: User) -> tuple[str, ...]:
    """Name and addresses as texts may hold them; a name of one word alone would be found in anything."""
    addresses = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    first, last = person.first_name, person.last_name
    both = [f"{first} {last}", f"{last}, {first}", f"{last} {first}"] if first and last else []
    return tuple(dict.fromkeys(filter(None, (person.email, *addresses, *both))))


def archive(person: User) -> bytes:
    """A ZIP of everything that is stored of a person; the text in it says what is what."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", notices.about_the_archive(person))
        _write_all(packed, exported(person))
    return written.getvalue()


def _write_all(packed: zipfile.ZipFile, files: Iterable[tuple[str, bytes]]) -> None:
    for name, data in files:
        packed.writestr(name, data)
