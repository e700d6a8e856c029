"""Questions from a file into the bank: first a plan that a person reads, then the same plan carried out."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from django.db import transaction
from django.utils.text import slugify

from courses.models import Course
from quizzes.domain.formats import Parsed
from quizzes.domain.merging import languages_in, merge, with_neutral_ids
from quizzes.domain.questions import QuestionProblem, check
from quizzes.models import Question, QuestionVersion
from quizzes.services.bank import put_question
from quizzes.services.pictures import described, keep_pictures

Action = Literal["create", "change", "replace", "same", "refuse"]
CODE_LENGTH, CATEGORY_LENGTH = 80, 80
BITE = 200  # questions in one transaction
UNSORTED = "import"  # the category of what names none


@dataclass(frozen=True)
class Order:
    """How a file goes into the bank."""

    language: str
    category: str = ""
    ready: bool = False


@dataclass(frozen=True)
class Planned:
    """What would become of a question of the file. `problem` keeps it a draft; `lost` are languages it would lose."""

    parsed: Parsed
    code: str
    category: str
    action: Action
    content: dict[str, Any]
    problem: str = ""
    lost: tuple[str, ...] = ()
    is_ready: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether the preview ticks it: nothing that loses something goes in unasked."""
        return self.action in ("create", "change")


def plan_import(course: Course | None, parsed: Iterable[Parsed], order: Order) -> list[Planned]:
    """What carrying out would do, question by question. Two queries; nothing is written."""
    questions = list(parsed)
    codes = _codes(questions, order)
    existing = _existing(course, codes)
    return [_plan(one, code, existing.get(code), order) for one, code in zip(questions, codes, strict=True)]


def carry_out(course: Course | None, plan: Iterable[Planned], chosen: Collection[str]) -> Counter[str]:
    """Write the chosen ones (by code). Returns how many were created, changed and unchanged. The second time nothing.

    In bites, so that nobody else waits long to write; what an interruption leaves over the next try takes in.
    """
    wanted = [one for one in plan if one.code in chosen and one.action not in ("refuse", "same")]
    done: Counter[str] = Counter()
    for start in range(0, len(wanted), BITE):
        with transaction.atomic():
            done.update(_write(course, one) for one in wanted[start : start + BITE])
    return done


def _write(course: Course | None, one: Planned) -> str:
    keep_pictures(one.parsed.pictures)
    tags = one.parsed.tags or None
    return put_question(course, one.code, one.content, category=one.category, ready=one.is_ready, tags=tags)[1]


def _plan(parsed: Parsed, code: str, existing: tuple[Question, QuestionVersion] | None, order: Order) -> Planned:
    category = _category(parsed, order)
    if parsed.content["type"] == "description":
        return Planned(parsed, code, category, "refuse", parsed.content)
    new = _with_pictures(with_neutral_ids(parsed.content, code), parsed)
    if existing is None:
        return _judged(parsed, code, category, "create", new, order)
    question, version = existing
    category = category if parsed.category or order.category else question.category
    merged = merge(version.content, new, order.language)
    if merged is None:
        lost = languages_in(version.content) - {order.language}
        action: Action = "replace" if lost else "change"
        return _judged(parsed, code, category, action, new, order, tuple(sorted(lost)))
    planned = _judged(parsed, code, category, "change", merged, order)
    is_made_ready = planned.is_ready and version.state == QuestionVersion.State.DRAFT
    is_same = merged == version.content and category == question.category and not is_made_ready
    return Planned(parsed, code, category, "same", merged) if is_same else planned


def _judged(
    parsed: Parsed,
    code: str,
    category: str,
    action: Action,
    content: dict[str, Any],
    order: Order,
    lost: tuple[str, ...] = (),
) -> Planned:
    try:
        check(content)
    except QuestionProblem as problem:
        return Planned(parsed, code, category, action, content, str(problem), lost)
    return Planned(parsed, code, category, action, content, "", lost, is_ready=order.ready)


def _with_pictures(content: dict[str, Any], parsed: Parsed) -> dict[str, Any]:
    return {**content, "pictures": described(parsed.pictures)} if parsed.pictures else content


def _existing(course: Course | None, codes: list[str]) -> dict[str, tuple[Question, QuestionVersion]]:
    """The questions of the bank with these codes, each with its newest version."""
    questions = Question.objects.filter(course=course, code__in=codes).in_bulk()
    newest: dict[int, QuestionVersion] = {}
    for version in QuestionVersion.objects.filter(question__in=questions).order_by("number"):
        newest[version.question_id] = version
    return {questions[pk].code: (questions[pk], version) for pk, version in newest.items()}


def _category(parsed: Parsed, order: Order) -> str:
    """The file's path with dots, as draws look for it: the last names that fit. C1/C1.1 is C1.1."""
    names: list[str] = []
    for name in parsed.category or [order.category or UNSORTED]:
        if names and name.startswith(f"{names[-1]}."):
            names.pop()
        names.append(name)
    while len(names) > 1 and len(".".join(names)) > CATEGORY_LENGTH:
        names.pop(0)
    return ".".join(names)[:CATEGORY_LENGTH]


def _codes(questions: list[Parsed], order: Order) -> list[str]:
    """A code for each: its own, or made of category and name; the same file always gives the same codes."""
    taken: Counter[str] = Counter()
    codes = []
    for question in questions:
        code = _code(question, order)
        taken[code] += 1
        codes.append(code if taken[code] == 1 else f"{code[: CODE_LENGTH - 5]}-{taken[code]}")
    return codes


def _code(question: Parsed, order: Order) -> str:
    own = re.sub(r"[^A-Za-z0-9_-]+", "-", question.code).strip("-")
    if own:
        return own[:CODE_LENGTH]
    name = slugify(question.name)
    if not name or name.isdecimal():
        stem = str(question.content.get("stem", {}).get("text", {}))
        name = sha256(f"{name}{stem}".encode()).hexdigest()[:10]
    return slugify(f"{_category(question, order).replace('.', '-')}-{name}")[:CODE_LENGTH].strip("-")
