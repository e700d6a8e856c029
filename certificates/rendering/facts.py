"""What a certificate states, read from its snapshot and checked."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from certificates.rendering.errors import InvalidSnapshot

CODE_ALPHABET = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")  # Crockford's base 32
CODE_LENGTH = 16
MOST_SIGNATORIES = 4


@dataclass(frozen=True)
class Signatory:
    """`signature` is the SHA-256 of a picture of it, or empty."""

    name: str
    role: str
    signature: str = ""


@dataclass(frozen=True)
class Facts:
    """The printed facts: texts in NFC without stray white space, hours as a decimal number."""

    name: str
    course_title: str
    kind: str
    language: str
    hours: Decimal
    completed_on: date
    issued_on: date
    expires_on: date | None
    place: str
    serial: str
    code: str
    verify_url: str
    issuer: str
    signatories: tuple[Signatory, ...]

    @property
    def grouped_code(self) -> str:
        """The code as a person reads it out: `7K2M-94QX-3F9C-02HN`."""
        return "-".join(self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def read_facts(snapshot: Mapping[str, Any]) -> Facts:
    """The facts of a snapshot; raises `InvalidSnapshot` naming what is wrong."""
    try:
        return Facts(
            **{key: printed(snapshot, key) for key in PRINTED},
            place=clean(snapshot.get("place") or ""),
            hours=read_hours(snapshot["hours"]),
            completed_on=date.fromisoformat(snapshot["completed_on"]),
            issued_on=date.fromisoformat(snapshot["issued_on"]),
            expires_on=date.fromisoformat(snapshot["expires_on"]) if snapshot.get("expires_on") else None,
            code=read_code(snapshot["code"]),
            signatories=read_signatories(snapshot["signatories"]),
        )
    except KeyError as error:
        raise InvalidSnapshot(f"The snapshot has no {error}.") from error
    except (ValueError, TypeError, InvalidOperation) as error:
        raise InvalidSnapshot(f"The snapshot cannot be read: {error}") from error


PRINTED = ("name", "course_title", "kind", "language", "serial", "verify_url", "issuer")


def printed(snapshot: Mapping[str, Any], key: str) -> str:
    text = clean(snapshot[key])
    if not text:
        raise InvalidSnapshot(f"A {key} in the snapshot is empty.")
    return text


def clean(text: str) -> str:
    """NFC, with every run of white space one space and no invisible soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


def read_hours(hours: str | int | float) -> Decimal:
    """A positive number without needless zeros: “1.0” is 1, and takes the singular."""
    number = Decimal(str(hours))
    if not (number.is_finite() and number > 0):
        raise InvalidSnapshot(f"{hours} is not a number of hours.")
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def read_code(code: str) -> str:
    if len(code) != CODE_LENGTH or not set(code) <= CODE_ALPHABET:
        raise InvalidSnapshot(f"“{code}” is not a code of {CODE_LENGTH} Crockford characters.")
    return code


def read_signatories(rows: list[Mapping[str, str]]) -> tuple[Signatory, ...]:
    if len(rows) > MOST_SIGNATORIES:
        raise InvalidSnapshot(f"{len(rows)} signatories do not fit: at most {MOST_SIGNATORIES} do.")
    return tuple(Signatory(printed(row, "name"), clean(row["role"]), row.get("signature", "")) for row in rows)
