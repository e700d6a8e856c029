"""What a quiz's results say about its questions, in figures and in words."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.admin import result_words as words
from quizzes.admin.frame import heading
from quizzes.admin.option_words import option_name, text_in
from quizzes.admin.scope import is_writer, my_cohorts, my_quiz
from quizzes.domain.statistics import QuestionStatistics, QuizStatistics
from quizzes.exports import FORMATS, Table, file_response
from quizzes.misconceptions import in_words, of_option
from quizzes.models import Attempt, QuestionVersion
from quizzes.services import close_if_expired
from quizzes.services.measuring import statistics_of
from quizzes.services.results import titles_of

Versions = dict[int, QuestionVersion]
GRAVE = {"key_may_be_wrong", "below_guessing", "nobody_right", "fails_in_one_language", "option_draws_the_strong"}


def statistics(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """A quiz's statistics over first attempts, or all; for all cohorts, or one; also as a file."""
    quiz = my_quiz(request, quiz_id)
    for attempt in Attempt.objects.expired(timezone.now()).filter(quiz=quiz):
        close_if_expired(attempt, now=timezone.now())
    groups = list(my_cohorts(request).filter(course=quiz.activity.course_id).order_by("name", "pk"))
    chosen = next((group for group in groups if str(group.pk) == request.GET.get("cohort")), None)
    first_only = request.GET.get("attempts") != "all"
    found, versions = statistics_of(quiz.pk, cohort_id=chosen.pk if chosen else None, first_only=first_only)
    if request.GET.get("export") in FORMATS:
        name = f"{quiz.activity.course.slug}-{quiz.activity.slug}-statistics"
        return file_response(statistics_tables(found, versions), request.GET["export"], name)
    is_fixed = all(one.attempts == found.attempts for one in found.questions)
    rows = [_row(one, versions, is_fixed=is_fixed) for one in found.questions]
    context = {
        "quiz": quiz,
        "groups": groups,
        "chosen": chosen,
        "first_only": first_only,
        "may_regrade": is_writer(request, quiz),
        "figures": _figures(found),
        "found": found,
        "rows": rows,
        "to_look_at": [row for row in rows if row["is_grave"]],
        "quiz_title": titles_of([quiz.pk]).get(quiz.pk, str(quiz)),
        **heading(_("Statistics"), (_("Results"), "quizzes_marking:results"), icon="view"),
    }
    return render(request, "quizzes/admin/statistics.html", context)


def _figures(found: QuizStatistics) -> list[tuple[str, str, str]]:
    """Name, value in words, what it means."""
    return [
        (_("Attempts counted"), str(found.attempts), ""),
        (_("Waiting to be marked"), str(found.pending), _("They are left out until they are marked.")),
        (_("Mean"), _points(found.mean), ""),
        (_("Median"), _points(found.median), ""),
        (_("Standard deviation"), _points(found.deviation), _("How far the marks lie apart.")),
        (
            _("Internal consistency"),
            _in_percent(found.consistency),
            _("From about 70 % on, the questions measure the same thing well enough to decide about a pass."),
        ),
        (_("Error ratio"), _in_percent(found.error_ratio), _("How much of the spread is chance.")),
        (_("Standard error"), _points(found.standard_error), _("Marks closer than this may be the same.")),
        (_("Skewness"), _plain(found.skewness), _("Negative: most did well, a few did badly.")),
        (_("Kurtosis"), _plain(found.kurtosis), ""),
    ]


