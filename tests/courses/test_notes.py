"""The private note below a lesson: kept, found again, read by nobody else."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client

from accounts.models import User
from courses.models import Course, Enrolment, LessonPage, ReflectionNote
from tests.factories import BODY, UserFactory, make_enrolment

LESSON = "/en/learn/small/l1-1/"
NOTE = f"{LESSON}note/"
FETCH = {"X-Requested-With": "fetch"}
QUESTION = {"type": "reflection", "value": "¿Qué haría usted?", "id": "00000000-0000-0000-0000-000000000002"}


@pytest.fixture(autouse=True)
def _lessons_ask(course: Course) -> None:
    """Every lesson ends with a question for the note."""
    for page in LessonPage.objects.all():
        page.body = [*BODY, QUESTION]
        page.save()


def text(response: Any) -> str:
    return str(response.content.decode())


def notes() -> list[str]:
    return list(ReflectionNote.objects.order_by("id").values_list("text", flat=True))


def come_back(client: Client, person: User) -> None:
    """Sign in as the form does it, in the browser's present session."""
    request = HttpRequest()
    request.session = client.session
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""


def test_a_note_saved_by_its_button_stands_there_on_the_next_visit(signed_in: Client) -> None:
    response = signed_in.post(NOTE, {"note": "Hablar a solas <con> cada uno."})
    assert (response.status_code, response["Location"]) == (302, f"{LESSON}#note")
    page = text(signed_in.get(LESSON))
    assert "Your note is saved. Only you can read it." in page
    assert "Hablar a solas &lt;con&gt; cada uno." in page


def test_a_note_saved_in_the_background_is_answered_with_the_time(signed_in: Client) -> None:
    response = signed_in.post(NOTE, {"note": "Uno"}, headers=FETCH)
    assert response.status_code == 200
    assert response.json()["saved_at"] == ReflectionNote.objects.get().saved_at.isoformat()


def test_saving_again_replaces_the_note_and_emptying_it_leaves_it_empty(signed_in: Client) -> None:
    for note in ("Uno", "Dos", "Dos", ""):
        signed_in.post(NOTE, {"note": note}, headers=FETCH)
    assert notes() == [""]


def test_the_note_is_the_same_in_every_language_and_group(signed_in: Client, enrolment: Enrolment) -> None:
    signed_in.post(NOTE, {"note": "Solo uno"})
    assert "Solo uno" in text(signed_in.get("/es/learn/small/l1-1/"))
    signed_in.post("/es/learn/small/l1-1/note/", {"note": "Cambiado"})
    assert notes() == ["Cambiado"]


def test_a_note_belongs_to_its_lesson(signed_in: Client) -> None:
    signed_in.post(NOTE, {"note": "De la primera"})
    assert "De la primera" not in text(signed_in.get("/en/learn/small/l1-2/"))


def test_nobody_else_reads_or_changes_a_learners_note(signed_in: Client, course: Course) -> None:
    signed_in.post(NOTE, {"note": "Muy mío"})
    other = Client()
    other.force_login(make_enrolment(course, UserFactory()).learner)
    assert "Muy mío" not in text(other.get(LESSON))
    other.post(NOTE, {"note": "De otra persona"})
    assert notes() == ["Muy mío", "De otra persona"]
    assert "Muy mío" in text(signed_in.get(LESSON))
    administrator = Client()
    administrator.force_login(make_enrolment(course, UserFactory(is_superuser=True, is_staff=True)).learner)
    assert "mío" not in text(administrator.get(LESSON))


def test_a_note_of_five_thousand_characters_is_kept(signed_in: Client) -> None:
    assert signed_in.post(NOTE, {"note": "ñ" * 5000}, headers=FETCH).status_code == 200
    assert notes() == ["ñ" * 5000]


def test_a_longer_note_is_refused_with_the_reason_and_the_last_one_stays(signed_in: Client) -> None:
    signed_in.post(NOTE, {"note": "La de antes"})
    reason = "The note is longer than 5,000 characters. Shorten it and save again."
    response = signed_in.post(NOTE, {"note": "x" * 5001}, headers=FETCH)
    assert (response.status_code, response.json()) == (422, {"error": reason})
    assert signed_in.post(NOTE, {"note": "x" * 5001})["Location"] == f"{LESSON}#note"
    assert reason in text(signed_in.get(LESSON))
    assert notes() == ["La de antes"]


def test_line_breaks_count_as_the_browser_counts_them(signed_in: Client) -> None:
    """A form sends each as two signs; the text area lets the learner write 5,000 with one each."""
    lines = "línea\r\n" * 833
    assert signed_in.post(NOTE, {"note": lines}, headers=FETCH).status_code == 200
    assert notes() == ["línea\n" * 833]


def test_a_sign_that_no_database_keeps_does_no_harm(signed_in: Client) -> None:
    assert signed_in.post(NOTE, {"note": "uno\x00dos"}, headers=FETCH).status_code == 200
    assert notes() == ["unodos"]


def test_a_note_is_not_saved_by_following_a_link(signed_in: Client) -> None:
    assert signed_in.get(NOTE, {"note": "x"}).status_code == 405
    assert notes() == []


def writer_of(page: str) -> str:
    """Who the form says it belongs to."""
    found = re.search(r'name="writer" value="([^"]+)"', page)
    assert found
    return found[1]


def write_after_the_session_ended(client: Client, note: str) -> Any:
    writer = writer_of(text(client.get(LESSON)))
    client.logout()
    return client.post(NOTE, {"note": note, "writer": writer})


def test_a_note_sent_after_the_session_ended_is_saved_once_its_writer_is_back(
    signed_in: Client, enrolment: Enrolment
) -> None:
    response = write_after_the_session_ended(signed_in, "Uno\r\ndos")
    assert response["Location"].endswith(f"?next={LESSON}")
    assert notes() == []
    come_back(signed_in, enrolment.learner)
    assert "Your note is saved. Only you can read it." in text(signed_in.get(LESSON))
    assert notes() == ["Uno\ndos"]
    signed_in.post(NOTE, {"note": "Tres"})
    signed_in.get(LESSON)
    assert notes() == ["Tres"], "it is applied once"


def test_a_note_that_waits_reaches_nobody_else_who_signs_in_on_the_same_computer(
    signed_in: Client, enrolment: Enrolment
) -> None:
    write_after_the_session_ended(signed_in, "Solo mío")
    other = make_enrolment(enrolment.cohort.course).learner
    come_back(signed_in, other)
    assert "Solo mío" not in text(signed_in.get(LESSON))
    assert notes() == []
    signed_in.logout()
    come_back(signed_in, enrolment.learner)
    signed_in.get(LESSON)
    assert notes() == [], "and it is forgotten"


@pytest.mark.parametrize("writer", ["", "1", "1:abc:def"])
def test_a_note_without_a_writer_is_not_kept(signed_in: Client, enrolment: Enrolment, writer: str) -> None:
    signed_in.logout()
    signed_in.post(NOTE, {"note": "Uno", "writer": writer})
    come_back(signed_in, enrolment.learner)
    signed_in.get(LESSON)
    assert notes() == []


def test_a_note_too_long_to_save_is_not_kept_for_later_either(signed_in: Client, enrolment: Enrolment) -> None:
    write_after_the_session_ended(signed_in, "x" * 5001)
    come_back(signed_in, enrolment.learner)
    signed_in.get(LESSON)
    assert notes() == []
