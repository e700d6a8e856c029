"""A colour profile for PDF/A: sRGB as ICC version 2, made here so that no licence is needed.

Primaries are those of IEC 61966-2-1, adapted to the profile connection space's white point D50
(Bradford), as in the ICC's own description of sRGB; the curve is the standard's, in 1024 steps.
"""

from __future__ import annotations

import struct
from functools import cache

WHITE = (0.9642, 1.0, 0.8249)  # D50
PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
STEPS = 1024
NAME = "sRGB IEC61966-2.1"


@cache
def srgb_profile() -> bytes:
    """The profile's bytes: always the same ones."""
    curve = tone_curve()
    tags = {
        b"desc": description(NAME),
        b"cprt": b"text\0\0\0\0No copyright: use freely.\0",
        b"wtpt": xyz(WHITE),
        **{tag: xyz(value) for tag, value in PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    return assembled(tags)


def assembled(tags: dict[bytes, bytes]) -> bytes:
    """Header, table of tags and their data (equal data once), each at a multiple of four bytes."""
    start = 128 + 4 + 12 * len(tags)
    body, places = b"", dict[bytes, int]()
    table = struct.pack(">I", len(tags))
    for tag, data in tags.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += tag + struct.pack(">II", places[data], len(data))
    return header(start + len(body)) + table + body


def header(size: int) -> bytes:
    made = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    white = struct.pack(">3i", *map(fixed, WHITE))
    head = struct.pack(">I4x", size) + b"\x02\x10\0\0" + b"mntrRGB XYZ " + made + b"acsp"
    return (head + b"\0" * 28 + white).ljust(128, b"\0")


def fixed(value: float) -> int:
    """s15Fixed16Number."""
    return round(value * 65536)


def xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *map(fixed, values))


def tone_curve() -> bytes:
    values = [round(65535 * linear(step / (STEPS - 1))) for step in range(STEPS)]
    return b"curv\0\0\0\0" + struct.pack(f">I{STEPS}H", STEPS, *values)


def linear(value: float) -> float:
    """Light from an sRGB value, both from 0 to 1 (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def description(text: str) -> bytes:
    ascii_text = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_text)) + ascii_text + b"\0" * (4 + 4 + 2 + 1 + 67)
