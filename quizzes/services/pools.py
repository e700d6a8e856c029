"""What the bank holds for a quiz's draws. One query for all pools; drawing itself asks in services.starting."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from courses.models import Course
from quizzes.domain.draw import Pool, shortages
from quizzes.models import QuestionVersion, QuizDraw


@dataclass(frozen=True)
class InBank:
    """A question that can be drawn."""

    id: int
    category: str
    objective: str
    tags: tuple[str, ...]


class PoolTooSmall(Exception):
    """The bank holds fewer questions than the draw asks for."""

    def __init__(self, wanted: int, found: int) -> None:
        super().__init__(f"{wanted} wanted, {found} found")
        self.wanted, self.found = wanted, found


def drawable(course: Course) -> list[InBank]:
    """The ready questions of a course and the shared ones. One query."""
    current = QuestionVersion.objects.current().filter(Q(question__course=course) | Q(question__course=None))
    names = ("question_id", "question__category", "question__objective", "question__tags")
    rows = current.order_by("question_id").values_list(*names)
    return [InBank(pk, category, objective, tuple(tags)) for pk, category, objective, tags in rows]


def pool_of(part: QuizDraw, bank: Iterable[InBank]) -> list[int]:
    """The questions that the part may ask: as services.starting draws them."""
    if part.question_id:
        return [one.id for one in bank if one.id == part.question_id]
    return [one.id for one in bank if _is_in(one, part)]


def _is_in(one: InBank, part: QuizDraw) -> bool:
    is_below = not part.category or f"{one.category}.".startswith(f"{part.category}.")
    is_aim = not part.objective or one.objective == part.objective
    return is_below and is_aim and (not part.tag or part.tag in one.tags)


def check_pool(part: QuizDraw, bank: Iterable[InBank]) -> None:
    """Raise PoolTooSmall unless the bank has enough for this part alone."""
    found = len(pool_of(part, bank))
    if found < part.count:
        raise PoolTooSmall(part.count, found)


@dataclass(frozen=True)
class Supply:
    """A part with how many questions it chooses from; `left` is set where the parts together leave too few."""

    part: QuizDraw
    available: int
    left: int | None

    @property
    def is_short(self) -> bool:
        return self.left is not None


def supplies(parts: list[QuizDraw], bank: list[InBank]) -> list[Supply]:
    """Every part with what the bank holds for it."""
    pools = [Pool(part.pool_name, part.count, pool_of(part, bank)) for part in parts]
    short = shortages(pools)
    return [
        Supply(part, len(pool.questions), short.get(place))
        for place, (part, pool) in enumerate(zip(parts, pools, strict=True))
    ]
