"""What a badge says, what it hides, and that it stays as it was issued."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from certificates import keys, tasks
from certificates.badges import making
from certificates.badges.checking import Verdict, check_badge
from certificates.badges.did import did_of
from certificates.badges.encoding import from_base64url
from certificates.badges.proof import add_proof
from certificates.badges.status_list import is_set
from certificates.models import BadgeStatus, CertificateFile, CertificatePolicy
from certificates.services import erase_learner, issue_certificate, reissue_certificate, revoke_certificate
from tests.certificates.badges.conftest import DID, SITE
from tests.certificates.conftest import drain_all
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SCHEMA = Path(__file__).parent / "schema/ob_v3p0_achievementcredential_schema.json"


def text(certificate) -> str:
    return (making.stored_badge(certificate)["json"].file.open("rb").read()).decode()


def test_a_badge_says_what_the_certificate_says(issued, badge, course):
    CertificatePolicy.objects.update(valid_months=12)
    certificate = issued(language="en")
    said = badge(certificate)
    achievement = said["credentialSubject"]["achievement"]
    assert said["issuer"]["id"] == DID
    assert achievement["name"] == certificate.snapshot["course_title"]
    assert achievement["inLanguage"] == "en"
    assert str(achievement["creditsAvailable"]) == certificate.snapshot["hours"].removesuffix(".0")
    assert "completed every required part" in achievement["criteria"]["narrative"]
    assert said["evidence"][0]["id"] == f"{SITE}/v/{certificate.code}"
    assert said["id"] == f"{SITE}/badges/{certificate.code}.json"
    assert (said["validFrom"], said["validUntil"]) == ("2026-11-25T06:00:00Z", "2027-11-26T06:00:00Z"), "days there"


def test_a_badge_says_it_in_the_language_of_the_certificate(issued, badge):
    spanish, english = (badge(issued(language=language)) for language in ("es", "en"))
    assert english["evidence"][0]["name"] == "The certificate in the issuer's register"
    assert (spanish["name"], english["name"]) == ("small es", "small en")


@pytest.mark.parametrize("kind", ["completion", "participation", "trainer"])
def test_every_kind_is_valid_by_the_schema_of_open_badges(completed, administrator, badge, kind):
    certificate = issue_certificate(completed().pk, now=NOW, by=administrator, kind=kind)
    schema = jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text()), format_checker=jsonschema.FormatChecker())
    said = badge(certificate)
    assert [error.message for error in schema.iter_errors(said)] == []
    assert not schema.is_valid({key: value for key, value in said.items() if key != "issuer"}), "it does look"


def test_the_holder_is_a_pseudonym_that_reveals_nothing(issued, badge):
    certificates = [issued(), issued()]
    learner = certificates[0].enrolment.learner
    first, second = (badge(certificate) for certificate in certificates)
    subjects = [said["credentialSubject"] for said in (first, second)]
    assert subjects[0]["id"] != subjects[1]["id"]
    assert subjects[0]["id"].startswith("urn:uuid:")
    written = json.dumps(first, ensure_ascii=False).replace(certificates[0].code, "")
    for part in (learner.first_name, *learner.last_name.split(), learner.email, str(certificates[0].pk)):
        assert part not in written
    for known in (str(learner.pk), learner.email, str(certificates[0].pk), certificates[0].code):
        digests = [hashlib.new(name, known.encode()).hexdigest() for name in ("sha256", "sha1", "md5")]
        assert not any(digest[:8] in written for digest in digests), "nothing that can be counted through"


def test_who_knows_the_address_can_see_that_it_is_the_holders(issued, badge):
    certificate = issued()
    (identity,) = badge(certificate)["credentialSubject"]["identifier"]
    expected = hashlib.sha256((certificate.enrolment.learner.email + identity["salt"]).encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${expected}"


def test_two_badges_of_one_person_cannot_be_told_to_be_one_persons(course, completed, administrator, badge):
    enrolment = completed()
    both = [issue_certificate(enrolment.pk, now=NOW, by=administrator, kind=kind) for kind in ("completion", "trainer")]
    identities = [badge(certificate)["credentialSubject"] for certificate in both]
    assert identities[0]["id"] != identities[1]["id"]
    assert identities[0]["identifier"][0]["identityHash"] != identities[1]["identifier"][0]["identityHash"]


@pytest.mark.parametrize(("hours", "written"), [("2.5", "2.5"), ("40", "40")])
def test_whole_hours_are_written_as_whole(course, completed, badge, hours, written):
    course.hours = Decimal(hours)
    course.save()
    achievement = badge(issue_certificate(completed().pk, now=NOW))["credentialSubject"]["achievement"]
    assert json.dumps(achievement["creditsAvailable"]) == written
    assert f" {written.replace('.', ',')} " in achievement["description"], "as Spanish writes it"


def test_the_jwt_says_the_same_and_names_a_list_of_its_own_kind(issued, badge):
    CertificatePolicy.objects.update(valid_months=12)
    certificate = issued()
    said, token = badge(certificate), badge(certificate, "jwt").decode()
    header, payload = (json.loads(from_base64url(part)) for part in token.split(".")[:2])
    assert (header["alg"], header["kid"].partition("#")[0]) == ("ES256", DID)
    assert payload["credentialSubject"] == said["credentialSubject"]
    assert (payload["iss"], payload["jti"], payload["sub"]) == (DID, said["id"], said["credentialSubject"]["id"])
    assert payload["exp"] == datetime(2027, 11, 26, 6, tzinfo=UTC).timestamp()
    assert payload["credentialStatus"]["statusListCredential"] == f"{SITE}/badges/status/1.jwt"
    assert payload["credentialStatus"]["statusListIndex"] == said["credentialStatus"]["statusListIndex"]


def test_a_badge_is_made_once_and_its_bytes_stay_through_a_rotation(issued, badge):
    certificate = issued()
    before = {form: badge(certificate, form) for form in making.FORMS}
    for purpose in making.PURPOSES:
        keys.rotate(purpose, now=NOW + DAY)
    assert {form: badge(certificate, form, at=NOW + 2 * DAY) for form in making.FORMS} == before
    assert certificate.files.count() == len(making.FORMS)
    assert check_badge(text(certificate)) == Verdict.GENUINE
    methods = [method["id"] for method in making.issuer_document()["verificationMethod"]]
    assert before["json"]["proof"]["verificationMethod"] in methods, "retired, and still published"
    assert len(methods) == 4


def test_a_badge_with_a_word_changed_is_refused(issued, badge):
    said = badge(issued())
    assert check_badge(json.dumps(said)) == Verdict.GENUINE, "spaces do not matter"
    said["credentialSubject"]["achievement"]["creditsAvailable"] = 400
    assert check_badge(json.dumps(said)) == Verdict.CHANGED


@pytest.mark.parametrize(
    "rubbish", ["", "[]", "{}", '{"proof": {"cryptosuite": "eddsa-rdfc-2022"}}', "null", "7", "[" * 9999]
)
def test_what_is_no_badge_of_ours_is_said_to_be_none(rubbish):
    assert check_badge(rubbish) == Verdict.NOT_OURS


def test_a_badge_with_a_context_that_is_not_pinned_is_not_even_read(issued, badge):
    said = badge(issued())
    said["@context"].append("https://elsewhere.example/context.json")
    assert check_badge(json.dumps(said)) == Verdict.NOT_OURS


def compromise(said: dict, since: datetime) -> None:
    keys.compromise(said["proof"]["verificationMethod"].partition("#")[2], since=since)


def test_a_compromised_key_is_refused_from_its_cut_off_on(issued, badge):
    old, new = issued(), issued(at=NOW + 2 * DAY)
    badge(old)
    said = badge(new, at=NOW + 2 * DAY)
    written = [text(old), text(new)]
    compromise(said, since=NOW + DAY)
    assert [check_badge(each) for each in written] == [Verdict.GENUINE, Verdict.COMPROMISED]
    methods = [method["id"] for method in making.issuer_document()["verificationMethod"]]
    assert said["proof"]["verificationMethod"] not in methods


def test_a_forgery_dated_back_with_a_stolen_key_is_refused(issued, badge):
    said = badge(issued())
    method = said.pop("proof")["verificationMethod"]
    said["name"] = "Forged"
    key = keys.list_keys("badge")[0]
    forged = json.dumps(add_proof(said, method, lambda data: keys.sign(key, data), NOW - DAY))
    assert check_badge(forged) == Verdict.GENUINE, "as long as nobody knows of the theft"
    keys.compromise(key.id, since=NOW + DAY)
    assert check_badge(forged) == Verdict.COMPROMISED


def test_after_a_compromise_the_badge_gets_another_signature_and_the_first_files_stay(issued, badge):
    certificate = issued()
    first = badge(certificate)
    compromise(first, since=NOW + DAY)
    second = badge(certificate, at=NOW + 2 * DAY)
    assert second["proof"]["verificationMethod"] != first["proof"]["verificationMethod"]
    assert second["credentialStatus"] == first["credentialStatus"], "revoking revokes both"
    assert certificate.files.count() == 2 * len(making.FORMS)
    assert check_badge(text(certificate)) == Verdict.GENUINE
    assert badge(certificate, at=NOW + 3 * DAY) == second


def test_revoking_and_replacing_set_one_bit_each_in_the_public_list(issued, badge, administrator):
    kept, revoked, replaced = issued(), issued(), issued()
    places = {each: int(badge(each)["credentialStatus"]["statusListIndex"]) for each in (kept, revoked, replaced)}
    files = {each: text(each) for each in places}
    revoke_certificate(revoked, by=administrator, reason="error", note="x", now=NOW)
    reissue_certificate(replaced, by=administrator, reason="name", now=NOW)
    encoded = json.loads(making.signed_list(1, now=NOW))["credentialSubject"]["encodedList"]
    assert [is_set(encoded, place) for place in places.values()] == [False, True, True]
    assert making.revoked_places(1) == sorted([places[revoked], places[replaced]])
    assert [check_badge(each) for each in files.values()] == [Verdict.GENUINE, Verdict.REVOKED, Verdict.REVOKED]


def test_a_place_in_the_list_is_drawn_once_and_belongs_to_one(issued, badge):
    first, second = issued(), issued()
    badge(first)
    place = BadgeStatus.objects.get(certificate=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        BadgeStatus(certificate=second, list=place.list, index=place.index).save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet.update(BadgeStatus.objects.all(), index=1)


def test_a_place_that_is_taken_is_drawn_again(issued, badge, monkeypatch):
    draws = iter([7, 7, 8])
    monkeypatch.setattr(making.secrets, "randbelow", lambda _length: next(draws))
    places = [badge(issued())["credentialStatus"]["statusListIndex"] for _one in range(2)]
    assert places == ["7", "8"]


def test_a_list_that_is_half_full_is_followed_by_the_next(issued, badge, monkeypatch):
    monkeypatch.setattr(making, "FULL", 1)
    lists = [badge(issued())["credentialStatus"]["statusListCredential"] for _one in range(2)]
    assert lists == [f"{SITE}/badges/status/1", f"{SITE}/badges/status/2"]


def test_erasing_a_person_takes_the_badge_away(issued, badge, administrator):
    certificate = issued()
    badge(certificate)
    paths = [Path(file.file.path) for file in CertificateFile.objects.all()]
    assert len(paths) == len(making.FORMS)
    erase_learner(certificate.enrolment.learner, by=administrator, now=NOW + DAY)
    drain_all()
    tasks.render(str(certificate.pk))
    assert CertificateFile.objects.filter(kind__startswith="badge").count() == 0
    assert not any(path.exists() for path in paths)


def test_of_two_made_at_the_same_time_the_first_stays_and_no_file_of_the_other(issued, badge, monkeypatch, tmp_path):
    monkeypatch.setattr(CertificateFile._meta.get_field("file").storage, "location", str(tmp_path / "alone"))
    certificate = issued()
    first = badge(certificate)
    stored, looks = making.stored_badge, iter([1])  # the second one's first look is from before
    monkeypatch.setattr(making, "stored_badge", lambda each: {} if next(looks, 0) else stored(each))
    assert badge(certificate) == first
    folder = Path(making.stored_badge(certificate)["json"].file.path).parent
    assert folder.is_relative_to(tmp_path)
    assert len(list(folder.iterdir())) == len(making.FORMS)


def test_who_is_erased_while_the_badge_is_made_gets_none(issued, badge, administrator):
    certificate = issued()
    erase_learner(certificate.enrolment.learner, by=administrator, now=NOW)
    assert making.ensure_badge(certificate, now=NOW) == {}
    assert certificate.files.count() == 0


@pytest.mark.parametrize(
    ("address", "did"),
    [("https://amparo.example", DID), ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000")],
)
def test_the_issuer_is_called_after_the_site(address, did):
    assert did_of(address) == did
