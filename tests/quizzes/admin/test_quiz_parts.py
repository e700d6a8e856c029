"""A trainer puts a quiz together: draws, fixed questions, sections, order. The next attempt asks exactly that."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Question, Quiz, QuizDraw
from quizzes.services import put_question, start_attempt
from quizzes.services.bank import retire_question
from tests.factories import NOW, choice, make_course, make_questions
from tests.quizzes.admin.bank_desk import signed_in
from tests.quizzes.forms import ask, read_form
from tests.quizzes.marking import make_trainer
from tests.quizzes.sitting import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(enrolment) -> Client:
    return signed_in(make_trainer(enrolment.cohort))


@pytest.fixture
def empty(quiz) -> Quiz:
    """Without questions, over a bank with three in C1, two of them with a tag, one with an objective."""
    quiz.draws.all().delete()
    for n, (tags, objective) in enumerate(((["ley"], ""), (["ley"], "o1"), ([], "")), 1):
        put_question(
            quiz.activity.course, f"c1-{n}", choice(stem=f"C1 {n}"), category=f"C1.{n}", tags=tags, objective=objective
        )
    return quiz


def url(name: str, *args) -> str:
    return reverse(f"quiz_settings:{name}", args=args)


def page(trainer: Client, quiz: Quiz, **query):
    return trainer.get(url("parts", quiz.pk), query)


def add_draw(trainer: Client, quiz: Quiz, count: int = 1, mark: str = "1", **pool: str):
    form = read_form(page(trainer, quiz), "quiz-draw")
    for name, value in pool.items():
        form.choose(name, value)
    form.data |= {"count": [str(count)], "mark": [mark]}
    return trainer.post(form.action, form.data, follow=True)


def codes(quiz: Quiz) -> list[str]:
    return [part.pool_name for part in quiz.draws.select_related("question")]


def press(trainer: Client, quiz: Quiz, part: QuizDraw, way: str, seen: str = ""):
    seen = seen or page(trainer, quiz).context["seen"]
    return trainer.post(url("move", quiz.pk, part.pk), {"way": way, "seen": seen}, follow=True)


DRAWS = {
    "a category": ({"category": "C1"}, 3),
    "a tag": ({"tag": "ley"}, 2),
    "an objective": ({"objective": "o1"}, 1),
    "two together": ({"category": "C1.1", "tag": "ley"}, 1),
}


@pytest.mark.parametrize("what", DRAWS)
def test_a_draw_is_added_and_asked_with_its_points(trainer, enrolment, empty, what):
    pool, count = DRAWS[what]
    told = add_draw(trainer, empty, count, "2.5", **pool).content.decode()
    assert f"{count} available" in told
    slots = start_attempt(enrolment, empty, now=NOW).slots.all()
    assert [slot.max_mark for slot in slots] == [2.5] * count


@pytest.mark.parametrize("what", DRAWS)
def test_a_pool_that_is_too_small_is_refused_with_its_number(trainer, empty, what):
    pool, count = DRAWS[what]
    told = add_draw(trainer, empty, count + 1, **pool).content.decode()
    assert f"Only {count} question" in told
    assert not empty.draws.exists()


def test_a_draw_from_nowhere_and_the_same_draw_again_are_refused(trainer, empty):
    assert "Choose a category, a tag or a learning objective" in add_draw(trainer, empty).content.decode()
    add_draw(trainer, empty, category="C1")
    assert "draws from these already" in add_draw(trainer, empty, category="C1").content.decode()
    assert codes(empty) == ["C1"]


def test_parts_that_take_from_one_another_are_warned_of(trainer, empty):
    add_draw(trainer, empty, 3, category="C1")
    assert "may have too few" not in page(trainer, empty).content.decode()
    told = add_draw(trainer, empty, 1, tag="ley").content.decode()
    assert "may have too few" in told
    assert "may leave only 2 here" in told


def test_a_retired_question_makes_the_screen_warn(trainer, empty):
    add_draw(trainer, empty, 3, category="C1")
    retire_question(Question.objects.get(code="c1-1"))
    assert "2 available" in (told := page(trainer, empty).content.decode())
    assert "may have too few" in told


def test_a_fixed_question_is_found_by_its_words_and_added_once(trainer, enrolment, empty):
    found = page(trainer, empty, q="c1 2").context["found"]
    assert [question.code for question, _stem, _is_asked in found] == ["c1-2"]
    for _twice in range(2):
        trainer.post(url("fix", empty.pk), {"question": found[0][0].pk})
    assert codes(empty) == ["c1-2"]
    assert page(trainer, empty, q="c1 2").context["found"][0][2] is True
    slot = start_attempt(enrolment, empty, now=NOW).slots.get()
    assert slot.version.question.code == "c1-2"


def test_neither_drafts_nor_another_courses_questions_can_be_asked(trainer, empty):
    make_course("other", modules=(0,))
    theirs = Question.objects.filter(course__slug="other").first()
    draft = put_question(empty.activity.course, "draft", choice(), category="C1", ready=False)[0]
    assert trainer.post(url("fix", empty.pk), {"question": theirs.pk}, follow=True).status_code == 404
    assert trainer.post(url("fix", empty.pk), {"question": "9" * 40}, follow=True).status_code == 404
    assert "not ready" in trainer.post(url("fix", empty.pk), {"question": draft.pk}, follow=True).content.decode()
    codes_found = {question.code for question, _stem, _is_asked in page(trainer, empty, q="").context["found"]}
    assert {"draft"}.isdisjoint(codes_found)
    assert not empty.draws.exists()


def test_up_and_down_change_the_order_that_learners_meet(trainer, enrolment, quiz):
    ask(quiz, *(choice(stem=f"{n}") for n in range(3)))
    first, _second, third = quiz.draws.all()
    press(trainer, quiz, third, "up")
    press(trainer, quiz, first, "down")
    press(trainer, quiz, first, "down")
    assert codes(quiz) == ["asked-2", "asked-1", "asked-0"]
    assert list(quiz.draws.values_list("position", flat=True)) == [0, 1, 2]
    slots = start_attempt(enrolment, quiz, now=NOW).slots.select_related("version__question")
    assert [slot.version.question.code for slot in slots] == codes(quiz)


def test_a_button_pressed_twice_moves_once(trainer, quiz):
    ask(quiz, *(choice(stem=f"{n}") for n in range(3)))
    seen, last = page(trainer, quiz).context["seen"], quiz.draws.last()
    press(trainer, quiz, last, "up", seen)
    told = press(trainer, quiz, last, "up", seen)
    assert "has changed since" in told.content.decode()
    assert codes(quiz) == ["asked-0", "asked-2", "asked-1"]


def test_a_section_stands_over_its_questions_also_when_they_are_mixed(trainer, learner, enrolment, quiz):
    ask(quiz, *(choice(stem=f"{n}") for n in range(6)), shuffles_questions=True)
    part = quiz.draws.get(position=3)
    form = read_form(trainer.get(url("part", quiz.pk, part.pk)), "quiz-part")
    form.data |= {"section.es": ["Los derechos"], "section.en": ["Rights"]}
    trainer.post(form.action, form.data)
    attempt = start_attempt(enrolment, quiz, now=timezone.now())
    slots = list(attempt.slots.select_related("version__question"))
    assert {slot.version.question.code for slot in slots[3:]} == {"asked-3", "asked-4", "asked-5"}
    assert [bool(slot.section) for slot in slots] == [False] * 3 + [True] * 3
    assert "Los derechos" not in learner.get(address("question", attempt.pk, 3)).content.decode()
    assert "Los derechos" in learner.get(address("question", attempt.pk, 4)).content.decode()
    assert "Rights" in learner.get(address("question", attempt.pk, 6, language="en")).content.decode()
    assert learner.get(address("check", attempt.pk)).content.decode().count("Los derechos") == 1


def test_taking_a_part_out_leaves_its_section_and_the_bank(trainer, quiz):
    ask(quiz, *(choice(stem=f"{n}") for n in range(3)))
    part = quiz.draws.get(position=1)
    QuizDraw.objects.filter(pk=part.pk).update(section={"es": "Los derechos"})
    for _twice in range(2):
        assert trainer.post(url("remove", quiz.pk, part.pk)).status_code == 302
    assert list(quiz.draws.values_list("position", "section")) == [(0, {}), (1, {"es": "Los derechos"})]
    assert Question.objects.filter(code="asked-1").exists()


def test_a_draw_is_changed_and_an_attempt_under_way_keeps_its_questions(trainer, enrolment, empty):
    add_draw(trainer, empty, 1, category="C1")
    began = start_attempt(enrolment, empty, now=NOW)
    part = empty.draws.get()
    form = read_form(trainer.get(url("part", empty.pk, part.pk)), "quiz-part")
    assert "(3)" in trainer.get(url("part", empty.pk, part.pk)).content.decode()
    form.data["count"] = ["4"]
    assert "Only 3 questions" in trainer.post(form.action, form.data).content.decode()
    form.data["count"] = ["3"]
    trainer.post(form.action, form.data)
    assert empty.draws.get().count == 3
    assert began.slots.count() == 1
    assert start_attempt(enrolment, empty, now=NOW) == began


def test_a_quiz_without_questions_says_that_nobody_can_begin(trainer, empty):
    assert "nobody can begin it" in page(trainer, empty).content.decode()


def test_another_quizs_part_is_not_found(trainer, enrolment, quiz):
    other = make_course("other", modules=(0,))
    part = QuizDraw.objects.get(quiz__activity__course=other)
    assert trainer.get(url("part", quiz.pk, part.pk), follow=True).status_code == 404
    trainer.post(url("remove", quiz.pk, part.pk))
    press(trainer, quiz, part, "up")
    assert QuizDraw.objects.filter(pk=part.pk).exists()


def test_the_list_takes_as_many_queries_with_more_questions(trainer, quiz):
    course = quiz.activity.course
    ask(quiz, choice(), choice(stem="Otra"))

    def count() -> int:
        page(trainer, quiz, q="")
        with CaptureQueriesContext(connection) as seen:
            assert page(trainer, quiz, q="").status_code == 200
        return len(seen)

    few = count()
    ask(quiz, *(choice(stem=f"{n}") for n in range(9)))
    make_questions(course, 15, category="Z")
    QuizDraw.objects.create(quiz=quiz, position=9, category="Z", count=5)
    assert count() == few
