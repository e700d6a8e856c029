"""Marks as numbers: stored as decimals to 7 places, rounded once, half-up, at display."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

PLACES = Decimal("0.0000001")
SAME = 1e-7  # two marks closer than this are equal
PASS_TOLERANCE = 1e-6  # three items of 0.2333333 reach 0.7


def stored(value: float | Fraction | Decimal) -> Decimal:
    """The value as it is stored: a decimal with 7 places."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return exact.quantize(PLACES, ROUND_HALF_UP)


def shown(value: float | Decimal, places: int = 2) -> Decimal:
    """The value as it is displayed, rounded half-up from what is stored."""
    return stored(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def is_pass(value: float | Decimal, pass_mark: float | Decimal) -> bool:
    """Whether an unrounded value reaches the pass mark, both on the same scale."""
    return float(value) >= float(pass_mark) - PASS_TOLERANCE


def grade(marks: list[float | Decimal], max_marks: list[float | Decimal], out_of: float = 100.0) -> float:
    """Sum of marks on the quiz's scale: sum x out_of / sum of max marks; 0 if that sum is below 5e-6."""
    total = sum(float(m) for m in max_marks)
    return sum(float(m) for m in marks) * out_of / total if total >= 5e-6 else 0.0
