"""A trainer marks essays, page by page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.models import Attempt, ManualMark
from quizzes.services import start_attempt, submit_attempt
from tests.factories import NOW, make_cohort, make_enrolment
from tests.quizzes.clock import clock  # noqa: F401 a fixture
from tests.quizzes.marking import GOOD, essay, hand_in_essay, make_trainer, scenario, slot_of, with_essay, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, enrolment):
    """The trainer's."""
    client.force_login(make_trainer(enrolment.cohort))
    return client


@pytest.fixture
def essay_quiz(quiz):
    return with_essay(quiz)


def page(browser, name, *args, **query):
    answer = browser.get(reverse(f"quizzes_marking:{name}", args=args), query)
    assert answer.status_code == 200
    return answer


def levels(chosen=GOOD, **more):
    fields = {f"level-{key}-{row}": level for key, rows in chosen.items() for row, level in rows.items()}
    return {**fields, "comment": "Bien.", "next": "", **more}


def mark(browser, attempt, fields, follow=True):
    return browser.post(reverse("quizzes_marking:mark", args=[slot_of(attempt).pk]), fields, follow=follow)


def test_the_queue_shows_the_oldest_first_with_how_many_wait(browser, enrolment, essay_quiz):
    newer = hand_in_essay(essay_quiz, make_enrolment(enrolment.cohort.course), at=NOW)
    older = hand_in_essay(essay_quiz, enrolment, at=NOW - timedelta(days=3))
    context = page(browser, "queue").context
    assert [row["attempt"] for row in context["rows"]] == [older, newer]
    assert context["total"] == 2


def test_the_queue_can_be_one_cohorts(browser, enrolment, essay_quiz):
    hand_in_essay(essay_quiz, enrolment)
    group = make_cohort(enrolment.cohort.course)
    theirs = make_enrolment(enrolment.cohort.course)
    theirs.cohort = group
    theirs.save()
    attempt = hand_in_essay(essay_quiz, theirs)
    context = page(browser, "queue", cohort=group.pk).context
    assert [row["attempt"] for row in context["rows"]] == [attempt]
    assert [count for _cohort, count in context["groups"]] == [1, 1]


def test_an_attempt_whose_time_is_over_waits_without_any_worker(browser, enrolment, essay_quiz, clock):  # noqa: F811
    essay_quiz.time_limit_minutes = 30
    essay_quiz.save()
    attempt = start_attempt(enrolment, essay_quiz, now=NOW)
    write(attempt, 1, {"text": "A tiempo."})
    clock.forward(hours=1)
    assert [row["attempt"] for row in page(browser, "queue").context["rows"]] == [attempt]


def test_what_the_learner_wrote_is_shown_as_text_and_never_as_a_page(browser, enrolment, essay_quiz):
    attempt = hand_in_essay(essay_quiz, enrolment, text="<script>alert(1)</script>\n\nDos\npárrafos")
    html = page(browser, "mark", slot_of(attempt).pk).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "Dos<br>párrafos" in html


def test_the_page_holds_question_model_answer_keywords_and_rubric(browser, enrolment, essay_quiz):
    html = page(browser, "mark", slot_of(hand_in_essay(essay_quiz, enrolment)).pk).content.decode()
    for text in ("Explique el principio.", "Nadie queda sin protección.", "protección", "level--r1", "level--r2"):
        assert text in html


def test_saving_finishes_the_attempt_and_leads_to_the_next_of_the_cohort(browser, enrolment, essay_quiz):
    first = hand_in_essay(essay_quiz, enrolment, at=NOW - timedelta(days=1))
    second = hand_in_essay(essay_quiz, make_enrolment(enrolment.cohort.course))
    answer = mark(browser, first, levels(), follow=False)
    assert answer.url == reverse("quizzes_marking:mark", args=[slot_of(second).pk])
    assert Attempt.objects.get(pk=first.pk).score == 100
    assert ManualMark.objects.get().comment == "Bien."


def test_after_the_last_one_comes_the_empty_queue_with_the_result_in_words(browser, enrolment, essay_quiz):
    answer = mark(browser, hand_in_essay(essay_quiz, enrolment), levels())
    said = [str(message) for message in answer.context["messages"]]
    assert any("100" in text and str(enrolment.learner) in text for text in said)
    assert answer.context["rows"] == []


