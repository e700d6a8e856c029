"""The operator's way to erase a learner from the certificates."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def erase(learner: str, by: str) -> str:
    said = StringIO()
    call_command("erase_certificates", learner, by=by, stdout=said)
    return said.getvalue()


def test_the_command_erases_once_and_names_who_did_it(issued):
    certificate, person = issued("Xochitl", "Ñanculef"), UserFactory(is_superuser=True)
    learner = certificate.enrolment.learner
    assert [erase(learner.email.upper(), person.email) for _again in range(2)] == [
        "Certificates erased: 1\n",
        "Certificates erased: 0\n",
    ]
    certificate.refresh_from_db()
    assert "name" not in certificate.snapshot
    assert certificate.events.get(kind="erased").actor == person


@pytest.mark.parametrize("role", [{}, {"is_staff": True}])
def test_only_an_administrator_answers_for_an_erasure(issued, role):
    certificate = issued()
    with pytest.raises(CommandError, match="no administrator"):
        erase(certificate.enrolment.learner.email, UserFactory(**role).email)
    certificate.refresh_from_db()
    assert certificate.erased_at is None


def test_a_wrong_address_erases_nobody(issued):
    issued()
    with pytest.raises(CommandError, match="nobody"):
        erase("somebody@else.example", UserFactory(is_superuser=True).email)
