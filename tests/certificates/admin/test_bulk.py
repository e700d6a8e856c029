"""Certificates for a cohort: seen first, issued in the background, never two for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from certificates.services import issue_certificate, revoke_certificate
from certificates.services.bulk import candidates, issue_by_person, progress, start_bulk
from certificates.services.reviewing import refuse_certificate
from courses.models import Enrolment
from outbox.models import Job
from outbox.services import drain
from tests.certificates.admin.desk import told
from tests.certificates.conftest import drain_all
from tests.factories import NOW, UserFactory, make_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(course, completed):
    """Three who completed it, one who studies, one who withdrew; none has a certificate."""
    people = [completed(name, "Quispe") for name in ("Ana", "Luis", "Rosa")]
    make_enrolment(course, UserFactory(first_name="Eva", last_name="Soto"))
    gone = make_enrolment(course, UserFactory(first_name="Pablo", last_name="Tum"))
    Enrolment.objects.filter(pk=gone.pk).update(state="withdrawn")
    Job.objects.all().delete()  # completing a course asks for its certificate by itself
    return people[0].cohort


def verdicts(cohort, kind="completion"):
    return {each.enrolment.learner.first_name: each.verdict for each in candidates(cohort, kind)}


def pks(cohort):
    return list(cohort.enrolments.values_list("pk", flat=True))


def test_the_preview_says_who_gets_one_and_who_does_not_and_why(cohort, desk):
    assert verdicts(cohort) == {
        "Ana": "new", "Luis": "new", "Rosa": "new", "Eva": "not_completed", "Pablo": "withdrawn",
    }  # fmt: skip
    html = desk.page("bulk_preview", cohort.pk)
    assert "Who get one (3)" in html
    assert "Has not completed the course" in html
    assert "Withdrew" in html
    assert Certificate.objects.count() == 0


def test_every_reason_has_its_own_verdict(cohort, completed, desk):
    ana, luis, rosa = cohort.enrolments.filter(learner__last_name="Quispe").order_by("learner__first_name")
    issue_certificate(ana.pk, now=NOW)
    revoke_certificate(issue_certificate(luis.pk, now=NOW), by=desk.user, reason="error", note="x", now=NOW)
    cohort.course.certificate_policy.needs_approval = True
    cohort.course.certificate_policy.save()
    pending = issue_certificate(rosa.pk, now=NOW)
    completed("𒀀", "Ilegible")
    found = verdicts(cohort)
    assert (found["Ana"], found["Luis"], found["Rosa"], found["𒀀"]) == (
        "has_one", "revoked", "approved", "unprintable",
    )  # fmt: skip
    refuse_certificate(pending, by=desk.user, reason="x", now=NOW)
    assert verdicts(cohort)["Rosa"] == "refused"
    assert verdicts(cohort, "participation")["Eva"] == "new"


def test_pressing_twice_issues_once(cohort, desk):
    for _press in range(2):
        desk.post("bulk_preview", cohort.pk, kind="completion", enrolment=pks(cohort))
    assert Job.objects.filter(task="certificates.issue_by_person").count() == 3
    drain_all()
    assert "Nothing new" in told(desk.post("bulk_preview", cohort.pk, kind="completion", enrolment=pks(cohort)))[0]
    drain_all()
    assert Certificate.objects.filter(state="issued").count() == 3
    assert set(Certificate.objects.values_list("events__actor", flat=True)) == {desk.user.pk}


def test_only_those_ticked_get_one_and_nobody_of_another_cohort(cohort, desk):
    chosen = cohort.enrolments.get(learner__first_name="Luis").pk
    studying = cohort.enrolments.get(learner__first_name="Eva").pk
    desk.post("bulk_preview", cohort.pk, kind="completion", enrolment=[chosen, studying, 999_999, "x"])
    drain_all()
    assert list(Certificate.objects.values_list("enrolment", flat=True)) == [chosen]


def test_more_than_fit_on_a_page_are_issued_in_the_background_without_a_thousand_ticks(cohort, desk, monkeypatch):
    monkeypatch.setattr("certificates.admin.bulk.TICKS", 2)
    page = desk.page("bulk_preview", cohort.pk)
    assert (page.count('name="enrolment"'), "Issue for all 3" in page) == (2, True)
    for _press in range(2):
        said = desk.post("bulk_preview", cohort.pk, kind="completion", everyone="1")
        assert "It is being prepared." in said.content.decode()
    drain_all()
    assert Certificate.objects.filter(state="issued").count() == 3
    assert "3 of 3 done" in desk.page("bulk_progress", cohort.pk, "completion")
    assert "Issue for all" not in desk.page("bulk_preview", cohort.pk, kind="trainer")
    desk.post("bulk_preview", cohort.pk, kind="trainer", everyone="1")
    drain_all()
    assert not Certificate.objects.filter(kind="trainer").exists()


def test_nobody_is_ticked_for_teaching(cohort, desk):
    assert " checked" not in desk.page("bulk_preview", cohort.pk, kind="trainer")
    assert " checked" in desk.page("bulk_preview", cohort.pk)
    assert "Nobody was chosen" in told(desk.post("bulk_preview", cohort.pk, kind="trainer"))[0]


def test_progress_counts_without_script_and_ends_by_itself(cohort, desk):
    desk.post("bulk_preview", cohort.pk, kind="completion", enrolment=pks(cohort))
    html = desk.page("bulk_progress", cohort.pk, "completion")
    assert "0 of 3 done" in html
    assert 'http-equiv="refresh"' in html
    drain(limit=1)
    assert "1 of 3 done" in desk.page("bulk_progress", cohort.pk, "completion")
    drain_all()
    html = desk.page("bulk_progress", cohort.pk, "completion")
    assert "3 of 3 done" in html
    assert "3 of 3 drawn as PDF" in html
    assert 'http-equiv="refresh"' not in html


def test_the_script_gets_the_middle_of_the_page_alone(cohort, desk):
    desk.post("bulk_preview", cohort.pk, kind="completion", enrolment=pks(cohort))
    response = desk.client.get(desk.address("bulk_progress", cohort.pk, "completion"), headers={"x-part": "progress"})
    assert "<html" not in response.content.decode()
    assert "data-running" in response.content.decode()


def test_what_failed_is_shown_and_tried_again(cohort, desk):
    desk.post("bulk_preview", cohort.pk, kind="completion", enrolment=pks(cohort))
    job = Job.objects.order_by("id").first()
    Job.objects.filter(pk=job.pk).update(failed_at=NOW, last_error="OperationalError: gone")
    drain_all()
    assert "OperationalError: gone" in desk.page("bulk_progress", cohort.pk, "completion")
    desk.post("bulk_again", cohort.pk, "completion")
    drain_all()
    assert progress(cohort, "completion").counts["issued"] == 3


def test_who_is_not_entitled_any_more_is_left_out_and_can_be_asked_for_later(cohort, desk):
    rosa = cohort.enrolments.get(learner__first_name="Rosa")
    start_bulk(cohort, "completion", [rosa.pk], by=desk.user, now=NOW)
    Enrolment.objects.filter(pk=rosa.pk).update(completed_at=None, state="active")
    drain_all()
    assert progress(cohort, "completion").counts["left_out"] == 1
    Enrolment.objects.filter(pk=rosa.pk).update(completed_at=NOW, state="completed")
    start_bulk(cohort, "completion", [rosa.pk], by=desk.user, now=NOW)
    drain_all()
    assert progress(cohort, "completion").counts["issued"] == 1


def test_what_was_refused_after_the_preview_is_not_issued(cohort, desk):
    cohort.course.certificate_policy.needs_approval = True
    cohort.course.certificate_policy.save()
    ana = cohort.enrolments.get(learner__first_name="Ana")
    pending = issue_certificate(ana.pk, now=NOW)
    start_bulk(cohort, "completion", [ana.pk], by=desk.user, now=NOW)
    refuse_certificate(pending, by=desk.user, reason="x", now=NOW)
    drain_all()
    pending.refresh_from_db()
    assert pending.state == "pending"
    assert issue_by_person(ana.pk, "completion", by=desk.user, now=NOW) is None


def count(function, *args, **kwargs):
    with CaptureQueriesContext(connection) as seen:
        function(*args, **kwargs)
    return len(seen)


def test_preview_and_progress_cost_the_same_for_three_and_for_nine(cohort, desk, completed):
    start_bulk(cohort, "completion", pks(cohort), by=desk.user, now=NOW)
    desk.page("bulk")
    pages = [("bulk", ()), ("bulk_preview", (cohort.pk,)), ("bulk_progress", (cohort.pk, "completion"))]
    few = [count(desk.page, name, *args) for name, args in pages]
    for n in range(6):
        completed(f"Persona{n}", "Nueva")
    start_bulk(cohort, "completion", pks(cohort), by=desk.user, now=NOW)
    assert [count(desk.page, name, *args) for name, args in pages] == few
    assert max(few) <= 18


def test_an_unknown_kind_or_cohort_is_not_found(cohort, desk):
    assert desk.get("bulk_preview", cohort.pk, kind="golden").status_code == 404
    assert desk.get("bulk_progress", cohort.pk, "golden").status_code == 404
    assert desk.get("bulk_preview", 999_999).status_code == 404
