"""Who works with certificates: administrators with all of them; trainers read those of their cohorts."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.models import Certificate
from certificates.models.register import CertificateQuerySet
from courses.permissions import cohorts_of

View = Callable[..., Any]


def person(request: HttpRequest) -> User:
    """Who works here; the admin is behind the sign-in."""
    return cast(User, request.user)


def is_administrator(request: HttpRequest) -> bool:
    return person(request).is_active and person(request).is_superuser


def administrators_only(view: View) -> View:
    """Others get Wagtail's refusal."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_administrator(request):
            raise PermissionDenied(_("Only administrators do this."))
        return cast(HttpResponse, view(request, *args, **kwargs))

    return guarded


def my_certificates(request: HttpRequest) -> CertificateQuerySet:
    """The certificates that this person may read."""
    if is_administrator(request):
        return Certificate.objects.all()
    return Certificate.objects.filter(enrolment__cohort__in=cohorts_of(person(request)))


def my_certificate(request: HttpRequest, pk: UUID) -> Certificate:
    """One of them; another's looks like one that does not exist."""
    related = (
        "enrolment__learner",
        "enrolment__cohort__course",
        "enrolment__cohort__release",
        "template_version__template",
    )
    found = my_certificates(request).select_related(*related, "superseded_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
