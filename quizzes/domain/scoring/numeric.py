"""Numeric: the weight of the first answer whose tolerance holds the number (Moodle 4.5, question/type/numerical).

nominal    |v − a| ≤ t + ε·max(|t|, |a|, ε), ε = 1e-14
relative   a ± |a|(t + ε)
geometric  a/(1 + t + ε) .. a(1 + t + ε), swapped if a < 0
"*"        any number

Units: a value in a unit is divided by the unit's multiplier (a metre is 100 cm: m has 1, cm has 100). In tolerance
as it is but not in its unit (wrong, unknown or missing), it costs `unit_penalty` p: f − p·f ("share") or
f − p ("flat"), never below 0. A question without units has no wrong ones: words after the number are ignored.

    {"type": "numeric", "unit_label": {"es", "en"} (shown beside the field),
     "answers": [{"id", "value": "5.1" or "*", "tolerance": "0.1", "tolerance_type": "nominal", "weight", "feedback"}],
     "units": [{"name": "km" or {"es", "en"}, "multiplier": "1"}], "unit_penalty": "0.1", "unit_mode": "share"}
    {"text": "5,1 km"}

Feedback: the answer's id, then "unit" when the unit was wrong.
"""

import re
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from quizzes.domain.scoring.answers import answer_id, in_any_language
from quizzes.domain.scoring.result import RIGHT_ABOVE, Result, gave_up, graded, ungradable

EPSILON = 1e-14
LONGEST = 200  # characters; longer is no number anybody writes
# A typographic minus is a minus; the Arabic signs for thousands and decimals.
_SIGNS = str.maketrans({"\u2212": "-", "\u066c": None, "\u066b": "."})
_POWER_OF_TEN = re.compile(r"[xX*×]10(?:\^|\*\*)(?=[+-]?\d)")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Number:
    """A number as a learner wrote it, and what stood behind it."""

    value: float
    unit: str


def score(question: dict[str, Any], response: dict[str, Any]) -> Result:
    """Score {"text": "5,1 km"}. What is no number is ungradable, with a problem the learner can repair."""
    text = response.get("text")
    if not isinstance(text, str):
        return ungradable()
    if not text.strip():
        return gave_up()
    multipliers = _multipliers(question)
    number = read_number(text)
    if number is None or (not multipliers and any(sign.isdigit() for sign in number.unit)):
        return ungradable("not_a_number")
    return _first_that_fits(question, number, multipliers)


def minimum(question: dict[str, Any]) -> float:
    """No answer costs marks."""
    return 0.0


def full_key(question: dict[str, Any]) -> dict[str, Any] | None:
    """The first value that earns the full mark, in its unit."""
    for answer in question["answers"]:
        if float(answer["weight"]) > RIGHT_ABOVE:
            key = {"text": with_unit(question, answer)}
            if (score(question, key).fraction or 0) > RIGHT_ABOVE:
                return key
    return None


def read_number(text: str) -> Number | None:
    """Read a number in almost any local form. None for no number, and for one too large to count with."""
    if len(text) > LONGEST:
        return None
    text = _POWER_OF_TEN.sub("e", "".join(text.translate(_SIGNS).split()))
    is_grouped = "." in text or text.count(",") > 1
    text = text.replace(",", "" if is_grouped else ".")
    found = _NUMBER.match(text)
    if found is None or not isfinite(value := float(found[0])):
        return None
    return Number(value, text[found.end() :])


def interval(answer: dict[str, Any]) -> tuple[float, float]:
    """The lowest and the highest value that are right."""
    if is_anything(answer):
        return -inf, inf
    value, tolerance = float(answer["value"]), abs(float(answer.get("tolerance") or 0))
    kind = answer.get("tolerance_type") or "nominal"
    if kind == "geometric":
        ratio = 1 + tolerance + EPSILON
        low, high = sorted((value / ratio, value * ratio))
        return low, high
    if kind == "relative":
        reach = abs(value) * (tolerance + EPSILON)
    else:
        reach = tolerance + EPSILON * max(tolerance, abs(value), EPSILON)
    return value - reach, value + reach


def is_anything(answer: dict[str, Any]) -> bool:
    """Whether the answer catches every number."""
    return str(answer["value"]).strip() == "*"


def with_unit(question: dict[str, Any], answer: dict[str, Any]) -> str:
    """The answer's value as a learner may write it: in the unit whose multiplier is 1, else in the first."""
    value = "0" if is_anything(answer) else str(answer["value"]).strip()
    multipliers = {in_any_language(unit["name"])[0]: float(unit["multiplier"]) for unit in question.get("units") or ()}
    if not multipliers:
        return value
    unit = next((name for name, multiplier in multipliers.items() if multiplier == 1), next(iter(multipliers)))
    return f"{value if multipliers[unit] == 1 else repr(float(value) * multipliers[unit])} {unit}"


def _first_that_fits(question: dict[str, Any], number: Number, multipliers: dict[str, float]) -> Result:
    has_unit = not multipliers or number.unit in multipliers
    scaled = number.value / multipliers.get(number.unit, 1.0)
    for position, answer in enumerate(question["answers"]):
        low, high = interval(answer)
        if has_unit and low <= scaled <= high:
            return graded(float(answer["weight"]), (answer_id(answer, position),))
        if low <= number.value <= high:
            return graded(_penalised(question, float(answer["weight"])), (answer_id(answer, position), "unit"))
    return graded(0.0)


def _penalised(question: dict[str, Any], fraction: float) -> float:
    penalty = float(question.get("unit_penalty") or 0)
    return max(0.0, fraction - (penalty if question.get("unit_mode") == "flat" else penalty * fraction))


def _multipliers(question: dict[str, Any]) -> dict[str, float]:
    """The multipliers by the names of the units, in every language, without spaces."""
    return {
        "".join(name.split()): float(unit["multiplier"])
        for unit in question.get("units") or ()
        for name in in_any_language(unit["name"])
    }
