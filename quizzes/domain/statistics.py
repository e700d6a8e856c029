"""What a quiz's results say about its questions (formulas of Moodle 4.5, mod/quiz/report/statistics).

x = mark of the question, T = total of the attempt, o = T − x; sample denominators n − 1. Facilities are shares
(0.22), weights, indexes, consistency and error ratio percent, deviations marks. Undefined is None: show "not enough
data". Sums are exact, so the order of attempts changes nothing.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import fsum, sqrt
from typing import Any

from quizzes.domain import moments
from quizzes.domain.advice import Advice, advise
from quizzes.domain.guessing import random_guess_score
from quizzes.domain.moments import Marks, exact
from quizzes.domain.option_analysis import OptionUse, Seen, option_uses

Question = Hashable


@dataclass(frozen=True)
class Answer:
    """A question in a finished attempt. Mark None: a person has still to grade it."""

    question: Question
    max_mark: float | Decimal
    mark: float | Decimal | None
    response: dict[str, Any] | None = None


@dataclass(frozen=True)
class Sheet:
    """A finished attempt: whose, which (1, 2, ...), in what language, and the answers by position."""

    learner: Hashable
    number: int
    language: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class LanguageFacility:
    """How hard a question was in one language."""

    language: str
    attempts: int
    facility: float | None


@dataclass(frozen=True)
class QuestionStatistics:
    """One question. `unanswered` counts empty responses."""

    question: Question
    attempts: int
    unanswered: int
    facility: float | None
    deviation: float | None
    intended_weight: float | None
    effective_weight: float | None
    discrimination: float | None
    efficiency: float | None
    random_guess: float | None
    languages: tuple[LanguageFacility, ...] = ()
    options: tuple[OptionUse, ...] = ()
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class QuizStatistics:
    """The quiz. `pending` attempts, which a person has still to grade, are left out of everything else."""

    attempts: int
    pending: int
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None
    questions: tuple[QuestionStatistics, ...]


def quiz_statistics(
    sheets: Iterable[Sheet], contents: Mapping[Question, dict[str, Any]], *, first_only: bool = True
) -> QuizStatistics:
    """Statistics over each learner's first finished attempt, or over all."""
    chosen = first_attempts(sheets) if first_only else list(sheets)
    ready = [_counted(sheet) for sheet in chosen if all(answer.mark is not None for answer in sheet.answers)]
    totals = [sheet.total for sheet in ready]
    deviation = moments.deviation(totals)
    consistency = _consistency(ready, totals)
    ratio = None if consistency is None else 100 * sqrt(max(0.0, 1 - consistency / 100))
    return QuizStatistics(
        attempts=len(ready),
        pending=len(chosen) - len(ready),
        mean=_number(moments.mean(totals)),
        median=_number(moments.median(totals)),
        deviation=deviation,
        skewness=moments.skewness(totals),
        kurtosis=moments.kurtosis(totals),
        consistency=consistency,
        error_ratio=ratio,
        standard_error=None if ratio is None or deviation is None else ratio * deviation / 100,
        questions=_questions(ready, contents),
    )


