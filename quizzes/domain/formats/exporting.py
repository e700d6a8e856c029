"""Questions written to a file: each one prepared, written, read again and compared."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from quizzes.domain.formats import aiken_write, gift_write, xml_write
from quizzes.domain.formats.aiken import read_aiken
from quizzes.domain.formats.build import short_name
from quizzes.domain.formats.canonical import BROKEN, canonical
from quizzes.domain.formats.categories import read_path, write_path
from quizzes.domain.formats.cloze_write import cloze_text
from quizzes.domain.formats.detect import AIKEN, CLOZE, GIFT, MOODLE_XML
from quizzes.domain.formats.gift import read_gift
from quizzes.domain.formats.losses import compare, ids_of, left_behind
from quizzes.domain.formats.model import Parsed, Problem, Result, Unreadable
from quizzes.domain.formats.moodle_xml import read_moodle_xml
from quizzes.domain.formats.numbers import is_number, shortest
from quizzes.domain.formats.read_cloze import read_cloze_text
from quizzes.domain.formats.reading import Options, one_line
from quizzes.domain.formats.spelling import Content


@dataclass(frozen=True)
class Format:
    """A format that can be written: its name, its types, and how a question, a category and a file are put down."""

    name: str
    types: tuple[str, ...]
    write: Callable[[Parsed, str], str]
    read: Callable[[str, Options], Result]
    category: Callable[[str], str] | None
    frame: Callable[[Sequence[str]], str]
    holds_one: bool = False


def _blocks(units: Sequence[str]) -> str:
    return "".join(f"{unit}\n\n" for unit in units)


def _quiz(units: Sequence[str]) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "".join(f"{unit}\n" for unit in units) + "</quiz>\n"


def _read_xml(text: str, options: Options) -> Result:
    return read_moodle_xml(text.encode(), options)


FORMATS = {
    GIFT: Format(
        "GIFT", tuple(gift_write.BODIES), gift_write.write_gift, read_gift, gift_write.write_category, _blocks
    ),
    AIKEN: Format("Aiken", ("choice",), aiken_write.write_aiken, read_aiken, None, _blocks),
    MOODLE_XML: Format(
        "Moodle XML", tuple(xml_write.BODIES), xml_write.write_xml, _read_xml, xml_write.write_category, _quiz
    ),
    CLOZE: Format(
        "Cloze", ("cloze",), lambda q, lang: cloze_text(q.content, lang), read_cloze_text, None, "".join, True
    ),
}


def write(questions: Iterable[Parsed], format: str, language: str) -> tuple[bytes, list[Problem]]:  # noqa: A002 the caller's word
    """The file with the questions in one language, and everything that it does not carry."""
    if format not in FORMATS:
        return b"", [Problem(0, "format_unknown", {"format": format[:60]})]
    writing = _Writing(FORMATS[format], Options(language))
    for question in questions:
        writing.add(question)
    return FORMATS[format].frame(writing.units).encode(), writing.problems


class _Writing:
    def __init__(self, format_: Format, options: Options) -> None:
        self.format, self.options = format_, options
        self.units: list[str] = []
        self.problems: list[Problem] = []
        self.category: tuple[str, ...] = ()

    def add(self, question: Parsed) -> None:
        try:
            for one in self._split(question):
                self._add_one(one)
        except BROKEN:
            self._say(Problem(0, "content_broken", name=str(question.name)))

    def _split(self, question: Parsed) -> list[Parsed]:
        """A case is written as a description and its questions, one after the other."""
        content = question.content
        if content["type"] != "scenario" or "description" not in self.format.types:
            return [question]
        self._say(Problem(0, "scenario_split", {"count": len(content["parts"])}, question.name))
        case = {key: value for key, value in content.items() if key not in ("parts", "default_mark", "penalty")}
        parts = [
            replace(question, name=f"{question.name} ({number})", content=part, code="")
            for number, part in enumerate(content["parts"], 1)
        ]
        return [replace(question, content={**case, "type": "description"}), *parts]

    def _add_one(self, question: Parsed) -> None:
        try:
            prepared, problems = self._prepared(question)
            unit = self.format.write(prepared, self.options.language)
            problems += compare(prepared, self._again(prepared, unit), self.format.name)
        except Unreadable as problem:
            self._say(problem.at(0, question.name))
            return
        self._put(prepared, unit, problems)

    def _prepared(self, question: Parsed) -> tuple[Parsed, list[Problem]]:
        """The question in its canonical spelling, with what no format has a place for."""
        kind, language = question.content["type"], self.options.language
        if kind not in self.format.types:
            raise Unreadable("cannot_carry_type", format=self.format.name, type=str(kind))
        problems = list(left_behind(question.content, language, question.name))
        content = canonical(question.content, language)
        if ids_of(content) != ids_of(question.content):
            self._say(Problem(0, "lost_ids"))
        content, converted = _converted(content)
        problems += [Problem(0, code, name=question.name) for code in converted]
        tags = tuple(dict.fromkeys(tag for tag in map(one_line, question.tags) if tag))
        name, code = short_name(question.name), one_line(question.code)
        return replace(question, name=name, code=code, tags=tags, content=content), problems

    def _again(self, question: Parsed, unit: str) -> Parsed:
        """The question as the file gives it back."""
        result = self.format.read(self.format.frame([unit]), replace(self.options, strict=True))
        if len(result.parsed) != 1 or result.problems:
            where = result.problems[0].code if result.problems else "count"
            raise Unreadable("cannot_carry", format=self.format.name, where=where)
        category = read_path(write_path(question.category)) if self.format.category else ()
        return replace(result.parsed[0], category=category)

    def _put(self, question: Parsed, unit: str, problems: list[Problem]) -> None:
        if self.format.holds_one and self.units:
            self._say(Problem(0, "only_one"))
            return
        if self.format.category and question.category != self.category:
            self.category = question.category
            self.units.append(self.format.category(write_path(question.category)))
        self.units.append(unit)
        self.problems += problems

    def _say(self, problem: Problem) -> None:
        """Once for the file what is not about one question."""
        if problem.name or problem not in self.problems:
            self.problems.append(problem)


def _converted(content: Content) -> tuple[Content, list[str]]:
    """What every format of today carries in another shape: relative tolerances, true/false fields."""
    codes: list[str] = []
    if content["type"] == "cloze":
        parts = [_converted_part(part, codes) for part in content["parts"]]
        return {**content, "parts": parts}, codes
    if content["type"] == "numeric":
        return _absolute(content, codes), codes
    return content, codes


def _converted_part(part: Content, codes: list[str]) -> Content:
    if part["type"] == "numeric":
        return _absolute(part, codes)
    if part["type"] != "truefalse":
        return part
    codes.append("lost_truefalse")
    options = [{**option, "id": f"o{number}"} for number, option in enumerate(part["options"], 1)]
    return {**part, "type": "choice", "shuffle": False, "options": options}


def _absolute(content: Content, codes: list[str]) -> Content:
    """Relative tolerances as absolute ones, which accept the same numbers."""
    answers = [
        {**answer, "tolerance": _reach(answer), "tolerance_type": "nominal"}
        if answer["tolerance_type"] == "relative" and is_number(answer["value"])
        else answer
        for answer in content["answers"]
    ]
    if answers != content["answers"]:
        codes.append("lost_tolerance_type")
    return {**content, "answers": answers}


def _reach(answer: Content) -> str:
    return shortest(abs(Decimal(answer["value"])) * Decimal(answer["tolerance"]))
