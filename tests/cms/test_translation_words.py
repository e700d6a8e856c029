"""Words that mislead or hurt, said while a trainer writes: the rules of check_content, in four languages."""

import json
import time

import pytest
from django.test import Client
from django.utils import translation

from cms.translation.reasons import REASONS
from cms.translation.terms import look, terms
from courses.models import LessonPage
from library.models import Instrument
from tests.courses.admin.conftest import words
from tests.factories import UserFactory, make_course
from tests.quizzes.admin.bank_desk import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "text", "said", "write"),
    [
        ("es", "<p>El <b>tráfico de personas</b> es un delito.</p>", "tráfico de personas", "trata de personas"),
        ("en", "Human smuggling is another crime.", "Human smuggling", "smuggling of migrants"),
        ("fr", "<p>Le trafic d’êtres humains</p>", "trafic d’êtres humains", "traite des personnes"),
        ("pt", "O tráfico humano existe.", "tráfico humano", "tráfico de pessoas"),
    ],
)
def test_a_wrong_rendering_is_found_with_the_right_one(language: str, text: str, said: str, write: str) -> None:
    (found,) = look(["Nothing here.", text], language)
    assert (found.text, found.said) == (1, said)
    assert write in found.write
    assert found.why


@pytest.mark.parametrize(
    "text",
    [
        "<p>Dijo: «me llevaron por tráfico de personas».</p>",
        "<p>El tráfico de personas, como decían, no es el tráfico ilícito de migrantes.</p>",
        "La trata de personas.",
    ],
)
def test_quotations_and_explanations_of_the_trap_may_stand(text: str) -> None:
    assert look([text], "es") == []


def test_an_explanation_counts_in_its_own_paragraph_alone() -> None:
    assert len(look(["<p>El tráfico de personas.</p><p>El tráfico ilícito de migrantes.</p>"], "es")) == 1


def test_titles_of_instruments_may_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    title = "Protocolo relativo ao Combate ao Tráfico de Migrantes"
    assert len(look([f"O {title}."], "pt")) == 1
    monkeypatch.setattr(Instrument.objects, "titles", lambda: {"som": {"es": "P", "pt": title}})
    assert look([f"O {title}."], "pt") == []
    assert len(look([f"O {title} e o tráfico de migrantes."], "pt")) == 1


def test_every_reason_of_the_file_is_among_those_that_are_translated() -> None:
    assert {term.why for term in terms()} <= set(REASONS)


def test_a_lesson_takes_less_than_fifty_milliseconds() -> None:
    lesson = ["<p>" + "La víctima de trata habla con la funcionaria del consulado de su país. " * 20 + "</p>"] * 60
    look(lesson[:1], "es")
    begun = time.process_time()
    look(lesson, "es")
    assert time.process_time() - begun < 0.05


FORM = {
    "title": "Lección", "slug": "l1-1", "summary": "Contra el tráfico de personas.", "minutes": "10",
    "extent": "whole", "body-count": "0", "legal_review": "", "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
}  # fmt: skip


# --- At the desk -----------------------------------------------------------------------------------------


@pytest.fixture
def desk(db: None) -> Client:
    return signed_in(UserFactory(is_staff=True, is_superuser=True))


def ask(client: Client, body: object) -> object:
    return client.post("/admin/translations/words/", json.dumps(body), content_type="application/json")


def test_the_editor_asks_while_somebody_writes(desk: Client) -> None:
    answer = ask(desk, {"language": "es", "texts": ["bien", "tráfico de personas"]})
    assert [(one["text"], one["write"]) for one in answer.json()["found"]] == [(1, "trata de personas")]


@pytest.mark.parametrize("body", [[], {}, {"language": "es"}, {"texts": 3, "language": "es"}, "x"])
def test_what_makes_no_sense_is_refused(desk: Client, body: object) -> None:
    assert ask(desk, body).status_code == 400


def test_a_visitor_cannot_ask() -> None:
    assert ask(Client(), {"language": "es", "texts": []}).status_code in (302, 403)


def test_what_the_editor_saves_by_itself_piles_up_no_messages(desk: Client) -> None:
    make_course("small", modules=(1,), languages=("es",))
    address = f"/admin/pages/{LessonPage.objects.get().pk}/edit/"
    assert desk.post(address, FORM, headers={"accept": "application/json"}).status_code == 200
    assert "trata de personas" not in words(desk.get("/admin/"))


def test_saving_a_page_says_it_too_and_holds_nothing_back(desk: Client) -> None:
    make_course("small", modules=(1,), languages=("es",))
    page = LessonPage.objects.get()
    with translation.override("en"):
        answer = desk.post(f"/admin/pages/{page.pk}/edit/", FORM, follow=True)
    assert "“tráfico de personas”: write trata de personas" in words(answer)
    assert LessonPage.objects.get().get_latest_revision_as_object().summary == "Contra el tráfico de personas."
