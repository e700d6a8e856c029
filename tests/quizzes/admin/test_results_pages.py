"""What a trainer sees of results, attempts and statistics."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from quizzes.domain.scoring import full_key
from quizzes.models import Attempt, Question, QuizDraw
from quizzes.services import put_question, save_answer, start_attempt, submit_attempt
from quizzes.services.saving import StaleAnswer
from tests.factories import NOW, UserFactory, choice, make_enrolment
from tests.quizzes.clock import clock  # noqa: F401 a fixture
from tests.quizzes.domain.samples import SAMPLES
from tests.quizzes.forms import ask
from tests.quizzes.marking import hand_in_essay, make_trainer, with_essay, write
from tests.quizzes.sitting import sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, enrolment):
    """The trainer's, in English."""
    client.force_login(make_trainer(enrolment.cohort))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def get(browser):
    def do(name, *args, **query):
        answer = browser.get(reverse(f"quizzes_marking:{name}", args=args), query)
        assert answer.status_code == 200
        return answer

    return do


def crowd(enrolment, quiz, size=12):
    """Half of them do well in everything, half badly."""
    for n in range(size):
        sit(quiz, make_enrolment(enrolment.cohort.course), *("aa" if n % 2 else "bb"))


def test_the_overview_lists_the_trainers_quizzes_with_counts(get, enrolment, quiz):
    sit(quiz, enrolment, "a", "a")
    html = get("results").content.decode()
    assert reverse("quizzes_marking:cohort", args=[quiz.pk, enrolment.cohort_id]) in html
    assert "small-quiz" in html


def test_the_cohorts_table_is_in_the_cohorts_time_zone(get, enrolment, quiz):
    enrolment.cohort.time_zone = "Asia/Tokyo"
    enrolment.cohort.save()
    sit(quiz, enrolment, "a", "a")  # 15:00 UTC
    html = get("cohort", quiz.pk, enrolment.cohort_id).content.decode()
    assert "11/26/2026 midnight" in html
    assert "Asia/Tokyo" in html


def test_numbers_are_written_as_the_reader_writes_them(browser, enrolment, quiz):
    quiz.draws.update(count=3)
    sit(quiz, enrolment, "a", "a", "b")
    url = reverse("quizzes_marking:cohort", args=[quiz.pk, enrolment.cohort_id])
    assert "66.7 %" in browser.get(url).content.decode()
    assert "66,7" in browser.get(url, headers={"accept-language": "fr"}).content.decode()


def test_the_table_sorts_by_what_is_asked(get, enrolment, quiz):
    best = make_enrolment(enrolment.cohort.course)
    sit(quiz, enrolment, "a", "b")
    sit(quiz, best, "a", "a")
    page = get("cohort", quiz.pk, enrolment.cohort_id, ordering="-best").context["page"]
    assert [row.enrolment for row in page] == [best, enrolment]


def test_an_unknown_order_is_the_usual_one(get, enrolment, quiz):
    assert get("cohort", quiz.pk, enrolment.cohort_id, ordering="password").context["total"] == 1


def test_the_table_takes_the_same_queries_however_many_learners(browser, enrolment, quiz, django_assert_num_queries):
    url = reverse("quizzes_marking:cohort", args=[quiz.pk, enrolment.cohort_id])
    sit(quiz, enrolment, "a", "a")
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    crowd(enrolment, quiz, 6)
    with django_assert_num_queries(len(one)):
        browser.get(url)


def test_an_expired_attempt_is_handed_in_when_somebody_looks(get, enrolment, quiz, clock):  # noqa: F811
    quiz.time_limit_minutes = 10
    quiz.save()
    start_attempt(enrolment, quiz, now=NOW)
    clock.forward(hours=1)
    assert get("cohort", quiz.pk, enrolment.cohort_id).context["counts"] == [("not_passed", 1)]


def test_results_download_for_excel_with_names_that_are_no_formulas(get, enrolment, quiz):
    evil = UserFactory(first_name="=1+1", last_name="@Mala")
    sit(quiz, make_enrolment(enrolment.cohort.course, evil), "a", "b")
    answer = get("cohort", quiz.pk, enrolment.cohort_id, export="xlsx")
    assert "no-store" in answer["Cache-Control"]
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert rows[0][0] == "Family names"
    mine = next(row for row in rows if row[0] == "'@Mala")
    assert (mine[1], mine[5], mine[6]) == ("'=1+1", 50, 1)
    assert mine[7] == timezone.localtime(NOW, timezone.zoneinfo.ZoneInfo("America/Guatemala")).replace(tzinfo=None)


