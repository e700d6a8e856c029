"""Moodle XML: the questions of a bank with their categories, tags and pictures.

Every type that both sides know is read: choice, true/false, matching, short answer, numerical with units, essay,
description, cloze, drag words, gap select and ordering. HTML is cleaned, pictures are looked at; what has no
place in the bank is named in the question's notes.
"""

from codecs import BOM_UTF8

from quizzes.domain.formats import xml_questions
from quizzes.domain.formats.categories import read_path
from quizzes.domain.formats.decode import decode
from quizzes.domain.formats.limits import QUESTIONS
from quizzes.domain.formats.model import Parsed, Problem, Result, Unreadable
from quizzes.domain.formats.reading import Options, Reading, one_line
from quizzes.domain.formats.xml_tree import Node, questions, salvage

CATEGORY = "category"
FINAL = ("xml_forbidden", "xml_not_moodle", "xml_too_deep", "xml_too_large")  # no salvage from these


def read_moodle_xml(data: bytes, options: Options) -> Result:
    """Every question of the file, and a problem for each that cannot be read."""
    bank = _Bank(options)
    try:
        for node in questions(_from_declaration(data)):
            if bank.is_full:
                break
            bank.add(node)
    except Unreadable as problem:
        bank.problems.append(problem.at(0))
        if problem.code not in FINAL:
            bank.salvage(data)
    return Result(tuple(bank.parsed), tuple(bank.problems))


def _from_declaration(data: bytes) -> bytes:
    """Blank lines before the declaration are no XML; they are put behind it, so that lines keep their numbers."""
    stripped = data.removeprefix(BOM_UTF8).lstrip(b" \t\r\n")
    blank = data[: len(data) - len(stripped)].removeprefix(BOM_UTF8)
    end = stripped.find(b"?>")
    if not blank or not stripped.startswith(b"<?xml") or end < 0:
        return data
    return stripped[: end + 2] + blank + stripped[end + 2 :]


class _Bank:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.category: tuple[str, ...] = ()
        self.parsed: list[Parsed] = []
        self.problems: list[Problem] = []
        self.seen = 0

    @property
    def is_full(self) -> bool:
        return len(self.parsed) + len(self.problems) > QUESTIONS

    def add(self, node: Node) -> None:
        """A category, a question, or a problem."""
        self.seen += 1
        if node.attributes.get("type") == CATEGORY:
            self.category = read_path(node.text_of(CATEGORY, "text"))
            return
        reading = Reading(self.options, node.line)
        try:
            self.parsed.append(xml_questions.read_question(reading, node, self.category))
        except Unreadable as problem:
            self.problems.append(problem.at(node.line, one_line(node.text_of("name", "text"))[:100]))

    def salvage(self, data: bytes) -> None:
        """The questions behind the place where the file is broken, each by itself."""
        try:
            text, _notes = decode(data, strict=False)
        except Unreadable:
            return
        for found in salvage(text, self.seen):
            if self.is_full:
                return
            if isinstance(found, Node):
                self.add(found)
            elif found.line != self.problems[0].line:  # that one is reported already
                self.problems.append(found.at(found.line))
