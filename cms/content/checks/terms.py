"""Words that mislead or hurt, and what to write instead: content/terms.yaml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from cms.content.checks.citations import first_line
from cms.content.checks.finding import ERROR, WARNING, Finding
from cms.content.checks.prose import without_links
from cms.content.lesson_file import LANGUAGES, LessonFile
from library.domain.yaml_file import Entry, read_entries

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"", re.DOTALL)


@dataclass(frozen=True)
class Term:
    """Words not to write in a language, what to write instead, and where they are allowed all the same."""

    pattern: re.Pattern[str]
    language: str
    write: str
    why: str
    level: str
    beside: re.Pattern[str] | None
    lessons: frozenset[str]

    def found_in(self, text: str) -> Iterator[int]:
        """Where the words stand; not inside quotation marks, nor in a paragraph that explains the trap."""
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        for match in self.pattern.finditer(text):
            if any(begin <= match.start() < end for begin, end in quoted):
                continue
            if not (self.beside and self.beside.search(_paragraph(text, match.start()))):
                yield match.start()


def read_terms(path: Path) -> list[Term]:
    """The list. Raises ContentError."""
    return [_term(entry) for entry in read_entries(path, "terms")] if path.exists() else []


def _term(entry: Entry) -> Term:
    entry.allow(["language", "avoid", "write", "why"], ["level", "beside", "lessons"])
    level, language = entry.text("level", ERROR), entry.text("language")
    if level not in (ERROR, WARNING) or language not in LANGUAGES:
        raise entry.wrong(f"level: {ERROR} or {WARNING}; language: one of {', '.join(LANGUAGES)}")
    beside = entry.strings("beside") if entry.has("beside") else []
    return Term(
        pattern=_any_of(entry.strings("avoid")),
        language=language,
        write=entry.text("write"),
        why=entry.text("why"),
        level=level,
        beside=_any_of(beside) if beside else None,
        lessons=frozenset(entry.strings("lessons") if entry.has("lessons") else []),
    )


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words; a * stands for the end of a word."""
    parts = [r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split()) for phrase in phrases]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def _paragraph(text: str, at: int) -> str:
    begin = text.rfind("\n\n", 0, at) + 1
    end = text.find("\n\n", at)
    return text[begin : end if end >= 0 else len(text)]


def check_terms(lesson: LessonFile, terms: list[Term]) -> Iterator[Finding]:
    """No word of the list in the lesson's language."""
    texts = [(f"{lesson.title}\n{lesson.summary}", 1)]
    for block in lesson.blocks:
        texts += [(without_links(block.argument), block.line), (without_links(block.text), first_line(block))]
    for term in terms:
        if term.language == lesson.language and lesson.lesson not in term.lessons:
            for text, line in texts:
                for at in term.found_in(text):
                    yield _finding(lesson.path, line + text[:at].count("\n"), term, text[at:], term.level)


def check_question_terms(question: Entry, terms: list[Term]) -> Iterator[Finding]:
    """The same for a question, as a warning; the text of a wrong option may well name the error it stands for."""
    for name, value in _scalars(question.node):
        for term in terms:
            if term.language == name:
                for at in term.found_in(value.value):
                    line = int(value.start_mark.line) + 1
                    yield _finding(question.file, line, term, value.value[at:], WARNING)


def _scalars(node: yaml.Node) -> Iterator[tuple[str, yaml.ScalarNode]]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else []:
        yield from _scalars(item)
    for name, value in node.value if isinstance(node, yaml.MappingNode) else []:
        if isinstance(value, yaml.ScalarNode):
            yield name.value, value
        elif not (name.value == "text" and _is_wrong_option(node)):
            yield from _scalars(value)


def _is_wrong_option(node: yaml.Node) -> bool:
    return any(name.value == "correct" and value.value == "false" for name, value in node.value)


def _finding(file: Path, line: int, term: Term, rest: str, level: str) -> Finding:
    match = term.pattern.match(rest)
    said = " ".join(match[0].split()) if match else ""
    return Finding(file, line, level, f"{said!r}: write {term.write!r} ({term.why})")
