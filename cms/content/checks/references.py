"""Reference boxes and comparisons: what the loader would refuse, links, words, and whether the languages agree."""

from collections.abc import Iterator
from pathlib import Path

from cms.content.checks.citations import check_links, check_paragraph_numbers
from cms.content.checks.finding import Finding, error, unreadable
from cms.content.checks.terms import Term, check_terms
from cms.content.checks.translations import compare
from cms.content.lesson_file import LessonFile
from cms.content.reference_file import missing_languages, read_reference, reference_paths
from cms.content.richtext import Targets, UnknownLink
from cms.content.stream import stream
from library.domain.errors import ContentError


def check_references(library: Path, targets: Targets, terms: list[Term]) -> Iterator[Finding]:
    """Every rule over every file; Spanish is the original."""
    texts: dict[str, dict[str, LessonFile]] = {}
    for kind, path in reference_paths(library):
        try:
            file = read_reference(path, kind)
        except ContentError as fault:
            yield unreadable(fault)
            continue
        texts.setdefault(file.text.lesson, {})[file.text.language] = file.text
        if missing := missing_languages(path):
            yield error(path, 1, missing)
        yield from _check(file.text, targets, terms)
    for written in texts.values():
        if original := written.get("es"):
            for translation in written.values():
                yield from compare(original, translation) if translation is not original else ()


def _check(text: LessonFile, targets: Targets, terms: list[Term]) -> Iterator[Finding]:
    yield from check_paragraph_numbers(text)
    yield from check_links(text, targets)
    yield from check_terms(text, terms)
    try:
        stream(text, targets)
    except ContentError as fault:
        if not isinstance(fault.__cause__, UnknownLink):
            yield unreadable(fault)
