"""A regrade puts certificates before a person: nothing is revoked or corrected by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest

from certificates.services import issue_certificate, reissue_certificate
from certificates.services.deciding import keep_certificate
from certificates.services.reviewing import ReasonMissing
from courses.models import Enrolment
from quizzes.models import Regrade
from tests.certificates.admin.desk import told
from tests.factories import NOW, UserFactory, certify, make_course, make_enrolment, make_questions, quiz_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quizzed(db):
    """A course with a quiz, which gives certificates."""
    course = make_course("quizzed", modules=(1,), languages=("es",))
    certify(course)
    return course


def certificate_in(course, learner=None):
    place = make_enrolment(course, learner or UserFactory())
    Enrolment.objects.filter(pk=place.pk).update(completed_at=NOW, state="completed", grade=Decimal(75))
    return issue_certificate(place.pk, now=NOW)


def regrade(course, *certificates, at=NOW + timedelta(hours=1)):
    """A regrade after which these would not have passed."""
    changed = [
        {"enrolment": each.enrolment_id, "attempt": 1, "score": ["75.0", "50.0"], "is_passed": [True, False]}
        for each in certificates
    ]
    question = course.questions.first() or make_questions(course, 1)[0]
    return Regrade.objects.create(
        quiz=quiz_of(course), question=question, policy="new_key", certificates=changed,
        made_by=UserFactory(), made_at=at, applied_at=at,
    )  # fmt: skip


def in_question(desk):
    return [row["certificate"].pk for row in desk.get("index", state="in_question").context["rows"]]


def test_the_register_leads_to_what_a_regrade_concerns_until_somebody_decides(desk, quizzed):
    mine, other = certificate_in(quizzed), certificate_in(quizzed)
    assert "to look at again" not in desk.page("index").split("<form")[0]
    found = regrade(quizzed, mine)
    assert "1 to look at again" in desk.page("index")
    assert in_question(desk) == [mine.pk]
    page = desk.page("detail", mine.pk)
    assert "from 75" in page
    assert f"/{found.pk}/" in page
    assert "Nothing changes by itself" not in desk.page("detail", other.pk)
    mine.refresh_from_db()
    assert mine.state == "issued"
    assert "stays as it is" in told(desk.post("keep", mine.pk, reason="Resolución 4"))[0]
    assert in_question(desk) == []
    assert "nothing to decide" in told(desk.post("keep", mine.pk, reason="Otra vez"))[0]
    assert mine.events.filter(kind="kept").count() == 1


def test_a_second_regrade_asks_again_and_a_decision_needs_a_reason(desk, quizzed):
    mine = certificate_in(quizzed)
    regrade(quizzed, mine)
    desk.post("keep", mine.pk, reason=" ")
    with pytest.raises(ReasonMissing):
        keep_certificate(mine, by=desk.user, reason=" ", now=NOW + timedelta(hours=2))
    assert in_question(desk) == [mine.pk]
    desk.post("keep", mine.pk, reason="Resolución 4")
    regrade(quizzed, mine, at=mine.events.get(kind="kept").at + timedelta(days=1))
    assert in_question(desk) == [mine.pk]


def test_correcting_decides_it_and_what_came_before_the_certificate_is_no_case(desk, quizzed):
    mine = certificate_in(quizzed)
    regrade(quizzed, mine, at=NOW - timedelta(days=1))
    assert in_question(desk) == []
    regrade(quizzed, mine)
    reissue_certificate(mine, by=desk.user, reason="Nota", now=NOW + timedelta(days=2))
    assert in_question(desk) == []


def test_a_trainer_reads_the_certificate_and_decides_nothing(reader, course, issued):
    certificate = issued()
    assert reader.get("keep", certificate.pk).status_code == 302
    assert not certificate.events.filter(kind="kept").exists()
