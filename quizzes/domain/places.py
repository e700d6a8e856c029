"""Places in a text: [[p1]] marks where a gap or a field stands."""

import re
from dataclasses import dataclass

_PLACE = re.compile(r"\[\[([^\[\]\s]+)\]\]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text, or a place when `place` names one."""

    text: str
    place: str = ""


def places_in(text: str) -> list[str]:
    """The ids of the places, in the order in which they stand."""
    return _PLACE.findall(text)


def pieces(text: str) -> tuple[Piece, ...]:
    """The text cut at its places: for a template that puts fields between words."""
    cut = _PLACE.split(text)
    found = (Piece("", part) if number % 2 else Piece(part) for number, part in enumerate(cut))
    return tuple(piece for piece in found if piece.text or piece.place)
