"""What certificates add to the trainers' pages about a course."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.models import Certificate, CertificatePolicy
from courses.contributions import Finding, Point
from courses.models import Course, Enrolment


def policy(course: Course, person: User) -> Point:
    """The course says how it certifies. Administrators set it; others are told whom to ask."""
    found = CertificatePolicy.objects.filter(course=course).first()
    findings = []
    if found is None:
        findings.append(_finding(course, person, _("The course gives no certificate: nothing says how.")))
    elif not found.signatories:
        findings.append(_finding(course, person, _("Nobody signs the certificates.")))
    return Point(_("Certificate"), _("Design and signatories are set."), findings)


def _finding(course: Course, person: User, said: str) -> Finding:
    if person.is_superuser:
        return Finding(said, reverse("certificate_admin:policy", args=[course.pk]))
    return Finding(f"{said} {_('An administrator sets this.')}")


def holders(enrolments: QuerySet[Enrolment]) -> set[int]:
    """Those with a certificate that is in force or waits for approval."""
    states = [Certificate.State.ISSUED, Certificate.State.PENDING]
    found = Certificate.objects.filter(enrolment__in=enrolments, state__in=states)
    return set(found.values_list("enrolment_id", flat=True))
