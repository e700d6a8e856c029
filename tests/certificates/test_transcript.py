"""The transcript: everything a learner studied, as a page and as a PDF."""

import pypdfium2
import pytest
from django.utils import translation
from django.utils.translation import gettext

from courses.models import Enrolment
from tests.certificates.conftest import packed, text_of
from tests.certificates.test_own_pages import LANGUAGES, address, complete_another, read
from tests.factories import NOW, UserFactory, make_course, make_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def studied(client, held):
    """Somebody with two courses completed, one of them graded, and one under way."""
    learner = held.enrolment.learner
    complete_another(learner, "graded", grade="87.3456")
    make_enrolment(make_course("third", modules=(1,), languages=("es",), quiz=False), learner)
    return learner


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_transcript_lists_courses_hours_grades_and_certificates(client, studied, held, language):
    html = read(client, "transcript", language=language)
    comma = "." if language == "en" else ","
    for text in (f"87{comma}3 %", f"2{comma}5", f"5{comma}0", held.printed_code, "third es"):
        assert text in html
    titles = ("small en", "graded en") if language == "en" else ("small es", "graded es")
    assert all(title in html for title in titles)
    with translation.override(language):
        assert f"<h1>{gettext('Transcript')}</h1>" in html
        assert gettext("Valid") in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_transcript_comes_as_a_pdf_that_says_the_same(client, studied, held, language):
    answer = client.get(address("transcript_pdf", language=language))
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert len(pypdfium2.PdfDocument(answer.content)) == 1
    with translation.override(language):
        words = (gettext("Transcript"), gettext("Courses completed"), gettext("Courses under way"), gettext("Valid"))
    assert "<" not in text, "no markup is printed"
    for word in (*words, "Lucía Chávez Ñuñoa", held.serial, held.printed_code, "third es"):
        assert packed(word) in text, word


def test_long_transcripts_run_over_pages(client, studied):
    for n in range(30):
        enrolment = make_enrolment(make_course(f"c{n}", modules=(1,), languages=("es",), quiz=False), studied)
        Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=NOW, state="completed")
    pdf = client.get(address("transcript_pdf")).content
    assert len(pypdfium2.PdfDocument(pdf)) > 1
    assert packed("c29 es") in text_of(pdf)


@pytest.mark.parametrize(
    "name", [("<b>Ana", "& O’Neill</b>"), ("Kuñã g̃uarã", "Ỹvy"), ("Ελένη", "Παππά"), ("محمد", "علي")]
)
def test_names_of_every_kind_are_set(client, studied, name):
    studied.first_name, studied.last_name = name
    studied.save()
    assert client.get(address("transcript_pdf")).status_code == 200


def test_a_name_that_no_font_has_sends_to_the_page(client, studied):
    studied.first_name = "\U00012000"
    studied.save()
    assert client.get(address("transcript_pdf")).status_code == 503


def test_an_empty_transcript_says_so(client):
    client.force_login(UserFactory())
    assert "You have not completed a course yet" in read(client, "transcript")
    assert client.get(address("transcript_pdf")).status_code == 200
