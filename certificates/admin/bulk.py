"""Certificates for a cohort: choose it, see who gets one and who does not, start, watch."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from certificates.admin import access, words
from certificates.admin.frame import heading, register_path, render_here
from certificates.models import Certificate
from certificates.services import bulk
from courses.models import Cohort

Kind = Certificate.Kind
A_PAGE = 50
TICKS = 500  # on a page: Django takes a thousand fields of a form


def _path() -> tuple[str, str]:
    return _("Issue for a cohort"), "certificate_admin:bulk"


@require_safe
@access.administrators_only
def choose(request: HttpRequest) -> HttpResponse:
    """The cohorts of courses that give certificates."""
    completed = Count("enrolments", filter=Q(enrolments__completed_at__isnull=False), distinct=True)
    given = Q(enrolments__certificates__state=Certificate.State.ISSUED)
    waiting = Q(enrolments__certificates__state=Certificate.State.PENDING)
    cohorts = (
        Cohort.objects.filter(course__certificate_policy__isnull=False)
        .select_related("course")
        .annotate(
            people=Count("enrolments", distinct=True),
            completed=completed,
            given=Count("enrolments__certificates", filter=given, distinct=True),
            waiting=Count("enrolments__certificates", filter=waiting, distinct=True),
        )
        .order_by("course__title", "name", "pk")
    )
    page = Paginator(cohorts, A_PAGE).get_page(request.GET.get("p"))
    return render_here(request, "bulk_choose.html", {"page": page, **heading(_path()[0], register_path())})


def _kind(request: HttpRequest) -> Kind:
    asked = request.POST.get("kind") or request.GET.get("kind") or Kind.COMPLETION
    if asked not in Kind.values:
        raise Http404
    return Kind(asked)


def _cohort(pk: int) -> Cohort:
    return get_object_or_404(Cohort.objects.select_related("course"), pk=pk)


@access.administrators_only
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets one, who does not and why; sent off, it is done in the background."""
    cohort, kind = _cohort(pk), _kind(request)
    if request.method == "POST":
        return _start(request, cohort, kind)
    found = bulk.candidates(cohort, kind)
    given, others = [each for each in found if each.gets_one], [each for each in found if not each.gets_one]
    page = Paginator(given, TICKS).get_page(request.GET.get("p"))
    context = {
        "cohort": cohort,
        "kind": kind,
        "kinds": Kind.choices,
        # Being fit to teach is said of chosen people: nobody is ticked beforehand.
        "is_ticked": kind != Kind.TRAINER,
        "page": page,
        "given": [_line(each) for each in page],
        "others": [_line(each) for each in others[:TICKS]],
        "without": len(others),
        "reasons": _reasons(found),
        "total": len(found),
        "has_begun": bulk.has_begun(cohort, kind),
        **heading(str(cohort), register_path(), _path()),
    }
    return render_here(request, "bulk_preview.html", context)


def _line(each: bulk.Candidate) -> dict[str, Any]:
    return {"candidate": each, "verdict": words.VERDICTS[each.verdict], "certificate": each.certificate}


def _reasons(found: list[bulk.Candidate]) -> list[tuple[str, int]]:
    verdicts = [each.verdict for each in found]
    return [(str(label), verdicts.count(key)) for key, label in words.VERDICTS.items() if key in verdicts]


def _start(request: HttpRequest, cohort: Cohort, kind: Kind) -> HttpResponse:
    if "everyone" in request.POST and kind != Kind.TRAINER:
        bulk.start_for_everyone(cohort, kind, by=access.person(request), now=timezone.now())
        messages.success(request, _("Everybody who may have one gets one. It is being prepared in the background."))
        return redirect("certificate_admin:bulk_progress", cohort.pk, kind.value)
    chosen = [int(pk) for pk in request.POST.getlist("enrolment") if pk.isdecimal() and len(pk) < 19]
    asked = bulk.start_bulk(cohort, kind, chosen, by=access.person(request), now=timezone.now())
    if asked:
        said = ngettext("%(n)d certificate is being issued.", "%(n)d certificates are being issued.", asked)
        messages.success(request, said % {"n": asked})
    elif not bulk.has_begun(cohort, kind):
        messages.warning(request, _("Nobody was chosen who may have one. Nothing was issued."))
        return redirect(f"{reverse('certificate_admin:bulk_preview', args=[cohort.pk])}?kind={kind.value}")
    else:
        messages.info(request, _("Nothing new was asked for: what was asked for before goes on."))
    return redirect("certificate_admin:bulk_progress", cohort.pk, kind.value)


@require_safe
@access.administrators_only
def progress(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """How far it is. The page loads itself anew until it is over; with script only its middle does."""
    cohort = _cohort(pk)
    if kind not in Kind.values:
        raise Http404
    run = bulk.progress(cohort, kind)
    context = {
        "cohort": cohort,
        "kind": Kind(kind),
        "run": run,
        "counts": [(label, run.counts[key]) for key, label in words.STEPS.items() if run.counts[key]],
        "troubled": [{"step": step, "state": words.STEPS[step.state]} for step in run.troubled],
        **heading(_("Progress"), register_path(), _path(), (str(cohort), _preview_address(cohort, kind))),
    }
    is_part = request.headers.get("X-Part") == "progress"
    return render_here(request, "bulk_progress_part.html" if is_part else "bulk_progress.html", context)


def _preview_address(cohort: Cohort, kind: str) -> str:
    return f"{reverse('certificate_admin:bulk_preview', args=[cohort.pk])}?kind={kind}"


@require_POST
@access.administrators_only
def again(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Try at once what failed."""
    cohort = _cohort(pk)
    if kind not in Kind.values:
        raise Http404
    tried = bulk.try_again(cohort, kind, now=timezone.now())
    messages.info(request, ngettext("%(n)d is tried again.", "%(n)d are tried again.", tried) % {"n": tried})
    return redirect("certificate_admin:bulk_progress", cohort.pk, kind)
