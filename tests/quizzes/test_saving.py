"""Saving answers: nothing that was acknowledged is lost, whatever the line does to it."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.models import Attempt, SavedResponse
from quizzes.services import AttemptClosed, NotAnAnswer, StaleAnswer, save_answer, start_attempt, submit_attempt
from tests.factories import NOW, make_course, make_enrolment, quiz_of
from tests.quizzes.sitting import address, answer, hand_in, post, stored

pytestmark = pytest.mark.django_db


def history(attempt) -> list[tuple[list[str], str]]:
    saves = SavedResponse.objects.filter(slot__attempt=attempt).order_by("id")
    return [(save.response.get("selected"), save.outcome) for save in saves]


def test_an_answer_is_kept_with_its_time(attempt):
    slot = answer(attempt, 1, "b", at=NOW + timedelta(minutes=3))
    assert stored(attempt) == ["b"]
    assert (slot.sequence, slot.saved_at) == (1, NOW + timedelta(minutes=3))


def test_the_same_message_sent_twice_is_stored_once(attempt):
    for _again in range(3):
        slot = answer(attempt, 1, "b", message_id="m1", sequence=0)
    assert slot.sequence == 1
    assert history(attempt) == [(["b"], "accepted")]


def test_an_answer_can_be_changed_and_taken_back(attempt):
    for chosen in (["b"], ["a"], []):
        answer(attempt, 1, *chosen)
    assert stored(attempt) == []
    assert history(attempt) == [(["b"], "accepted"), (["a"], "accepted"), ([], "accepted")]


def test_an_answer_from_a_page_that_is_out_of_date_is_refused_and_both_are_kept(attempt):
    answer(attempt, 1, "b", sequence=0)
    with pytest.raises(StaleAnswer) as refused:
        answer(attempt, 1, "c", sequence=0)
    assert refused.value.slot.response == {"selected": ["b"]}
    assert refused.value.sent == {"selected": ["c"]}
    assert stored(attempt) == ["b"]
    assert history(attempt) == [(["b"], "accepted"), (["c"], "stale")]


def test_a_refused_answer_sent_again_is_refused_again(attempt):
    answer(attempt, 1, "b", sequence=0)
    for _again in range(2):
        with pytest.raises(StaleAnswer):
            answer(attempt, 1, "c", sequence=0, message_id="m2")
    assert len(history(attempt)) == 2


def test_questions_are_saved_independently_of_each_other(attempt):
    answer(attempt, 1, "b", message_id="same")
    answer(attempt, 2, "c", message_id="same")
    assert (stored(attempt, 1), stored(attempt, 2)) == (["b"], ["c"])


def test_an_answer_after_handing_in_is_kept_but_does_not_count(attempt):
    done = hand_in(attempt, "a", "b")
    with pytest.raises(AttemptClosed):
        answer(attempt, 2, "a")
    assert stored(attempt, 2) == ["b"]
    assert history(attempt)[-1] == (["a"], "late")
    assert submit_attempt(done.pk, now=NOW).score == 50


def test_an_answer_within_the_grace_counts_and_one_after_it_is_kept_unscored(enrolment, quiz):
    quiz.time_limit_minutes = 10
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    edge = NOW + timedelta(minutes=10, seconds=60)
    answer(attempt, 1, "a", at=edge)
    with pytest.raises(AttemptClosed):
        answer(attempt, 2, "a", at=edge + timedelta(microseconds=1))
    assert submit_attempt(attempt.pk, now=edge + timedelta(days=1)).score == 50
    assert history(attempt) == [(["a"], "accepted"), (["a"], "late")]


@pytest.mark.parametrize("sent", [{"selected": ["z"]}, {"selected": ["a", "b"]}, {"selected": "a"}, {"text": "a"}])
def test_what_is_no_answer_to_the_question_never_replaces_one(attempt, sent):
    answer(attempt, 1, "a")
    with pytest.raises(NotAnAnswer):
        save_answer(attempt, 1, sent, sequence=1, message_id="m", received_at=NOW)
    assert stored(attempt) == ["a"]
    assert history(attempt) == [(["a"], "accepted")]


@pytest.mark.parametrize("nothing", [None, {}, {"selected": []}])
def test_nothing_is_an_answer_too(attempt, nothing):
    answer(attempt, 1, "a")
    save_answer(attempt, 1, nothing, sequence=1, message_id="m", received_at=NOW)
    assert not stored(attempt)
    assert hand_in(attempt).slots.get(position=1).state == "gave_up"


@pytest.fixture
def many_attempts(db):
    """A new attempt each time it is asked for one."""
    enrolment = make_enrolment(make_course(modules=(0,), languages=("es",)))
    quiz = quiz_of(enrolment.cohort.course)

    def fresh():
        for attempt in Attempt.objects.open():
            submit_attempt(attempt.pk, now=NOW)
        return start_attempt(enrolment, quiz, now=NOW)

    return fresh


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_duplicated_and_reordered_saves_converge(many_attempts, data):
    """Messages of a client that saves on top of what it knows, duplicated and out of order on the way."""
    chosen = data.draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), "answers")
    messages = [{"selected": [letter]} for letter in chosen]
    copies = data.draw(st.lists(st.sampled_from(range(len(messages))), max_size=6), "sent twice")
    wire = data.draw(st.permutations([*range(len(messages)), *copies]), "as they arrive")
    attempt = many_attempts()
    first: dict[int, str] = {}
    for n in [*wire, *range(len(messages))]:  # in the end the client repeats what it has not heard of
        try:
            save_answer(attempt, 1, messages[n], sequence=n, message_id=f"{attempt.pk}-{n}", received_at=NOW)
            said = "accepted"
        except StaleAnswer:
            said = "stale"
        assert first.setdefault(n, said) == said, "the same message always gets the same answer"
    slot = attempt.slots.get(position=1)
    accepted = list(slot.saves.filter(outcome="accepted").order_by("id"))
    assert slot.saves.count() == len(messages), "every message is kept once"
    assert [save.sequence for save in accepted] == list(range(slot.sequence)), "one accepted for each state"
    assert slot.response == (accepted[-1].response if accepted else None)
    assert sorted(n for n, said in first.items() if said == "accepted") == [save.sequence for save in accepted]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from("abc"), min_size=1, max_size=5), losses=st.lists(st.booleans(), max_size=12))
def test_a_client_that_repeats_until_it_hears_ends_with_its_last_answer(many_attempts, chosen, losses):
    attempt, lost, number = many_attempts(), iter(losses), count()
    for letter in chosen:
        message, heard = f"{attempt.pk}-{next(number)}", False
        stands = attempt.slots.get(position=1).sequence
        while not heard:
            answer(attempt, 1, letter, sequence=stands, message_id=message)
            heard = not next(lost, False)  # the acknowledgement may be lost on its way
    assert stored(attempt) == [chosen[-1]]
    assert len(history(attempt)) == len(chosen)


def test_pressing_the_button_twice_saves_once(learner, attempt):
    url = address("question", attempt.pk, 1)
    page_id = learner.get(url).context["page_id"]
    form = {"sequence": 0, "page": page_id, "choice": "b", "goto": "2"}
    for _press in range(2):
        assert learner.post(url, form)["Location"] == address("question", attempt.pk, 2)
    assert history(attempt) == [(["b"], "accepted")]


def test_every_showing_of_a_question_is_a_page_of_its_own(learner, attempt):
    url = address("question", attempt.pk, 1)
    pages = {learner.get(url).context["page_id"] for _n in range(3)}
    assert len(pages) == 3
    assert all(pages)


def test_an_old_window_is_told_that_another_answer_counts(learner, attempt):
    url = address("question", attempt.pk, 1)
    old_page = learner.get(url).context["page_id"]
    post(learner, attempt, 1, "a")
    post(learner, attempt, 1, "b")
    form = {"sequence": 0, "page": old_page, "choice": "a", "goto": "2"}
    told = learner.post(url, form, follow=True)
    assert told.redirect_chain[-1][0] == url
    assert len(told.context["messages"]) == 1
    assert stored(attempt) == ["b"]
    assert history(attempt)[-1] == (["a"], "stale")
