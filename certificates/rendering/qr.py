"""The QR code, as drawing operators for a PDF page: vector, and one single path."""

from __future__ import annotations

import re

import segno

from certificates.rendering.errors import InvalidSnapshot

ERROR_LEVEL = "q"  # a quarter of the symbol may be damaged
# Readers take every mask. Trying all eight for the most even picture would cost as much as setting the text.
MASK = 3
DARK = re.compile(rb"\x01+")


def qr_operators(url: str, left: float, bottom: float, side: float, colour: str) -> bytes:
    """Operators that draw `url` as a square of `side` points, lower left corner at the given one.

    `colour` is “#RRGGBB”. The quiet zone (four modules) is the caller's to leave free.
    """
    try:
        rows = segno.make(url, error=ERROR_LEVEL, boost_error=False, micro=False, mask=MASK).matrix
    except ValueError as error:
        raise InvalidSnapshot(f"“{url}” does not fit a QR code: {error}") from error
    module = side / len(rows)
    scale = f"{module:.5f} 0 0 {-module:.5f} {left:.3f} {bottom + side:.3f} cm"
    bars = " ".join(f"{start} {y} {length} 1 re" for y, row in enumerate(rows) for start, length in dark_runs(row))
    return f"q {paint(colour)} rg {scale} {bars} f Q".encode()


def paint(colour: str) -> str:
    """“#RRGGBB” as the three operands of a colour operator."""
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.4f}" for at in (1, 3, 5))


def dark_runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """(start, length) of each run of dark modules."""
    return [(found.start(), found.end() - found.start()) for found in DARK.finditer(row)]
