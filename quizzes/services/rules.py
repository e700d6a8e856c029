"""A quiz's rules for one learner: the quiz's own, the cohort's override over them, the learner's over both."""

from dataclasses import replace
from datetime import timedelta

from django.db.models import Q

from courses.models import Enrolment
from quizzes.domain.rules import QuizRules
from quizzes.models import Override, Quiz


def rules_for(enrolment: Enrolment, quiz: Quiz) -> QuizRules:
    """The rules that hold for this learner now; one query."""
    found = Override.objects.filter(Q(enrolment=enrolment) | Q(cohort=enrolment.cohort_id), quiz=quiz)
    rules = quiz.rules()
    for override in sorted(found, key=lambda o: o.enrolment_id is not None):
        rules = _over(rules, override)
    return rules


def _over(rules: QuizRules, override: Override) -> QuizRules:
    minutes = override.time_limit_minutes
    limit = timedelta(minutes=minutes) if minutes is not None else rules.time_limit
    return replace(
        rules,
        opens_at=override.opens_at or rules.opens_at,
        closes_at=override.closes_at or rules.closes_at,
        time_limit=None if override.is_untimed else limit,
        attempts_allowed=override.attempts_allowed or rules.attempts_allowed,
        extra_time=max(rules.extra_time, float(override.extra_time)),
    )
