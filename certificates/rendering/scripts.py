"""Text of several scripts on one line: which font draws what, in which order, joined how.

xhtml2pdf would reorder Hebrew and Arabic by itself, but not join letters across its own line
breaks nor place marks. So a line reaches it in the order in which it is drawn, and in private
characters, which it leaves where they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from xhtml2pdf.bidi import display_order, mirrored

from certificates.rendering.errors import MissingGlyphs

if TYPE_CHECKING:
    from certificates.rendering.typeface import Typeface

NON_JOINER, JOINER = "\u200c", "\u200d"
INVISIBLE = NON_JOINER + JOINER  # they decide how Arabic letters join, and are not drawn
ISOLATED, FINAL, INITIAL, MEDIAL = range(4)


def visual_pieces(
    text: str, face: Typeface, others: Callable[[], Iterable[Typeface]]
) -> Iterator[tuple[Typeface, str, bool]]:
    """(font, logical text, whether it runs backwards) from left to right; `MissingGlyphs` if a font lacks any."""
    faces = choose(text, face, others)
    order, levels = display_order(text, None)
    for (drawn, backwards), places in groupby(order, lambda at: (faces[at], levels[at] % 2 == 1)):
        logical = sorted(places)
        yield drawn, "".join(mirrored(text[at], levels[at]) for at in logical), backwards


def choose(text: str, face: Typeface, others: Callable[[], Iterable[Typeface]]) -> list[Typeface]:
    """Each character's font. A combining mark is drawn by its letter's font, if that has it."""
    chosen: list[Typeface | None] = []
    for char in text:
        follows = bool(chosen) and (unicodedata.combining(char) or char in INVISIBLE)
        first = [chosen[-1]] if follows and chosen[-1] else []
        candidates = (f for source in (first, [face], others()) for f in source if f)
        chosen.append(next((f for f in candidates if ord(char) in f.covered), None))
    missing = [char for char, found in zip(text, chosen, strict=True) if found is None]
    if missing:
        raise MissingGlyphs(text, missing)
    return [found for found in chosen if found]


def join(text: str, joins: Mapping[str, Sequence[str]]) -> list[str]:
    """Arabic letters in the forms their neighbours ask for, in logical order; lam and alef become one."""
    letters = clusters(text, joins)
    return [
        glyph
        for index, letter in enumerate(letters)
        if (
            glyph := form_of(
                letter, letters[index - 1] if index else "", "".join(letters[index + 1 : index + 2]), joins
            )
        )
    ]


def placed(text: str, glyphs: list[str]) -> list[str]:
    """The glyphs, if none of them is a mark that no letter carries; otherwise raises `MissingGlyphs`."""
    loose = [glyph for glyph in glyphs if unicodedata.combining(glyph)]
    if loose:
        raise MissingGlyphs(text, loose)
    return glyphs


def clusters(text: str, joins: Mapping[str, Sequence[str]]) -> list[str]:
    """The text cut into the longest pieces that have forms of their own."""
    found: list[str] = []
    position = 0
    while position < len(text):
        longest = next(
            (n for n in (4, 3, 2) if text[position : position + n] in joins and n <= len(text) - position), 1
        )
        found.append(text[position : position + longest])
        position += longest
    return found


def form_of(letter: str, before: str, after: str, joins: Mapping[str, Sequence[str]]) -> str:
    """The glyph of a letter between two others; the letter itself where it has none; nothing for a joiner."""
    if letter in INVISIBLE:
        return ""
    forms = joins.get(letter)
    if forms is None:
        return letter
    to_right = bool(forms[FINAL]) and (before == JOINER or bool(joins.get(before, ("",) * 4)[INITIAL]))
    to_left = bool(forms[INITIAL]) and (after == JOINER or bool(joins.get(after, ("",) * 4)[FINAL]))
    return forms[(MEDIAL if to_left else FINAL) if to_right else (INITIAL if to_left else ISOLATED)]
