"""What keeps a question from being ready, each complaint beside the place that it is about."""

import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said

from quizzes.admin.contents import kinds
from quizzes.admin.contents.rows import Content, Problem
from quizzes.admin.contents.tree import Node
from quizzes.domain import checks
from quizzes.domain.problems import QuestionProblem
from quizzes.domain.questions import check
from quizzes.domain.scoring import BROKEN

# The list in which a kind's answers stand: where complaints about them as a whole are shown.
ANSWERS = {
    "single": "option",
    "multiple": "option",
    "truefalse": "right",
    "matching": "pair",
    "ordering": "item",
    "gaps": "place",
    "short": "answer",
    "numeric": "answer",
    "essay": "criterion",
    "cloze": "part",
    "scenario": "part",
}


def find_problems(content: Content, node: Node) -> list[Problem]:
    """Everything at once, so that an author repairs it in one go; empty if the question may be ready."""
    found = list(_problems(content, node))
    return found or list(_complaint(check, content, node.at(ANSWERS[kinds.kind_of(content)])))


def _problems(content: Content, node: Node) -> Iterator[Problem]:
    kind = kinds.kind_of(content)
    answers = node.at(ANSWERS[kind])
    yield from _complaint(checks.check_stem, content, node.at("stem"))
    failed = list(_part_problems(content, node, kind)) or list(_complaint(checks.check_type, content, answers))
    yield from failed
    if not failed:
        yield from _complaint(checks.check_key, content, answers)
        yield from _complaint(checks.run_tests, content, node.at("test"))


def _part_problems(content: Content, node: Node, kind: str) -> Iterator[Problem]:
    for row, part in _parts(content, node):
        if kind == "scenario":
            yield from _problems(part, row)
        else:
            yield from _complaint(checks.check_type, part, row.at(ANSWERS[kinds.kind_of(part)]))


def _parts(content: Content, node: Node) -> Iterator[tuple[Node, Content]]:
    """The parts with their rows on the page, as far as the page shows them."""
    rows = [row for row in node.rows("part") if row.text("kind") in kinds.PART_KINDS]
    shown = [part for part in content.get("parts", ()) if kinds.kind_of(part) in kinds.PART_KINDS]
    return iter(zip(rows, shown, strict=False))


def _complaint(ask: Callable[[Content], None], content: Content, place: str) -> Iterator[Problem]:
    try:
        ask(content)
    except QuestionProblem as problem:
        yield Problem(place, complaint_words(str(problem)))
    except BROKEN:
        yield Problem(place, _("A part of this question is missing or has the wrong form."))


# The complaints of quizzes.domain.checks, for translators. What is not here is shown in English.
FIXED = (
    said("the question asks nothing: write its text"),
    said("a choice needs at least two options with different ids"),
    said("every option needs a weight from -1 to 1"),
    said("no option earns marks: mark the right one"),
    said("one option must earn the full mark"),
    said("ticking every box earns full marks: give the wrong options a negative weight"),
    said("the right options together do not earn the full mark"),
    said("matching needs at least two stems with a text"),
    said("matching needs at least two choices"),
    said("a text with gaps needs at least one place, written [[p1]] in the text"),
    said("a text with gaps needs at least two choices"),
    said("ordering needs at least two items"),
    said("the right order must name every item once"),
    said("every answer needs a pattern to compare with"),
    said("a tolerance is nominal, relative or geometric"),
    said("every unit needs a name of its own"),
    said("every unit needs a multiplier above 0: with metres 1, centimetres 100"),
    said("the penalty for a wrong unit is a number from 0 to 1"),
    said("an essay without a rubric cannot be scored yet: add at least one criterion"),
    said("the right answer does not earn the full mark"),
    said("the penalty for another try is a number from 0 to 1"),
    said("write at least one answer"),
    said("every answer needs a weight from 0 to 1"),
    said("one answer must earn the full mark"),
    said("'*' stands before the right answer and catches everything: put it last"),
    said("'*' stands before another answer and catches everything: put it last"),
)
PATTERNS = (
    (r"the stem '(?P<id>.*)' has no right choice: .*", said("a row has no answer on its right side")),
    (r"the place '(?P<id>.*)' has no right choice: .*", said("the gap [[%(id)s]] has no right word")),
    (
        r"the right answer '(?P<text>.*)' never counts: .*",
        said("the right answer “%(text)s” never counts: an answer before it catches it"),
    ),
    (r"'(?P<text>.*)' is no number: .*", said("“%(text)s” is no number: write it like 1234.5, or * for any number")),
    (r"the tolerance '(?P<text>.*)' is not .*", said("the tolerance “%(text)s” is not a number from 0 upwards")),
    (r"the criterion '.*' needs at least two levels", said("every criterion needs at least two levels")),
    (
        r"every level of the criterion '.*' needs points.*",
        said("every level of a criterion needs points from 0 upwards"),
    ),
    (r"all levels of the criterion '.*' have the same.*", said("all levels of a criterion have the same points")),
    (r"the mark '?(?P<text>.*?)'? is not a number above 0", said("the mark “%(text)s” is not a number above 0")),
    (
        r"the text in '(?P<language>.*)' must hold each of these once and no other: (?P<places>.*)",
        said("the text in “%(language)s” must hold each of these once and no other: %(places)s"),
    ),
    (
        r"test (?P<number>\d+) expects (?P<wanted>.*) and gets (?P<got>.*)",
        said("test %(number)s expects %(wanted)s and gets %(got)s"),
    ),
    (r"a cloze needs at least .*", said("write [[a word]] in the text where a field should stand")),
    (r"a scenario needs at least .*", said("add at least one question to the case")),
)


def complaint_words(complaint: str) -> str:
    """A complaint of the domain in the language of the page, as a sentence."""
    text = complaint if complaint in FIXED else re.sub(r"^[\w-]+: (?=[a-z'])", "", complaint)
    for pattern, words in PATTERNS:
        if match := re.fullmatch(pattern, text):
            return _sentence(_(words) % match.groupdict())
    return _sentence(_(text) if text in FIXED else text)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")
