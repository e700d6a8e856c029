"""Certificates are issued while their holders are erased, on rows that are really locked."""

from random import Random

from accounts.models import User
from accounts.privacy.services import erase_person, order_erasure
from certificates.models import Certificate
from certificates.services import issue_certificate
from tests.certificates.test_parallel_issue import completed, gap_free  # noqa: F401 a fixture
from tests.factories import NOW, UserFactory
from tests.quizzes.committed import on_postgresql, together

pytestmark = on_postgresql
WORKERS = 8


def test_who_is_erased_meanwhile_keeps_no_certificate_with_a_name_and_nobody_waits_for_ever(completed):  # noqa: F811
    enrolments = completed("parallel-e", 12)
    administrator = UserFactory(is_superuser=True)

    def issue(n: int) -> int:
        for enrolment in Random(n).sample(enrolments, len(enrolments)):
            issue_certificate(enrolment.pk, now=NOW)
        return 0

    def erase(n: int) -> int:
        for enrolment in enrolments[n::WORKERS]:
            order = order_erasure(enrolment.learner, by=administrator, reason="order", note="Acta 1", now=NOW)
            erase_person(order.pk, now=NOW)
        return 0

    results = together(lambda n: erase(n) if n % 2 else issue(n), WORKERS)
    assert results == [0] * WORKERS
    erased = User.objects.filter(erased_at__isnull=False)
    assert erased.count() == 6
    for certificate in Certificate.objects.all():
        is_gone = certificate.enrolment.learner.erased_at is not None
        assert ("name" in certificate.snapshot) != is_gone
    assert Certificate.objects.filter(erased_at=None).count() == 6
    assert gap_free()
