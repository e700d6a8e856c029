"""What happened stays as it happened: events, saved answers, published questions."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from quizzes.models import Attempt, AttemptSlot, ManualMark, QuestionVersion
from quizzes.services import put_question, start_attempt
from tests.factories import NOW, choice, make_course
from tests.quizzes.sitting import answer, hand_in, sit

pytestmark = pytest.mark.django_db


def test_starting_and_handing_in_are_noted_with_person_time_and_score(enrolment, attempt):
    hand_in(attempt, "a", "b")
    notes = list(attempt.events.values_list("kind", "at", "actor", "details"))
    assert notes == [
        ("started", NOW, enrolment.learner_id, {}),
        ("submitted", NOW, enrolment.learner_id, {}),
        ("finished", NOW, enrolment.learner_id, {"score": "50.0000000"}),
    ]


def test_an_event_is_neither_changed_nor_deleted(attempt):
    event = attempt.events.get()
    event.kind = "never happened"
    with pytest.raises(ValidationError):
        event.save()
    with pytest.raises(ValidationError):
        event.delete()
    assert attempt.events.get().kind == "started"


def test_an_acknowledged_answer_is_neither_changed_nor_deleted(attempt):
    answer(attempt, 1, "b")
    kept = attempt.slots.get(position=1).saves.get()
    kept.response = {"selected": ["a"]}
    with pytest.raises(ValidationError):
        kept.save()
    with pytest.raises(ValidationError):
        kept.delete()
    kept.refresh_from_db()
    assert kept.response == {"selected": ["b"]}


def test_a_mark_that_a_person_gave_is_neither_changed_nor_deleted(enrolment, attempt):
    mark = ManualMark.objects.create(slot=attempt.slots.first(), fraction=1, by=enrolment.learner, at=NOW)
    with pytest.raises(ValidationError):
        mark.save()
    with pytest.raises(ValidationError):
        mark.delete()


def test_an_attempt_keeps_what_it_consists_of(attempt):
    for row in (attempt, attempt.slots.first().version, attempt.enrolment, attempt.quiz):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_question_that_is_ready_does_not_change(attempt):
    version = attempt.slots.first().version
    version.content = choice(right="b")
    with pytest.raises(ValidationError):
        version.save()


def test_a_question_that_is_ready_does_not_become_a_draft_again(attempt):
    version = attempt.slots.first().version
    version.state = "draft"
    with pytest.raises(ValidationError):
        version.save()


def test_a_question_that_is_ready_can_be_retired_and_a_draft_changed(db):
    question, _made = put_question(make_course(quiz=False), "q", choice(), category="Q", ready=False)
    version = question.versions.get()
    version.content = choice(stem="¿Mejor?")
    version.save()
    version.state = "ready"
    version.save()
    version.state = "retired"
    version.save()
    assert question.versions.get().content["stem"]["text"]["es"] == "¿Mejor?"


def test_editing_a_question_makes_the_next_version_and_the_same_text_makes_none(db):
    course = make_course(quiz=False)
    said = [put_question(course, "q", choice(stem=stem), category="Q")[1] for stem in ("A", "A", "B", "B", "A")]
    assert said == ["created", "unchanged", "changed", "unchanged", "changed"]
    assert list(QuestionVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert QuestionVersion.objects.current().get().number == 3


def test_past_attempts_never_change_by_themselves(enrolment, quiz):
    done = sit(quiz, enrolment, "a", "a")
    for question in quiz.activity.course.questions.all():
        put_question(question.course, question.code, choice(right="c"), category="Q")
    done.refresh_from_db()
    assert done.score == 100
    assert {slot.version.number for slot in done.slots.all()} == {1}


def test_the_database_itself_refuses_a_second_open_attempt_and_a_question_twice(enrolment, quiz, attempt):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(quiz=quiz, enrolment=enrolment, number=2, started_at=NOW)
    slot = attempt.slots.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        AttemptSlot.objects.create(attempt=attempt, position=9, version=slot.version, max_mark=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(state="finished")
    assert start_attempt(enrolment, quiz, now=NOW) == attempt
