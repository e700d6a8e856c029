"""Setting a text into lines of even length at the largest size that fits.

Widths grow in proportion to the size, so the best line breaks do not depend on it: they are
found once at one point, and the size follows from the widest line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import floor, inf

from certificates.rendering.typeface import Typeface

# A line may end after a space or after a hyphen within a word.
BREAKS = re.compile(r"(?<=\s)|(?<=[-‐–])(?=\w)")
# Between two letters, but never before a combining mark.
ANYWHERE = re.compile(r"(?<=\S)(?=\w)|(?<=\s)")
# “de”, “y”, “von”: a line that ends on one of these reads badly.
PARTICLE = re.compile(r"(?:^|\s)[a-zà-ÿ’']{1,3}$")
LOOSE_PARTICLE, SPLIT_WORD = 1.3, 1.12  # how many times worse such a line is
AT_DOT = 0.75  # how much better a line that ends where two sentences do: “… 2026 ·”
SQUEEZED = 0.75  # of the smallest size: so small a text still reads better than one with words torn apart


@dataclass(frozen=True)
class Measure:
    """One way to set a text: into `lines` lines, between two sizes in points."""

    lines: int
    largest: float
    smallest: float


@dataclass(frozen=True)
class Setting:
    """A text as it will be set: its lines and their size in points."""

    lines: tuple[str, ...]
    size: float

    def height(self, leading: float) -> float:
        """Height in points; `leading` is a multiple of the size."""
        return len(self.lines) * self.size * leading


def fit(text: str, face: Typeface, width: float, measures: Sequence[Measure]) -> Setting:
    """The first measure that holds the text within `width` points at an allowed size.

    Where none does, the size drops as it must; much below the smallest, words may break anywhere if that helps.
    """
    return fitted(text, face, width, tuple(measures))


@lru_cache(maxsize=512)  # labels, titles and sentences come again with every certificate
def fitted(text: str, face: Typeface, width: float, measures: tuple[Measure, ...]) -> Setting:
    for measure in measures:
        setting = set_lines(balanced(text, face, measure.lines), face, width, measure.largest)
        if setting.size >= measure.smallest:
            return setting
    if setting.size >= measures[-1].smallest * SQUEEZED:
        return setting
    broken = balanced(text, face, measures[-1].lines, ANYWHERE)
    return max(setting, set_lines(broken, face, width, measures[-1].smallest), key=size_of)


def set_lines(lines: tuple[str, ...], face: Typeface, width: float, largest: float) -> Setting:
    """The lines at the largest size, in tenths of a point, at which the widest fits."""
    widest = max(face.width(line, 1) for line in lines)
    return Setting(lines, floor(10 * min(largest, width / max(widest, 0.01))) / 10)


def size_of(setting: Setting) -> float:
    return setting.size


@lru_cache(maxsize=256)  # asked again at every scale a layout tries
def balanced(text: str, face: Typeface, count: int, breaks: re.Pattern[str] = BREAKS) -> tuple[str, ...]:
    """The text in `count` lines (fewer if it has no more words), as even as they can be."""
    words = [word for word in breaks.split(" ".join(text.split())) if word] or [""]
    count = min(count, len(words))

    @cache
    def cost(start: int, end: int) -> float:
        return badness("".join(words[start:end]).strip(), face, is_last=end == len(words))

    ends = best_breaks(len(words), count, cost)
    return tuple("".join(words[a:b]).strip() for a, b in zip((0, *ends), ends, strict=False))


def badness(line: str, face: Typeface, *, is_last: bool) -> float:
    """The square of a line's width at one point, more if it ends where a reader would stumble."""
    square = face.width(line, 1) ** 2
    if is_last:
        return square
    if line.endswith("·"):
        return square * AT_DOT
    if PARTICLE.search(line):
        return square * LOOSE_PARTICLE
    return square * (SPLIT_WORD if line.endswith("-") else 1)


def best_breaks(words: int, lines: int, cost: Callable[[int, int], float]) -> tuple[int, ...]:
    """Where each line ends, so that the costs add up to the least."""

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            return cost(start, words), (words,)
        found: tuple[float, tuple[int, ...]] = (inf, ())
        for end in range(start + 1, words - left + 2):
            rest, ends = best(end, left - 1)
            found = min(found, (cost(start, end) + rest, (end, *ends)))
        return found

    return best(0, lines)[1]
