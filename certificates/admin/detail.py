"""Everything about one certificate: what it says, its versions, history, files, log entries, mails."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.admin import access, words
from certificates.admin.frame import heading, register_path, render_here
from certificates.admin.raster import UnreadablePage, page_as_png
from certificates.models import Certificate, CertificateEvent, CertificatePolicy
from certificates.rendering import RenderingFailed
from certificates.services import deciding, delivery, reviewing
from outbox.models import Job

State = Certificate.State


@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One certificate; what may be done with it is offered to administrators alone."""
    certificate = access.my_certificate(request, pk)
    events = list(certificate.events.select_related("actor"))
    is_refused = any(event.kind == reviewing.REFUSED for event in events)
    state, label = words.state_of(certificate, is_refused=is_refused)
    files = list(certificate.files.order_by("kind"))
    context = {
        "certificate": certificate,
        "state": state,
        "state_label": label,
        "badge": words.badge(state),
        "printed": words.printed_rows(certificate.snapshot),
        "versions": _versions(certificate),
        "events": [_event(event, access.is_administrator(request)) for event in events],
        "files": files,
        "entries": list(certificate.log_entries.order_by("index")),
        "may": _may(certificate, state),
        "concerns": deciding.open_cases(Certificate.objects.filter(pk=pk)).get(pk, []),
        **_delivery(certificate, events, has_pdf=any(file.kind == "pdf" for file in files)),
        **heading(title_of(certificate), register_path()),
    }
    return render_here(request, "detail.html", context)


def title_of(certificate: Certificate) -> str:
    """A short name of the certificate for headings."""
    return certificate.serial or _("Certificate without number")


def _versions(certificate: Certificate) -> list[Certificate]:
    same = Certificate.objects.filter(enrolment=certificate.enrolment_id, kind=certificate.kind)
    return list(same.order_by("version"))


def _event(event: CertificateEvent, is_administrator: bool) -> dict[str, Any]:
    """Reasons are private: trainers read what happened, not why."""
    return {
        "at": event.at,
        "words": words.EVENTS.get(event.kind, event.kind),
        "actor": event.actor,
        "reason": event.reason if is_administrator else "",
    }


def _may(certificate: Certificate, state: str) -> set[str]:
    """What an administrator can do with it now."""
    if certificate.erased_at:
        return set()
    by_state = {
        State.PENDING: {"approve", "refuse"},
        reviewing.REFUSED: {"approve"},
        State.ISSUED: {"reissue", "revoke", "send"},
        State.EXPIRED: {"revoke"},
    }
    return by_state.get(state, set())


def _delivery(certificate: Certificate, events: list[CertificateEvent], *, has_pdf: bool) -> dict[str, Any]:
    """Where file and mails are; `next_mail` makes asking twice harmless."""
    if certificate.state == State.PENDING or certificate.erased_at:
        return {}
    times = sum(event.kind == delivery.SENT_AGAIN for event in events)
    job = None if has_pdf else delivery.render_job(certificate)
    return {
        "render": job,
        "is_stuck": not has_pdf and (job is None or bool(job.last_error or job.done_at)),
        "mails": [_mail(job) for job in delivery.mail_jobs(certificate, times)],
        "next_mail": times + 1,
    }


def _mail(job: Job) -> dict[str, Any]:
    state = "sent" if job.done_at else "failed" if job.failed_at else "again" if job.last_error else "waiting"
    return {"state": state, "job": job}


@require_safe
def file(request: HttpRequest, pk: UUID, kind: str) -> FileResponse:
    """A stored file, byte for byte, also of a certificate that is not in force any more."""
    stored = access.my_certificate(request, pk).files.filter(kind=kind).first()
    if stored is None:
        raise Http404
    name = str(stored.file.name).rpartition("/")[2]
    response = FileResponse(stored.file.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The stored PDF as a picture; for administrators with `would`, what it would be if it were issued now."""
    certificate = access.my_certificate(request, pk)
    if request.GET.get("would") and access.is_administrator(request) and not certificate.erased_at:
        pdf = _would_be(certificate)
    else:
        stored = certificate.files.filter(kind="pdf").first()
        if stored is None:
            raise Http404
        with stored.file.open("rb") as opened:
            pdf = opened.read()
    try:
        picture = page_as_png(pdf)
    except UnreadablePage as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def _would_be(certificate: Certificate) -> bytes:
    now = timezone.now()
    try:
        return reviewing.draw_sample(certificate, reviewing.would_say(certificate, now), design_for(certificate), now)
    except RenderingFailed as error:
        raise Http404 from error


def design_for(certificate: Certificate) -> dict[str, Any]:
    """What it would be drawn with: an approval keeps the design it was asked for with, a reissue takes the newest."""
    if certificate.state == State.PENDING:
        return dict(certificate.template_version.design)
    policy = CertificatePolicy.objects.get(course=certificate.enrolment.cohort.course_id)
    return dict(reviewing.newest_design(policy).design)