def first_attempts(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Each learner's attempt with the lowest number."""
    first: dict[Hashable, Sheet] = {}
    for sheet in sheets:
        if sheet.learner not in first or sheet.number < first[sheet.learner].number:
            first[sheet.learner] = sheet
    return list(first.values())


@dataclass(frozen=True)
class _Counted:
    """A sheet with its marks as whole numbers."""

    language: str
    answers: tuple[Answer, ...]
    marks: Marks
    maxima: Marks
    total: int
    whole: int


@dataclass(frozen=True)
class _Column:
    """A question across the attempts that hold it: its marks, and the attempts side by side."""

    question: Question
    answers: tuple[Answer, ...]
    xs: Marks
    maxima: Marks
    sheets: tuple[_Counted, ...]

    @property
    def totals(self) -> list[int]:
        return [sheet.total for sheet in self.sheets]

    @property
    def others(self) -> list[int]:
        return [sheet.total - x for x, sheet in zip(self.xs, self.sheets, strict=True)]


def _counted(sheet: Sheet) -> _Counted:
    marks = [exact(answer.mark or 0) for answer in sheet.answers]
    maxima = [exact(answer.max_mark) for answer in sheet.answers]
    return _Counted(sheet.language, sheet.answers, marks, maxima, sum(marks), sum(maxima))


def _questions(sheets: list[_Counted], contents: Mapping[Question, dict[str, Any]]) -> tuple[QuestionStatistics, ...]:
    columns = _columns(sheets)
    weights = _effective_weights(columns, len(sheets))
    return tuple(
        _statistics(column, contents.get(column.question, {}), weight)
        for column, weight in zip(columns, weights, strict=True)
    )


def _columns(sheets: list[_Counted]) -> list[_Column]:
    """Every question once, by the first place it ever had."""
    held: dict[Question, list[tuple[int, _Counted]]] = {}
    for sheet in sheets:
        for place, answer in enumerate(sheet.answers):
            held.setdefault(answer.question, []).append((place, sheet))
    first = {question: min(place for place, _sheet in rows) for question, rows in held.items()}
    return [_column(question, held[question]) for question in sorted(held, key=lambda q: (first[q], str(q)))]


def _column(question: Question, held: list[tuple[int, _Counted]]) -> _Column:
    return _Column(
        question,
        answers=tuple(sheet.answers[place] for place, sheet in held),
        xs=[sheet.marks[place] for place, sheet in held],
        maxima=[sheet.maxima[place] for place, sheet in held],
        sheets=tuple(sheet for _place, sheet in held),
    )


def _statistics(column: _Column, content: dict[str, Any], effective: float | None) -> QuestionStatistics:
    seen = [Seen(a.response, total) for a, total in zip(column.answers, column.totals, strict=True)]
    options, unanswered = option_uses(content, seen)
    found = QuestionStatistics(
        question=column.question,
        attempts=len(column.xs),
        unanswered=unanswered,
        facility=_ratio(column.xs, column.maxima),
        deviation=moments.deviation(column.xs),
        intended_weight=_percent(_ratio(column.maxima, [sheet.whole for sheet in column.sheets])),
        effective_weight=effective,
        discrimination=_discrimination(column),
        efficiency=_efficiency(column),
        random_guess=random_guess_score(content),
        languages=_by_language(column),
        options=options,
    )
    return replace(found, advice=advise(found))


def _ratio(parts: Marks, wholes: Marks) -> float | None:
    """Σ parts ÷ Σ wholes: with equal wholes, the mean share."""
    return sum(parts) / sum(wholes) if sum(wholes) else None


def _discrimination(column: _Column) -> float | None:
    """100·Cov(x,o) ÷ √(Var x·Var o)."""
    var_x, var_o = moments.variance(column.xs), moments.variance(column.others)
    covariance = moments.covariance(column.xs, column.others)
    if covariance is None or not var_x or not var_o:
        return None
    return 100 * float(covariance) / sqrt(float(var_x) * float(var_o))


def _efficiency(column: _Column) -> float | None:
    """100·Cov(x,o) ÷ Cov(sorted x, sorted o): against the most these marks could have shown."""
    most = moments.covariance(sorted(column.xs), sorted(column.others))
    covariance = moments.covariance(column.xs, column.others)
    return float(100 * covariance / most) if most and covariance is not None else None


def _effective_weights(columns: list[_Column], attempts: int) -> list[float | None]:
    """100·√Cov(x,T) ÷ Σ√max(0, Cov(xⱼ,T)). None where Cov is negative, and where questions were drawn."""
    covariances = [moments.covariance(column.xs, column.totals) for column in columns]
    is_fixed = all(len(column.xs) == attempts for column in columns)
    known = [float(c) for c in covariances if c is not None]
    whole = fsum(sqrt(max(0.0, c)) for c in known)
    if not is_fixed or not whole:
        return [None] * len(columns)
    return [None if c is None or c < 0 else 100 * sqrt(c) / whole for c in covariances]


def _by_language(column: _Column) -> tuple[LanguageFacility, ...]:
    spoken = [sheet.language for sheet in column.sheets]
    found = []
    for language in sorted(set(spoken)):
        at = [number for number, other in enumerate(spoken) if other == language]
        facility = _ratio([column.xs[n] for n in at], [column.maxima[n] for n in at])
        found.append(LanguageFacility(language, len(at), facility))
    return tuple(found)


def _consistency(sheets: list[_Counted], totals: Marks) -> float | None:
    """Cronbach's α in percent: 100·P/(P−1)·(1 − ΣVar xᵢ ÷ Var T); n > 2, P > 1."""
    rows = _rows(sheets)
    whole = moments.variance(totals)
    if len(rows) < 2 or len(totals) < 3 or not whole:
        return None
    parts = sum((moments.variance(row) or Fraction(0) for row in rows), Fraction(0))
    return float(Fraction(100 * len(rows), len(rows) - 1) * (1 - parts / whole))


def _rows(sheets: list[_Counted]) -> list[Marks]:
    """The marks by question where all attempts hold the same ones, else by position; none if lengths differ."""
    columns = _columns(sheets)
    if all(len(column.xs) == len(sheets) for column in columns):
        return [column.xs for column in columns]
    if len({len(sheet.marks) for sheet in sheets}) != 1:
        return []
    return list(zip(*(sheet.marks for sheet in sheets), strict=True))


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
