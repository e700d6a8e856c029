"""A course's certificate as it would be printed on the terms that stand in the form."""

import base64
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin

from certificates.admin import access
from certificates.admin.designs import frame_page, samples
from certificates.admin.policy_forms import PolicyForm, SignatoryFormSet, terms_from
from certificates.admin.raster import page_as_png
from certificates.models import Certificate, CertificatePolicy, Template, TemplateVersion
from certificates.rendering import RenderingFailed, render_certificate
from certificates.services import designing
from certificates.services.files import read_picture
from certificates.services.policies import Terms, terms_of
from certificates.services.wording import months_later, printed_signatories
from courses.models import Course, CoursePage


@xframe_options_sameorigin
@access.administrators_only
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """In the frame beside the form, or as PDF. What the form says is shown and not saved."""
    course = get_object_or_404(Course, pk=pk)
    asked = request.POST if request.method == "POST" else request.GET
    try:
        terms = _terms(request, CertificatePolicy.objects.filter(course=course).first())
        newest = TemplateVersion.objects.filter(template=terms.template_id).latest("number")
        pdf = render_certificate(_sample(course, terms, asked), newest.design, read_picture)
    except RenderingFailed as error:
        return frame_page(request, problem=str(error))
    if asked.get("as") == "pdf":
        return HttpResponse(pdf, content_type="application/pdf", headers={"Cache-Control": "no-store"})
    return frame_page(request, picture=base64.b64encode(page_as_png(pdf)).decode())


def _terms(request: HttpRequest, policy: CertificatePolicy | None) -> Terms:
    """Those of the form; of the course, when nothing is sent."""
    if request.method != "POST":
        return terms_of(policy) if policy else Terms(_any_design(), [], False, None)
    form = PolicyForm(request.POST)
    signatories = SignatoryFormSet(
        request.POST,
        request.FILES,
        prefix="by",
        form_kwargs={"empty_permitted": False, "use_required_attribute": False},
    )
    if form.is_valid() and signatories.is_valid():
        return terms_from(form, signatories, policy)
    faults: list[Any] = [form.errors, *signatories.errors]
    raise RenderingFailed(" ".join(str(word) for each in faults for words in each.values() for word in words))


def _any_design() -> int:
    found = Template.objects.order_by("name").first()
    if found is None:
        raise Http404
    return found.pk


def _sample(course: Course, terms: Terms, asked: Any) -> dict[str, Any]:
    """What a learner's certificate of the course would say."""
    language = asked.get("language") if asked.get("language") in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    kind = asked.get("kind") if asked.get("kind") in Certificate.Kind.values else Certificate.Kind.COMPLETION.value
    titles = dict(CoursePage.objects.filter(course=course).values_list("locale__language_code", "title"))
    sample = designing.sample_snapshot(language, kind, samples()[language], expires=False)
    end = months_later(date.fromisoformat(sample["issued_on"]), terms.valid_months)
    return sample | {
        "course_title": titles.get(language) or course.title,
        "expires_on": end.isoformat() if end else None,
        "signatories": printed_signatories(terms.signatories, language),
    }
