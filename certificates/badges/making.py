"""A certificate's badge: made and signed on first need, then kept byte for byte like the PDF.

The kind of each file names the two keys that signed: `badge-json-<key>-<key>`. As long as neither is compromised the
same files are served, whatever happens to keys and libraries. After a compromise nobody outside could trust them any
more; then a second set is made with new keys, beside the first, which stays.
"""

import hashlib
import json
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from certificates import keys
from certificates.badges import status_list
from certificates.badges.award import award_of
from certificates.badges.baking import bake_png, bake_svg
from certificates.badges.credential import build_credential
from certificates.badges.did import did_document, did_of, method_of
from certificates.badges.jwt import sign_jwt
from certificates.badges.proof import add_proof
from certificates.models import BadgeStatus, Certificate, CertificateFile
from certificates.models.badges import LIST_LENGTH

FORMS = ("json", "jwt", "svg", "png")
PURPOSES = ("badge", "badge-jwt")
LIBRARIES = ("pyld", "cryptography")
FULL = LIST_LENGTH // 2  # drawing at random stays quick
TRIES = 40


def ensure_badge(certificate: Certificate, *, now: datetime) -> dict[str, CertificateFile]:
    """The badge's files by form, made now if there are none to trust. Of two at the same time the first stay.

    Empty for a certificate that was erased meanwhile.
    """
    stored = stored_badge(certificate)
    if stored:
        return stored
    place = _place(certificate)
    signing = {purpose: keys.active_key(purpose, now=now) for purpose in PURPOSES}
    made = _make(certificate, place, signing, now)
    try:
        with transaction.atomic():
            held = Certificate.objects.hold(certificate.pk)
            if held is None:
                return {}
            held.add_keys(*(key.id for key in signing.values()))
            return {form: _store(certificate, form, data, signing, now) for form, data in made.items()}
    except IntegrityError:
        return stored_badge(certificate)


def stored_badge(certificate: Certificate) -> dict[str, CertificateFile]:
    """The oldest set of files whose keys are to be trusted; empty if there is none. One query."""
    bad = {key.id for purpose in PURPOSES for key in keys.list_keys(purpose) if key.compromised_from}
    sets: dict[str, dict[str, CertificateFile]] = {}
    for file in certificate.files.filter(kind__startswith="badge-").order_by("pk"):
        if not bad.intersection(file.libraries["keys"]):
            _badge, form, signed_with = file.kind.split("-", 2)
            sets.setdefault(signed_with, {})[form] = file
    return next(iter(sets.values()), {})


def _place(certificate: Certificate) -> BadgeStatus:
    """The certificate's place in a status list, drawn if it has none yet."""
    for _try in range(TRIES):
        found = BadgeStatus.objects.filter(certificate=certificate).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                place = BadgeStatus(certificate=certificate, list=_open_list(), index=secrets.randbelow(LIST_LENGTH))
                place.save(force_insert=True)
        except IntegrityError:  # taken, or somebody else was quicker: look again
            continue
    raise RuntimeError("No place in the status list was free.")


def _open_list() -> int:
    newest = BadgeStatus.objects.order_by("-list").values_list("list", flat=True).first() or 1
    return newest if BadgeStatus.objects.filter(list=newest).count() < FULL else newest + 1


def _make(
    certificate: Certificate, place: BadgeStatus, signing: dict[str, keys.Key], now: datetime
) -> dict[str, bytes]:
    award = award_of(certificate, holder=f"urn:uuid:{uuid.uuid4()}", salt=secrets.token_hex(16))
    here = build_credential(award, status_list.entry(list_url(place.list), place.index))
    as_jwt = build_credential(award, status_list.entry(f"{list_url(place.list)}.jwt", place.index))
    text = _text(add_proof(here, _method(signing["badge"]), lambda data: keys.sign(signing["badge"], data), now))
    key = signing["badge-jwt"]
    return {
        "json": text.encode(),
        "jwt": sign_jwt(as_jwt, _method(key), lambda data: keys.sign(key, data)).encode(),
        "svg": bake_svg(picture("svg").decode(), text).encode(),
        "png": bake_png(picture("png"), text),
    }


def _store(
    certificate: Certificate, form: str, data: bytes, signing: dict[str, keys.Key], now: datetime
) -> CertificateFile:
    names = "-".join(signing[purpose].id[:8] for purpose in PURPOSES)
    row = CertificateFile(
        certificate=certificate,
        kind=f"badge-{form}-{names}",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        rendered_at=now,
        libraries={**{name: version(name) for name in LIBRARIES}, "keys": [key.id for key in signing.values()]},
    )
    row.file.save(f"{certificate.serial}-badge.{form}", ContentFile(data), save=False)
    try:
        row.save()
    except IntegrityError:
        row.file.delete(save=False)  # no row leads to it: no erasure would find it
        raise
    return row


def picture(form: str) -> bytes:
    """The badge's picture before anything is baked into it: `svg` or `png`."""
    return Path(str(finders.find(f"img/badge.{form}"))).read_bytes()


def list_url(number: int) -> str:
    return f"{settings.AMPARO_BASE_URL}/badges/status/{number}"


def issuer_document() -> dict[str, Any]:
    """The DID document with every key that signs or signed badges, without the compromised."""
    return did_document(did_of(settings.AMPARO_BASE_URL), _keys())


def revoked_places(number: int) -> list[int]:
    """The places of a list whose certificate was revoked or replaced; one query."""
    gone = [Certificate.State.REVOKED, Certificate.State.SUPERSEDED]
    places = BadgeStatus.objects.filter(list=number, certificate__state__in=gone)
    return list(places.order_by("index").values_list("index", flat=True))


def signed_list(number: int, *, now: datetime) -> str:
    """A status list as JSON with an embedded proof."""
    key = keys.active_key("badge", now=now)
    document = _list_document(list_url(number), number, now)
    return _text(add_proof(document, _method(key), lambda data: keys.sign(key, data), now))


def signed_list_jwt(number: int, *, now: datetime) -> str:
    """A status list as a JWT."""
    key = keys.active_key("badge-jwt", now=now)
    document = _list_document(f"{list_url(number)}.jwt", number, now)
    return sign_jwt(document, _method(key), lambda data: keys.sign(key, data))


def has_list(number: int) -> bool:
    """The first list is always there; another once a badge stands in it."""
    return number == 1 or BadgeStatus.objects.filter(list=number).exists()


def _list_document(url: str, number: int, now: datetime) -> dict[str, Any]:
    encoded = status_list.encode(revoked_places(number), LIST_LENGTH)
    return status_list.list_credential(url, did_of(settings.AMPARO_BASE_URL), encoded, now)


def _method(key: keys.Key) -> str:
    return method_of(did_of(settings.AMPARO_BASE_URL), key)


def _keys() -> Iterable[keys.Key]:
    """The newest first, those of JWTs before the others: some readers try a JWT's list with the first key alone."""
    return (key for purpose in reversed(PURPOSES) for key in reversed(keys.list_keys(purpose)))


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
