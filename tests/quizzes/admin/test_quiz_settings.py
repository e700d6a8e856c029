"""A trainer changes a quiz's settings on the screen; a learner finds them in force, or keeps what was begun."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from quizzes.domain.review_policy import PARTS, PRESETS
from quizzes.models import Attempt, Quiz, QuizPage
from quizzes.services import start_attempt
from tests.factories import NOW, choice, make_course, make_questions, quiz_of
from tests.quizzes.admin.bank_desk import administrator, signed_in, trainer_of
from tests.quizzes.clock import clock  # noqa: F401 a fixture
from tests.quizzes.forms import ask, begin, finish, read_form, the_attempt
from tests.quizzes.marking import make_trainer
from tests.quizzes.sitting import address, answer, hand_in, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(enrolment) -> Client:
    return signed_in(make_trainer(enrolment.cohort))


@pytest.fixture
def asked(quiz) -> Quiz:
    """Two fixed questions whose right answer is a."""
    return ask(quiz, choice(stem="Uno"), choice(stem="Dos"))


def page_of(quiz: Quiz) -> str:
    return reverse("quiz_settings:edit", args=[quiz.pk])


def save(trainer: Client, quiz: Quiz, **fields):
    """Open the screen, fill in, save; what is not named stays as it is."""
    form = read_form(trainer.get(page_of(quiz)), "quiz-settings")
    for name, value in fields.items():
        if name in form.offered:
            form.choose(name, *(value if isinstance(value, list) else [value]))
        else:
            assert name in form.data, f"no field {name}"
            form.data[name] = [value]
    answer = form.press(trainer, "do", "save", follow=True)
    quiz.refresh_from_db()
    return answer


def result_of(learner: Client) -> str:
    return learner.get(address("result", the_attempt().pk)).content.decode()


def test_saving_the_screen_as_it_is_changes_nothing(trainer, quiz):
    quiz.feedback_bands = [{"from": 0, "text": {"es": "Siga."}}, {"from": 69.5, "text": {"es": "Bien.", "en": "Well."}}]
    quiz.closes_at = NOW
    quiz.save()
    before = Quiz.objects.values().get()
    assert "Nothing was changed" in save(trainer, quiz).content.decode()
    assert Quiz.objects.values().get() == before
    assert not ModelLogEntry.objects.for_instance(quiz).exists()


def test_the_pass_mark_decides_about_the_next_attempt(trainer, enrolment, asked):
    save(trainer, asked, pass_mark="50")
    assert sit(asked, enrolment, "a", "b").is_passed
    save(trainer, asked, pass_mark="50.5")
    assert not sit(asked, enrolment, "a", "b", minutes=1).is_passed


def test_attempts_delay_and_time_limit_hold_for_the_learner(trainer, learner, asked, clock):  # noqa: F811
    save(trainer, asked, attempts_allowed="2", delay_minutes="30", time_limit_minutes="20")
    begin(learner)
    attempt = the_attempt()
    assert attempt.deadline == attempt.started_at + timedelta(minutes=20)
    finish(learner)
    begin(learner)
    assert Attempt.objects.count() == 1, "half an hour has not passed"
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(minutes=31))
    begin(learner)
    finish(learner)
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(days=1))
    begin(learner)
    assert Attempt.objects.count() == 2, "both attempts are used"
    save(trainer, asked, attempts_allowed="", delay_minutes="", time_limit_minutes="")
    begin(learner)
    assert the_attempt().deadline is None


@pytest.mark.parametrize(("method", "grade"), [("highest", 100), ("average", 50), ("first", 0), ("last", 50)])
def test_the_grading_method_changes_the_grades_that_stand(trainer, enrolment, asked, method, grade):
    for n, letters in enumerate(("bb", "aa", "ab")):
        sit(asked, enrolment, *letters, minutes=n)
    save(trainer, asked, counts="graded", method=method)
    enrolment.refresh_from_db()
    assert enrolment.grade == grade


def test_practice_is_without_limit_and_grade_and_completes_when_handed_in(trainer, learner, enrolment, asked):
    save(trainer, asked, counts="practice", behaviour="adaptive", attempts_allowed="1", delay_minutes="60")
    assert (asked.is_practice, asked.is_graded, asked.attempts_allowed, asked.delay_minutes) == (True, False, None, 0)
    for n in range(3):
        begin(learner)
        told = learner.get(address("question", the_attempt().pk, 1))
        assert ("goto", "try") in read_form(told).buttons
        finish(learner)
        assert Attempt.objects.count() == n + 1
    assert "no cuenta" in result_of(learner) or "Practice counts for nothing" in result_of(learner)
    enrolment.refresh_from_db()
    assert (enrolment.grade, enrolment.progress.get().rule) == (None, "marked")


@pytest.mark.parametrize("behaviour", ["deferred", "interactive", "adaptive"])
def test_the_behaviour_gives_tries_or_none(trainer, learner, asked, behaviour):
    save(trainer, asked, behaviour=behaviour)
    form = read_form(learner.get(begin(learner)))
    assert (("goto", "try") in form.buttons) is (behaviour != "deferred")


def test_questions_and_options_are_mixed_or_not(trainer, enrolment, quiz):
    ask(quiz, *(choice(stem=f"{n}") for n in range(8)))
    save(trainer, quiz, shuffles_questions=[], shuffles_options=[])
    slots = list(start_attempt(enrolment, quiz, now=NOW).slots.select_related("version__question"))
    assert [slot.version.question.code for slot in slots] == [f"asked-{n}" for n in range(8)]
    assert {tuple(slot.option_order) for slot in slots} == {("a", "b", "c")}
    save(trainer, quiz, shuffles_questions="on", shuffles_options="on")
    assert (quiz.shuffles_questions, quiz.shuffles_options) == (True, True)


def test_an_exam_shows_the_mark_alone_until_it_closes_and_learning_everything(trainer, learner, asked):
    save(trainer, asked, review="exam", closes_at="2099-01-01T10:00")
    assert asked.review_policy == PRESETS["exam"]
    url = begin(learner)
    learner.post(url, {"sequence": 0, "choice": "a", "goto": "check"})
    finish(learner)
    assert "50" in result_of(learner)
    assert "Razón" not in result_of(learner)
    save(trainer, asked, review="learning")
    assert "Razón a" in result_of(learner), "what learners see holds at once"


def test_ones_own_choice_of_what_is_shown_is_kept_cell_by_cell(trainer, learner, asked):
    chosen = ["during:specific", "right_after:correctness", "later:marks", "closed:answer"]
    save(trainer, asked, review="own", shown=chosen)
    assert asked.review_policy == {
        "during": ["attempt", "correctness", "specific"],
        "right_after": ["attempt", "correctness"],
        "later": ["marks"],
        "closed": ["attempt", "answer"],
    }
    begin(learner)
    finish(learner)
    assert "Explicación" not in result_of(learner)


@pytest.mark.parametrize("part", ["specific", "general"])
def test_what_a_check_tells_during_the_attempt_can_be_chosen(trainer, learner, asked, part):
    save(trainer, asked, behaviour="interactive", review="own", shown=[f"during:{part}"])
    url = begin(learner)
    form = read_form(learner.get(url))
    form.choose("choice", "a")
    told = form.press(learner, "goto", "try", follow=True).content.decode()
    assert ("Razón a" in told, "Explicación" in told) == (part == "specific", part == "general")


def test_overall_feedback_is_read_by_the_score_in_the_learners_language(trainer, learner, asked):
    page = trainer.get(page_of(asked))
    form = read_form(page, "quiz-settings")
    form.data |= {"band.0.from": ["60"], "band.0.es": ["Muy\0 bien."], "band.0.en": ["Very well."]}
    form = read_form(form.press(trainer, "do", "band"), "quiz-settings")
    assert form.data["band.0.en"][0].strip() == "Very well.", "adding room loses nothing"
    form.data |= {"band.1.from": ["0"], "band.1.es": ["Repase."], "band.1.pt": ["Revise."]}
    form.press(trainer, "do", "save")
    begin(learner)
    finish(learner)
    assert "Repase." in result_of(learner)
    assert "Muy bien." not in result_of(learner)
    told = learner.get(address("result", the_attempt().pk, language="pt")).content.decode()
    assert "Revise." in told


def test_a_band_that_is_emptied_is_gone(trainer, quiz):
    quiz.feedback_bands = [{"from": 0, "text": {"es": "Siga."}}, {"from": 70, "text": {"es": "Bien."}}]
    quiz.save()
    save(trainer, quiz, **{"band.0.from": "", "band.0.es": ""})
    assert quiz.feedback_bands == [{"from": 70, "text": {"es": "Bien."}}]


WRONG = {
    "a pass mark above a hundred": ({"pass_mark": "101"}, "less than or equal to 100"),
    "no pass mark": ({"pass_mark": ""}, "required"),
    "no attempts at all": ({"attempts_allowed": "0"}, "greater than or equal to 1"),
    "closing before opening": ({"opens_at": "2030-01-02T10:00", "closes_at": "2030-01-01T10:00"}, "closes before"),
    "adaptive for a grade": ({"counts": "graded", "behaviour": "adaptive"}, "for practice"),
    "a band without a number": ({"band.0.es": "Bien."}, "from 0 to 100"),
    "a band that starts at infinity": ({"band.0.from": "Infinity", "band.0.es": "Bien."}, "from 0 to 100"),
    "a band without a text": ({"band.0.from": "50"}, "at least in one language"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_is_said_beside_its_field_and_nothing_is_saved(trainer, quiz, fault):
    fields, said = WRONG[fault]
    before = Quiz.objects.values().get()
    page = save(trainer, quiz, **fields)
    assert said in page.content.decode()
    assert "Not saved yet" in page.content.decode()
    assert Quiz.objects.values().get() == before


def test_an_attempt_under_way_keeps_what_it_began_with(trainer, learner, enrolment, asked):
    save(trainer, asked, behaviour="interactive", pass_mark="50", time_limit_minutes="60")
    began = start_attempt(enrolment, asked, now=timezone.now())
    page = save(
        trainer, asked, behaviour="deferred", pass_mark="100", time_limit_minutes="5", counts="practice"
    ).content.decode()
    assert "1 attempt is under way" in page
    assert ("goto", "try") in read_form(learner.get(address("question", began.pk, 1))).buttons
    answer(began, 1, "a", at=timezone.now())
    done = finish(learner)
    assert done.deadline == began.deadline
    assert done.is_passed, "50 % sufficed when it began"
    assert enrolment.progress.get().rule == "passed"
    following = start_attempt(enrolment, asked, now=timezone.now())
    assert (following.behaviour, following.pass_mark, following.is_practice) == ("deferred", 100, True)


def test_attempts_from_before_take_over_their_quizzes_terms(enrolment, asked):
    attempt = sit(asked, enrolment, "a", "b")
    Quiz.objects.update(pass_mark=40, behaviour="adaptive", is_practice=True)
    import_module("quizzes.migrations.0003_terms_of_an_attempt_sections_file").take_terms_from_quizzes(apps, None)
    attempt.refresh_from_db()
    assert (attempt.pass_mark, attempt.behaviour, attempt.is_practice) == (40, "adaptive", True)


def test_two_trainers_do_not_write_over_each_other_unseen(trainer, quiz):
    mine = read_form(trainer.get(page_of(quiz)), "quiz-settings")
    save(trainer, quiz, pass_mark="60")
    mine.data["pass_mark"] = ["80"]
    refused = mine.press(trainer, "do", "save")
    assert "Somebody saved other settings" in refused.content.decode()
    quiz.refresh_from_db()
    assert quiz.pass_mark == 60
    read_form(refused, "quiz-settings").press(trainer, "do", "save")
    quiz.refresh_from_db()
    assert quiz.pass_mark == 80, "the second time it is meant"


def test_saving_twice_is_saving_once_and_says_who(trainer, quiz):
    form = read_form(trainer.get(page_of(quiz)), "quiz-settings")
    form.data["pass_mark"] = ["65"]
    assert form.press(trainer, "do", "save").status_code == 302
    assert form.press(trainer, "do", "save").status_code == 302
    entry = ModelLogEntry.objects.for_instance(quiz).get()
    assert (entry.data["old"], entry.data["new"]) == ({"pass_mark": "70.00"}, {"pass_mark": "65"})
    assert "Last changed by" in trainer.get(page_of(quiz)).content.decode()


def test_a_policy_that_waits_for_a_closing_that_never_comes_is_warned_of(trainer, quiz):
    assert "never closes" not in trainer.get(page_of(quiz)).content.decode()
    assert "never closes" in save(trainer, quiz, review="exam").content.decode()
    assert "never closes" not in save(trainer, quiz, closes_at="2099-01-01T10:00").content.decode()


def test_the_presets_are_told_from_ones_own(trainer, quiz):
    assert read_form(trainer.get(page_of(quiz)), "quiz-settings").data["review"] == ["learning"]
    quiz.review_policy = {"later": list(PARTS)}
    quiz.save()
    assert read_form(trainer.get(page_of(quiz)), "quiz-settings").data["review"] == ["own"]


def test_another_courses_trainer_finds_no_such_quiz(quiz):
    other = make_course("other", modules=(0,))
    theirs = signed_in(trainer_of(other))
    for name in ("edit", "parts"):
        assert theirs.get(reverse(f"quiz_settings:{name}", args=[quiz.pk]), follow=True).status_code == 404
    assert theirs.post(page_of(quiz), {"do": "save"}, follow=True).status_code == 404
    listed = theirs.get(reverse("quiz_settings:index")).content.decode()
    assert str(quiz_of(other).pk) in listed
    assert str(quiz.pk) not in listed


def test_the_quiz_page_the_bank_and_the_results_lead_to_the_settings(trainer, quiz):
    page = QuizPage.objects.get(translation_key=quiz.pk)
    boss = signed_in(administrator())
    assert page_of(quiz) in boss.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("quiz_settings:index") in trainer.get(reverse("question_bank:index")).content.decode()
    assert page_of(quiz) in trainer.get(reverse("quizzes_marking:results")).content.decode()


@pytest.mark.parametrize("name", ["edit", "index"])
def test_the_screens_take_as_many_queries_with_more_of_everything(trainer, enrolment, quiz, name):
    url = reverse(f"quiz_settings:{name}", args=[quiz.pk] if name == "edit" else [])
    trainer.get(url)
    with CaptureQueriesContext(connection) as few:
        trainer.get(url)
    ask(quiz, *(choice(stem=f"{n}") for n in range(5)))
    make_questions(quiz.activity.course, 9, category="Z")
    hand_in(start_attempt(enrolment, quiz, now=NOW), "a", "b")
    with CaptureQueriesContext(connection) as many:
        assert trainer.get(url).status_code == 200
    assert len(many) == len(few)
    assert Decimal(quiz.pass_mark) == 70