def _row(one: QuestionStatistics, versions: Versions, *, is_fixed: bool = True) -> dict[str, Any]:
    """`is_fixed`: everyone gets the same questions; else no weights can be compared."""
    version = versions.get(int(str(one.question)))
    content = version.content if version else {}
    names = {"/".join(use.key): option_name(content, use.key) for use in one.options}
    return {
        "version": version,
        "stem": content.get("stem", {}).get("text", {}),
        "attempts": one.attempts,
        "unanswered": one.unanswered,
        "facility": _in_percent(None if one.facility is None else one.facility * 100),
        "discrimination": _plain(one.discrimination),
        "efficiency": _plain(one.efficiency),
        "deviation": _points(one.deviation),
        "guess": _("not for this type") if one.random_guess is None else words.percent(one.random_guess * 100),
        "intended": _in_percent(one.intended_weight),
        "effective": _in_percent(one.effective_weight) if is_fixed else _("not where questions are drawn"),
        "options": [(names["/".join(use.key)], use, in_words(of_option(content, use.key))) for use in one.options],
        "languages": [(language_name(f.language), f.attempts, _share(f.facility)) for f in one.languages],
        "advice": [advice_in_words(found.code, found, names) for found in one.advice],
        "is_grave": any(found.code in GRAVE for found in one.advice),
        "has_data": not any(found.code == "not_enough_data" for found in one.advice),
    }


def advice_in_words(code: str, found: Any, names: dict[str, str]) -> str:
    """A piece of advice with the names of its option and its language."""
    option = names.get(str(found.numbers.get("option", "")), "")
    return words.advice(found, option=option, language=language_name(str(found.numbers.get("language", ""))))


def language_name(code: str) -> str:
    """A language as the reader calls it."""
    return str(dict(settings.LANGUAGES).get(code, code))


def no_data() -> str:
    """What is undefined is said so, never shown as 0."""
    return _("not enough data")


def _points(value: float | None) -> str:
    return no_data() if value is None else words.number(value, 2)


def _plain(value: float | None) -> str:
    return no_data() if value is None else words.number(value, 1)


def _in_percent(value: float | None) -> str:
    return no_data() if value is None else words.percent(value)


def _share(value: float | None) -> str:
    return _in_percent(None if value is None else value * 100)


def statistics_tables(found: QuizStatistics, versions: Versions) -> list[Table]:
    """For a spreadsheet: the questions, their options, the quiz as a whole."""
    headings = (
        _("Question"),
        _("Text"),
        _("Attempts"),
        _("Unanswered"),
        _("Facility (%)"),
        _("Discrimination index"),
        _("Discriminative efficiency"),
        _("Standard deviation"),
        _("Random guess (%)"),
        _("Intended weight (%)"),
        _("Effective weight (%)"),
        _("Advice"),
    )
    options = (
        _("Question"),
        _("Option"),
        _("Right"),
        _("Chosen"),
        _("Share (%)"),
        _("Upper third (%)"),
        _("Lower third (%)"),
        _("Misconception"),
    )
    return [
        Table(_("Questions"), headings, [_cells(one, versions) for one in found.questions]),
        Table(_("Options"), options, [row for one in found.questions for row in _option_cells(one, versions)]),
        Table(_("Quiz"), (_("Figure"), _("Value")), [(name, value) for name, value, _meaning in _figures(found)]),
    ]


def _cells(one: QuestionStatistics, versions: Versions) -> tuple[Any, ...]:
    row = _row(one, versions)
    hundred = [None if share is None else 100 * share for share in (one.facility, one.random_guess)]
    figures = (hundred[0], one.discrimination, one.efficiency, one.deviation, hundred[1])
    weights = (one.intended_weight, one.effective_weight)
    return (
        str(row["version"].question) if row["version"] else str(one.question),
        text_in(row["stem"]),
        one.attempts,
        one.unanswered,
        *(no_data() if value is None else round(value, 4) for value in (*figures, *weights)),
        "; ".join(row["advice"]),
    )


def _option_cells(one: QuestionStatistics, versions: Versions) -> list[tuple[Any, ...]]:
    row = _row(one, versions)
    code = str(row["version"].question) if row["version"] else str(one.question)
    yes, no = _("yes"), _("no")
    return [
        (
            code,
            name,
            yes if use.is_right else no,
            use.chosen,
            *(no_data() if share is None else round(100 * share, 2) for share in (use.share, use.upper, use.lower)),
            misconception,
        )
        for name, use, misconception in row["options"]
    ]
