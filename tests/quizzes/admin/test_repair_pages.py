"""A trainer regrades a question and makes exceptions, page by page."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.models import Certificate
from certificates.services import issue_certificate
from quizzes.models import Attempt, Override, Question, QuizDraw, Regrade
from quizzes.services import put_question, start_attempt
from tests.factories import NOW, certify, choice, make_enrolment
from tests.quizzes.clock import clock  # noqa: F401 a fixture
from tests.quizzes.marking import change_key, make_trainer, slot_of
from tests.quizzes.sitting import sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, enrolment):
    """The trainer's, in English."""
    client.force_login(make_trainer(enrolment.cohort))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def question(quiz) -> Question:
    quiz.draws.all().delete()
    for position, code in enumerate(("wrong-key", "other")):
        made = put_question(quiz.activity.course, code, choice(), category="E")[0]
        QuizDraw.objects.create(quiz=quiz, position=position, question=made)
    return Question.objects.get(code="wrong-key")


@pytest.fixture
def compare(browser, quiz, question):
    def do(policy="new_key"):
        url = reverse("quizzes_marking:regrade", args=[quiz.pk])
        return browser.get(url, {"question": question.pk, "policy": policy})

    return do


@pytest.fixture
def decide(browser, quiz, question, compare):
    def do(policy="new_key", reason="La clave estaba mal", **fields):
        preview = compare(policy).context["preview"]
        form = {"question": question.pk, "policy": policy, "fingerprint": preview.fingerprint, "reason": reason}
        return browser.post(reverse("quizzes_marking:regrade", args=[quiz.pk]), form | fields, follow=True)

    return do


def test_only_questions_of_attempts_that_are_handed_in_can_be_chosen(browser, enrolment, quiz, question):
    url = reverse("quizzes_marking:regrade", args=[quiz.pk])
    assert not browser.get(url).context["form"].fields["question"].queryset.exists()
    sit(quiz, enrolment, "b", "a")
    assert question in browser.get(url).context["form"].fields["question"].queryset


def test_the_choice_of_a_question_takes_the_same_queries_however_many_there_are(browser, enrolment, quiz, question):
    url = reverse("quizzes_marking:regrade", args=[quiz.pk])
    sit(quiz, enrolment, "b", "a")
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    for position in range(2, 7):
        more = put_question(quiz.activity.course, f"more-{position}", choice(), category="E")[0]
        QuizDraw.objects.create(quiz=quiz, position=position, question=more)
    sit(quiz, make_enrolment(enrolment.cohort.course), "b", "a")
    with CaptureQueriesContext(connection) as many:
        page = browser.get(url)
    assert "more-6" in page.content.decode()
    assert len(many) == len(few)


def test_the_comparison_lists_who_would_pass_and_writes_nothing(compare, enrolment, quiz, question):
    attempt = sit(quiz, enrolment, "b", "a")
    change_key(question)
    html = compare().content.decode()
    assert "Would now pass" in html
    assert str(enrolment.learner) in html
    assert Attempt.objects.get(pk=attempt.pk).score == 50
    assert not Regrade.objects.exists()


def test_deciding_changes_the_marks_and_shows_the_log(decide, enrolment, quiz, question):
    attempt = sit(quiz, enrolment, "b", "a")
    change_key(question)
    answer = decide()
    assert Attempt.objects.get(pk=attempt.pk).score == 100
    assert answer.request["PATH_INFO"] == reverse(
        "quizzes_marking:regrade_log", args=[quiz.pk, Regrade.objects.get().pk]
    )
    assert "La clave estaba mal" in answer.content.decode()


def test_a_sign_that_no_database_keeps_does_no_harm(decide, browser, enrolment, quiz, question, put):
    sit(quiz, enrolment, "b", "a")
    change_key(question)
    decide(reason="La clave\0 estaba mal")
    assert Regrade.objects.get().reason == "La clave estaba mal"
    put(time="1.25")
    url = reverse("quizzes_marking:override_remove", args=[quiz.pk, Override.objects.get().pk])
    browser.post(url, {"reason": "Ya\0 no"})
    assert not Override.objects.exists()


def test_deciding_twice_changes_once(decide, browser, enrolment, quiz, question):
    sit(quiz, enrolment, "b", "a")
    change_key(question)
    decide()
    form = {"question": question.pk, "policy": "new_key", "fingerprint": "x", "reason": "x"}
    answer = browser.post(reverse("quizzes_marking:regrade", args=[quiz.pk]), form, follow=True)
    assert "There was nothing to change." in answer.content.decode()
    assert Regrade.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"), [({"reason": ""}, "give the reason"), ({"fingerprint": "old"}, "Look at it again")]
)
def test_without_a_reason_or_with_an_old_comparison_nothing_changes(decide, enrolment, quiz, question, fields, said):
    sit(quiz, enrolment, "b", "a")
    change_key(question)
    answer = decide(**fields)
    assert said in answer.content.decode()
    assert answer.context["preview"].changed
    assert not Regrade.objects.exists()


def test_a_certificate_is_never_revoked_but_shown_for_a_person_to_decide(decide, enrolment, quiz, question):
    certify(enrolment.cohort.course)
    sit(quiz, enrolment, "a", "a")
    certificate = issue_certificate(enrolment.pk, now=NOW)
    change_key(question)
    html = decide().content.decode()
    assert "For you to decide" in html
    assert certificate.serial in html
    assert Certificate.objects.get(pk=certificate.pk).state == "issued"


