"""What quizzes add to a course's readiness checklist."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from courses.contributions import Finding, Point
from courses.models import Course
from courses.permissions import writes_course
from quizzes.models import Quiz, QuizDraw
from quizzes.services.pools import InBank, drawable, supplies
from quizzes.services.results import titles_of


def pools(course: Course, person: User) -> Point:
    """Every quiz asks something, and the bank holds enough for each of its parts."""
    quizzes = list(Quiz.objects.filter(activity__course=course, activity__retired_at=None).select_related("activity"))
    parts: dict[int, list[QuizDraw]] = defaultdict(list)
    for part in QuizDraw.objects.filter(quiz__in=quizzes).select_related("question").order_by("position"):
        parts[part.quiz_id].append(part)
    bank = drawable(course)
    titles = titles_of([quiz.pk for quiz in quizzes])
    may_write = writes_course(person, course)
    findings = [
        Finding(said, reverse("quiz_settings:parts", args=[quiz.pk]) if may_write else "")
        for quiz in quizzes
        for said in _lacks(titles.get(quiz.pk, quiz.activity.slug), parts[quiz.pk], bank)
    ]
    return Point(_("Quizzes"), _("The bank holds enough questions for every quiz."), findings)


def _lacks(title: str, parts: list[QuizDraw], bank: list[InBank]) -> list[str]:
    if not parts:
        return [_("%(title)s asks no question yet.") % {"title": title}]
    said = _("%(title)s: %(pool)s asks for %(wanted)s questions, %(left)s are there.")
    return [
        said % {"title": title, "pool": one.part.pool_name, "wanted": one.part.count, "left": one.left}
        for one in supplies(parts, bank)
        if one.is_short
    ]
