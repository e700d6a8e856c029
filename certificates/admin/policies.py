"""How courses certify: the list of courses, and one course's terms."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import ModelLogEntry

from certificates.admin import access
from certificates.admin.frame import heading, register_path, render_here
from certificates.admin.policy_forms import PolicyForm, SignatoryFormSet, initial_of, signatories_of, terms_from
from certificates.models import Certificate, CertificatePolicy, Template
from certificates.rendering import InvalidDesign
from certificates.services.files import read_picture
from certificates.services.policies import CHANGED, put_policy
from courses.models import Course

A_PAGE = 50
SHA256 = re.compile(r"[0-9a-f]{64}")
PNG = b"\x89PNG"


def _path() -> tuple[str, str]:
    return _("Courses"), "certificate_admin:policies"


@require_safe
@access.administrators_only
def index(request: HttpRequest) -> HttpResponse:
    """Every course, and whether and how it certifies."""
    courses = Course.objects.select_related("certificate_policy__template").order_by("title", "pk")
    page = Paginator(courses, A_PAGE).get_page(request.GET.get("p"))
    rows = [{"course": course, "policy": getattr(course, "certificate_policy", None)} for course in page]
    title = _("How courses certify")
    return render_here(request, "policies.html", {"page": page, "rows": rows, **heading(title, register_path())})


@access.administrators_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A course's terms: design, signatories, approval, validity."""
    course = get_object_or_404(Course, pk=pk)
    policy = CertificatePolicy.objects.filter(course=course).first()
    form = PolicyForm(request.POST or None, initial=initial_of(policy))
    signatories = SignatoryFormSet(
        request.POST or None,
        request.FILES or None,
        initial=signatories_of(policy),
        prefix="by",
        form_kwargs={"empty_permitted": False, "use_required_attribute": False},
    )
    if request.method == "POST" and form.is_valid() and signatories.is_valid():
        _policy, is_new = put_policy(course, terms_from(form, signatories, policy), by=access.person(request))
        messages.success(
            request,
            _("Saved. It holds for certificates issued from now on.") if is_new else _("Nothing was different."),
        )
        return redirect("certificate_admin:policy", course.pk)
    context = {
        "course": course,
        "policy": policy,
        "form": form,
        "signatories": signatories,
        "has_designs": Template.objects.exists(),
        "languages": settings.LANGUAGES,
        "kinds": Certificate.Kind.choices,
        "history": _history(policy),
        **heading(str(course), register_path(), _path(), icon="cog"),
    }
    return render_here(request, "policy.html", context)


def _history(policy: CertificatePolicy | None) -> list[Any]:
    if policy is None:
        return []
    entries = ModelLogEntry.objects.for_instance(policy).filter(action=CHANGED)
    return list(entries.select_related("user").order_by("-timestamp")[:50])


@require_safe
@access.administrators_only
def picture(request: HttpRequest, checksum: str) -> HttpResponse:
    """A logo or a signature, by its checksum."""
    if not SHA256.fullmatch(checksum):
        raise Http404
    try:
        data = read_picture(checksum)
    except InvalidDesign as error:
        raise Http404 from error
    kind = "image/png" if data.startswith(PNG) else "image/jpeg"
    return HttpResponse(data, content_type=kind, headers={"Cache-Control": "private, max-age=3600"})
