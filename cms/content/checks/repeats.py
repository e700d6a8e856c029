"""Sentences that stand in more than one lesson: formulas, or a passage copied and forgotten."""

import re
from collections.abc import Iterable, Iterator

from cms.content.checks.finding import Finding, error, warning
from cms.content.checks.prose import Passage, passages, sentences, words
from cms.content.lesson_file import LessonFile

LEAST_WORDS = 8  # shorter ones may well come back: "Check whether your State is a party."


def check_repeats(lessons: Iterable[LessonFile]) -> Iterator[Finding]:
    """A sentence of eight words or more stands in one lesson of the site only.

    Between courses, and in tables, where a definition may be quoted again, it is a warning.
    """
    first: dict[tuple[str, str], tuple[LessonFile, Passage]] = {}
    for lesson in lessons:
        for passage in passages(lesson):
            for sentence in sentences(passage.text):
                if words(sentence) < LEAST_WORDS:
                    continue
                key = (lesson.language, re.sub(r"\W+", " ", sentence.lower()).strip())
                other, there = first.setdefault(key, (lesson, passage))
                if other.path != lesson.path:
                    is_grave = other.path.parent == lesson.path.parent and "table" not in (passage.kind, there.kind)
                    make = error if is_grave else warning
                    where = f"{other.path.name}, line {there.line}"
                    message = f"this sentence stands in {where} too; say it anew or leave it out: {sentence[:50]}…"
                    yield make(lesson.path, passage.line, message)
