"""Erasing a person: afterwards no table, no file and no session names them, and what must last still proves."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from accounts import tasks as account_tasks  # noqa: F401 registers them for the drainer
from accounts.models import ErasureRequest, User
from accounts.privacy.services import (
    LastAdministrator,
    NeedsAnAdministrator,
    OnesOwnAccount,
    ask_for_erasure,
    order_erasure,
    take_back,
)
from accounts.security.notices import queue_notice
from certificates import tasks as certificate_tasks  # noqa: F401
from certificates.badges.making import ensure_badge
from certificates.models import Certificate, LogEntry
from certificates.models.history import private_storage
from certificates.services import ensure_pdf, issue_certificate, reissue_certificate, sign_head
from certificates.services.bulk import candidates
from courses.models import Enrolment, ReflectionNote
from courses.models.progress import ProgressEvent
from outbox.models import Job
from outbox.services import drain, enqueue
from quizzes.models import AttemptSlot
from quizzes.services.marking import mark_answer, override_mark
from quizzes.services.overrides import Terms, put_override
from quizzes.services.results import attempts_to_mark, waiting_by_cohort
from tests.factories import UserFactory, certify, make_course, make_enrolment, quiz_of
from tests.quizzes.marking import GOOD, hand_in_essay, make_trainer, slot_of, with_essay
from tools import verify_log

pytestmark = pytest.mark.django_db
FIRST, LAST, ADDRESS = "Xochiquétzal", "Ñancupilwe Ibáñez", "xochi.nancu@embajada.example"
OLD_ADDRESS = "xnancu.antes@embajada.example"
WORDS = (FIRST, "Ñancupilwe", "Ibáñez", ADDRESS, OLD_ADDRESS, "dislexia", "192.0.2.77")


def spellings(word: str) -> set[str]:
    """As it is written, and as JSON may write it."""
    return {word, json.dumps(word)[1:-1]}


def stored() -> str:
    """Every value of every table, sessions unpacked."""
    from django.contrib.sessions.models import Session

    values = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            values += [str(bytes(v) if isinstance(v, memoryview) else v) for row in cursor.fetchall() for v in row]
    return "\n".join(values)


def traces() -> list[str]:
    """Which words stand in the database, whatever the case."""
    found = stored().casefold()
    return [word for word in WORDS if any(each.casefold() in found for each in spellings(word))]


def files() -> list[str]:
    """Names of everything stored as a file for certificates."""
    root = Path(private_storage().location) / "certificates"
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def drain_all() -> None:
    while drain():
        pass


@pytest.fixture(autouse=True)
def _mail_folder(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()


@pytest.fixture
def administrator() -> User:
    return UserFactory(is_staff=True, is_superuser=True, first_name="Ada", last_name="Luna")


@pytest.fixture
def other() -> Certificate:
    """Somebody else's certificate of the same course, which nothing of this concerns."""
    return certificate_of(make_enrolment(make_course("other", modules=(1,), languages=("es",)), UserFactory()))


def certificate_of(place: Enrolment) -> Certificate:
    if not hasattr(place.cohort.course, "certificate_policy"):
        certify(place.cohort.course)
    Enrolment.objects.filter(pk=place.pk).update(completed_at=timezone.now(), state="completed", grade=Decimal("81.4"))
    certificate = issue_certificate(place.pk, now=timezone.now())
    assert certificate
    ensure_pdf(certificate)
    return certificate


@pytest.fixture
def person(client: Client, administrator: User) -> User:
    """A learner of whom everything is stored that can be."""
    learner = UserFactory(
        email=ADDRESS, first_name=FIRST, last_name=LAST, institution="Embajada", gender="woman", password="x"
    )
    EmailAddress.objects.create(user=learner, email=ADDRESS, verified=True, primary=True)
    EmailAddress.objects.create(user=learner, email=OLD_ADDRESS)
    course = make_course("small", modules=(1,), languages=("es",))
    place, now = make_enrolment(course, learner), timezone.now()
    trainer = make_trainer(place.cohort)
    _answers(place, trainer, now)
    _learnt(place, administrator, now)
    _certified(place, administrator, now)
    _administered(learner, trainer)
    client.force_login(learner)
    Client().post("/es/accounts/login/code/", {"email": ADDRESS})
    return learner  # type: ignore[no-any-return]


