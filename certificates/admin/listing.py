"""The register as a list: filtered, searched, page by page, or as a file."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.admin import access, words
from certificates.admin.filters import FilterForm, to_do, with_rows
from certificates.admin.frame import heading, render_here
from certificates.admin.table import csv_response
from certificates.models import Certificate
from certificates.models.register import CertificateQuerySet
from courses.models import Cohort
from courses.permissions import cohorts_of

A_PAGE = 50
A_CHUNK = 500  # rows in memory while a file is written


@require_safe
def index(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The certificates that this person may see."""
    cohorts = _cohorts(request)
    form, rows = FilterForm(request.GET, cohorts), access.my_certificates(request)
    found = form.narrow(rows)
    if request.GET.get("export") == "csv":
        return csv_response(_headings(), _lines(found, get_language()), f"certificates-{timezone.localdate()}")
    page = Paginator(with_rows(found), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(certificate) for certificate in page],
        **to_do(rows),
        **heading(_("Certificates")),
    }
    return render_here(request, "list.html", context)


def _cohorts(request: HttpRequest) -> Any:
    """Of this person; without any there is nothing here for them."""
    if access.is_administrator(request):
        return Cohort.objects.all()
    cohorts = cohorts_of(access.person(request))
    if not cohorts.exists():
        raise PermissionDenied
    return cohorts


def _row(certificate: Certificate) -> dict[str, Any]:
    state, label = words.state_of(certificate, is_refused=certificate.was_refused)  # type: ignore[attr-defined]
    return {
        "certificate": certificate,
        "name": certificate.snapshot.get("name") or "",
        "title": certificate.snapshot.get("course_title", ""),
        "language": certificate.snapshot.get("language", ""),
        "state": label,
        "badge": words.badge(state),
    }


def _headings() -> list[str]:
    return [
        str(heading)
        for heading in (
            _("Register number"), _("Code"), _("State"), _("Kind"), _("Version"), _("Name"), _("Course"),
            _("Code of the course"), _("Cohort"), _("Country"), _("Institution"), _("Language"), _("Completed on"),
            _("Issued on"), _("Valid until"), _("Revoked on"), _("Reason"),
        )
    ]  # fmt: skip


def _lines(found: CertificateQuerySet, language: str | None) -> Iterator[tuple[Any, ...]]:
    """Written when the view is over, and the reader's language with it: it is set for each line."""
    for certificate in with_rows(found).iterator(chunk_size=A_CHUNK):
        with translation.override(language):
            cells = _cells(certificate)
        yield cells


def _cells(certificate: Certificate) -> tuple[Any, ...]:
    learner, cohort, said = certificate.enrolment.learner, certificate.enrolment.cohort, certificate.snapshot
    revoked = certificate.revoked_at
    return (
        certificate.serial,
        certificate.printed_code,
        words.state_of(certificate, is_refused=certificate.was_refused)[1],  # type: ignore[attr-defined]
        certificate.get_kind_display(),
        certificate.version,
        said.get("name"),
        said.get("course_title"),
        cohort.course.slug,
        cohort.name,
        "" if certificate.erased_at else learner.country,
        "" if certificate.erased_at else learner.institution,
        said.get("language"),
        said.get("completed_on"),
        said.get("issued_on"),
        certificate.expires_on,
        words.civil_date(revoked) if revoked else "",
        certificate.get_revocation_reason_display(),
    )
