"""Reads for the screens of the bank. The number of queries does not grow with the bank."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from courses.models import Course
from courses.reading import active_language
from library.domain.matching import fold
from quizzes.admin.contents import kind_of
from quizzes.admin.forms import SHARED
from quizzes.admin.words import DIFFICULTIES
from quizzes.domain.translations import LANGUAGES, shares
from quizzes.models import Attempt, AttemptSlot, Question, QuestionVersion, QuizDraw

State = QuestionVersion.State
ENOUGH = 5  # answers before a facility says something


def with_versions(questions: QuerySet[Question]) -> Any:
    """Each with the ids of its newest version and of its newest ready one."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    return questions.annotate(
        newest_id=Subquery(newest.values("pk")[:1]),
        newest_state=Subquery(newest.values("state")[:1]),
        ready_id=Subquery(newest.filter(state=State.READY).values("pk")[:1]),
    )


def narrowed(questions: QuerySet[Question], asked: Mapping[str, str]) -> QuerySet[Question]:
    """The questions that answer what is asked."""
    found = with_versions(questions)
    if course := asked.get("course"):
        found = in_course(found, course)
    if difficulty := asked.get("difficulty"):
        found = found.filter(difficulty=difficulty)
    if kind := asked.get("kind"):
        found = found.filter(_is_of_kind(kind))
    if category := asked.get("category"):
        found = found.filter(Q(category=category) | Q(category__startswith=f"{category}."))
    if state := asked.get("state"):
        found = found.filter(STATES[state])
    return _narrowed_by_texts(found, asked)


STATES = {
    "ready": Q(ready_id__isnull=False),
    "draft": Q(newest_state=State.DRAFT),
    "retired": Q(ready_id=None, newest_state=State.RETIRED),
}


def in_course(questions: Any, course: str) -> Any:
    """Those of one course (by its id), or the shared ones."""
    return questions.filter(course=None) if course == SHARED else questions.filter(course=course)


def _is_of_kind(kind: str) -> Exists:
    version = QuestionVersion.objects.filter(pk=OuterRef("newest_id"))
    if kind in ("single", "multiple"):
        return Exists(version.filter(content__type="choice", content__multiple=kind == "multiple"))
    return Exists(version.filter(content__type=kind))


def _narrowed_by_texts(questions: QuerySet[Question], asked: Mapping[str, str]) -> QuerySet[Question]:
    """Tags, words and languages are looked for in Python: no accents to stumble over, and SQLite sees no lists."""
    tag, words, missing = asked.get("tag"), fold(asked.get("q", "")).split(), asked.get("missing")
    if not (tag or words or missing):
        return questions
    content = "content" if missing else "content__stem__text"
    texts = Subquery(QuestionVersion.objects.filter(pk=OuterRef("newest_id")).values(content)[:1])
    rows = questions.annotate(said=texts).values_list("pk", "code", "category", "tags", "said")
    found = [
        pk
        for pk, code, category, tags, said in rows
        if (not tag or tag in tags)
        and _has_words(words, code, category, *tags, said.get("stem", {}).get("text") if missing else said)
        and (not missing or shares(said).get(missing, 0) < 100)
    ]
    return questions.filter(pk__in=found)


def _has_words(words: list[str], *texts: Any) -> bool:
    if not words:
        return True
    said = " ".join(" ".join(map(str, t.values())) if isinstance(t, dict) else str(t or "") for t in texts)
    folded = fold(said)
    return all(word in folded for word in words)


@dataclass(frozen=True)
class Branch:
    """A category in the tree: C1.1 below C1."""

    name: str
    count: int
    depth: int

    @property
    def label(self) -> str:
        return self.name


def category_tree(questions: QuerySet[Question]) -> list[Branch]:
    """All categories with how many questions each and what is below it hold. One query."""
    counts: Counter[str] = Counter()
    for category, count in questions.order_by().values_list("category").annotate(count=Count("pk")):
        pieces = category.split(".")
        for depth in range(1, len(pieces) + 1):
            counts[".".join(pieces[:depth])] += count
    return [Branch(name, counts[name], name.count(".")) for name in in_natural_order(counts)]


def in_natural_order(names: Iterable[str]) -> list[str]:
    """Names as people count: C2 before C10."""
    return sorted(names, key=_natural)


