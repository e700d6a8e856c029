"""Cases for a person: something happened after a certificate was issued. Nothing is revoked or corrected by itself."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from certificates.models import Certificate, CertificateEvent
from certificates.models.register import CertificateQuerySet
from certificates.services.history import add_event
from certificates.services.reviewing import ReasonMissing
from courses.contributions import Concern, contributed_concerns

KEPT = "kept"
IN_QUESTION = (Certificate.State.ISSUED, Certificate.State.EXPIRED)
RESTS_ON_RESULTS = (Certificate.Kind.COMPLETION, Certificate.Kind.TRAINER)


class NothingToDecide(Exception):
    """The certificate is not in question: nothing happened, or a person decided already."""


def open_cases(rows: CertificateQuerySet) -> dict[UUID, list[Concern]]:
    """What is still to be decided, by certificate. Correcting and revoking decide it too; a number of queries."""
    told: dict[int, list[Concern]] = defaultdict(list)
    for concern in contributed_concerns():
        told[concern.enrolment_id].append(concern)
    if not told:
        return {}
    found = rows.filter(enrolment__in=told, state__in=IN_QUESTION, kind__in=RESTS_ON_RESULTS, erased_at=None)
    decided = _decided(found)
    cases = {
        pk: [case for case in told[place] if since is None or case.at > since]
        for pk, place, issued_at in found.values_list("pk", "enrolment_id", "issued_at")
        for since in [decided.get(pk, issued_at)]
    }
    return {pk: concerns for pk, concerns in cases.items() if concerns}


def _decided(rows: CertificateQuerySet) -> dict[Any, datetime]:
    """When somebody last said that a certificate stays as it is."""
    kept = CertificateEvent.objects.filter(kind=KEPT, certificate__in=rows).values_list("certificate")
    return dict(kept.annotate(last=Max("at")).order_by())


@transaction.atomic
def keep_certificate(certificate: Certificate, *, by: User, reason: str, now: datetime) -> None:
    """Decide that it stays in force as it is. Raises NothingToDecide, ReasonMissing."""
    found = Certificate.objects.select_for_update().filter(pk=certificate.pk)
    if not open_cases(Certificate.objects.filter(pk__in=[each.pk for each in found])):
        raise NothingToDecide
    if not reason.strip():
        raise ReasonMissing
    add_event(certificate, KEPT, now, by, reason.strip())
