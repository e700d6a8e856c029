"""What stands in a learner's way in a quiz: no attempt is left, and it is not passed."""

from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from courses.models import Enrolment, Progress
from quizzes.models import Attempt, Override
from quizzes.services.marking import HANDED_IN
from quizzes.services.results import titles_of


def without_attempts(places: QuerySet[Enrolment]) -> dict[int, str]:
    """In words, by the id of the learner's place; three queries. An override's attempts are counted in."""
    used = (
        Attempt.objects.filter(enrolment__in=places.values("pk"), is_practice=False, state__in=HANDED_IN)
        .values("enrolment", "enrolment__cohort", "quiz", allowed=F("quiz__attempts_allowed"))
        .annotate(n=Count("pk"), given=_allowed("enrolment"), given_to_all=_allowed("enrolment__cohort"))
        .filter(n__gte=Coalesce("given", "given_to_all", "allowed"))
    )
    spent = {(row["enrolment"], row["quiz"]) for row in used}
    done = Progress.objects.filter(enrolment__in={place for place, _quiz in spent}).exclude(completed_at=None)
    left = sorted(spent - set(done.values_list("enrolment", "activity")), key=str)
    titles = titles_of([quiz for _place, quiz in left])
    return {place: _said(titles, quiz) for place, quiz in left}


def _allowed(for_whom: str) -> Subquery:
    """What an override grants this learner, or this cohort; null if nothing."""
    whose = {"enrolment": OuterRef("enrolment")} if for_whom == "enrolment" else {"cohort": OuterRef(for_whom)}
    found = Override.objects.filter(Q(attempts_allowed__isnull=False), quiz=OuterRef("quiz"), **whose)
    return Subquery(found.order_by("pk").values("attempts_allowed")[:1])


def _said(titles: dict[UUID, str], quiz: UUID) -> str:
    return _("No attempt is left at %(quiz)s, and it is not passed.") % {"quiz": titles.get(quiz, "")}
