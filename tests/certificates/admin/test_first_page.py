"""The first page of the admin tells administrators which certificates wait for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import CertificatePolicy
from certificates.services import ensure_pdf

pytestmark = pytest.mark.django_db


def first_page(desk):
    response = desk.client.get("/admin/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_what_waits_for_an_administrator_stands_on_the_first_page_and_leads_to_the_register(desk, waiting, issued):
    waiting()
    CertificatePolicy.objects.update(needs_approval=False)
    issued("𒀀", "Quispe")
    said = first_page(desk)
    assert "1 waits for approval" in said
    assert f'href="{desk.address("index")}?state=waiting"' in said
    assert "1 not drawn yet" in said
    assert "to look at again" not in said


def test_nothing_stands_there_when_nothing_waits(desk, issued):
    ensure_pdf(issued())
    assert 'id="certificates-waiting' not in first_page(desk)


def test_a_trainer_who_decides_nothing_is_not_told(reader, waiting):
    waiting()
    assert "waits for approval" not in first_page(reader)


def test_the_first_page_costs_the_same_for_one_and_for_four(desk, waiting):
    waiting()
    first_page(desk)
    with CaptureQueriesContext(connection) as few:
        first_page(desk)
    for _more in range(3):
        waiting()
    with CaptureQueriesContext(connection) as many:
        assert "4 wait for approval" in first_page(desk)
    assert len(many) <= len(few)
