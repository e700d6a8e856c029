"""The register as a list: what it finds, what it costs, what it gives away as a file."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from certificates.services import erase_learner, issue_certificate, revoke_certificate
from certificates.services.reviewing import refuse_certificate
from tests.certificates.admin.desk import Desk, trainer_of
from tests.certificates.conftest import complete
from tests.factories import NOW, UserFactory, make_course, make_enrolment

pytestmark = pytest.mark.django_db


def names(desk, **query):
    response = desk.get("index", **query)
    assert response.status_code == 200
    return {row["name"] for row in response.context["rows"]}


def test_a_name_a_number_and_a_code_find_the_certificate(desk, issued):
    wanted, _other = issued("Ana", "Quispe"), issued("Luis", "Rojas")
    for typed in ("quispe", "ana QUISPE", wanted.serial, wanted.code, wanted.printed_code, wanted.code[4:8]):
        assert names(desk, q=typed) == {"Ana Quispe"}, typed


def test_capital_letters_with_accents_find_it_too(desk, issued):
    issued("Ángel", "Ñuñoa")
    assert names(desk, q="ñuñoa") == names(desk, q="ÁNGEL") == {"Ángel Ñuñoa"}


def test_a_name_is_found_without_its_accents_and_by_others_accents(desk, issued):
    issued("José María", "Ibáñez Núñez")
    for typed in ("jose maria", "ibanez", "NUÑEZ", "José", "iBÁÑez núnez"):
        assert names(desk, q=typed) == {"José María Ibáñez Núñez"}, typed


def test_a_name_that_was_corrected_since_finds_the_old_certificate_by_both(desk, issued):
    certificate = issued("Ana", "Quispe")
    learner = certificate.enrolment.learner
    learner.last_name = "Mamani"
    learner.save()
    assert names(desk, q="mamani") == names(desk, q="quispe") == {"Ana Quispe"}


def test_each_filter_leaves_what_fits(desk, issued, waiting):
    ana, luis = issued("Ana", "Quispe"), issued("Luis", "Rojas")
    learner = ana.enrolment.learner
    learner.country, learner.institution = "PE", "Policía Nacional"
    learner.save()
    eva = waiting("Eva", "Soto")
    revoke_certificate(luis, by=desk.user, reason="error", note="Doble", now=NOW)
    refused = waiting("Rosa", "Tum")
    refuse_certificate(refused, by=desk.user, reason="No asistió", now=NOW)
    assert names(desk, state="issued") == names(desk, country="PE") == names(desk, institution="nacional")
    assert names(desk, state="issued") == {"Ana Quispe"}
    assert names(desk, state="revoked") == {"Luis Rojas"}
    assert names(desk, state="waiting") == {eva.snapshot["name"]}
    assert names(desk, state="refused") == {"Rosa Tum"}
    assert names(desk, state="no_file") == {"Ana Quispe"}
    assert len(names(desk, kind="completion")) == 4
    assert names(desk, kind="trainer") == set()


def test_the_day_of_issue_is_one_of_the_issuers_calendar(desk, issued):
    issued(at=NOW.replace(hour=3))  # still the 24th in Guatemala
    assert len(names(desk, until="2026-11-24")) == 1
    assert names(desk, since="2026-11-25") == set()


def test_a_filter_that_makes_no_sense_is_said_and_left_out(desk, issued):
    issued("Ana", "Quispe")
    assert names(desk, since="yesterday", cohort="x") == {"Ana Quispe"}
    assert "results-error" in desk.page("index", since="yesterday")


def test_a_certificate_that_is_over_by_its_date_is_found_as_expired(desk, course, issued):
    course.certificate_policy.valid_months = 1
    course.certificate_policy.save()
    over = issued("Ana", "Quispe", at=NOW.replace(year=2020))
    assert over.state == "issued"
    assert names(desk, state="expired") == {"Ana Quispe"}
    assert names(desk, state="issued") == set()


def crowd(course, size):
    learners = [UserFactory() for _n in range(size)]
    for learner in learners:
        issue_certificate(complete(make_enrolment(course, learner)).pk, now=NOW)


def queries(desk, **query):
    with CaptureQueriesContext(connection) as seen:
        desk.page("index", **query)
    return len(seen)


def test_the_list_costs_the_same_for_two_and_for_twelve(desk, course):
    crowd(course, 2)
    desk.page("index")
    few = queries(desk)
    crowd(course, 10)
    assert queries(desk) == few
    assert few <= 17


def test_a_long_list_comes_in_pages_that_keep_the_filter(desk, course, monkeypatch):
    monkeypatch.setattr("certificates.admin.listing.A_PAGE", 2)
    crowd(course, 5)
    html = desk.page("index", state="issued", p=2)
    assert "Page 2 of 3" in html
    assert "state=issued&amp;p=3" in html


def rows_of(response):
    body = b"".join(response.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_the_file_holds_what_is_filtered_with_a_mark_for_excel(desk, issued):
    ana, _luis = issued("Ana", "Quispe"), issued("Luis", "Rojas")
    response = desk.get("index", q="quispe", export="csv")
    heading, *rows = rows_of(response)
    assert [row[0] for row in rows] == [ana.serial]
    assert heading[5] == "Name"
    assert rows[0][5] == "Ana Quispe"
    assert "no-store" in response["Cache-Control"]


def test_what_a_learner_wrote_is_no_formula_in_the_file(desk, issued):
    learner = issued("=HYPERLINK(1)", "Rojas").enrolment.learner
    learner.institution = " +cmd|x"
    learner.save()
    _heading, row = rows_of(desk.get("index", export="csv"))
    assert row[5].startswith("'=HYPERLINK")
    assert row[10] == "' +cmd|x"


def test_a_trainer_reads_the_certificates_of_their_cohorts_alone(course, issued, reader):
    issued("Ana", "Quispe")
    other = make_course("other", modules=(1,), quiz=False)
    certify_again(other, course)
    theirs = make_enrolment(other, UserFactory(first_name="Luis", last_name="Rojas"))
    complete(theirs)
    issue_certificate(theirs.pk, now=NOW)
    assert names(reader) == {"Ana Quispe"}
    assert names(reader, cohort=theirs.cohort_id) == {"Ana Quispe"}, "a foreign filter is left out"
    assert len(rows_of(reader.get("index", export="csv"))) == 2
    assert names(Desk(trainer_of(theirs.cohort))) == {"Luis Rojas"}


def certify_again(other, course):
    policy = course.certificate_policy
    type(policy).objects.create(course=other, template=policy.template, signatories=policy.signatories)


def test_an_erased_holder_is_not_named_in_list_and_file(desk, issued):
    certificate = issued("Ana", "Quispe")
    erase_learner(certificate.enrolment.learner, by=desk.user, now=timezone.now())
    assert "Ana" not in desk.page("index")
    _heading, row = rows_of(desk.get("index", export="csv"))
    assert row[5] == row[9] == row[10] == ""


def test_the_file_speaks_the_language_that_the_reader_chose_for_the_administration(desk, issued):
    issued("Ana", "Quispe")
    UserProfile.objects.update_or_create(user=desk.user, defaults={"preferred_language": "es"})
    response = desk.get("index", export="csv")
    with translation.override("fr"):  # whatever is active when the lines are written
        _heading, row = rows_of(response)
    with translation.override("es"):
        assert row[2] == gettext("issued")
