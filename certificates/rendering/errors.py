"""Why a certificate was not drawn. All are `RenderingFailed`, so one `except` asks a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


class RenderingFailed(Exception):
    """The certificate could not be drawn without a blemish."""


class InvalidSnapshot(RenderingFailed):
    """The snapshot lacks a fact or holds one that cannot be printed."""


class InvalidDesign(RenderingFailed):
    """The design lacks a text, a font or a file, or names one outside its folder."""


class MissingGlyphs(RenderingFailed):
    """A text holds characters that the design's font does not have.

    `text` is what was to be printed; `characters` the ones that are missing, in reading order.
    """

    def __init__(self, text: str, characters: Iterable[str]) -> None:
        self.text = text
        self.characters = tuple(dict.fromkeys(characters))
        named = ", ".join(f"{char} ({code_name(char)})" for char in self.characters)
        super().__init__(f"The font has no glyph for {named} in “{text}”.")


def code_name(char: str) -> str:
    """`U+0416 CYRILLIC CAPITAL LETTER ZHE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
