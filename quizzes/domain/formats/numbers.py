"""Numbers as files write them: weights in percent, and the decimals of the question bank."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from math import isfinite

from quizzes.domain.formats.limits import NUMBER_LENGTH
from quizzes.domain.marks import PLACES

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
# Weights with endless decimals that Moodle offers; people write them rounded.
ENDLESS = [
    Decimal(100 * f.numerator) / f.denominator for f in map(Fraction, ("1/3", "2/3", "1/6", "5/6", "1/7", "1/9"))
]
EXACT_PLACES = 5  # a percentage with so many decimals is meant exactly
NEAR = Decimal("0.001")  # percent: closer than this Moodle takes the listed weight


def is_number(text: str) -> bool:
    """Whether the text is a finite decimal number, in digits and with a decimal point."""
    return len(text) <= NUMBER_LENGTH and bool(NUMBER.fullmatch(text)) and isfinite(float(text))


def with_point(text: str) -> str:
    """A number with commas, read as everywhere: one comma is decimal; with a dot or more commas they group."""
    is_grouped = "." in text or text.count(",") > 1
    return text.replace(",", "" if is_grouped else ".")


def decimal_text(value: Decimal | str | float) -> str:
    """The shortest decimal string with up to 7 places, as the bank stores it. Raises ValueError."""
    try:
        stored = Decimal(str(value)).quantize(PLACES, ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError(f"not a decimal: {value}") from None
    if not stored.is_finite():
        raise ValueError(f"not a decimal: {value}")
    return shortest(stored)


def shortest(value: Decimal) -> str:
    """Without an exponent, without zeros at the end, without a minus before 0."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def weight_of(percent: str) -> str:
    """The weight of a percentage as Moodle reads it: near a third it is a third."""
    exact = Decimal(percent)
    if _places(percent) < EXACT_PLACES:
        exact = next((_signed(listed, exact) for listed in ENDLESS if abs(listed - abs(exact)) < NEAR), exact)
    return decimal_text(exact / 100)


def rounded_weight(percent: str) -> str | None:
    """The percentage that was meant by one that people round: 33 or 33.3 for a third. None if it is none."""
    exact, places = Decimal(percent), _places(percent)
    unit = Decimal(1).scaleb(-places)
    for listed in ENDLESS if places < EXACT_PLACES else ():
        roundings = {listed.quantize(unit, ROUND_HALF_UP), listed.quantize(unit, ROUND_DOWN)}
        if abs(exact) in roundings and abs(listed - abs(exact)) >= NEAR:
            return shortest(_signed(listed, exact).quantize(Decimal("0.00001"), ROUND_HALF_UP))
    return None


def percent_text(weight: str) -> str:
    """The weight in percent, so that reading it again gives the same weight."""
    percent = shortest(Decimal(weight) * 100)
    if weight_of(percent) == decimal_text(weight) and rounded_weight(percent) is None:
        return percent
    return format(Decimal(weight) * 100, f".{EXACT_PLACES}f")


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _signed(value: Decimal, like: Decimal) -> Decimal:
    return value.copy_sign(like)