def test_one_may_go_back_to_the_list_instead(browser, enrolment, essay_quiz):
    attempt = hand_in_essay(essay_quiz, enrolment)
    hand_in_essay(essay_quiz, make_enrolment(enrolment.cohort.course))
    fields = levels(list="")
    fields.pop("next")
    assert mark(browser, attempt, fields, follow=False).url == reverse("quizzes_marking:queue")


def test_a_criterion_without_a_level_is_named_and_nothing_is_lost(browser, enrolment, essay_quiz):
    attempt = hand_in_essay(essay_quiz, enrolment)
    answer = mark(browser, attempt, levels({"": {"r1": "l1"}}))
    criteria = answer.context["parts"][0]["criteria"]
    assert [row["is_missing"] for row in criteria] == [False, True]
    assert criteria[0]["chosen"] == "l1"
    assert answer.context["comment"] == "Bien."
    assert not ManualMark.objects.exists()


def test_a_double_click_marks_once(browser, enrolment, essay_quiz):
    attempt = hand_in_essay(essay_quiz, enrolment)
    mark(browser, attempt, levels())
    mark(browser, attempt, levels())
    assert ManualMark.objects.count() == 1


def test_the_essay_of_a_scenario_is_marked_beside_its_case(browser, enrolment, quiz):
    attempt = start_attempt(enrolment, with_essay(quiz, scenario()), now=NOW)
    write(attempt, 1, {"parts": {"q1": {"selected": ["a"]}, "q2": {"text": "Mi lectura."}}})
    submit_attempt(attempt.pk, now=NOW)
    html = page(browser, "mark", slot_of(attempt).pk).content.decode()
    assert "El caso." in html
    assert "Mi lectura." in html
    mark(browser, attempt, levels({"q2": GOOD[""]}))
    assert slot_of(attempt).fraction == 1


def test_the_queue_asks_the_database_the_same_however_many_wait(
    browser, enrolment, essay_quiz, django_assert_num_queries
):
    url = reverse("quizzes_marking:queue")
    hand_in_essay(essay_quiz, enrolment)
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    for _n in range(5):
        hand_in_essay(essay_quiz, make_enrolment(enrolment.cohort.course))
    with django_assert_num_queries(len(one)):
        browser.get(url)


def change(browser, slot, **fields):
    url = reverse("quizzes_marking:override", args=[slot.pk])
    return browser.post(url, {"mark": "0.5", "reason": "Otra lectura", "comment": ""} | fields, follow=True)


def test_a_mark_is_changed_with_a_reason_and_the_history_says_so(browser, enrolment, essay_quiz):
    attempt = hand_in_essay(essay_quiz, enrolment)
    mark(browser, attempt, levels())
    answer = change(browser, slot_of(attempt, 2))
    assert Attempt.objects.get(pk=attempt.pk).score == 75
    assert "Otra lectura" in answer.content.decode()
    assert any("certifica" in str(message) or "revoked" in str(message) for message in answer.context["messages"])


@pytest.mark.parametrize("fields", [{"reason": ""}, {"mark": "7"}, {"mark": "x"}])
def test_what_is_missing_or_impossible_is_said_beside_the_field(browser, enrolment, essay_quiz, fields):
    attempt = hand_in_essay(essay_quiz, enrolment)
    mark(browser, attempt, levels())
    answer = change(browser, slot_of(attempt, 2), **fields)
    assert list(answer.context["form"].errors) == list(fields)
    assert not ManualMark.objects.exclude(reason="").exists()


def test_an_answer_marked_already_leads_to_changing_it(browser, enrolment, essay_quiz):
    attempt = hand_in_essay(essay_quiz, enrolment)
    mark(browser, attempt, levels())
    answer = browser.get(reverse("quizzes_marking:mark", args=[slot_of(attempt).pk]))
    assert answer.url == reverse("quizzes_marking:override", args=[slot_of(attempt).pk])


def test_an_essay_with_one_level_chosen_keeps_its_rubric_in_the_readers_language(browser, enrolment, quiz):
    attempt = hand_in_essay(with_essay(quiz, essay()), enrolment)
    html = browser.get(
        reverse("quizzes_marking:mark", args=[slot_of(attempt).pk]), headers={"accept-language": "en"}
    ).content.decode()
    assert "Criterion 1" in html
    assert "Explique el principio." in html  # the question as the learner read it
