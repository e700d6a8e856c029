"""An administrator and a trainer, each at a desk."""

import pytest

from certificates import tasks  # noqa: F401 registers them for the drain
from certificates.models import CertificatePolicy
from certificates.services import issue_certificate
from tests.certificates.admin.desk import Desk, administrator, trainer_of
from tests.factories import NOW, make_cohort


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk(administrator())


@pytest.fixture
def reader(course) -> Desk:
    """The trainer of the course's cohort."""
    return Desk(trainer_of(course.cohorts.first() or make_cohort(course)))


@pytest.fixture
def waiting(completed):
    """A certificate that waits for approval."""

    def make(*names):
        CertificatePolicy.objects.update(needs_approval=True)
        return issue_certificate(completed(*names).pk, now=NOW)

    return make
