r"""Moodle's cloze syntax: fields inside a text.

    {2:SHORTANSWER:=Palermo#Yes~%50%Rome#The Statute}      weight : type : answers between ~
    {1:NUMERICAL:=2000:1~%50%2000:5}                        value : tolerance
    {:MULTICHOICE_S:=a~b}  {1:MULTIRESPONSE:%50%a~%50%b~%-100%c}

= is worth everything, %50% half, neither nothing. # begins the feedback, unless it belongs to an entity such as
&#39;. A backslash before } ~ # / " or another backslash makes it part of the text. A weight is a whole number, 1 if
it is left out. Every field becomes a place [[p1]], [[p2]], ... of the stem.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from html import unescape

from quizzes.domain.formats import build
from quizzes.domain.formats.build import Answer, Field, Head
from quizzes.domain.formats.html import has_markup, to_plain
from quizzes.domain.formats.limits import OPTIONS
from quizzes.domain.formats.model import Parsed, Unreadable
from quizzes.domain.formats.numbers import is_number, rounded_weight, weight_of, with_point
from quizzes.domain.formats.reading import NOTHING, Raw, Reading
from quizzes.domain.formats.spellings import NEW_PLACE

START = re.compile(r"\{([0-9]{0,6}):([A-Z][A-Z_]{1,30}):")
_WEIGHT = re.compile(r"\s*(?:=|%(-?[0-9]{1,9}(?:[.,][0-9]{0,20})?)%)")
_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});"
_TOKEN = re.compile(rf"\\[}}~#/\"\\]|{_ENTITY}|[}}~#]")
_ESCAPE = re.compile(r"\\([}~#/\"\\])")
SHORT = {"SHORTANSWER": False, "SA": False, "MW": False, "SHORTANSWER_C": True, "SAC": True, "MWC": True}
NUMERIC = ("NUMERICAL", "NM")
CHOICE = re.compile(r"(MULTICHOICE|MULTIRESPONSE|MC|MR)(_?)([VH]?)(S?)")
LAYOUTS = {"V": "vertical", "H": "horizontal"}


@dataclass(frozen=True)
class Slot:
    """A field as the text has it: where it begins and ends, and its answers not yet read."""

    start: int
    end: int
    mark: str
    type: str
    answers: tuple[tuple[str, str], ...]  # answer, feedback


def read_cloze(reading: Reading, head: Head) -> Parsed:
    """The question that the head's stem holds. Raises Unreadable."""
    text = head.stem.text
    _refuse_places(text)
    found = list(slots(text))
    if not found:
        raise Unreadable("cloze_no_field")
    text_format = head.stem.format
    if text_format == "moodle":
        text_format = "html" if has_markup(text) else "plain"
    fields = [_field(reading, slot, text_format) for slot in found]
    stem = replace(head.stem, text=_with_places(text, found))
    return build.cloze(reading, replace(head, stem=stem), fields)


def slots(text: str) -> Iterator[Slot]:
    """The fields of a text, in order. Raises Unreadable with an offset for one that has no end."""
    position = 0
    while found := START.search(text, position):
        answers, end = _answers(text, found.end())
        if not end:
            raise Unreadable("cloze_not_closed", offset=found.start(), text=text[found.start() : found.start() + 40])
        yield Slot(found.start(), end, found[1] or "1", found[2], answers)
        position = end


def _answers(text: str, start: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The answers up to the closing brace, and where that ends; 0 if it never comes."""
    rows: list[list[str]] = [[]]
    for found in _TOKEN.finditer(text, start):
        if len(found[0]) > 1 or (found[0] == "#" and len(rows[-1]) == 1):
            continue
        rows[-1].append(text[start : found.start()])
        start = found.end()
        if found[0] == "~":
            rows.append([])
        if found[0] == "}":
            return tuple((row[0], row[1] if len(row) > 1 else "") for row in rows), found.end()
    return (), 0


def _field(reading: Reading, slot: Slot, text_format: str) -> Field:
    if len(slot.answers) > OPTIONS:
        raise Unreadable("too_many_answers", offset=slot.start, limit=OPTIONS)
    try:
        return _typed(reading, slot, text_format)
    except Unreadable as problem:
        problem.offset = problem.offset or slot.start
        raise


def _typed(reading: Reading, slot: Slot, text_format: str) -> Field:
    is_html = text_format == "html"
    rows = [_answer(reading, answer, told, text_format) for answer, told in slot.answers]
    if slot.type in SHORT:
        typed = [replace(row, text=_typed_text(row.text, is_html)) for row in rows]
        answers = tuple(build.with_text(reading, typed, 1))
        return Field("short", answers, slot.mark, case_sensitive=SHORT[slot.type])
    if slot.type in NUMERIC:
        return Field("numeric", tuple(_number(row, is_html) for row in rows), slot.mark)
    return _choice(reading, slot, rows)


def _choice(reading: Reading, slot: Slot, rows: list[Answer]) -> Field:
    kind = CHOICE.fullmatch(slot.type)
    if not kind:
        raise Unreadable("cloze_type_unknown", type=slot.type)
    if kind[3]:
        reading.note("layout_unread", layout=LAYOUTS[kind[3]])
    answers = tuple(build.with_text(reading, rows, 2))
    multiple = kind[1] in ("MULTIRESPONSE", "MR")
    return Field("choice", answers, slot.mark, multiple=multiple, shuffle=bool(kind[4]))


def _answer(reading: Reading, text: str, feedback: str, text_format: str) -> Answer:
    found = _WEIGHT.match(text)
    weight = "0"
    if found:
        weight = "1" if found[1] is None else _weight(reading, found[1])
        text = text[found.end() :]
    shown = Raw(_unescaped(text), text_format)
    return Answer(shown, weight, Raw(_unescaped(feedback), text_format) if feedback.strip() else NOTHING)


def _weight(reading: Reading, text: str) -> str:
    percent = with_point(text)
    if abs(Decimal(percent)) > 100:
        raise Unreadable("weight_out_of_range", weight=percent)
    meant = None if reading.options.strict else rounded_weight(percent)
    if meant is not None:
        reading.note("repaired_weight", text=percent, value=meant)
    return weight_of(meant or percent)


def _typed_text(raw: Raw, is_html: bool) -> Raw:
    """What a learner types has no tags and no entities."""
    return Raw(to_plain(raw.text) if is_html else raw.text)


def _number(row: Answer, is_html: bool) -> Answer:
    text = _typed_text(row.text, is_html).text.strip()
    value, _colon, tolerance = (part.strip() for part in text.partition(":"))
    if value == "*":
        return replace(row, text=Raw("*"), tolerance="0")
    value, tolerance = with_point(value), with_point(tolerance) or "0"
    if not is_number(value) or not is_number(tolerance) or tolerance.startswith("-"):
        raise Unreadable("not_a_number", text=text[:60])
    return replace(row, text=Raw(value), tolerance=tolerance)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text).strip()


def _with_places(text: str, found: list[Slot]) -> str:
    pieces, position = [], 0
    for number, slot in enumerate(found, 1):
        pieces += [text[position : slot.start], f"[[p{number}]]"]
        position = slot.end
    return "".join([*pieces, text[position:]])


def _refuse_places(text: str) -> None:
    found = NEW_PLACE.search(unescape(text) if "&" in text else text)
    if found:
        raise Unreadable("place_in_text", place=found[1])
