"""Ids put to ids: what matching and gaps have in common."""

from collections.abc import Collection, Mapping
from typing import Any

from quizzes.domain.scoring.result import Result, gave_up, graded

RIGHT, WRONG, EMPTY = graded(1.0), graded(0.0), gave_up()


def read_pairs(given: Any, left: Collection[str], right: Collection[str]) -> dict[str, str] | None:
    """{left id: right id} without what was left blank (None or ""). None when it is no such thing."""
    if not isinstance(given, dict):
        return None
    pairs = {}
    for key, value in given.items():
        if not isinstance(key, str) or key not in left:
            return None
        if value is None or value == "":
            continue
        if not isinstance(value, str) or value not in right:
            return None
        pairs[key] = value
    return pairs


def score_pairs(key: Mapping[str, str], given: Mapping[str, str], texts: Mapping[str, Any]) -> Result:
    """Right ones ÷ all. Two choices that read the same are the same. A part per pair, in the key's order."""
    if not given:
        return gave_up(tuple(EMPTY for _left in key))
    parts = tuple(_one(given.get(left), right, texts) for left, right in key.items())
    return graded(parts.count(RIGHT) / len(parts), tuple(given), parts)


def is_same(chosen: str, right: str, texts: Mapping[str, Any]) -> bool:
    """Whether a choice is the right one, or reads like it."""
    return chosen == right or (bool(texts[chosen]) and texts[chosen] == texts[right])


def _one(chosen: str | None, right: str, texts: Mapping[str, Any]) -> Result:
    if chosen is None:
        return EMPTY
    return RIGHT if is_same(chosen, right, texts) else WRONG


def texts_by_id(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The rows' texts by their ids."""
    return {row["id"]: row.get("text") for row in rows}
