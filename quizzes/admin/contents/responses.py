"""Responses as people write them in a question's own tests: A C; 1=B 2=A; Palermo; 5,1 km.

Letters stand for options, choices or items, numbers for stems and places, in the order of the editing screen.
"""

import json
import re
from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext as _

Content = dict[str, Any]
WORDS = ("short", "numeric", "essay")
_LETTERS = re.compile(r"[A-Za-z]")
_PAIR = re.compile(r"(\d+)\s*=\s*([A-Za-z])")


def read_response(content: Content, written: str) -> Content | None:
    """The response; None if it is not written so that it can be understood."""
    kind = content["type"]
    if written.startswith("{"):
        return _json(written)
    if kind in WORDS:
        return {"text": written}
    if kind in ("choice", "truefalse"):
        found = _ids(written, _letters(content))
        return None if found is None else {"selected": found}
    if kind == "ordering":
        found = _ids(written, _letters(content))
        return None if found is None else {"order": found}
    if kind in ("matching", "gaps"):
        found_pairs = _pairs(written, _numbers(content), _letters(content))
        return None if found_pairs is None else {_field(kind): found_pairs}
    return None


def show_response(content: Content, response: Any) -> str:
    """The inverse; JSON where there is no shorter way."""
    kind = content.get("type", "")
    try:
        if kind in WORDS:
            return str(response["text"])
        if kind in ("choice", "truefalse", "ordering"):
            letters = _letters(content)
            chosen = response["order" if kind == "ordering" else "selected"]
            return " ".join(ascii_uppercase[letters.index(key)] for key in chosen) or "{}"
        if kind in ("matching", "gaps"):
            numbers, letters = _numbers(content), _letters(content)
            pairs = response[_field(kind)].items()
            return " ".join(f"{numbers.index(a) + 1}={ascii_uppercase[letters.index(b)]}" for a, b in pairs)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        pass
    return json.dumps(response, ensure_ascii=False)


def how_to_write(content: Content) -> str:
    """What a person should write instead."""
    match content["type"]:
        case "choice" | "truefalse":
            return _("Write the letters of the options, like A C.")
        case "ordering":
            return _("Write the letters of all items in the order of the answer, like B A C.")
        case "matching" | "gaps":
            return _("Write numbers with letters, like 1=A 2=C.")
    return _("Write the answer as JSON, as the preview shows it.")


def how_much() -> str:
    """Said where a test has no expected share."""
    return _("How many percent should this answer earn?")


def _field(kind: str) -> str:
    return "pairs" if kind == "matching" else "places"


def _letters(content: Content) -> list[str]:
    """The ids that letters stand for."""
    if content["type"] == "ordering":
        return list(content.get("order", ()))
    name = "options" if content["type"] in ("choice", "truefalse") else "choices"
    rows = content.get(name) or ()
    if name == "choices":
        rows = _as_on_screen(content, rows)
    return [str(row["id"]) for row in rows][:26]


def _as_on_screen(content: Content, rows: Sequence[Content]) -> list[Content]:
    """Right answers in the order of their rows, the others below."""
    used = list(content.get("pairs", {}).values()) or [p.get("answer") for p in content.get("places", ())]
    place = {key: number for number, key in reversed(list(enumerate(used)))}
    return sorted(rows, key=lambda row: place.get(row["id"], len(used)))


def _numbers(content: Content) -> list[str]:
    return [str(row["id"]) for row in content.get("stems" if content["type"] == "matching" else "places") or ()]


def _ids(written: str, ids: list[str]) -> list[str] | None:
    places = [ascii_uppercase.index(letter.upper()) for letter in _LETTERS.findall(written)]
    is_clean = not _LETTERS.sub("", written).strip(" ,;")
    return [ids[n] for n in places] if is_clean and places and max(places) < len(ids) else None


def _pairs(written: str, numbers: list[str], letters: list[str]) -> dict[str, str] | None:
    found = _PAIR.findall(written)
    if not found or _PAIR.sub("", written).strip(" ,;"):
        return None
    places = [(int(number) - 1, ascii_uppercase.index(letter.upper())) for number, letter in found]
    if any(not 0 <= n < len(numbers) or letter >= len(letters) for n, letter in places):
        return None
    return {numbers[n]: letters[letter] for n, letter in places}


def _json(written: str) -> Content | None:
    try:
        found = json.loads(written)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