def test_results_download_as_csv(get, enrolment, quiz):
    sit(quiz, enrolment, "a", "a")
    answer = get("cohort", quiz.pk, enrolment.cohort_id, export="csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0] == "Chávez Ñuñoa"
    assert rows[1][4] == "Passed"


def test_an_attempts_history_shows_the_answer_that_lost(get, enrolment, quiz):
    attempt = start_attempt(enrolment, quiz, now=NOW)
    save_answer(attempt, 1, {"selected": ["a"]}, sequence=0, message_id="1", received_at=NOW)
    with pytest.raises(StaleAnswer):
        save_answer(attempt, 1, {"selected": ["b"]}, sequence=0, message_id="2", received_at=NOW)
    submit_attempt(attempt.pk, now=NOW)
    html = get("history", attempt.pk).content.decode()
    for text in ("Lost: another window had saved since", "Option b", "Handed in", "Scored: 50 %"):
        assert text in html


def test_an_attempt_is_shown_as_the_learner_saw_it(get, enrolment, quiz):
    attempt = sit(quiz, enrolment, "a", "b")
    order = attempt.slots.first().option_order
    html = get("paper", attempt.pk, language="es").content.decode()
    places = [html.index(f"Opción {letter}") for letter in order]
    assert places == sorted(places)
    assert "Option a" in get("paper", attempt.pk, language="en").content.decode()


def test_a_language_that_the_questions_do_not_have_is_the_learners(get, enrolment, quiz):
    attempt = sit(quiz, enrolment, "a", "b")
    assert get("paper", attempt.pk, language="xx").context["language"] == "es"


def test_every_type_of_question_can_be_shown(get, enrolment, quiz):
    quiz.draws.all().delete()
    for n, (kind, content) in enumerate(SAMPLES.items()):
        question = put_question(quiz.activity.course, kind, content, category="T")[0]
        QuizDraw.objects.create(quiz=quiz, position=n, question=question)
    attempt = start_attempt(enrolment, quiz, now=NOW)
    for slot in attempt.slots.all():
        key = full_key(slot.version.content) or {"text": "Mi respuesta."}
        if slot.version.content["type"] != "scenario":
            write(attempt, slot.position, key)
    submit_attempt(attempt.pk, now=NOW)
    for name in ("history", "paper"):
        get(name, attempt.pk)
    for slot in attempt.slots.all():
        get("override", slot.pk)
    for slot in attempt.slots.filter(state="needs_grading"):
        get("mark", slot.pk)
    get("statistics", quiz.pk)


def test_statistics_with_few_attempts_say_so_in_words(get, enrolment, quiz):
    sit(quiz, enrolment, "a", "b")
    html = get("statistics", quiz.pk).content.decode()
    assert "Not enough data yet: 1 of at least 10 attempts." in html
    assert "not enough data" in html
    shown = html[html.index("<main") :]
    assert not re.search(r">\s*(nan|None|0\.0)\s*<", shown, re.IGNORECASE)


def test_statistics_say_which_error_of_thinking_an_option_stands_for(get, enrolment, quiz):
    content = choice()
    content["options"][1]["misconception"] = "border-needed"
    ask(quiz, content)
    sit(quiz, enrolment, "b")
    text = "There is no trafficking without crossing a border."
    assert f"Misconception: {text}" in get("statistics", quiz.pk).content.decode()
    book = load_workbook(io.BytesIO(get("statistics", quiz.pk, export="xlsx").content))
    assert text in [cell.value for cell in book["Options"]["H"]]


def test_statistics_count_an_attempt_whose_time_is_over_without_any_worker(get, enrolment, quiz, clock):  # noqa: F811
    clock.now = NOW
    quiz.time_limit_minutes = 10
    quiz.save()
    start_attempt(enrolment, quiz, now=NOW)
    clock.forward(minutes=12)
    assert get("statistics", quiz.pk).context["found"].attempts == 1


def test_statistics_without_any_attempt_say_so(get, quiz):
    assert "Nobody has handed in an attempt yet." in get("statistics", quiz.pk).content.decode()


def test_a_key_that_may_be_wrong_stands_first_with_a_way_to_regrade(get, enrolment, quiz):
    quiz.draws.update(count=3)
    wrong = Question.objects.get(code="q-3")
    for n in range(12):
        learner = make_enrolment(enrolment.cohort.course)
        attempt = start_attempt(learner, quiz, now=NOW)
        for slot in attempt.slots.select_related("version"):
            is_wrong = slot.version.question_id == wrong.pk
            chosen = "b" if (n % 2 == 0) != is_wrong else "a"
            save_answer(attempt, slot.position, {"selected": [chosen]}, sequence=0, message_id="m", received_at=NOW)
        submit_attempt(attempt.pk, now=NOW)
    answer = get("statistics", quiz.pk)
    assert answer.context["to_look_at"][0]["version"].question == wrong
    assert f"{reverse('quizzes_marking:regrade', args=[quiz.pk])}?question={wrong.pk}" in answer.content.decode()
    assert "Is the key right?" in answer.content.decode()


def test_statistics_take_the_same_queries_however_many_attempts(browser, enrolment, quiz, django_assert_num_queries):
    url = reverse("quizzes_marking:statistics", args=[quiz.pk])
    crowd(enrolment, quiz, 2)
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    crowd(enrolment, quiz, 8)
    with django_assert_num_queries(len(few)):
        browser.get(url)


def test_statistics_download_with_questions_options_and_the_quiz(get, enrolment, quiz):
    crowd(enrolment, quiz)
    book = load_workbook(io.BytesIO(get("statistics", quiz.pk, export="xlsx").content))
    assert book.sheetnames == ["Questions", "Options", "Quiz"]
    assert [cell.value for cell in book["Options"][1]][:3] == ["Question", "Option", "Right"]
    assert get("statistics", quiz.pk, export="csv")["Content-Type"].startswith("text/csv")


def test_a_waiting_attempt_leads_to_marking(get, enrolment, quiz):
    attempt = hand_in_essay(with_essay(quiz), enrolment)
    assert reverse("quizzes_marking:open", args=[attempt.pk]) in get("history", attempt.pk).content.decode()
    assert Attempt.objects.get(pk=attempt.pk).state == "submitted"
