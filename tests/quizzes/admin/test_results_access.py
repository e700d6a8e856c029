"""Who may open the pages of marking, results, regrades and exceptions."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from quizzes.admin.marking_urls import urlpatterns
from quizzes.models import QuizDraw, Regrade
from quizzes.services import put_question, start_attempt
from quizzes.services.comparing import preview_regrade
from quizzes.services.overrides import Terms, put_override
from quizzes.services.regrading import regrade_question
from tests.factories import NOW, UserFactory, choice, make_course, make_enrolment
from tests.quizzes.marking import hand_in_essay, make_trainer, slot_of, with_essay

pytestmark = pytest.mark.django_db

LISTS = ["queue", "results"]  # open to every trainer: they show that trainer's own rows
PAGES = [
    "mark",
    "override",
    "cohort",
    "history",
    "paper",
    "statistics",
    "regrade",
    "regrade_log",
    "overrides",
    "override_learner",
    "override_cohort",
    "override_remove",
]
LEADING_ON = ["open", "override_choose"]


@pytest.fixture
def trainer(enrolment) -> User:
    return make_trainer(enrolment.cohort)


@pytest.fixture
def addresses(enrolment, quiz, trainer):
    """Every page's address, with something to show behind each."""
    attempt = hand_in_essay(with_essay(quiz), enrolment)
    slot = slot_of(attempt)
    override = put_override(quiz, enrolment, Terms(extra_time=Decimal("1.5")), reason="Dislexia", by=trainer, now=NOW)
    question = quiz.draws.get(question__code="fixed").question
    seen = preview_regrade(quiz, question, "none").fingerprint
    made = regrade_question(quiz, question, "none", fingerprint=seen, reason="Mal", by=trainer, now=NOW)
    arguments = {
        "queue": [],
        "results": [],
        "open": [attempt.pk],
        "mark": [slot.pk],
        "override": [slot.pk],
        "cohort": [quiz.pk, enrolment.cohort_id],
        "history": [attempt.pk],
        "paper": [attempt.pk],
        "statistics": [quiz.pk],
        "regrade": [quiz.pk],
        "regrade_log": [quiz.pk, made.pk],
        "overrides": [quiz.pk],
        "override_choose": [quiz.pk],
        "override_learner": [quiz.pk, enrolment.pk],
        "override_cohort": [quiz.pk, enrolment.cohort_id],
        "override_remove": [quiz.pk, override.pk],
    }
    return {name: reverse(f"quizzes_marking:{name}", args=given) for name, given in arguments.items()}


# Django's LocaleMiddleware answers a 404 outside the languages' prefixes by trying /es/…; that is a 404 then.


def as_(person: User | None) -> Client:
    browser = Client()
    if person:
        browser.force_login(person)
    return browser


def test_every_address_is_tried_here(addresses):
    assert {pattern.name for pattern in urlpatterns} == set(addresses) == {*LISTS, *PAGES, *LEADING_ON}


@pytest.mark.parametrize("name", [*LISTS, *PAGES, *LEADING_ON])
def test_who_is_not_signed_in_is_asked_to_sign_in(addresses, name):
    answer = as_(None).get(addresses[name])
    assert answer.status_code == 302
    assert "/admin/login/" in answer.url


@pytest.mark.parametrize("name", [*LISTS, *PAGES, *LEADING_ON])
def test_a_learner_gets_no_further(addresses, name, enrolment):
    answer = as_(enrolment.learner).get(addresses[name], follow=True)
    assert answer.status_code == 403


@pytest.mark.parametrize("name", [*LISTS, *PAGES])
def test_the_cohorts_trainer_gets_the_page(addresses, name, trainer):
    assert as_(trainer).get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, *PAGES])
def test_an_administrator_gets_the_page(addresses, name):
    assert as_(UserFactory(is_staff=True, is_superuser=True)).get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "override_choose"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_to_another_courses_trainer_the_page_does_not_exist(addresses, name, method):
    other = make_trainer(make_enrolment(make_course("other", modules=(0,), languages=("es",))).cohort)
    assert getattr(as_(other), method)(addresses[name], follow=True).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_another_courses_trainer_sees_nothing_of_it(addresses, name, enrolment):
    other = make_trainer(make_enrolment(make_course("other", modules=(0,), languages=("es",))).cohort)
    page = as_(other).get(addresses[name]).content.decode()
    assert enrolment.learner.last_name not in page
    assert enrolment.cohort.course.title not in page


def test_another_courses_trainer_is_led_back_to_the_own_queue(addresses):
    other = make_trainer(make_enrolment(make_course("other", modules=(0,), languages=("es",))).cohort)
    assert as_(other).get(addresses["open"]).url == addresses["queue"]


@pytest.mark.parametrize("part", ["learner", "cohort"])
def test_a_learner_of_another_course_gets_no_exception_in_this_quiz(quiz, trainer, part):
    stranger = make_enrolment(make_course("other", modules=(0,), languages=("es",)))
    stranger.cohort.trainers.add(trainer)
    key = stranger.pk if part == "learner" else stranger.cohort_id
    url = reverse(f"quizzes_marking:override_{part}", args=[quiz.pk, key])
    assert as_(trainer).get(url, follow=True).status_code == 404


def test_the_menu_shows_marking_and_results_to_who_has_a_course(trainer, enrolment):
    with translation.override("es"):
        assert reverse("quizzes_marking:queue") in as_(trainer).get("/admin/").content.decode()
        assert reverse("quizzes_marking:queue") not in as_(make_trainer()).get("/admin/").content.decode()


def test_a_draft_of_a_regrade_has_no_page(quiz, trainer, enrolment):
    question = put_question(quiz.activity.course, "x", choice(), category="E")[0]
    QuizDraw.objects.create(quiz=quiz, position=9, question=question)
    draft = Regrade.objects.create(quiz=quiz, question=question, policy="none", made_by=trainer, made_at=NOW)
    url = reverse("quizzes_marking:regrade_log", args=[quiz.pk, draft.pk])
    assert as_(trainer).get(url, follow=True).status_code == 404


def test_marking_an_attempt_in_progress_is_not_offered(enrolment, quiz, trainer):
    attempt = start_attempt(enrolment, with_essay(quiz), now=NOW)
    answer = as_(trainer).get(reverse("quizzes_marking:override", args=[slot_of(attempt).pk]))
    assert answer.url == reverse("quizzes_marking:history", args=[attempt.pk])
