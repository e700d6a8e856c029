"""Start an attempt: its questions are drawn and frozen at once."""

import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from random import Random

from django.db import transaction
from django.db.models import Q, QuerySet

from courses.models import Enrolment
from quizzes.domain import rules
from quizzes.domain.draw import DryPool, Pool, draw
from quizzes.domain.questions import order_for
from quizzes.models import Attempt, AttemptSlot, QuestionVersion, Quiz, QuizDraw
from quizzes.services.events import note
from quizzes.services.finishing import close_if_expired
from quizzes.services.rules import rules_for

Row = tuple[QuestionVersion, dict[str, str], Decimal]  # what is asked, under which title, for how many points


@transaction.atomic
def start_attempt(enrolment: Enrolment, quiz: Quiz, *, now: datetime, random: Random | None = None) -> Attempt:
    """The open attempt, or a new one with its questions drawn. Safe to repeat.

    Raises quizzes.domain.rules.MayNotStart and quizzes.domain.draw.DryPool. The enrolment's row is
    locked: twenty clicks at once start one attempt.
    """
    for attempt in Attempt.objects.of(enrolment, quiz).expired(now):
        close_if_expired(attempt, now=now)  # before the lock: handing in locks the attempt, then the enrolment
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    attempts = list(Attempt.objects.of(enrolment, quiz))
    if attempts and attempts[-1].is_open:
        return attempts[-1]
    allowed = rules_for(enrolment, quiz)
    last = max((a.submitted_at for a in attempts if a.submitted_at), default=None)
    rules.check_start(allowed, used=len(attempts), last_finished_at=last, now=now)
    attempt = Attempt.objects.create(
        quiz=quiz,
        enrolment=enrolment,
        number=len(attempts) + 1,
        started_at=now,
        deadline=rules.deadline(allowed, now),
        language=enrolment.language,
        behaviour=quiz.behaviour,
        pass_mark=quiz.pass_mark,
        is_practice=quiz.is_practice,
    )
    _freeze_questions(attempt, random or secrets.SystemRandom())
    note(attempt, "started", now)
    return attempt


def _freeze_questions(attempt: Attempt, random: Random) -> None:
    quiz = attempt.quiz
    draws = list(quiz.draws.select_related("question"))
    if not draws:
        raise DryPool(quiz.activity.slug, 1, 0)
    found = [list(_versions(quiz, part)) for part in draws]
    pools = [Pool(d.pool_name, d.count, [v.question_id for v in vs]) for d, vs in zip(draws, found, strict=True)]
    chosen = draw(pools, _times_seen(attempt.enrolment), random)
    versions = {version.question_id: version for part in found for version in part}
    places = [(section, part.mark) for section, part in _in_sections(draws) for _n in range(part.count)]
    rows = [(versions[question], *place) for question, place in zip(chosen, places, strict=True)]
    if quiz.shuffles_questions:
        rows = _shuffled(rows, random)
    AttemptSlot.objects.bulk_create(
        AttemptSlot(
            attempt=attempt,
            position=position,
            section=section,
            version=version,
            option_order=order_for(version.content, random, shuffle=quiz.shuffles_options),
            max_mark=max_mark,
        )
        for position, (version, section, max_mark) in enumerate(rows, 1)
    )


def _in_sections(draws: list[QuizDraw]) -> Iterator[tuple[dict[str, str], QuizDraw]]:
    """Each part with the title of the section it stands in: the last one before it; {} before the first."""
    section: dict[str, str] = {}
    for part in draws:
        section = part.section or section
        yield section, part


def _shuffled(rows: list[Row], random: Random) -> list[Row]:
    """Mixed within each section: a question does not leave its heading."""
    mixed = []
    for _section, group in groupby(rows, key=lambda row: row[1]):
        together = list(group)
        random.shuffle(together)
        mixed += together
    return mixed


def _versions(quiz: Quiz, part: QuizDraw) -> QuerySet[QuestionVersion]:
    """The current versions in a part's pool: of one question, or by category, tag and objective together."""
    current = QuestionVersion.objects.current().order_by("question_id")
    if part.question_id:
        return current.filter(question=part.question_id)
    pool = current.filter(Q(question__course=quiz.activity.course_id) | Q(question__course=None))
    if part.category:
        pool = pool.filter(Q(question__category=part.category) | Q(question__category__startswith=f"{part.category}."))
    if part.objective:
        pool = pool.filter(question__objective=part.objective)
    return _with_tag(pool, part.tag) if part.tag else pool


def _with_tag(pool: QuerySet[QuestionVersion], tag: str) -> QuerySet[QuestionVersion]:
    """Tags are a JSON list: asked for in Python, because SQLite cannot look into one by itself."""
    ids = [pk for pk, tags in pool.values_list("pk", "question__tags") if tag in tags]
    return pool.filter(pk__in=ids)


def _times_seen(enrolment: Enrolment) -> Counter[int]:
    slots = AttemptSlot.objects.filter(attempt__enrolment__learner=enrolment.learner_id)
    return Counter(slots.values_list("version__question_id", flat=True))
