"""Who sees and changes which questions. Another course's question looks like one that does not exist."""

import pytest
from django.test import Client

from courses.models import Course
from quizzes.models import Question
from quizzes.services import put_question
from tests.factories import UserFactory, choice, make_course
from tests.quizzes.admin.bank_desk import BANK, administrator, signed_in, single, trainer_of

PAGES = ["", "new/", "import/", "export/", "import/check/", "export/file/"]
OF_A_QUESTION = ["", "preview/", "history/", "uses/"]
ACTIONS = ["retire/", "restore/", "discard/", "duplicate/"]


@pytest.fixture
def course(db: None) -> Course:
    return make_course()


@pytest.fixture
def question(course: Course) -> Question:
    return Question.objects.get(course=course, code="q-1")


@pytest.fixture
def shared(db: None) -> Question:
    return put_question(None, "shared-1", choice(), category="S")[0]


def address(question: Question, page: str) -> str:
    return f"{BANK}{question.pk}/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(client: Client, db: None, page: str) -> None:
    assert "/login/" in client.get(BANK + page).headers["Location"]


@pytest.mark.parametrize("page", [*OF_A_QUESTION, *ACTIONS])
def test_a_visitor_is_asked_to_sign_in_before_any_question(client: Client, question: Question, page: str) -> None:
    assert "/login/" in client.post(address(question, page)).headers["Location"]


@pytest.mark.parametrize("page", PAGES)
def test_a_learner_is_refused(db: None, page: str) -> None:
    assert signed_in(UserFactory()).get(BANK + page, follow=True).status_code == 403


@pytest.mark.parametrize("page", [*OF_A_QUESTION, *ACTIONS])
def test_a_learner_is_refused_every_question(question: Question, page: str) -> None:
    assert signed_in(UserFactory()).post(address(question, page), follow=True).status_code == 403


@pytest.mark.parametrize("page", ["", "new/", "import/", "export/"])
def test_somebody_in_the_admin_without_a_course_is_sent_away(db: None, page: str) -> None:
    assert signed_in(trainer_of()).get(BANK + page).headers["Location"] == "/admin/"


@pytest.mark.parametrize("page", ["", "new/", "import/", "export/"])
@pytest.mark.parametrize("who", ["trainer", "administrator"])
def test_trainers_and_administrators_have_the_bank(course: Course, who: str, page: str) -> None:
    user = trainer_of(course) if who == "trainer" else administrator()
    assert signed_in(user).get(BANK + page).status_code == 200


@pytest.mark.parametrize("page", OF_A_QUESTION)
def test_a_trainer_sees_the_questions_of_their_course(course: Course, question: Question, page: str) -> None:
    assert signed_in(trainer_of(course)).get(address(question, page)).status_code == 200


@pytest.mark.parametrize("page", OF_A_QUESTION)
def test_another_courses_question_does_not_exist(question: Question, page: str) -> None:
    assert signed_in(trainer_of(make_course("other"))).get(address(question, page), follow=True).status_code == 404


@pytest.mark.parametrize("page", ["", *ACTIONS])
def test_another_courses_question_cannot_be_changed(question: Question, page: str) -> None:
    other = make_course("other")
    before = list(Question.objects.values_list("pk", flat=True))
    assert signed_in(trainer_of(other)).post(address(question, page), single(other), follow=True).status_code == 404
    assert list(Question.objects.values_list("pk", flat=True)) == before
    assert question.versions.get().state == "ready"


def test_the_list_of_another_trainer_does_not_name_it(course: Course, question: Question) -> None:
    page = signed_in(trainer_of(make_course("other", quiz=False))).get(f"{BANK}?course={course.pk}")
    assert question.code not in page.content.decode()


def test_nobody_writes_into_another_courses_bank(course: Course) -> None:
    page = signed_in(trainer_of(make_course("other", quiz=False))).post(f"{BANK}new/", single(course))
    assert page.status_code == 200  # the form again
    assert Question.objects.filter(category="C1.1").count() == 0


def test_a_copy_does_not_go_into_another_courses_bank(course: Course, question: Question) -> None:
    other = make_course("other", quiz=False)
    reply = signed_in(trainer_of(course)).post(address(question, "duplicate/"), {"course": other.pk}, follow=True)
    assert reply.status_code == 404


@pytest.mark.parametrize("page", OF_A_QUESTION)
def test_a_shared_question_is_seen_by_every_trainer(course: Course, shared: Question, page: str) -> None:
    assert signed_in(trainer_of(course)).get(address(shared, page)).status_code == 200


@pytest.mark.parametrize("action", ["", "retire/", "restore/", "discard/"])
def test_a_shared_question_is_changed_by_administrators_only(course: Course, shared: Question, action: str) -> None:
    signed_in(trainer_of(course)).post(address(shared, action), single(course, seen="x"))
    assert shared.versions.get().state == "ready"


def test_a_trainer_takes_a_copy_of_a_shared_question(course: Course, shared: Question) -> None:
    signed_in(trainer_of(course)).post(address(shared, "duplicate/"))
    assert Question.objects.get(code="shared-1", course=course).versions.get().state == "draft"


def test_a_trainer_does_not_share(course: Course) -> None:
    signed_in(trainer_of(course)).post(f"{BANK}new/", single(course) | {"course": "shared"})
    assert not Question.objects.filter(course=None).exists()


def test_the_actions_are_not_done_by_a_link(course: Course, question: Question) -> None:
    trainer = signed_in(trainer_of(course))
    for action in ("retire/", "restore/", "duplicate/"):
        assert trainer.get(address(question, action)).status_code == 405
    assert "gone for good" in trainer.get(address(question, "discard/")).content.decode()
    assert question.versions.get().state == "ready"


def test_the_menu_names_the_bank_to_trainers_only(course: Course) -> None:
    assert BANK in signed_in(trainer_of(course)).get("/admin/").content.decode()
    assert BANK not in signed_in(trainer_of()).get("/admin/").content.decode()
