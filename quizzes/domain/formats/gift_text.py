"""The characters of GIFT: escapes, formats, and pieces between unescaped signs.

An escaped sign is hidden as a lone surrogate, which no decoded file can hold, so that plain searches see
only the signs that mean something.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizzes.domain.formats.reading import Raw

FORMATS = ("html", "markdown", "plain", "moodle")
_HIDDEN = 0xDC00
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_SHOW = {_HIDDEN + ord(sign): sign for sign in "\\:#={}~\n"}
_FORMAT = re.compile(r"\s*\[(" + "|".join(FORMATS) + r")\]")
_HAS_HIDDEN = re.compile("[\udc00-\udcff]")
_WRITE = str.maketrans({sign: f"\\{sign}" for sign in "\\:#={}~"} | {"\n": "\\n"})


@dataclass(frozen=True)
class Piece:
    """What follows a sign, up to the next one. `sign` is "" before the first."""

    sign: str
    text: str
    offset: int


def hide(text: str) -> str:
    r"""The text with \\ \: \# \= \{ \} \~ and \n hidden. Any other backslash stays."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(_HIDDEN + (10 if found[1] == "n" else ord(found[1]))), text)


def hidden(source: str) -> str:
    """The text of a block, ready to be taken apart. It has as many line ends as the source."""
    return hide(source).strip()


def show(text: str) -> str:
    """The text with what was hidden."""
    return text.translate(_SHOW) if _HAS_HIDDEN.search(text) else text


def raw(text: str, default: str) -> Raw:
    """A text with the format that it names, or the default one."""
    found = _FORMAT.match(text)
    if found:
        return Raw(show(text[found.end() :]), found[1])
    return Raw(show(text), default)


def pieces(text: str, signs: str, offset: int) -> Iterator[Piece]:
    """The text cut at any of the signs. What stands before the first sign is left out if it is blank."""
    sign, start = "", 0
    for found in re.finditer(f"[{signs}]", text):
        if sign or text[start : found.start()].strip():
            yield Piece(sign, text[start : found.start()].strip(), offset + start)
        sign, start = found[0], found.end()
    if sign or text[start:].strip():
        yield Piece(sign, text[start:].strip(), offset + start)


def escaped(text: str) -> str:
    """A text so that GIFT reads it as it is."""
    return text.translate(_WRITE)
