"""What changed between two versions of a question, in words a trainer reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from quizzes.admin.words import LANGUAGE_NAMES
from quizzes.domain.translations import is_by_language
from quizzes.misconceptions import in_words

Piece = tuple[str, str]  # "same", "old" or "new", and the words
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
HIDDEN = ("schema",)


@dataclass(frozen=True)
class Change:
    """One value that differs: where, and its words as they were and are."""

    where: str
    language: str
    pieces: tuple[Piece, ...]


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Every difference, in the order of the new version."""
    before, after = dict(_flat(old)), dict(_flat(new))
    places = [*after, *(place for place in before if place not in after)]
    return [
        Change(where, language, tuple(_pieces(before.get((where, language), ""), after.get((where, language), ""))))
        for where, language in places
        if before.get((where, language)) != after.get((where, language))
    ]


def _flat(content: Any, where: str = "") -> Iterator[tuple[tuple[str, str], str]]:
    """((place, language), value) of everything that a question holds; rows are called by their ids."""
    if is_by_language(content):
        for language, text in content.items():
            yield (
                (where, LANGUAGE_NAMES.get(language, language)),
                ", ".join(text) if isinstance(text, list) else str(text),
            )
    elif isinstance(content, dict):
        for key, value in content.items():
            if key != "id" and not (key in HIDDEN and not where):
                named = in_words(value) if key == "misconception" and isinstance(value, str) else value
                yield from _flat(named, _joined(where, _word(key)))
    elif isinstance(content, list):
        for number, row in enumerate(content, 1):
            name = str(row["id"]) if isinstance(row, dict) and "id" in row else str(number)
            yield from _flat(row, _joined(where, name, " "))
    else:
        yield (where, ""), _value(content)


def _joined(where: str, more: str, by: str = " · ") -> str:
    return f"{where}{by}{more}" if where and more else where or more


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _word(key: str) -> str:
    words = {
        "stem": _("Question"),
        "text": "",
        "options": _("Option"),
        "weight": _("weight"),
        "feedback": _("feedback"),
        "misconception": _("misconception"),
        "multiple": _("several right answers"),
        "shuffle": _("shuffled"),
        "citations": _("Source"),
        "tests": _("Test"),
        "stems": _("Row"),
        "choices": _("Answer"),
        "pairs": _("belongs to"),
        "items": _("Item"),
        "order": _("Right order"),
        "places": _("Gap"),
        "answers": _("Answer"),
        "parts": _("Part"),
        "rubric": _("Criterion"),
        "levels": _("level"),
        "default_mark": _("mark"),
        "penalty": _("penalty"),
    }
    return words.get(key, key.replace("_", " "))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """Word by word what stayed, went and came."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for action, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if action == "equal":
            yield "same", "".join(a[i1:i2])
            continue
        if i1 < i2:
            yield "old", "".join(a[i1:i2])
        if j1 < j2:
            yield "new", "".join(b[j1:j2])
