"""How tries become a fraction, attempts a grade, and a grade a word of feedback.

Facts from Moodle 4.5: question/behaviour/interactive, question/behaviour/adaptive, mod/quiz.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from quizzes.domain.marks import PASS_TOLERANCE

Number = TypeVar("Number", float, Decimal)
METHODS = ("highest", "average", "first", "last")


@dataclass(frozen=True)
class Tries:
    """What a series of tries has come to: the fraction so far, the tries that counted, whether more may follow."""

    fraction: float
    used: int
    is_over: bool


def deferred(fractions: Sequence[float | None]) -> float | None:
    """Deferred feedback: the last response is graded once, at the end. None while a person must grade it."""
    return fractions[-1] if fractions else 0.0


def interactive(fraction: float, penalty: float, tries_used: int) -> float:
    """Immediate feedback with tries: max(0, f − penalty × tries already used)."""
    return max(0.0, fraction - penalty * tries_used)


def adaptive(fraction: float, penalty: float, tries_before: int, best: float = 0.0) -> float:
    """Adaptive practice: max(best so far, f − penalty × previous tries)."""
    return max(best, fraction - penalty * tries_before)


def play_interactive(fractions: Sequence[float | None], penalty: float, tries: int) -> Tries:
    """Tries one after another, until one is right or none is left. What cannot be graded is no try."""
    earned = 0.0
    used = 0
    for fraction in [f for f in fractions if f is not None][:tries]:
        earned = interactive(fraction, penalty, used)
        used += 1
        if fraction > 1 - PASS_TOLERANCE:
            return Tries(earned, used, is_over=True)
    return Tries(earned, used, is_over=used >= tries)


def play_adaptive(fractions: Sequence[float | None], penalty: float) -> Tries:
    """Tries without end; the best counts. What cannot be graded is no try."""
    best = 0.0
    counted = [f for f in fractions if f is not None]
    for before, fraction in enumerate(counted):
        best = adaptive(fraction, penalty, before, best)
    return Tries(best, len(counted), is_over=any(f > 1 - PASS_TOLERANCE for f in counted))


def overall(method: str, scores: Sequence[Number]) -> Number | None:
    """The grade of a quiz from its finished attempts, in the order of the attempts. None without any."""
    if not scores:
        return None
    if method == "average":
        return sum(scores[1:], scores[0]) / len(scores)
    return {"first": scores[0], "last": scores[-1]}.get(method, max(scores))


@dataclass(frozen=True)
class Band:
    """Overall feedback for grades from `minimum` to below `maximum`, on the quiz's scale."""

    minimum: float
    maximum: float
    text: dict[str, str]


def bands_from(rows: Sequence[dict[str, Any]], top: float = 100.0) -> tuple[Band, ...]:
    """[{"from": 70, "text": {...}}] as bands: each reaches to the start of the next, the last to the top."""
    ordered = sorted(rows, key=lambda row: float(row["from"]))
    starts = [float(row["from"]) for row in ordered]
    ends = [*starts[1:], top]
    return tuple(Band(a, b, row["text"]) for a, b, row in zip(starts, ends, ordered, strict=False))


def band_for(bands: Sequence[Band], grade: float) -> Band | None:
    """The band with minimum ≤ g < maximum; the top band includes its maximum, and what rounding adds above it.

    The tolerance is that of pass marks: who passes by it reads what those who passed read.
    """
    if not bands:
        return None
    top = max(bands, key=lambda band: (band.maximum, band.minimum))
    reached = grade + PASS_TOLERANCE * top.maximum
    if reached >= top.maximum:
        return top
    return next((band for band in bands if band.minimum <= reached < band.maximum), None)
