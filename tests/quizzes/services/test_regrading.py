"""A question was wrong: what would change, and what then changes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from courses.models import Progress
from quizzes.models import Attempt, ManualMark, Question, QuizDraw, Regrade
from quizzes.services import check_answer, finish_attempt, put_question, start_attempt, submit_attempt
from quizzes.services.comparing import NoReadyVersion, NothingLeft, preview_regrade
from quizzes.services.marking import ReasonMissing, mark_answer, override_mark
from quizzes.services.regrading import PreviewOutdated, regrade_question
from tests.factories import NOW, choice, make_enrolment
from tests.quizzes.marking import (
    GOOD,
    change_key,
    hand_in_essay,
    make_trainer,
    scenario,
    slot_of,
    with_essay,
    write,
)
from tests.quizzes.sitting import answer, sit

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
EVERY_POLICY = ["new_key", "either", "full_marks", "none"]


@pytest.fixture
def trainer(enrolment):
    return make_trainer(enrolment.cohort)


@pytest.fixture
def question(quiz) -> Question:
    """The quiz asks this question, whose key is a, and one more whose key is a."""
    quiz.draws.all().delete()
    course = quiz.activity.course
    for position, code in enumerate(("wrong-key", "other")):
        QuizDraw.objects.create(
            quiz=quiz, position=position, question=put_question(course, code, choice(), category="E")[0]
        )
    return Question.objects.get(code="wrong-key")


@pytest.fixture
def regrade(quiz, question, trainer):
    def do(policy, reason="La clave estaba mal"):
        fingerprint = preview_regrade(quiz, question, policy).fingerprint
        return regrade_question(quiz, question, policy, fingerprint=fingerprint, reason=reason, by=trainer, now=LATER)

    return do


def everything():
    """All that a regrade could touch."""
    return (
        list(Attempt.objects.order_by("pk").values()),
        list(Attempt.objects.order_by("pk").values_list("slots__fraction", "slots__mark", "slots__version")),
        ManualMark.objects.count(),
        Regrade.objects.count(),
        list(Progress.objects.values()),
    )


@pytest.mark.parametrize("policy", EVERY_POLICY)
def test_a_comparison_writes_nothing(enrolment, quiz, question, policy):
    sit(quiz, enrolment, "b", "a")
    change_key(question)
    before = everything()
    assert preview_regrade(quiz, question, policy).changed
    assert everything() == before


@pytest.mark.parametrize("policy", ["new_key", "either"])
def test_a_regrade_by_the_same_version_changes_nothing(enrolment, quiz, question, regrade, policy):
    sit(quiz, enrolment, "b", "a")
    before = everything()
    assert regrade(policy) is None
    assert everything() == before


@pytest.mark.parametrize("policy", EVERY_POLICY)
def test_the_second_regrade_changes_nothing(enrolment, quiz, question, regrade, policy):
    sit(quiz, enrolment, "b", "a")
    sit(quiz, make_enrolment(enrolment.cohort.course), "a", "b")
    change_key(question)
    assert regrade(policy) is not None
    before = everything()
    assert regrade(policy) is None
    assert everything() == before


@pytest.mark.parametrize(
    ("policy", "chose_old", "chose_new", "chose_neither"),
    [("new_key", 50, 100, 50), ("either", 100, 100, 50), ("full_marks", 100, 100, 100), ("none", 100, 100, 100)],
)
def test_what_a_policy_does(enrolment, quiz, question, regrade, policy, chose_old, chose_new, chose_neither):
    """Everyone has the other question right."""
    course = enrolment.cohort.course
    attempts = [sit(quiz, make_enrolment(course), letter, "a") for letter in "abc"]
    change_key(question)
    regrade(policy)
    scores = [Attempt.objects.get(pk=attempt.pk).score for attempt in attempts]
    assert scores == [chose_old, chose_new, chose_neither]


@pytest.mark.parametrize("policy", EVERY_POLICY)
def test_scoring_the_attempt_again_gives_what_the_regrade_gave(enrolment, quiz, question, regrade, policy, trainer):
    attempts = [sit(quiz, make_enrolment(enrolment.cohort.course), letter, "a") for letter in "abc"]
    change_key(question)
    regrade(policy)
    scores = list(Attempt.objects.order_by("pk").values_list("score", flat=True))
    for attempt in attempts:
        finish_attempt(attempt, now=LATER, by=trainer)
    assert list(Attempt.objects.order_by("pk").values_list("score", flat=True)) == scores


def test_the_comparison_says_what_the_change_then_does(enrolment, quiz, question, regrade):
    attempts = [sit(quiz, make_enrolment(enrolment.cohort.course), *letters) for letters in ("aa", "ba", "cb")]
    change_key(question)
    said = {c.slot.attempt_id: c.after for c in preview_regrade(quiz, question, "new_key").changed}
    regrade("new_key")
    for attempt in Attempt.objects.filter(pk__in=said):
        assert (attempt.score, attempt.is_passed) == (said[attempt.pk].score, said[attempt.pk].is_passed)
    assert set(said) == {attempts[0].pk, attempts[1].pk}


def test_a_pass_gained_completes_the_course(enrolment, quiz, question, regrade):
    sit(quiz, enrolment, "b", "a")
    change_key(question)
    assert [c.attempt.enrolment for c in preview_regrade(quiz, question, "new_key").gains] == [enrolment]
    regrade("new_key")
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_a_pass_lost_takes_nothing_back_and_is_listed_for_a_person(enrolment, quiz, question, regrade):
    attempt = sit(quiz, enrolment, "a", "a")
    change_key(question)
    made = regrade("new_key")
    attempt.refresh_from_db()
    enrolment.refresh_from_db()
    assert not attempt.is_passed
    assert enrolment.completed_at is not None
    assert Progress.objects.get(enrolment=enrolment).completed_at is not None
    assert [entry["enrolment"] for entry in made.certificates] == [enrolment.pk]
    assert made.certificates[0]["is_passed"] == [True, False]


def test_the_log_and_the_attempts_history_say_what_was_changed_and_why(enrolment, quiz, question, regrade, trainer):
    attempt = sit(quiz, enrolment, "b", "a")
    old_version = slot_of(attempt).version_id
    change_key(question)
    made = regrade("new_key")
    entry = made.changes[0]
    assert (Decimal(entry["old"]), Decimal(entry["new"])) == (0, 1)
    assert entry["version"] == [old_version, slot_of(attempt).version_id]
    event = attempt.events.get(kind="regraded")
    assert (event.actor, event.details["reason"]) == (trainer, "La clave estaba mal")


def test_whoever_marked_the_change_reads_the_new_key_afterwards(enrolment, quiz, question, regrade):
    attempt = sit(quiz, enrolment, "c", "a")  # wrong by both keys
    change_key(question)
    regrade("new_key")
    assert slot_of(attempt).version.number == 2
    assert slot_of(attempt).fraction == 0


def test_a_mark_that_a_person_changed_stays(enrolment, quiz, question, regrade, trainer):
    attempt = sit(quiz, enrolment, "b", "a")
    override_mark(slot_of(attempt).pk, Decimal("0.25"), reason="Copió", comment="", by=trainer, now=NOW)
    change_key(question)
    preview = preview_regrade(quiz, question, "new_key")
    assert (preview.is_empty, len(preview.kept)) == (True, 1)
    assert preview_regrade(quiz, question, "full_marks").is_empty


def test_a_question_that_does_not_count_can_count_again(enrolment, quiz, question, regrade):
    attempt = sit(quiz, enrolment, "a", "b")
    regrade("none")
    assert Attempt.objects.get(pk=attempt.pk).score == 0
    assert slot_of(attempt).max_mark == 0
    change_key(question, "a")
    regrade("new_key")
    assert slot_of(attempt).max_mark == 1
    assert Attempt.objects.get(pk=attempt.pk).score == 50


def test_an_attempt_keeps_a_question_that_counts(enrolment, quiz, question):
    quiz.draws.exclude(question=question).delete()
    sit(quiz, enrolment, "a")
    with pytest.raises(NothingLeft):
        preview_regrade(quiz, question, "none")


def test_a_new_key_after_full_marks_takes_over(enrolment, quiz, question, regrade):
    attempt = sit(quiz, enrolment, "c", "b")
    regrade("full_marks")
    assert slot_of(attempt).fraction == 1
    change_key(question)
    regrade("new_key")
    assert (slot_of(attempt).fraction, Attempt.objects.get(pk=attempt.pk).score) == (0, 0)


def test_an_answer_that_names_an_option_which_is_gone_keeps_its_mark(enrolment, quiz, question):
    attempt = sit(quiz, enrolment, "a", "a")
    content = choice(right="b")
    content["options"] = [option for option in content["options"] if option["id"] != "a"]
    put_question(question.course, question.code, content, category="E")
    preview = preview_regrade(quiz, question, "new_key")
    assert (preview.is_empty, [slot.attempt for slot in preview.unreadable]) == (True, [attempt])


def test_attempts_in_progress_are_left_alone(enrolment, quiz, question, regrade):
    attempt = start_attempt(enrolment, quiz, now=NOW)
    answer(attempt, 1, "b")
    change_key(question)
    assert preview_regrade(quiz, question, "new_key").in_progress == 1
    assert regrade("new_key") is None
    submit_attempt(attempt.pk, now=NOW)
    regrade("new_key")
    assert slot_of(attempt).fraction == 1


def test_a_change_needs_a_reason(enrolment, quiz, question, regrade):
    sit(quiz, enrolment, "b", "a")
    change_key(question)
    with pytest.raises(ReasonMissing):
        regrade("new_key", reason=" ")


def test_what_changed_since_the_comparison_is_looked_at_again(enrolment, quiz, question, trainer):
    sit(quiz, enrolment, "b", "a")
    change_key(question)
    seen = preview_regrade(quiz, question, "new_key").fingerprint
    sit(quiz, make_enrolment(enrolment.cohort.course), "b", "a")
    change_key(question, "c")
    with pytest.raises(PreviewOutdated):
        regrade_question(quiz, question, "new_key", fingerprint=seen, reason="x", by=trainer, now=LATER)
    assert not Regrade.objects.exists()


def test_a_retired_question_may_get_full_marks_but_has_no_new_key(enrolment, quiz, question):
    sit(quiz, enrolment, "b", "a")
    question.versions.update(state="retired")
    assert preview_regrade(quiz, question, "full_marks").changed
    with pytest.raises(NoReadyVersion):
        preview_regrade(quiz, question, "new_key")


def test_further_tries_cost_under_the_new_key_what_they_cost_before(enrolment, quiz, question, regrade):
    quiz.behaviour = "interactive"
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    for letter in "cb":
        answer(attempt, 1, letter)
        check_answer(attempt, 1, now=NOW)
    submit_attempt(attempt.pk, now=NOW)
    change_key(question)
    regrade("new_key")
    assert slot_of(attempt).fraction == Decimal("0.6666667")


def tried(enrolment, quiz, letters: str, behaviour: str = "interactive", then: str = "") -> Attempt:
    """An attempt whose first question was checked with each of the letters, and then changed before handing in."""
    quiz.behaviour = behaviour
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    for letter in letters:
        answer(attempt, 1, letter)
        check_answer(attempt, 1, now=NOW)
    if then:
        answer(attempt, 1, then)
    return submit_attempt(attempt.pk, now=NOW)


@pytest.mark.parametrize(
    ("letters", "then", "old", "new", "either"),
    [
        ("ba", "", "0.6666667", "1", "1"),  # right at once by the new key, told it was wrong
        ("cbc", "", "0", "0.6666667", "0.6666667"),  # by it the second try would have been the last
        ("cb", "a", "0.3333334", "0.6666667", "0.6666667"),  # handing in made the third try
        ("a", "", "1", "0", "1"),
        ("ca", "", "0.6666667", "0", "0.6666667"),
    ],
)
def test_every_try_is_played_again_by_the_new_key(enrolment, quiz, question, regrade, letters, then, old, new, either):
    attempt = tried(enrolment, quiz, letters, then=then)
    assert slot_of(attempt).fraction == Decimal(old)
    change_key(question)
    found = preview_regrade(quiz, question, "either").changed
    assert [change.fraction for change in found] == ([Decimal(either)] if either != old else [])
    regrade("new_key")
    assert slot_of(attempt).fraction == Decimal(new)
    assert regrade("new_key") is None


def test_in_practice_the_best_try_by_the_new_key_counts(enrolment, quiz, question, regrade):
    attempt = tried(enrolment, quiz, "cbc", "adaptive")
    change_key(question)
    regrade("new_key")
    assert slot_of(attempt).fraction == Decimal("0.6666667")


def test_full_marks_reach_also_whoever_erased_a_checked_answer(enrolment, quiz, question, regrade):
    quiz.behaviour = "interactive"
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    answer(attempt, 1, "c")
    check_answer(attempt, 1, now=NOW)
    answer(attempt, 1)
    submit_attempt(attempt.pk, now=NOW)
    regrade("full_marks")
    assert slot_of(attempt).fraction == 1


def test_tries_whose_record_is_incomplete_are_left_to_a_person(enrolment, quiz, question):
    attempt = tried(enrolment, quiz, "cb")
    attempt.events.filter(kind="checked").update(details={"position": 1})
    change_key(question)
    preview = preview_regrade(quiz, question, "new_key")
    assert (preview.is_empty, len(preview.unreadable)) == (True, 1)


def test_an_essay_keeps_its_mark_when_its_text_is_corrected(enrolment, quiz, trainer):
    attempt = hand_in_essay(with_essay(quiz), enrolment)
    mark_answer(slot_of(attempt).pk, GOOD, comment="", by=trainer, now=LATER)
    question = Question.objects.get(code="essay")
    content = {**slot_of(attempt).version.content, "model_answer": {"es": "Otra."}}
    put_question(question.course, "essay", content, category="E")
    preview = preview_regrade(quiz, question, "new_key")
    assert (preview.changed, len(preview.moved)) == ((), 1)


def test_a_scenario_is_regraded_in_its_choice_and_keeps_the_marked_essay(enrolment, quiz, trainer):
    attempt = start_attempt(enrolment, with_essay(quiz, scenario()), now=NOW)
    write(attempt, 1, {"parts": {"q1": {"selected": ["b"]}, "q2": {"text": "Mi lectura."}}})
    submit_attempt(attempt.pk, now=NOW)
    mark_answer(slot_of(attempt).pk, {"q2": GOOD[""]}, comment="", by=trainer, now=LATER)
    assert slot_of(attempt).fraction == Decimal("0.5")
    question = Question.objects.get(code="essay")
    content = scenario()
    content["parts"][0] = {**choice(right="b"), "default_mark": "1", "id": "q1"}
    put_question(question.course, "essay", content, category="E")
    seen = preview_regrade(quiz, question, "new_key").fingerprint
    regrade_question(quiz, question, "new_key", fingerprint=seen, reason="x", by=trainer, now=LATER)
    finish_attempt(attempt, now=LATER)
    assert slot_of(attempt).fraction == 1


def test_a_comparison_asks_the_database_the_same_however_many_attempts(
    enrolment, quiz, question, django_assert_max_num_queries
):
    sit(quiz, enrolment, "b", "a")
    change_key(question)
    for _n in range(6):
        learner = make_enrolment(enrolment.cohort.course)
        attempt = start_attempt(learner, quiz, now=NOW)
        submit_attempt(attempt.pk, now=NOW)
    with django_assert_max_num_queries(8):
        preview = preview_regrade(quiz, question, "full_marks")
        assert preview.gains == preview.gains
