"""The numbers of provisions: `36(1)(b)`, `XXV`, `§171-172`, `Principle 9-11`, `whole text`."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a number counts."""

    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    PRINCIPLE = "principle"
    GUIDELINE = "guideline"
    OBJECTIVE = "objective"
    RULE = "rule"
    BARE = "bare"  # a number without a word: an article in a treaty, unsaid elsewhere
    WORDS = "words"  # no number at all: "whole text", "annex"


@dataclass(frozen=True)
class Number:
    """A number taken apart: what it counts and the rest."""

    unit: Unit
    text: str
    of: str = ""  # the year, where one entry holds two instruments: 1926 of `1926: 1(1)`

    @property
    def head(self) -> str:
        """The first number alone: 36 of 36(1)(b). Empty for words."""
        match = _HEAD.match(self.text) if self.unit is not Unit.WORDS else None
        return match[0] if match else ""

    @property
    def path(self) -> tuple[str, ...]:
        """The first number with its sub-numbers: ("36", "1", "b") of 36(1)(b). Empty for words."""
        return _paths(self.text)[0] if self.head else ()


_WORDS_OF = {
    Unit.PARAGRAPH: r"§+|paras?\.?",
    Unit.ARTICLE: r"arts?\.?|articles?",
    Unit.PRINCIPLE: "principles?",
    Unit.GUIDELINE: "guidelines?",
    Unit.OBJECTIVE: "objectives?",
    Unit.RULE: "rules?",
    Unit.BARE: "",
}
_HEAD = re.compile(r"\d+[A-Z]?|[IVXLC]+")
_SUB = r"\([0-9a-z]{1,4}\)"
_PIECE = rf"(?:\d+[A-Z]?|[IVXLC]+)(?:{_SUB})*"
_NUMBERS = rf"{_PIECE}(?:\s?[-,;]\s?(?:{_PIECE}|{_SUB}))*"
_OF = re.compile(r"(\d{4}):\s*(?=.)")
_FORMS = [(unit, re.compile(rf"(?i:{words})\s*({_NUMBERS})")) for unit, words in _WORDS_OF.items()]


def read_number(number: str) -> Number:
    """Take a number apart: `Principle 7` is principle, `7`; `§160` is paragraph, `160`."""
    number = number.strip()
    of = _OF.match(number)
    rest = number[of.end() :] if of else number
    for unit, form in _FORMS:
        if match := form.fullmatch(rest):
            return Number(unit, match[1], of[1] if of else "")
    return Number(Unit.WORDS, number)


def covers(number: str, wanted: tuple[str, ...]) -> bool:
    """Whether a provision's number takes in the wanted one: 36(1)(b) covers ("36",); 9-11 covers ("10",)."""
    read = read_number(number)
    if read.unit is Unit.WORDS or not wanted:
        return False
    return any(_within(path, wanted) for path in _paths(read.text)) or _in_range(read.text, wanted)


def _within(path: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return path[: len(wanted)] == wanted


def _paths(text: str) -> list[tuple[str, ...]]:
    """Every number written out: `22(7)-(8)` is 22,7 and 22,8."""
    paths: list[tuple[str, ...]] = []
    for piece in re.findall(rf"{_PIECE}|{_SUB}", text):
        parts = tuple(part.lower() for part in re.findall(r"\w+", piece))
        paths.append(paths[-1][:-1] + parts if piece.startswith("(") and paths else parts)
    return paths


def _in_range(text: str, wanted: tuple[str, ...]) -> bool:
    if not wanted[0].isdecimal():
        return False
    ranges = re.findall(r"(?<![\d(])(\d+)\s?-\s?(\d+)", text)
    return any(int(first) <= int(wanted[0]) <= int(last) for first, last in ranges)