def _answers(place: Enrolment, trainer: User, now: Any) -> None:
    quiz = with_essay(quiz_of(place.cohort.course))
    put_override(quiz, place, Terms(extra_time=Decimal("1.5")), reason=f"{FIRST}: dislexia", by=trainer, now=now)
    attempt = hand_in_essay(quiz, place, text=f"Soy {FIRST} {LAST} y escribo.", at=now)
    mark_answer(slot_of(attempt).pk, GOOD, comment=f"Bien, {FIRST}.", by=trainer, now=now)
    override_mark(slot_of(attempt).pk, Decimal("0.5"), reason=f"{LAST} lo pidió", comment="", by=trainer, now=now)


def _learnt(place: Enrolment, by: User, now: Any) -> None:
    lesson = place.cohort.course.activities.exclude(kind="quiz").first()
    ReflectionNote.objects.create(learner=place.learner, activity=lesson, text=f"Yo, {FIRST}", saved_at=now)
    ProgressEvent.objects.create(
        enrolment=place, activity=lesson, kind="completed", at=now, rule="decided", actor=by, reason=FIRST, key="x"
    )


def _certified(place: Enrolment, by: User, now: Any) -> None:
    first = certificate_of(place)
    ensure_badge(first, now=now)
    second = reissue_certificate(first, by=by, reason=f"{FIRST} escribió.", now=now)
    ensure_pdf(second)
    ensure_badge(second, now=now)
    private_storage().save(f"certificates/2024/{second.serial}.pdf", ContentFile(b"left by a worker that was killed"))
    drain_all()


def _administered(learner: User, trainer: User) -> None:
    log(learner, "wagtail.edit", user=trainer)
    page = Page.objects.filter(depth=2).first()
    log(page, "wagtail.publish", user=learner, data={"for": [f"{FIRST} {LAST}"], "mail": ADDRESS})
    enqueue("certificates.mail_head", key="open", head_id=1, address=ADDRESS)
    Job.objects.filter(key__startswith="certificate-mail").update(last_error=f"SMTPRecipientsRefused: {ADDRESS}")
    queue_notice("account/email/x", learner, ip="192.0.2.77")
    Job.objects.filter(key__startswith="notice").update(done_at=timezone.now())
    Job.objects.filter(key="open").update(run_after=timezone.now() + timedelta(days=9))
    (Path(settings.EMAIL_FILE_PATH) / "1.log").write_text(f"To: {ADDRESS}")
    (Path(settings.EMAIL_FILE_PATH) / "2.log").write_text("To: somebody@else.example")


def order(person: User, by: User) -> ErasureRequest:
    note = f"Carta de {FIRST} {LAST}"
    return order_erasure(person, by=by, reason="written", note=note, now=timezone.now())


def test_nothing_in_the_database_or_in_files_names_the_person_any_more(
    person: User, administrator: User, other: Certificate
) -> None:
    assert traces() == list(WORDS), "all of it was there"
    assert len(files()) == 12
    order(person, administrator)
    drain_all()
    assert traces() == []
    assert files() == [f"{other.serial}.pdf"]
    assert [path.name for path in Path(settings.EMAIL_FILE_PATH).iterdir()] == ["2.log"]
    assert not Job.objects.exclude(failed_at=None).exists()
    assert not Job.objects.filter(done_at=None, run_after__lte=timezone.now()).exists()


def test_the_log_still_proves_every_certificate_and_what_others_hold_is_untouched(
    client: Client, person: User, administrator: User, other: Certificate
) -> None:
    before = list(LogEntry.objects.values_list("index", "leaf"))
    order(person, administrator)
    drain_all()
    now = timezone.now()
    sign_head(now=now)

    def fetch(path: str) -> Any:
        return client.get(path).json()

    assert [(i, bytes(leaf)) for i, leaf in LogEntry.objects.values_list("index", "leaf")][: len(before)] == [
        (i, bytes(leaf)) for i, leaf in before
    ]
    assert verify_log.audit(fetch, {"heads": [], "keys": {}}) == []
    for certificate in Certificate.objects.all():
        said = certificate.snapshot if certificate.opens_record else None
        assert verify_log.certificate(fetch, certificate.code, {"heads": [], "keys": {}}, said) == []
    other.refresh_from_db()
    assert other.snapshot["name"] == "Lucía Chávez Ñuñoa"
    assert other.enrolment.learner.email in stored()


