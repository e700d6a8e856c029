"""Sums of marks, exactly: marks are whole numbers of 0.0000001, so nothing depends on the order of addition.

Equal marks have a variance of exactly 0. Undefined is None, never NaN.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from quizzes.domain.marks import stored

UNIT = 10_000_000

Marks = Sequence[int]


def exact(mark: float | Decimal) -> int:
    """A mark in units of 0.0000001."""
    return int(stored(mark) * UNIT)


def mean(marks: Marks) -> Fraction | None:
    """The mean, in marks."""
    return Fraction(sum(marks), len(marks) * UNIT) if marks else None


def median(marks: Marks) -> Fraction | None:
    """The middle mark, or the mean of the two in the middle."""
    if not marks:
        return None
    ordered = sorted(marks)
    return Fraction(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2], 2 * UNIT)


def covariance(xs: Marks, ys: Marks) -> Fraction | None:
    """Σ(x − x̄)(y − ȳ) ÷ (n − 1), in squared marks. None for fewer than two."""
    n = len(xs)
    if n < 2:
        return None
    products = n * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum(xs) * sum(ys)
    return Fraction(products, n * (n - 1) * UNIT * UNIT)


def variance(marks: Marks) -> Fraction | None:
    """Σ(x − x̄)² ÷ (n − 1). None for fewer than two."""
    return covariance(marks, marks)


def deviation(marks: Marks) -> float | None:
    """The standard deviation."""
    found = variance(marks)
    return None if found is None else sqrt(found)


def skewness(marks: Marks) -> float | None:
    """k₃ ÷ k₂^1.5, with k₃ = n²m₃ ÷ ((n−1)(n−2)). None for fewer than three, or marks that are all the same."""
    n, k2 = len(marks), _k2(marks)
    if n < 3 or not k2:
        return None
    k3 = n * n * _moment(marks, 3) / ((n - 1) * (n - 2))
    return float(k3) / (float(k2) * sqrt(k2))


def kurtosis(marks: Marks) -> float | None:
    """k₄ ÷ k₂², with k₄ = n²[(n+1)m₄ − 3(n−1)m₂²] ÷ ((n−1)(n−2)(n−3)). None for fewer than four, or all the same."""
    n, k2 = len(marks), _k2(marks)
    if n < 4 or not k2:
        return None
    inner = (n + 1) * _moment(marks, 4) - 3 * (n - 1) * _moment(marks, 2) ** 2
    return float(n * n * inner / ((n - 1) * (n - 2) * (n - 3)) / k2**2)


def _k2(marks: Marks) -> Fraction | None:
    """n·m₂ ÷ (n − 1), which is the variance, in the units of _moment."""
    n = len(marks)
    return n * _moment(marks, 2) / (n - 1) if n > 1 else None


def _moment(marks: Marks, power: int) -> Fraction:
    """Σ(x − x̄)^power ÷ n, in units: dimensionless ratios do not need marks."""
    n, total = len(marks), sum(marks)
    return Fraction(sum((n * mark - total) ** power for mark in marks), n ** (power + 1))
