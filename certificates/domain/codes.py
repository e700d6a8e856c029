"""Serials and verification codes."""

import re
import secrets

# Crockford's base 32: no I, L, O, U, so that a printed code is hard to misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16  # characters: 80 bits

_SERIAL = re.compile(r"^AMP-(\d{4})-(\d{6,})$")
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """A code nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str:
    """What somebody typed, as a code: case, dashes, spaces and look-alike letters do not matter."""
    letters = re.sub(r"[\s\-–—_.]", "", typed[:100].upper())
    return letters.translate(_LOOKALIKES)


def is_code(text: str) -> bool:
    """Whether the text has the shape of a code."""
    return len(text) == LENGTH and all(c in ALPHABET for c in text)


def grouped(code: str) -> str:
    """The code as it is printed: four groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def serial(year: int, number: int) -> str:
    """The register's number: gap-free within a year, AMP-2026-000001."""
    return f"AMP-{year}-{number:06d}"


def parse_serial(text: str) -> tuple[int, int]:
    """Year and number of a serial. Raises ValueError."""
    match = _SERIAL.match(text)
    if match is None:
        raise ValueError(f"not a serial: {text!r}")
    return int(match[1]), int(match[2])