def test_what_was_chosen_and_earned_stays_as_numbers(person: User, administrator: User) -> None:
    order(person, administrator)
    drain_all()
    place = Enrolment.objects.get(learner=person)
    essay, choice = AttemptSlot.objects.filter(attempt__enrolment=place).order_by("position")
    assert (essay.response, choice.response) == ({"text": "–"}, {"selected": ["a"]})
    assert (essay.mark, choice.mark) == (Decimal("0.5"), Decimal(1))
    assert place.completed_at is not None


def test_the_person_is_signed_out_and_can_neither_sign_in_nor_be_signed_up_over(
    client: Client, person: User, administrator: User
) -> None:
    assert client.get("/en/my-learning/").status_code == 200
    order(person, administrator)
    assert client.get("/en/my-learning/").status_code == 302, "at once, before anything is erased"
    drain_all()
    person.refresh_from_db()
    assert person.email.startswith(f"erased-{person.pk}-")
    assert not person.is_active
    assert not person.has_usable_password()
    assert User.objects.create_user(ADDRESS, "x", first_name="New").pk != person.pk


def test_a_wish_waits_its_days_and_can_be_taken_back(
    person: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.AMPARO_ERASURE_DAYS = 7
    now, days = timezone.now(), timedelta(days=7)
    wishes = [ask_for_erasure(person, now=now) for _twice in range(2)]
    assert wishes[0] == wishes[1]
    drain_all()
    assert [m.to for m in mail.outbox if "erased" in m.subject or "borra" in m.subject or "elimin" in m.subject]
    assert traces() != []
    assert take_back(person, now=now)
    Job.objects.filter(task="accounts.erase").update(run_after=now - days)
    drain_all()
    assert FIRST in traces(), "taken back: the job found nothing to do"
    later = ask_for_erasure(person, now=now - days)
    with django_capture_on_commit_callbacks(execute=True):
        drain_all()
    later.refresh_from_db()
    assert later.done_at is not None
    assert traces() == []
    assert mail.outbox[-1].to == [ADDRESS], "the last mail"


def test_an_order_takes_the_place_of_a_wish_and_is_not_taken_back(person: User, administrator: User) -> None:
    ask_for_erasure(person, now=timezone.now())
    ordered = order(person, administrator)
    assert order(person, administrator) == ordered
    assert not take_back(person, now=timezone.now())
    drain_all()
    assert traces() == []
    assert [(row.done_at is None, row.note) for row in ErasureRequest.objects.all()] == [(False, ""), (True, "")]


def test_nobody_is_erased_who_is_needed_or_by_their_own_hand(administrator: User) -> None:
    now = timezone.now()
    with pytest.raises(NeedsAnAdministrator):
        ask_for_erasure(administrator, now=now)
    with pytest.raises(OnesOwnAccount):
        order(administrator, administrator)
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    with pytest.raises(LastAdministrator):
        order(UserFactory(is_superuser=True), administrator)
    with pytest.raises(ValueError, match="reason and a note"):
        order_erasure(UserFactory(), by=administrator, reason="written", note=" ", now=now)


def test_who_was_erased_before_the_certificate_was_made_gets_none(administrator: User) -> None:
    place = make_enrolment(make_course("late", modules=(1,), languages=("es",), quiz=False), UserFactory())
    certify(place.cohort.course)
    Enrolment.objects.filter(pk=place.pk).update(completed_at=timezone.now(), state="completed")
    order(place.learner, administrator)
    drain_all()
    assert issue_certificate(place.pk, now=timezone.now(), by=administrator) is None


def test_nothing_of_an_erased_person_waits_to_be_marked_or_issued(administrator: User) -> None:
    course = make_course("marked", modules=(1,), languages=("es",))
    place = make_enrolment(course, UserFactory())
    certify(course)
    hand_in_essay(with_essay(quiz_of(course)), place, at=timezone.now())
    cohorts = type(place.cohort).objects.all()
    assert [attempts_to_mark(cohorts).count(), len(waiting_by_cohort(cohorts))] == [1, 1]
    Enrolment.objects.filter(pk=place.pk).update(completed_at=timezone.now(), state="completed")
    order(place.learner, administrator)
    drain_all()
    assert [attempts_to_mark(cohorts).count(), len(waiting_by_cohort(cohorts))] == [0, 0]
    assert [each.verdict for each in candidates(place.cohort, "completion")] == ["erased"]
