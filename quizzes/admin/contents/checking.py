"""What keeps a question from being ready, each complaint beside the place that it is about."""

import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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
    gettext_noop("the question asks nothing: write its text"),
    gettext_noop("a choice needs at least two options with different ids"),
    gettext_noop("every option needs a weight from -1 to 1"),
    gettext_noop("no option earns marks: mark the right one"),
    gettext_noop("one option must earn the full mark"),
    gettext_noop("ticking every box earns full marks: give the wrong options a negative weight"),
    gettext_noop("the right options together do not earn the full mark"),
    gettext_noop("matching needs at least two stems with a text"),
    gettext_noop("matching needs at least two choices"),
    gettext_noop("a text with gaps needs at least one place, written [[p1]] in the text"),
    gettext_noop("a text with gaps needs at least two choices"),
    gettext_noop("ordering needs at least two items"),
    gettext_noop("the right order must name every item once"),
    gettext_noop("every answer needs a pattern to compare with"),
    gettext_noop("a tolerance is nominal, relative or geometric"),
    gettext_noop("every unit needs a name of its own"),
    gettext_noop("every unit needs a multiplier above 0: with metres 1, centimetres 100"),
    gettext_noop("the penalty for a wrong unit is a number from 0 to 1"),
    gettext_noop("an essay without a rubric cannot be scored yet: add at least one criterion"),
    gettext_noop("the right answer does not earn the full mark"),
    gettext_noop("the penalty for another try is a number from 0 to 1"),
    gettext_noop("write at least one answer"),
    gettext_noop("every answer needs a weight from 0 to 1"),
    gettext_noop("one answer must earn the full mark"),
    gettext_noop("'*' stands before the right answer and catches everything: put it last"),
    gettext_noop("'*' stands before another answer and catches everything: put it last"),
)
PATTERNS = (
    (r"the stem '(?P<id>.*)' has no right choice: .*", gettext_noop("a row has no answer on its right side")),
    (r"the place '(?P<id>.*)' has no right choice: .*", gettext_noop("the gap [[%(id)s]] has no right word")),
    (
        r"the right answer '(?P<text>.*)' never counts: .*",
        gettext_noop("the right answer “%(text)s” never counts: an answer before it catches it"),
    ),
    (
        r"'(?P<text>.*)' is no number: .*",
        gettext_noop("“%(text)s” is no number: write it like 1234.5, or * for any number"),
    ),
    (
        r"the tolerance '(?P<text>.*)' is not .*",
        gettext_noop("the tolerance “%(text)s” is not a number from 0 upwards"),
    ),
    (r"the criterion '.*' needs at least two levels", gettext_noop("every criterion needs at least two levels")),
    (
        r"every level of the criterion '.*' needs points.*",
        gettext_noop("every level of a criterion needs points from 0 upwards"),
    ),
    (
        r"all levels of the criterion '.*' have the same.*",
        gettext_noop("all levels of a criterion have the same points"),
    ),
    (
        r"the mark '?(?P<text>.*?)'? is not a number above 0",
        gettext_noop("the mark “%(text)s” is not a number above 0"),
    ),
    (
        r"the text in '(?P<language>.*)' must hold each of these once and no other: (?P<places>.*)",
        gettext_noop("the text in “%(language)s” must hold each of these once and no other: %(places)s"),
    ),
    (
        r"test (?P<number>\d+) expects (?P<wanted>.*) and gets (?P<got>.*)",
        gettext_noop("test %(number)s expects %(wanted)s and gets %(got)s"),
    ),
    (r"a cloze needs at least .*", gettext_noop("write [[a word]] in the text where a field should stand")),
    (r"a scenario needs at least .*", gettext_noop("add at least one question to the case")),
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
