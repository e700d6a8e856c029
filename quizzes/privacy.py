"""What quizzes keep of a person.

Marks and chosen options stay, under nobody's name: with them the statistics of questions are made. What was written
goes: essays altogether, other typed answers where they name the person, remarks and reasons of trainers.
"""

from collections.abc import Iterator
from typing import Any

from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.privacy.own import as_json
from accounts.privacy.parts import Erasure, Stored, register
from accounts.tables import as_csv
from courses.models import Enrolment
from quizzes.domain.forgetting import without_words
from quizzes.models import Attempt, AttemptEvent, AttemptSlot, ManualMark, Override, SavedResponse
from quizzes.services import overrides

ATTEMPT = ("Course", "Quiz", "Attempt", "State", "Started at", "Handed in at", "Score", "Passed", "Language")
TOLD = ("reason", "comment", "name")  # of an event's details: what a person wrote


def export(person: User) -> Iterator[Stored]:
    """Attempts with the answers given, and what trainers remarked. No question and no key: these are the course's."""
    attempts = Attempt.objects.filter(enrolment__learner=person).select_related("quiz__activity__course")
    yield "attempts.csv", as_csv(ATTEMPT, [_attempt(each) for each in attempts.order_by("started_at", "pk")])
    slots = AttemptSlot.objects.filter(attempt__enrolment__learner=person).order_by("attempt_id", "position")
    if answers := [_answer(slot) for slot in slots.select_related("version__question")]:
        yield "answers.json", as_json(answers)
    marks = ManualMark.objects.filter(slot__attempt__enrolment__learner=person)
    if remarks := list(marks.exclude(comment="").values("slot__attempt", "slot__position", "comment", "at")):
        yield "remarks.json", as_json(remarks)
    terms = Override.objects.filter(enrolment__learner=person).values(
        "quiz", "opens_at", "closes_at", "time_limit_minutes", "attempts_allowed", "extra_time", "is_untimed", "reason"
    )
    if terms:
        yield "special-terms.json", as_json(list(terms))


def _attempt(each: Attempt) -> tuple[object, ...]:
    activity, is_over = each.quiz.activity, each.state == Attempt.State.FINISHED
    return (
        activity.course.title, activity.slug, each.number, each.state, each.started_at, each.submitted_at,
        each.score if is_over else "", each.is_passed if is_over else "", each.language,
    )  # fmt: skip


def _answer(slot: AttemptSlot) -> dict[str, object]:
    return {
        "attempt": slot.attempt_id,
        "place": slot.position,
        "question": slot.version.question.code,
        "answer": slot.response,
        "saved_at": slot.saved_at,
    }


def erase(erasure: Erasure) -> None:
    """See the module's docstring. Special terms go altogether: their reason may be a disability."""
    places = list(Enrolment.objects.filter(learner=erasure.person).values_list("pk", flat=True))
    _forget_answers(erasure, places)
    ManualMark.objects.filter(slot__attempt__enrolment__in=places).update(comment="", reason="")
    for event in AttemptEvent.objects.filter(attempt__enrolment__in=places):
        if any(event.details.get(key) for key in TOLD):
            details = {key: value for key, value in event.details.items() if key not in TOLD}
            AttemptEvent.objects.filter(pk=event.pk).update(details=details)
    Override.objects.filter(enrolment__in=places).delete()
    _forget_terms(places)


def _forget_answers(erasure: Erasure, places: list[int]) -> None:
    slots = AttemptSlot.objects.filter(attempt__enrolment__in=places).select_related("version")
    saves = SavedResponse.objects.filter(slot__attempt__enrolment__in=places).select_related("slot__version")
    for slot in slots.exclude(response=None):
        _put(AttemptSlot, slot.pk, slot.version.content, slot.response, erasure)
    for save in saves:
        _put(SavedResponse, save.pk, save.slot.version.content, save.response, erasure)


def _put(model: Any, pk: int, content: dict[str, Any], response: Any, erasure: Erasure) -> None:
    kept = without_words(content, response, erasure.is_in)
    if kept != response:
        model.objects.filter(pk=pk).update(response=kept)


def _forget_terms(places: list[int]) -> None:
    """Wagtail's log of a quiz says for whom and why other terms were set."""
    entries = ModelLogEntry.objects.filter(action__in=[overrides.SET, overrides.REMOVED], data__enrolment__in=places)
    for entry in entries:
        kept = {key: value for key, value in entry.data.items() if key not in TOLD}
        ModelLogEntry.objects.filter(pk=entry.pk).update(data=kept)


def start() -> None:
    register("quizzes", export=export, erase=erase)
