"""Files of questions: looked at first, then taken in; and out again."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import Role
from courses.models import Course
from courses.services.granting import withdraw
from quizzes.admin.format_words import SENTENCES
from quizzes.domain.formats.messages import MESSAGES
from quizzes.models import Question, QuestionVersion
from quizzes.services import put_question
from tests.factories import choice, make_course
from tests.quizzes.admin.bank_desk import BANK, signed_in, trainer_of

GIFT = """$CATEGORY: C1/C1.1

::uno::¿Cuál es un elemento de la trata? {=El fin#Sí. ~El color#No. ~La hora#No.}

::dos::La trata cruza siempre fronteras. {FALSE}

::tres::¿En qué ciudad? {=Palermo

::cuatro::¿En qué año? {#2000}
"""


@pytest.fixture
def course(db: None) -> Course:
    return make_course()


@pytest.fixture
def trainer(course: Course) -> Client:
    return signed_in(trainer_of(course))


def upload(trainer: Client, course: Course, data: bytes | str, name: str = "banco.gift", **more: str) -> Any:
    """Choose the file and look at the plan."""
    data = data.encode() if isinstance(data, str) else data
    form = {"course": course.pk, "language": "es", "mode": "helpful", "state": "ready", **more}
    return trainer.post(f"{BANK}import/", {**form, "file": SimpleUploadedFile(name, data)}, follow=True)


def take_in(trainer: Client, **chosen: Any) -> Any:
    return trainer.post(f"{BANK}import/check/", chosen, follow=True)


def test_the_plan_says_what_would_happen_and_stores_nothing(trainer: Client, course: Course) -> None:
    before = QuestionVersion.objects.count()
    page = upload(trainer, course, GIFT)
    assert page.context["counts"]["create"] == 3
    assert "Line 7" in page.content.decode()
    assert "brace is missing" in page.content.decode()
    assert QuestionVersion.objects.count() == before


def test_confirmed_it_is_in_the_bank(trainer: Client, course: Course) -> None:
    upload(trainer, course, GIFT)
    page = take_in(trainer)
    assert "3 questions are new." in page.content.decode()
    question = Question.objects.get(course=course, code__endswith="-uno")
    assert question.category == "C1.1"
    assert question.versions.get().state == "ready"


def test_the_same_file_a_second_time_changes_nothing(trainer: Client, course: Course) -> None:
    upload(trainer, course, GIFT)
    take_in(trainer)
    before = QuestionVersion.objects.count()
    page = upload(trainer, course, GIFT)
    assert page.context["counts"] == {"same": 3}
    assert "the bank has these questions already" in page.content.decode()
    take_in(trainer)
    assert QuestionVersion.objects.count() == before
    upload(trainer, course, GIFT, state="draft")
    take_in(trainer)
    assert QuestionVersion.objects.count() == before


def test_drafts_are_looked_through_first(trainer: Client, course: Course) -> None:
    upload(trainer, course, GIFT, state="draft")
    take_in(trainer)
    assert set(QuestionVersion.objects.filter(question__category="C1.1").values_list("state", flat=True)) == {"draft"}


def test_a_changed_question_gets_its_next_version(trainer: Client, course: Course) -> None:
    upload(trainer, course, GIFT)
    take_in(trainer)
    page = upload(trainer, course, GIFT.replace("El color", "El color de piel"))
    assert page.context["counts"] == {"same": 2, "change": 1}
    take_in(trainer)
    assert Question.objects.get(code__endswith="-uno").versions.count() == 2


def test_what_is_left_out_stays_out(trainer: Client, course: Course) -> None:
    page = upload(trainer, course, GIFT)
    code = page.context["rows"][0]["planned"].code
    take_in(trainer, leave=code)
    assert not Question.objects.filter(code=code).exists()
    assert Question.objects.filter(category="C1.1").count() == 2


def test_cancelled_nothing_is_stored_and_the_file_is_gone(trainer: Client, course: Course, settings: Any) -> None:
    upload(trainer, course, GIFT)
    kept = Path(settings.STORAGES["private"]["OPTIONS"]["location"])
    take_in(trainer, cancel="1")
    assert not Question.objects.filter(category="C1.1").exists()
    assert not [path for path in kept.rglob("*") if path.is_file()]


def test_a_translation_does_not_lose_the_original(trainer: Client, course: Course) -> None:
    put_question(course, "uno", choice(), category="C1")
    upload(trainer, course, "// [id:uno]\n::uno::Quelle? {=un ~deux ~trois}", language="fr")
    take_in(trainer)
    latest = Question.objects.get(code="uno").versions.order_by("number").last()
    assert latest
    assert latest.content["options"][0]["text"] == {"es": "Opción a", "en": "Option a", "fr": "un"}


def test_what_would_lose_translations_is_asked_for_one_by_one(trainer: Client, course: Course) -> None:
    put_question(course, "uno", choice(), category="C1")
    file = "// [id:uno]\n::uno::Quelle? {=un ~deux}"
    page = upload(trainer, course, file, language="fr")
    assert "its texts in Español, English would be lost" in page.content.decode().replace(
        "English, Español", "Español, English"
    )
    take_in(trainer)
    assert Question.objects.get(code="uno").versions.count() == 1
    upload(trainer, course, file, language="fr")
    take_in(trainer, take="uno")
    assert Question.objects.get(code="uno").versions.count() == 2


XXE = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><name><text>a</text></name><questiontext><text>&x;</text></questiontext></question></quiz>"""
FAKE_PICTURE = b"""<quiz><question type="truefalse"><name><text>a</text></name><questiontext format="html">
<text><![CDATA[<p>Mire <img src="@@PLUGINFILE@@/a.png"></p>]]></text><file name="a.png" encoding="base64">bm90IGEgcGljdHVyZQ==</file>
</questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>"""


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (XXE, "banco.xml", "For safety such files are refused"),
        (FAKE_PICTURE, "banco.xml", "is not a PNG, JPEG, GIF or WebP picture"),
        (b"PK\x03\x04rest", "banco.mbz", "packed file"),
        (b"\x89PNG\r\n\x1a\n0000", "banco.gift", "not a question file"),
        (b"<quiz><question", "banco.xml", "XML is broken"),
        (b"   ", "banco.gift", "The file is empty"),
    ],
)
def test_hostile_and_broken_files_are_refused_in_words(
    trainer: Client, course: Course, data: bytes, name: str, words: str
) -> None:
    before = QuestionVersion.objects.count()
    page = upload(trainer, course, data, name)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert QuestionVersion.objects.count() == before
    assert "root:" not in page.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(trainer: Client) -> None:
    page = trainer.generic(
        "POST", f"{BANK}import/", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(60 * 1024 * 1024)
    )
    assert page.status_code == 413
    assert "larger than 50 MB" in page.content.decode()


def test_an_upload_needs_the_forms_own_token(course: Course) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(trainer_of(course))
    assert upload(strict, course, GIFT).status_code == 403


def test_another_session_does_not_see_the_file(trainer: Client, course: Course) -> None:
    upload(trainer, course, GIFT)
    other = signed_in(trainer_of(course))
    assert "There is no file waiting" in other.get(f"{BANK}import/check/", follow=True).content.decode()


def test_who_lost_the_course_meanwhile_takes_nothing_in(course: Course) -> None:
    user = trainer_of(course, make_course("other", quiz=False))
    trainer = signed_in(user)
    upload(trainer, course, GIFT)
    withdraw(course, user, Role.TRAINER, by=None)  # the cohort stays theirs: they may read the bank
    take_in(trainer)
    assert not Question.objects.filter(category="C1.1").exists()


def test_another_courses_bank_takes_nothing(trainer: Client) -> None:
    other = make_course("other", quiz=False)
    upload(trainer, other, GIFT)
    take_in(trainer)
    assert not Question.objects.filter(course=other).exists()


@pytest.mark.parametrize("file_format", ["gift", "moodle_xml", "aiken"])
def test_what_a_format_cannot_carry_is_said_before_the_download(
    trainer: Client, course: Course, file_format: str
) -> None:
    query = f"course={course.pk}&format={file_format}&language=es&category=Q"
    page = trainer.get(f"{BANK}export/?{query}").content.decode()
    assert "The file holds 3 questions" in page
    assert "these stay behind: en" in page
    reply = trainer.get(f"{BANK}export/file/?{query}")
    assert "attachment" in reply.headers["Content-Disposition"]
    assert "Pregunta 1" in reply.content.decode()


@pytest.mark.parametrize("file_format", ["gift", "moodle_xml"])
def test_out_and_in_again_is_the_same_bank(trainer: Client, course: Course, file_format: str) -> None:
    put_question(course, "vf", choice(), category="Q.1", tags=["trata"])
    reply = trainer.get(f"{BANK}export/file/?course={course.pk}&format={file_format}&language=es&category=Q")
    page = upload(trainer, course, reply.content, "again.xml" if file_format == "moodle_xml" else "again.gift")
    assert page.context["counts"] == {"same": 4}


def test_an_export_leaves_out_other_courses(trainer: Client) -> None:
    other = make_course("other")
    reply = trainer.get(f"{BANK}export/file/?course={other.pk}&format=gift&language=es", follow=True)
    assert "Pregunta 1" not in reply.content.decode()


def test_every_sentence_of_the_formats_is_listed_for_translators() -> None:
    assert set(SENTENCES) == set(MESSAGES.values())
