"""Questions of the bank, put together from what a file says. Every format reads into these."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from quizzes.domain.formats import html
from quizzes.domain.formats.canonical import canonical
from quizzes.domain.formats.limits import OPTIONS
from quizzes.domain.formats.model import Parsed, Unreadable
from quizzes.domain.formats.reading import NOTHING, Raw, Reading, Texts, one_line, tidy
from quizzes.domain.formats.spelling import Content

NAME_LENGTH = 255
TRUE_FALSE = {
    "es": ("Verdadero", "Falso"),
    "en": ("True", "False"),
    "fr": ("Vrai", "Faux"),
    "pt": ("Verdadeiro", "Falso"),
}


@dataclass(frozen=True)
class Head:
    """What questions of every type have."""

    stem: Raw
    name: str | None = None
    feedback: Raw = NOTHING
    category: tuple[str, ...] = ()
    code: str = ""
    tags: tuple[str, ...] = ()
    marks: dict[str, Any] = field(default_factory=dict)  # default_mark, penalty, shuffle where the file says them


@dataclass(frozen=True)
class Answer:
    """An option, a pattern or a number, with what it is worth."""

    text: Raw
    weight: str
    feedback: Raw = NOTHING
    tolerance: str = "0"


@dataclass(frozen=True)
class Field:
    """A field of a cloze text: a choice, a short answer or a number."""

    type: str
    answers: tuple[Answer, ...]
    mark: str = "1"
    multiple: bool = False
    shuffle: bool = False
    case_sensitive: bool = False


def parsed(reading: Reading, head: Head, texts: Texts, kind: str, **more: Any) -> Parsed:
    """The question in its canonical spelling, with everything that was noted on the way."""
    stem = texts.of(head.stem)
    if not stem:
        raise Unreadable("empty_stem")
    content: Content = {"type": kind, **head.marks, "stem": {"format": texts.format, "text": stem}}
    content |= {"feedback": texts.of(head.feedback), **more}
    language = reading.options.language
    return Parsed(
        name=default_name(next(iter(stem.values())), texts.format) if head.name is None else short_name(head.name),
        category=head.category,
        content=canonical(content, language),
        line=reading.line,
        notes=reading.notes,
        code=one_line(head.code),
        tags=tuple(dict.fromkeys(tag for tag in map(one_line, head.tags) if tag)),
        pictures=tuple(reading.pictures.values()),
    )


def choice(reading: Reading, head: Head, answers: Sequence[Answer], *, multiple: bool) -> Parsed:
    answers = with_text(reading, answers, 2)
    texts = texts_for(reading, head, answers)
    options = options_of(texts, answers)
    return parsed(reading, head, texts, "choice", multiple=multiple, options=options)


def truefalse(reading: Reading, head: Head, is_true: bool, feedback: tuple[Raw, Raw]) -> Parsed:
    """`feedback` is what the answers true and false are told."""
    texts = Texts(reading, head.stem, head.feedback, *feedback)
    language = reading.options.language
    rows = zip(
        ("true", "false"), TRUE_FALSE.get(language, TRUE_FALSE["en"]), (is_true, not is_true), feedback, strict=True
    )
    options = [
        {"id": key, "text": {language: word}, "weight": "1" if is_right else "0", "feedback": texts.of(told)}
        for key, word, is_right, told in rows
    ]
    return parsed(reading, head, texts, "truefalse", options=options)


def short(reading: Reading, head: Head, answers: Sequence[Answer], *, case_sensitive: bool = False) -> Parsed:
    answers = with_text(reading, answers, 1)
    texts = texts_for(reading, head, answers, patterns=True)
    more = {"case_sensitive": case_sensitive, "answers": patterns_of(texts, answers)}
    return parsed(reading, head, texts, "short", **more)


def numeric(reading: Reading, head: Head, answers: Sequence[Answer], **units: Any) -> Parsed:
    """`units`: the keys units, unit_penalty and unit_mode, as in the bank."""
    texts = texts_for(reading, head, answers, patterns=True)
    return parsed(reading, head, texts, "numeric", answers=numbers_of(texts, answers), **units)


def matching(reading: Reading, head: Head, rows: Sequence[tuple[Raw, str]]) -> Parsed:
    """Rows of stem and choice; a row without a stem only adds a choice."""
    if not any(stem for stem, _choice in rows):
        raise Unreadable("match_no_stem")
    _refuse_crowd(rows)
    texts = Texts(reading, head.stem, head.feedback, *(stem for stem, _choice in rows))
    ids = [str(number) for number in range(len(rows))]
    stems = [{"id": key, "text": texts.of(stem)} for key, (stem, _choice) in zip(ids, rows, strict=True)]
    choices = [{"id": key, "text": choice} for key, (_stem, choice) in zip(ids, rows, strict=True)]
    pairs = {key: key for key in ids}
    return parsed(reading, head, texts, "matching", stems=stems, choices=choices, pairs=pairs)


def ordering(reading: Reading, head: Head, items: Sequence[Raw], mode: int) -> Parsed:
    """The items stand in their right order."""
    items = [item for item in items if item]
    if len(items) < 2:
        raise Unreadable("too_few_answers", minimum=2)
    _refuse_crowd(items)
    texts = Texts(reading, head.stem, head.feedback, *items)
    rows = [{"id": str(number), "text": texts.of(item)} for number, item in enumerate(items)]
    return parsed(reading, head, texts, "ordering", items=rows, order=[row["id"] for row in rows], mode=mode)


def gaps(reading: Reading, head: Head, variant: str, places: list[str], choices: list[Content]) -> Parsed:
    """`places` are the ids of the right choices, for [[p1]], [[p2]], ... in the stem."""
    _refuse_crowd(places or choices)
    texts = Texts(reading, head.stem, head.feedback)
    rows = [{"id": f"p{number}", "answer": answer} for number, answer in enumerate(places, 1)]
    return parsed(reading, head, texts, "gaps", variant=variant, places=rows, choices=choices)


def cloze(reading: Reading, head: Head, fields: Sequence[Field]) -> Parsed:
    """The fields are the places [[p1]], [[p2]], ... of the stem. The whole is worth what its fields are."""
    _refuse_crowd(fields)
    raws = [raw for one in fields for answer in one.answers for raw in _shown(one, answer)]
    texts = Texts(reading, head.stem, head.feedback, *raws)
    parts = [{"id": f"p{n}", "default_mark": one.mark, **part_of(texts, one)} for n, one in enumerate(fields, 1)]
    mark = str(sum(Decimal(one.mark) for one in fields))
    return parsed(reading, head, texts, "cloze", default_mark=mark, parts=parts)


def essay(reading: Reading, head: Head, grading_notes: Raw = NOTHING) -> Parsed:
    texts = Texts(reading, head.stem, head.feedback, grading_notes)
    return parsed(reading, head, texts, "essay", grading_notes=texts.of(grading_notes))


def description(reading: Reading, head: Head) -> Parsed:
    return parsed(reading, head, Texts(reading, head.stem, head.feedback), "description")


def texts_for(reading: Reading, head: Head, answers: Sequence[Answer], *, patterns: bool = False) -> Texts:
    """Patterns and numbers are plain whatever the rest is."""
    shown = [] if patterns else [answer.text for answer in answers]
    return Texts(reading, head.stem, head.feedback, *shown, *(answer.feedback for answer in answers))


def part_of(texts: Texts, one: Field) -> Content:
    """The field as a part of a cloze question."""
    if one.type == "choice":
        more = {"multiple": one.multiple, "shuffle": one.shuffle}
        return {"type": "choice", **more, "options": options_of(texts, one.answers)}
    if one.type == "short":
        return {"type": "short", "case_sensitive": one.case_sensitive, "answers": patterns_of(texts, one.answers)}
    return {"type": "numeric", "answers": numbers_of(texts, one.answers)}


def options_of(texts: Texts, answers: Sequence[Answer]) -> list[Content]:
    return [_row(texts, number, answer, text=texts.of(answer.text)) for number, answer in enumerate(answers)]


def patterns_of(texts: Texts, answers: Sequence[Answer]) -> list[Content]:
    return [_row(texts, number, answer, pattern=tidy(answer.text.text)) for number, answer in enumerate(answers)]


def numbers_of(texts: Texts, answers: Sequence[Answer]) -> list[Content]:
    return [
        _row(texts, number, answer, value=answer.text.text, tolerance=answer.tolerance)
        for number, answer in enumerate(answers)
    ]


def with_text(reading: Reading, answers: Sequence[Answer], minimum: int) -> list[Answer]:
    """The answers that say something, which are those that Moodle stores."""
    full = [answer for answer in answers if answer.text]
    if len(full) < len(answers):
        reading.note("empty_answer")
    if len(full) < minimum:
        raise Unreadable("too_few_answers", minimum=minimum)
    _refuse_crowd(full)
    return full


def short_name(name: str) -> str:
    return one_line(name)[:NAME_LENGTH].rstrip()


def default_name(stem: str, text_format: str) -> str:
    """A question without a name is called by its beginning."""
    text = one_line(html.to_plain(stem) if text_format == "html" else stem)
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


def _row(texts: Texts, number: int, answer: Answer, **more: Any) -> Content:
    weight = Decimal(answer.weight)
    if abs(weight) > 1:
        raise Unreadable("weight_out_of_range", weight=str(weight * 100))
    return {"id": str(number), **more, "weight": answer.weight, "feedback": texts.of(answer.feedback)}


def _shown(one: Field, answer: Answer) -> tuple[Raw, ...]:
    return (answer.text, answer.feedback) if one.type == "choice" else (answer.feedback,)


def _refuse_crowd(rows: Sequence[object]) -> None:
    if len(rows) > OPTIONS:
        raise Unreadable("too_many_answers", limit=OPTIONS)
