"""Your data: what the page says, the archive, asking for an erasure; the administrator's desk."""

import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from accounts import tasks  # noqa: F401 registers them for the drainer
from accounts.models import ErasureRequest, User
from certificates import tasks as certificate_tasks  # noqa: F401
from certificates.services import ensure_pdf, issue_certificate
from courses.models import Enrolment, ReflectionNote
from outbox.services import drain
from tests.factories import NOW, UserFactory, certify, make_course, make_enrolment, quiz_of
from tests.quizzes.marking import hand_in_essay, with_essay

pytestmark = pytest.mark.django_db
DATA, ERASE = "/en/accounts/data/", "/en/accounts/data/erase/"
PASSWORD = "correct horse battery"


@pytest.fixture
def learner(client: Client) -> User:
    """Signed in, just now."""
    person = UserFactory(first_name="=HYPERLINK", last_name="Ñandú", institution="=1+1")
    client.force_login(person)
    confirm(client)
    return person  # type: ignore[no-any-return]


def confirm(client: Client) -> None:
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.fixture
def administrator() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


def unpacked(client: Client) -> dict[str, bytes]:
    response = client.get(f"{DATA}download/")
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_archive_holds_everything_and_the_certificate_byte_for_byte(client: Client, learner: User) -> None:
    course = make_course("small", modules=(1,), languages=("es",))
    place = make_enrolment(course, learner)
    hand_in_essay(with_essay(quiz_of(course)), place, text="Mi respuesta larga")
    lesson = course.activities.exclude(kind="quiz").first()
    ReflectionNote.objects.create(learner=learner, activity=lesson, text="Mi nota", saved_at=NOW)
    certify(course)
    Enrolment.objects.filter(pk=place.pk).update(completed_at=NOW, state="completed", grade=Decimal(80))
    certificate = issue_certificate(place.pk, now=NOW)
    assert certificate
    stored = ensure_pdf(certificate)
    files = unpacked(client)
    assert {name.partition("/")[0] for name in files} == {
        "README.txt", "account", "courses", "quizzes", "certificates",
    }  # fmt: skip
    assert json.loads(files["account/profile.json"])["institution"] == "=1+1"
    assert json.loads(files["courses/notes.json"])[0]["text"] == "Mi nota"
    assert json.loads(files["quizzes/answers.json"])[0]["answer"] == {"text": "Mi respuesta larga"}
    assert json.loads(files["certificates/certificates.json"])[0]["record"]["name"] == learner.get_full_name()
    assert files[f"certificates/{certificate.serial}.pdf"] == stored.file.open("rb").read()
    assert "Curso small" in files["courses/enrolments.csv"].decode("utf-8-sig")


def test_the_archive_gives_no_question_and_no_key_away(client: Client, learner: User) -> None:
    course = make_course("small", modules=(1,), languages=("es",))
    hand_in_essay(with_essay(quiz_of(course)), make_enrolment(course, learner))
    whole = b"".join(unpacked(client).values()).decode("utf-8", "replace")
    for secret in ("Explique el principio", "Nadie queda sin", "Opción", '"weight"', "Explicación"):
        assert secret not in whole


def test_an_archive_of_somebody_who_did_nothing_is_small_and_whole(client: Client, learner: User) -> None:
    files = unpacked(client)
    assert json.loads(files["account/profile.json"])["email"] == learner.email
    assert "certificates/certificates.json" not in files


@pytest.mark.parametrize("address", [f"{DATA}download/", ERASE])
def test_an_open_computer_is_not_enough_to_download_or_erase(client: Client, address: str) -> None:
    client.force_login(UserFactory())
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].startswith("/en/accounts/reauthenticate/")


def test_asking_needs_the_tick_tells_by_mail_and_can_be_taken_back(client: Client, learner: User) -> None:
    assert "Tick the box" in client.post(ERASE).content.decode()
    assert not ErasureRequest.objects.exists()
    page = client.post(ERASE, {"is_sure": "on"}, follow=True).content.decode()
    assert "Your account will be erased on" in page
    drain()
    assert mail.outbox[-1].to == [learner.email]
    assert "/accounts/data/" in str(mail.outbox[-1].body)
    assert "Your account stays" in client.post(f"{DATA}keep/", follow=True).content.decode()
    assert "Erase my account…" in client.get(DATA).content.decode()
    assert "Nothing was waiting" in client.post(f"{DATA}keep/", follow=True).content.decode()


def test_who_works_here_is_told_to_ask_an_administrator(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    confirm(client)
    assert "ask an administrator" in client.get(DATA).content.decode()
    client.post(ERASE, {"is_sure": "on"})
    assert not ErasureRequest.objects.exists()


def test_an_administrator_types_the_address_and_says_why(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    person = UserFactory(email="Marta@Example.org")
    address = f"/admin/people/{person.pk}/erase/"
    said = {"reason": "written", "note": "Carta 12", "email": "other@example.org"}
    assert client.post(address, said).status_code == 200
    assert not ErasureRequest.objects.exists()
    for _twice in range(2):
        client.post(address, {**said, "email": "marta@example.org "})
    waiting = ErasureRequest.objects.get()
    assert (waiting.by, waiting.reason, waiting.note) == (administrator, "written", "Carta 12")
    drain()
    assert "Carta 12" not in client.get("/admin/people/erasures/").content.decode()
    person.refresh_from_db()
    assert person.erased_at is not None
    assert client.get(address).status_code == 302
    assert client.get(f"/admin/users/edit/{person.pk}/").status_code == 302
    with translation.override("en"):
        assert str(person) == f"Erased person {person.pk}"


def test_deleting_a_person_in_the_list_leads_to_erasing_them(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    person = UserFactory()
    response = client.post(f"/admin/users/delete/{person.pk}/")
    assert response["Location"] == f"/admin/people/{person.pk}/erase/"
    client.post(f"/admin/bulk/accounts/user/delete/?id={person.pk}&next=/admin/users/")
    assert User.objects.filter(pk=person.pk).exists()
    assert f"/admin/people/{person.pk}/erase/" in client.get("/admin/users/").content.decode()


def test_the_list_of_erasures_asks_as_much_for_many_as_for_one(
    client: Client, administrator: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(administrator)

    def add(count: int) -> None:
        for _n in range(count):
            ErasureRequest.objects.create(
                person=UserFactory(), by=administrator, reason="order", note="x", asked_at=NOW, due_at=timezone.now()
            )

    add(1)
    client.get("/admin/people/erasures/")
    with django_assert_max_num_queries(100) as few:
        client.get("/admin/people/erasures/")
    add(9)
    with django_assert_max_num_queries(len(few)):
        client.get("/admin/people/erasures/")
