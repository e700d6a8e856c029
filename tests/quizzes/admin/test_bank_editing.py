"""Writing questions in the admin."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Course
from quizzes.models import AttemptEvent, AttemptSlot, Question, SavedResponse
from quizzes.services import put_question, start_attempt
from tests.factories import NOW, choice, make_course, make_enrolment, quiz_of
from tests.quizzes.admin.bank_desk import BANK, posted, signed_in, single, trainer_of
from tests.quizzes.admin.test_bank_contents import CONTENTS


@pytest.fixture
def course(db: None) -> Course:
    return make_course()


@pytest.fixture
def trainer(course: Course) -> Client:
    return signed_in(trainer_of(course))


@pytest.fixture
def question(course: Course) -> Question:
    return Question.objects.get(course=course, code="q-1")


def edit(trainer: Client, question: Question, do: str = "ready", **changed: str):
    """Open the screen, change something, press a button."""
    version = question.versions.order_by("number").last()
    assert version is not None
    about = {"category": question.category, "difficulty": "2", "seen": version.checksum, "do": do}
    return trainer.post(f"{BANK}{question.pk}/", {**posted(version.content), **about, **changed})


def test_a_question_with_four_options_is_ready_after_one_button(trainer: Client, course: Course) -> None:
    reply = trainer.post(f"{BANK}new/", single(course))
    question = Question.objects.get(category="C1.1")
    assert reply.headers["Location"] == f"{BANK}{question.pk}/"
    version = question.versions.get()
    assert (question.code, version.state) == ("c1-1-1", "ready")
    assert [option["weight"] for option in version.content["options"]] == ["0", "1", "0", "0"]


def test_the_ids_of_options_do_not_tell_which_is_right(trainer: Client, course: Course) -> None:
    trainer.post(f"{BANK}new/", single(course))
    ids = [option["id"] for option in Question.objects.get(category="C1.1").versions.get().content["options"]]
    assert all(re.fullmatch(r"x[0-9a-f]{6}", key) for key in ids)
    assert len(set(ids)) == 4


def test_the_next_question_goes_where_the_last_one_went(trainer: Client, course: Course) -> None:
    reply = trainer.post(f"{BANK}new/", single(course, "another"))
    page = trainer.get(reply.headers["Location"]).content.decode()
    assert 'name="category" value="C1.1"' in page


def test_a_draft_may_lack_everything(trainer: Client, course: Course) -> None:
    trainer.post(
        f"{BANK}new/", {"kind": "matching", "do": "draft", "course": course.pk, "category": "C2", "difficulty": 1}
    )
    question = Question.objects.get(category="C2")
    assert question.versions.get().state == "draft"
    assert "Before this draft can be ready" in trainer.get(f"{BANK}{question.pk}/").content.decode()


def test_the_screen_takes_the_same_number_of_queries_for_any_question(trainer: Client, course: Course) -> None:
    def queries(code: str) -> int:
        question = Question.objects.get(course=course, code=code)
        with CaptureQueriesContext(connection) as captured:
            trainer.get(f"{BANK}{question.pk}/")
        return len(captured)

    queries("q-1")
    few = queries("q-1")
    many = choice(citations=[{"instrument": f"i{n}", "ref": ""} for n in range(5)])
    put_question(course, "many", many, category="Q")
    edit(trainer, Question.objects.get(code="many"), **{"q.stem.es": "Otra"})
    assert queries("many") == few


def test_what_is_missing_is_said_and_nothing_is_lost(trainer: Client, course: Course) -> None:
    page = trainer.post(f"{BANK}new/", single(course, **{"q.right": ""})).content.decode()
    assert "No option earns marks: mark the right one." in page
    assert "¿Qué elemento falta?" in page
    assert not Question.objects.filter(category="C1.1").exists()


def test_saving_a_ready_question_makes_the_next_version(trainer: Client, question: Question) -> None:
    page = trainer.get(f"{BANK}{question.pk}/").content.decode()
    assert "makes version 2" in page
    edit(trainer, question, **{"q.stem.es": "¿Cuál, ahora?"})
    first, second = question.versions.order_by("number")
    assert first.content["stem"]["text"]["es"] == "Pregunta 1"
    assert second.content == {**first.content, "stem": second.content["stem"]}
    assert second.content["stem"]["text"] == {"es": "¿Cuál, ahora?", "en": "Pregunta 1 (en)"}


def test_saving_without_a_change_makes_nothing(trainer: Client, question: Question) -> None:
    edit(trainer, question)
    edit(trainer, question, "draft")
    assert question.versions.count() == 1


def test_a_draft_is_written_over_until_it_is_ready(trainer: Client, question: Question) -> None:
    edit(trainer, question, "draft", **{"q.stem.es": "Uno"})
    edit(trainer, question, "draft", **{"q.stem.es": "Dos"})
    assert list(question.versions.order_by("number").values_list("state", flat=True)) == ["ready", "draft"]
    edit(trainer, question, **{"q.stem.es": "Tres"})
    assert list(question.versions.order_by("number").values_list("state", flat=True)) == ["ready", "ready"]


def test_what_somebody_else_saved_meanwhile_is_not_written_over_unseen(trainer: Client, question: Question) -> None:
    put_question(question.course, question.code, choice(stem="De otra persona"), category="Q")
    page = edit(trainer, question, seen="what-i-opened", **{"q.stem.es": "Mío"}).content.decode()
    assert "Somebody saved version 2" in page
    assert "Mío" in page
    assert question.versions.count() == 2
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    edit(trainer, question, seen=seen[1], **{"q.stem.es": "Mío"})
    assert question.versions.count() == 3


def test_a_code_is_given_once(trainer: Client, course: Course) -> None:
    page = trainer.post(f"{BANK}new/", single(course, code="q-1")).content.decode()
    assert "Another question has this code." in page


def test_a_failing_test_of_the_key_keeps_it_from_being_ready(trainer: Client, question: Question) -> None:
    test = {"q.test.n1.response": "A", "q.test.n1.fraction": "50"}
    page = edit(trainer, question, **test).content.decode()
    assert "earns 100.00 %" in page
    assert question.versions.count() == 1
    edit(trainer, question, **{**test, "q.test.n1.fraction": "100"})
    latest = question.versions.order_by("number").last()
    assert latest
    assert latest.content["tests"] == [{"response": {"selected": ["a"]}, "fraction": "1"}]


def test_rows_come_and_go_without_script_and_nothing_is_judged(trainer: Client, course: Course) -> None:
    page = trainer.post(f"{BANK}new/", single(course, "remove:q.option.n1")).content.decode()
    assert "La acción" not in page
    assert "El fin" in page
    assert "error-message" not in page


def test_changing_the_type_keeps_what_is_written(trainer: Client, course: Course) -> None:
    page = trainer.post(f"{BANK}new/", single(course, "type:multiple")).content.decode()
    assert 'type="checkbox" class="aq-right" name="q.option.n2.right" checked' in page


@pytest.mark.parametrize(
    "kind",
    [
        "single",
        "multiple",
        "truefalse",
        "matching",
        "ordering",
        "numeric",
        "short",
        "gaps",
        "cloze",
        "essay",
        "scenario",
    ],
)
def test_every_type_has_its_screen(trainer: Client, kind: str) -> None:
    assert trainer.get(f"{BANK}new/?type={kind}").status_code == 200


def test_sources_are_picked_from_the_library(trainer: Client, question: Question) -> None:
    edit(trainer, question, **{"q.citation.new.source": "palermo|art. 3"})
    latest = question.versions.order_by("number").last()
    assert latest
    assert latest.content["citations"] == [{"instrument": "palermo", "ref": "art. 3"}]
    page = trainer.get(f"{BANK}{question.pk}/").content.decode()
    assert "palermo, art. 3" in page


def test_retired_questions_are_drawn_no_more_until_used_again(trainer: Client, question: Question) -> None:
    edit(trainer, question, **{"q.stem.es": "Otra"})
    trainer.post(f"{BANK}{question.pk}/retire/")
    assert not question.versions.filter(state="ready").exists()
    trainer.post(f"{BANK}{question.pk}/restore/")
    trainer.post(f"{BANK}{question.pk}/restore/")
    assert list(question.versions.filter(state="ready").values_list("number", flat=True)) == [3]


def test_a_discarded_draft_leaves_what_was_ready(trainer: Client, question: Question) -> None:
    edit(trainer, question, "draft", **{"q.stem.es": "Nada"})
    trainer.post(f"{BANK}{question.pk}/discard/")
    assert question.versions.get().state == "ready"


def test_a_question_that_was_never_ready_can_be_deleted(trainer: Client, course: Course) -> None:
    trainer.post(f"{BANK}new/", single(course, "draft"))
    question = Question.objects.get(category="C1.1")
    trainer.post(f"{BANK}{question.pk}/discard/")
    assert not Question.objects.filter(pk=question.pk).exists()


def test_a_copy_is_a_draft_with_a_code_of_its_own(trainer: Client, question: Question) -> None:
    reply = trainer.post(f"{BANK}{question.pk}/duplicate/")
    copy = Question.objects.get(pk=int(reply.headers["Location"].split("/")[-2]))
    assert copy.code != question.code
    assert copy.versions.get().content == question.versions.get().content


def test_pressed_twice_it_is_one_copy_and_later_another(trainer: Client, question: Question) -> None:
    first, second = (trainer.post(f"{BANK}{question.pk}/duplicate/").headers["Location"] for _press in range(2))
    assert first == second
    Question.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert trainer.post(f"{BANK}{question.pk}/duplicate/").headers["Location"] != first


def test_a_copy_of_a_copy_is_not_the_original(trainer: Client, course: Course) -> None:
    trainer.post(f"{BANK}new/", single(course, "draft"))
    original = Question.objects.get(category="C1.1")
    for n in (2, 3):
        newest = Question.objects.filter(category="C1.1").latest("pk")
        trainer.post(f"{BANK}{newest.pk}/duplicate/")
        assert Question.objects.filter(category="C1.1").count() == n
    assert original.versions.get().state == "draft"


@pytest.mark.parametrize("code", ["", "of-my-own"])
@pytest.mark.parametrize("do", ["draft", "ready"])
def test_saved_twice_a_new_question_is_one(trainer: Client, course: Course, do: str, code: str) -> None:
    first, second = (trainer.post(f"{BANK}new/", single(course, do, code=code)) for _press in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Question.objects.get(category="C1.1").versions.get().state == do


def test_a_sign_that_no_database_keeps_does_no_harm(trainer: Client, course: Course) -> None:
    trainer.post(f"{BANK}new/", single(course) | {"q.stem.es": "¿Qué elem\0ento falta?"})
    stem = Question.objects.get(category="C1.1").versions.get().content["stem"]
    assert stem["text"]["es"] == "¿Qué elemento falta?"


def test_another_question_with_the_same_code_is_refused_all_the_same(trainer: Client, course: Course) -> None:
    trainer.post(f"{BANK}new/", single(course, "draft", code="of-my-own"))
    reply = trainer.post(f"{BANK}new/", single(course, "draft", code="of-my-own") | {"q.stem.es": "¿Otra?"})
    assert "Another question has this code." in reply.content.decode()
    assert Question.objects.filter(category="C1.1").count() == 1


def test_a_copy_into_what_is_no_course_is_not_found(trainer: Client, question: Question) -> None:
    reply = trainer.post(f"{BANK}{question.pk}/duplicate/", {"course": "x"})
    assert reply.status_code == 404


def test_the_history_says_word_by_word_what_changed(trainer: Client, question: Question) -> None:
    edit(trainer, question, **{"q.stem.es": "Pregunta nueva", "q.option.k1.weight": "", "q.right": "k2"})
    page = trainer.get(f"{BANK}{question.pk}/history/").content.decode()
    assert "<del>1</del><ins>nueva</ins>" in page
    assert "Option b · weight" in page


def test_the_uses_name_quizzes_and_attempts(trainer: Client, course: Course, question: Question) -> None:
    start_attempt(make_enrolment(course), quiz_of(course), now=NOW)
    slot = AttemptSlot.objects.first()
    assert slot
    page = trainer.get(f"{BANK}{slot.version.question_id}/uses/").content.decode()
    assert "drawn from Q" in page
    assert re.search(r"<td>1</td>", page)


def test_the_preview_scores_at_once_and_leaves_no_trace(trainer: Client, question: Question) -> None:
    page = trainer.get(f"{BANK}{question.pk}/preview/").content.decode()
    state = re.search(r'name="state" value="([^"]+)"', page)
    assert state
    scored = trainer.post(f"{BANK}preview/", {"state": state[1], "choice": "a", "language": "es"}).content.decode()
    assert "100" in scored
    assert "Razón a" in scored
    assert not AttemptSlot.objects.exists()
    assert not SavedResponse.objects.exists()
    assert not AttemptEvent.objects.exists()


def test_the_preview_shows_what_is_not_saved(trainer: Client, course: Course) -> None:
    page = trainer.post(f"{BANK}new/", single(course, "preview")).content.decode()
    assert "¿Qué elemento falta?" in page
    assert not Question.objects.filter(category="C1.1").exists()


def test_a_preview_that_was_tampered_with_is_not_shown(trainer: Client) -> None:
    assert trainer.post(f"{BANK}preview/", {"state": "made:up"}, follow=True).status_code == 404


@pytest.mark.parametrize("name", CONTENTS)
def test_every_type_has_its_preview(trainer: Client, course: Course, name: str) -> None:
    question = put_question(course, "shown", CONTENTS[name], category="P")[0]
    page = trainer.get(f"{BANK}{question.pk}/preview/").content.decode()
    state = re.search(r'name="state" value="([^"]+)"', page)
    assert state
    answered = trainer.post(f"{BANK}preview/", {"state": state[1], "text": "2000", "language": "fr"})
    assert answered.status_code == 200
    assert answered.context["result"].state in ("right", "partial", "wrong", "gave_up", "needs_grading", "ungradable")
    assert "again" not in answered.context


def test_a_preview_of_nothing_says_so(trainer: Client, course: Course) -> None:
    page = trainer.post(f"{BANK}new/", {"kind": "matching", "do": "preview"})
    assert page.status_code == 200


def test_a_stored_question_of_an_unknown_shape_is_shown_and_stays(trainer: Client, course: Course) -> None:
    strange = put_question(course, "strange", {"type": "hologram", "stem": {"es": "¿?"}}, category="X", ready=False)[0]
    assert "cannot show a question of this kind" in trainer.get(f"{BANK}{strange.pk}/").content.decode()
    trainer.post(f"{BANK}{strange.pk}/", single(course))
    assert strange.versions.get().content["type"] == "hologram"
    assert trainer.get(BANK).status_code == 200


BORDER = "There is no trafficking without crossing a border."


def with_misconception(question: Question, name: str) -> None:
    content = choice()
    content["options"][1]["misconception"] = name
    put_question(question.course, question.code, content, category=question.category)


def test_a_misconception_is_read_as_its_sentence_beside_its_name_and_offered_from_the_list(
    trainer: Client, question: Question
) -> None:
    with_misconception(question, "border-needed")
    page = trainer.get(f"{BANK}{question.pk}/").content.decode()
    assert f'<span class="aq-hint">{BORDER}</span>' in page
    assert f'<option value="border-needed">{BORDER}</option>' in page
    assert BORDER in trainer.get(f"{BANK}{question.pk}/history/").content.decode()


def test_a_misconception_in_a_trainers_own_words_stays_as_it_is_written(trainer: Client, question: Question) -> None:
    with_misconception(question, "haste")
    page = trainer.get(f"{BANK}{question.pk}/").content.decode()
    assert 'value="haste"' in page
    assert '<span class="aq-hint">haste' not in page


def test_a_learners_preview_says_nothing_of_misconceptions(trainer: Client, question: Question) -> None:
    with_misconception(question, "border-needed")
    page = trainer.get(f"{BANK}{question.pk}/preview/").content.decode()
    assert "border" not in page.lower()
