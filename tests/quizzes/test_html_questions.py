"""Questions written in HTML, as files of other platforms bring them: shown as written, made safe, with their pictures."""

import base64
from typing import Any

import pytest

from quizzes.domain.formats import Picture
from quizzes.domain.questions import for_learner
from quizzes.models import QuizDraw
from quizzes.services import put_question, start_attempt
from quizzes.services.pictures import keep_pictures
from tests.factories import NOW, choice
from tests.quizzes.sitting import address, hand_in

pytestmark = pytest.mark.django_db
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
KEY = "ab" * 32
STEM = (
    f'<p>Lea el <b>artículo 3</b>:</p><img src="picture:{KEY}" alt="Un sello"><script>alert(1)</script>'
    '<p onclick="x()">¿Qué protege?</p><img src="https://elsewhere.example/x.png">'
)


def html_question(stem: str = STEM, **content: Any) -> dict[str, Any]:
    pictures = keep_pictures([Picture(KEY, "sello.png", "image/png", DOT)])
    return choice() | {"stem": {"format": "html", "text": {"es": stem}}, "pictures": pictures} | content


@pytest.fixture
def attempt(enrolment, quiz, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    quiz.draws.all().delete()
    question, _new = put_question(enrolment.cohort.course, "html", html_question(), category="H")
    QuizDraw.objects.create(quiz=quiz, position=0, question=question)
    return start_attempt(enrolment, quiz, now=NOW)


def test_the_learner_sees_the_words_and_the_picture_as_they_were_written(learner, attempt):
    page = learner.get(address("question", attempt.pk, 1)).content.decode()
    assert "<p>Lea el <b>artículo 3</b>:</p>" in page
    assert f"questions/{KEY}.png" in page
    assert 'alt="Un sello"' in page


def test_nothing_active_and_nothing_from_elsewhere_reaches_the_learner(learner, attempt):
    hand_in(attempt, "b")
    for name, args in [("check", []), ("result", [])]:
        page = learner.get(address(name, attempt.pk, *args), follow=True).content.decode()
        for active in ("alert(1)", "onclick", "elsewhere.example"):
            assert active not in page, name


def test_lists_and_headings_show_the_words_without_markup(learner, attempt):
    page = learner.get(address("check", attempt.pk)).content.decode()
    assert "Lea el artículo 3:" in page
    assert "&lt;b&gt;" not in page


def test_a_plain_question_keeps_its_signs():
    shown = for_learner(choice(stem="¿Si a < b y <i> es 2?"), ["a"])
    assert (shown.stem["es"], shown.stem_html) == ("¿Si a < b y <i> es 2?", {})


def test_a_place_inside_a_tag_leaves_the_text_plain():
    content = {
        "type": "gaps",
        "stem": {"format": "html", "text": {"es": '<a href="https://a.example/[[p1]]">x</a> [[p1]]'}},
        "choices": [{"id": "c1", "text": {"es": "uno"}}, {"id": "c2", "text": {"es": "dos"}}],
        "places": [{"id": "p1", "answer": "c1"}],
    }
    shown = for_learner(content, ["c1", "c2"])
    assert shown.stem_html == {}
    assert [piece.place for piece in shown.pieces["es"] if piece.place] == ["p1"]