def _natural(name: str) -> list[tuple[int, str]]:
    """C2 before C10."""
    pieces = [p for piece in name.split(".") for p in _digits_apart(piece)]
    return [(int(piece), "") if piece.isdecimal() else (-1, fold(piece)) for piece in pieces]


def _digits_apart(text: str) -> list[str]:
    head = text.rstrip("0123456789")
    return [piece for piece in (head, text[len(head) :]) if piece]


@dataclass
class Entry:
    """A line of the list."""

    question: Question
    version: QuestionVersion | None
    ready: int | None = None  # the number of the version that quizzes draw
    quizzes: int = 0
    facility: Decimal | None = None
    answers: int = 0
    shares: dict[str, int] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, Any]:
        return self.version.content if self.version else {}

    @property
    def kind(self) -> str:
        return kind_of(self.content)

    @property
    def stem(self) -> dict[str, str]:
        return stem_of(self.content)

    @property
    def difficulty(self) -> str:
        return str(dict(DIFFICULTIES).get(self.question.difficulty, ""))

    @property
    def is_draft(self) -> bool:
        return self.version is not None and self.version.state == State.DRAFT

    @property
    def is_retired(self) -> bool:
        return self.ready is None and not self.is_draft


def stem_of(content: dict[str, Any]) -> dict[str, str]:
    """The text of a question by language; nothing of a draft that has none."""
    stem = content.get("stem")
    text = stem.get("text") if isinstance(stem, dict) else None
    return text if isinstance(text, dict) else {}


def entries(page: Iterable[Question]) -> list[Entry]:
    """The page's lines with versions, uses and facility. Four queries."""
    questions = list(page)
    wanted = {q.newest_id for q in questions} | {q.ready_id for q in questions}  # type: ignore[attr-defined]
    versions = QuestionVersion.objects.in_bulk([pk for pk in wanted if pk])
    used = quizzes_using(questions)
    facilities = facilities_of(questions)
    lines = []
    for question in questions:
        version, ready = versions.get(question.newest_id), versions.get(question.ready_id)  # type: ignore[attr-defined]
        count, mean = facilities.get(question.pk, (0, None))
        line = Entry(question, version, ready.number if ready else None, len(used[question.pk]), answers=count)
        line.facility = Decimal(mean * 100) if mean is not None and count >= ENOUGH else None
        line.shares = shares(line.content)
        lines.append(line)
    return lines


def quizzes_using(questions: Iterable[Question]) -> dict[int, dict[Any, QuizDraw]]:
    """For each question the quizzes (by id) that name it or may draw it, with one of the draws. One query."""
    draws = list(QuizDraw.objects.select_related("quiz__activity__course").order_by("quiz_id", "position"))
    used: dict[int, dict[Any, QuizDraw]] = defaultdict(dict)
    for question in questions:
        for part in draws:
            if takes(part, question):
                used[question.pk].setdefault(part.quiz_id, part)
    return used


def takes(part: QuizDraw, question: Question) -> bool:
    """Whether a part of a quiz names the question, or its pool holds it: as quizzes.services.starting draws."""
    if part.question_id:
        return part.question_id == question.pk
    is_here = question.course_id in (None, part.quiz.activity.course_id)
    is_in = not part.category or f"{question.category}.".startswith(f"{part.category}.")
    is_aim = not part.objective or question.objective == part.objective
    return is_here and is_in and is_aim and (not part.tag or part.tag in question.tags)


def facilities_of(questions: Iterable[Question]) -> dict[int, tuple[int, float]]:
    """(answers, mean share of the mark) over first finished attempts, by question. One query."""
    rows = (
        AttemptSlot.objects.filter(
            version__question__in=[question.pk for question in questions],
            attempt__state=Attempt.State.FINISHED,
            attempt__number=1,
            mark__isnull=False,
        )
        .order_by()
        .values_list("version__question")
        .annotate(count=Count("pk"), earned=Sum("mark"), possible=Sum("max_mark"))
    )
    return {pk: (count, float(earned / possible)) for pk, count, earned, possible in rows if possible}


def first_language(content: dict[str, Any], course: Course | None) -> str:
    """The language that is written first: the course's, unless the question is in others only."""
    wanted = course.source_language if course else active_language()
    found = shares(content)
    return wanted if wanted in found or not found else next((code for code in LANGUAGES if code in found), wanted)
