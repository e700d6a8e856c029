"""One <question> of Moodle XML, by its type."""

from collections.abc import Callable
from typing import Any

from quizzes.domain.formats import build
from quizzes.domain.formats.build import Answer, Head
from quizzes.domain.formats.cloze import read_cloze
from quizzes.domain.formats.model import Parsed, Unreadable
from quizzes.domain.formats.numbers import is_number, weight_of, with_point
from quizzes.domain.formats.reading import NOTHING, Raw, Reading, one_line
from quizzes.domain.formats.xml_gaps import read_gaps
from quizzes.domain.formats.xml_tree import Node

FORMATS = {"html": "html", "plain_text": "plain", "markdown": "markdown", "moodle_auto_format": "moodle"}
MODES = {
    "ALL_OR_NOTHING": -1,
    "ABSOLUTE_POSITION": 0,
    "RELATIVE_NEXT_EXCLUDE_LAST": 1,
    "RELATIVE_NEXT_INCLUDE_LAST": 2,
    "RELATIVE_ONE_PREVIOUS_AND_NEXT": 3,
    "RELATIVE_ALL_PREVIOUS_AND_NEXT": 4,
    "LONGEST_ORDERED_SUBSET": 5,
    "LONGEST_CONTIGUOUS_SUBSET": 6,
    "RELATIVE_TO_CORRECT": 7,
}
UNIT_MODES = {"1": "share", "2": "flat"}
# What the bank has no place for: elements with a text, and settings that differ from what is usual.
TEXTS = ("hint", "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "responsetemplate")
SETTINGS: dict[str, tuple[str, ...]] = {
    "minwordlimit": ("", "0"),
    "maxwordlimit": ("", "0"),
    "attachments": ("", "0"),
    "hidden": ("", "0"),
}
SETTINGS |= {"selecttype": ("", "ALL", "0"), "unitsleft": ("", "0")}
YES = ("1", "true", "yes")


def read_question(reading: Reading, node: Node, category: tuple[str, ...]) -> Parsed:
    """The question of an element. Raises Unreadable."""
    kind = node.attributes.get("type", "")
    if kind not in READERS:
        raise Unreadable("type_unknown", type=one_line(kind)[:60])
    stem = raw(_needed(node, "questiontext"), "moodle")
    _note_unread(reading, node)
    head = Head(
        stem=stem,
        name=node.text_of("name", "text"),
        feedback=raw(node.child("generalfeedback"), stem.format),
        category=category,
        code=node.text_of("idnumber"),
        tags=tuple(tag.text_of("text") for tag in _tags(node)),
        marks=_marks(node),
    )
    return READERS[kind](reading, head, node)


def raw(node: Node | None, default: str) -> Raw:
    """The text of an element, with its format and the files that come with it."""
    if node is None:
        return NOTHING
    inner = node.child("text")
    files = {
        (one.attributes.get("path", "/") + one.attributes.get("name", "")).lstrip("/"): one.text
        for one in node.all("file")
    }
    named = node.attributes.get("format")
    return Raw(inner.text if inner else "", FORMATS.get(named, default) if named else default, files)


def _needed(node: Node, tag: str) -> Node:
    found = node.child(tag)
    if found is None:
        raise Unreadable("element_missing", element=tag)
    return found


def _tags(node: Node) -> list[Node]:
    tags = node.child("tags")
    return tags.all("tag") if tags else []


def _marks(node: Node) -> dict[str, Any]:
    marks: dict[str, Any] = {}
    for tag, key in (("defaultgrade", "default_mark"), ("penalty", "penalty")):
        text = node.text_of(tag)
        if text:
            marks[key] = number(text, node)
    shuffle = node.child("shuffleanswers")
    if shuffle:
        marks["shuffle"] = shuffle.text.strip().lower() in YES
    return marks


def _note_unread(reading: Reading, node: Node) -> None:
    unread = [tag for tag in TEXTS if any(found.text_of("text") for found in node.all(tag))]
    unread += [tag for tag, usual in SETTINGS.items() if node.text_of(tag) not in usual]
    if unread:
        reading.note("elements_unread", elements=", ".join(unread))


def number(text: str, node: Node) -> str:
    """A number of the file with a decimal point. Raises Unreadable with the line."""
    value = with_point(text.strip())
    if not is_number(value):
        raise Unreadable("not_a_number", line=node.line, text=text.strip()[:60])
    return value


def weight(node: Node) -> str:
    """The fraction of an answer, which Moodle writes in percent."""
    percent = number(node.attributes.get("fraction", "") or "0", node)
    if abs(float(percent)) > 100:
        raise Unreadable("weight_out_of_range", line=node.line, weight=percent)
    return weight_of(percent)


def _answers(head: Head, node: Node) -> list[Answer]:
    return [
        Answer(raw(answer, head.stem.format), weight(answer), raw(answer.child("feedback"), head.stem.format))
        for answer in node.all("answer")
    ]


def _choice(reading: Reading, head: Head, node: Node) -> Parsed:
    multiple = node.text_of("single").lower() not in (*YES, "")
    return build.choice(reading, head, _answers(head, node), multiple=multiple)


def _truefalse(reading: Reading, head: Head, node: Node) -> Parsed:
    rows = {answer.text.text.strip().lower(): answer for answer in _answers(head, node)}
    true, false = rows.get("true"), rows.get("false")
    if not true or not false or {true.weight, false.weight} != {"0", "1"}:
        raise Unreadable("truefalse_unclear")
    return build.truefalse(reading, head, true.weight == "1", (true.feedback, false.feedback))


def _short(reading: Reading, head: Head, node: Node) -> Parsed:
    is_sensitive = node.text_of("usecase").lower() in YES
    return build.short(reading, head, _answers(head, node), case_sensitive=is_sensitive)


def _numeric(reading: Reading, head: Head, node: Node) -> Parsed:
    answers = [_numeric_answer(head, answer) for answer in node.all("answer")]
    if not answers:
        raise Unreadable("too_few_answers", minimum=1)
    mode = UNIT_MODES.get(node.text_of("unitgradingtype"))
    penalty = node.text_of("unitpenalty")
    more = {"unit_mode": mode, "unit_penalty": number(penalty, node)} if mode and penalty else {}
    return build.numeric(reading, head, answers, units=_units(node), **more)


def _numeric_answer(head: Head, node: Node) -> Answer:
    value = node.text_of("text")
    value = value if value == "*" else number(value, node)
    tolerance = number(node.text_of("tolerance") or "0", node)
    if tolerance.startswith("-"):
        raise Unreadable("not_a_number", line=node.line, text=tolerance)
    return Answer(Raw(value), weight(node), raw(node.child("feedback"), head.stem.format), tolerance)


def _units(node: Node) -> list[dict[str, str]]:
    units = node.child("units")
    rows = [(unit.text_of("unit_name"), unit) for unit in (units.all("unit") if units else [])]
    return [{"name": name, "multiplier": number(unit.text_of("multiplier"), unit)} for name, unit in rows if name]


def _matching(reading: Reading, head: Head, node: Node) -> Parsed:
    rows = [(raw(row, head.stem.format), row.text_of("answer", "text"), row) for row in node.all("subquestion")]
    for stem, answer, row in rows:
        if stem and not answer:
            raise Unreadable("match_empty", line=row.line, text=stem.text.strip()[:60])
    return build.matching(reading, head, [(stem, answer) for stem, answer, _row in rows if answer])


def _ordering(reading: Reading, head: Head, node: Node) -> Parsed:
    named = node.text_of("gradingtype") or "ABSOLUTE_POSITION"
    mode = MODES.get(named)
    if mode is None:
        mode = next((one for one in MODES.values() if str(one) == named), None)
    if mode is None:
        raise Unreadable("mode_unknown", mode=named[:60])
    return build.ordering(reading, head, [raw(item, head.stem.format) for item in node.all("answer")], mode)


def _essay(reading: Reading, head: Head, node: Node) -> Parsed:
    return build.essay(reading, head, raw(node.child("graderinfo"), head.stem.format))


def _description(reading: Reading, head: Head, node: Node) -> Parsed:
    return build.description(reading, head)


def _cloze(reading: Reading, head: Head, node: Node) -> Parsed:
    return read_cloze(reading, head)


READERS: dict[str, Callable[[Reading, Head, Node], Parsed]] = {
    "multichoice": _choice,
    "truefalse": _truefalse,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "ddmatch": _matching,
    "essay": _essay,
    "description": _description,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ordering": _ordering,
    "gapselect": lambda reading, head, node: read_gaps(reading, head, node.all("selectoption"), "select"),
    "ddwtos": lambda reading, head, node: read_gaps(reading, head, node.all("dragbox"), "drag"),
}