def test_a_question_that_is_all_of_an_attempt_cannot_stop_counting(compare, enrolment, quiz, question):
    quiz.draws.exclude(question=question).delete()
    sit(quiz, enrolment, "a")
    assert "Choose full marks for everyone" in compare("none").content.decode()


def test_a_regrade_of_another_courses_question_is_refused(browser, quiz, question, enrolment):
    sit(quiz, enrolment, "b", "a")
    foreign = put_question(None, "foreign", choice(), category="E")[0]
    url = reverse("quizzes_marking:regrade", args=[quiz.pk])
    answer = browser.get(url, {"question": foreign.pk, "policy": "full_marks"})
    assert answer.context["preview"] is None
    assert answer.context["form"].errors


# --- Exceptions ------------------------------------------------------------------------------------


@pytest.fixture
def put(browser, quiz, enrolment):
    def do(part="learner", **fields):
        key = enrolment.pk if part == "learner" else enrolment.cohort_id
        form = {"time": "1.00", "reason": "Dislexia certificada"} | fields
        return browser.post(reverse(f"quizzes_marking:override_{part}", args=[quiz.pk, key]), form, follow=True)

    return do


@pytest.mark.parametrize(
    ("time", "factor", "is_untimed"), [("1.25", "1.25", False), ("1.50", "1.5", False), ("untimed", "1", True)]
)
def test_extra_time_is_given_to_a_learner(put, enrolment, time, factor, is_untimed):
    put(time=time)
    made = Override.objects.get()
    assert (made.enrolment, made.extra_time, made.is_untimed) == (enrolment, Decimal(factor), is_untimed)
    assert made.reason == "Dislexia certificada"


def test_a_whole_cohort_gets_another_attempt(put, enrolment):
    put("cohort", attempts_allowed="3")
    assert (Override.objects.get().cohort, Override.objects.get().attempts_allowed) == (enrolment.cohort, 3)


def test_times_are_read_in_the_cohorts_time_zone(put, enrolment):
    put(opens_at="2026-12-01T09:00", closes_at="2026-12-01T18:00")
    made = Override.objects.get()
    assert made.opens_at.isoformat() == "2026-12-01T15:00:00+00:00"  # Guatemala is six hours behind


def test_the_form_shows_what_holds_in_the_cohorts_time_zone(put, browser, quiz, enrolment):
    put(time="1.50", opens_at="2026-12-01T09:00")
    html = browser.get(reverse("quizzes_marking:override_learner", args=[quiz.pk, enrolment.pk])).content.decode()
    assert 'value="2026-12-01T09:00"' in html
    assert 'value="1.50" required' in html or 'value="1.50"' in html


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"time": "1.50", "reason": " "}, "reason"),
        ({"time": "2.00"}, "time"),
        ({"opens_at": "2026-12-02T09:00", "closes_at": "2026-12-01T09:00"}, "closes_at"),
        ({}, "__all__"),
        ({"attempts_allowed": "0"}, "attempts_allowed"),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_said(put, fields, where):
    answer = put(**fields)
    assert where in answer.context["form"].errors
    assert not Override.objects.exists()


def test_an_open_attempt_gets_the_time_at_once(put, quiz, enrolment, clock):  # noqa: F811
    quiz.time_limit_minutes = 60
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    put(time="1.50")
    assert (Attempt.objects.get(pk=attempt.pk).deadline - NOW).total_seconds() == 90 * 60


def test_the_list_shows_what_holds_and_the_history_what_was(put, browser, quiz):
    put(time="1.25")
    put(time="untimed", reason="Nuevo informe")
    url = reverse("quizzes_marking:override_remove", args=[quiz.pk, Override.objects.get().pk])
    browser.post(url, {"reason": "Se retiró"})
    page = browser.get(reverse("quizzes_marking:overrides", args=[quiz.pk]))
    assert page.context["rows"] == []
    assert [row["new"] for row in page.context["history"]] == [[], ["no time limit"], ["time × 1.25"]]


def test_removing_needs_a_reason(put, browser, quiz):
    put(time="1.25")
    url = reverse("quizzes_marking:override_remove", args=[quiz.pk, Override.objects.get().pk])
    assert "give the reason" in browser.post(url, {"reason": ""}).content.decode()
    assert Override.objects.exists()


@pytest.mark.parametrize("part", ["learner", "cohort"])
def test_choosing_whom_it_is_for_leads_to_the_form(browser, quiz, enrolment, part):
    key = enrolment.pk if part == "learner" else enrolment.cohort_id
    answer = browser.get(reverse("quizzes_marking:override_choose", args=[quiz.pk]), {"for": f"{part}-{key}"})
    assert answer.url == reverse(f"quizzes_marking:override_{part}", args=[quiz.pk, key])


def test_a_learners_reason_never_reaches_the_learner(put, enrolment, quiz, client):
    quiz.time_limit_minutes = 60
    quiz.save()
    attempt = sit(quiz, make_enrolment(enrolment.cohort.course), "a", "a")
    open_one = start_attempt(enrolment, quiz, now=NOW)
    put(time="1.50", reason="SECRETO-MEDICO")
    client.force_login(enrolment.learner)
    for name, args in (("quiz", ["small", "quiz"]), ("question", [open_one.pk, 1]), ("check", [open_one.pk])):
        html = client.get(reverse(f"quizzes:{name}", args=args), follow=True).content.decode()
        assert "SECRETO-MEDICO" not in html
    assert slot_of(attempt).fraction == 1
