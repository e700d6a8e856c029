"""Designs: the list, the editor with the real page beside it, the versions and what changed in each."""

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.models import ModelLogEntry

from certificates.admin import access
from certificates.admin.design_forms import (
    COLOUR_WORDS,
    LAYOUT_WORDS,
    DesignForm,
    NewDesignForm,
    text_label,
)
from certificates.admin.frame import heading, register_path, render_here
from certificates.admin.raster import page_as_png
from certificates.models import Certificate, Template, TemplateVersion
from certificates.rendering import RenderingFailed, load_design, render_certificate
from certificates.rendering.design import DESIGNS
from certificates.services import designing
from certificates.services.files import read_picture

MOST_VERSIONS = 100


def _path() -> tuple[str, str]:
    return _("Designs"), "certificate_admin:designs"


def shipped() -> list[str]:
    """The designs that come with Amparo."""
    return sorted(path.parent.name for path in DESIGNS.glob("*/design.yaml"))


def samples() -> dict[str, dict[str, str]]:
    """A name, a title and a role in each language, for pages that are nobody's."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = {
                "name": "Lucía Chávez Ñuñoa",
                "title": _("Protection of migrants and trafficking in persons: first response"),
                "role": _("Academic direction"),
            }
    return found


@require_safe
@access.administrators_only
def index(request: HttpRequest) -> HttpResponse:
    """Every design with its newest version."""
    templates = Template.objects.annotate(newest=Max("versions__number"), last=Max("versions__created_at"))
    templates = templates.annotate(courses=Count("certificatepolicy", distinct=True)).order_by("name")
    title = _("Designs")
    return render_here(request, "designs.html", {"templates": templates, **heading(title, register_path())})


@access.administrators_only
def new(request: HttpRequest) -> HttpResponse:
    """A design of one's own, beginning with one that ships."""
    form = NewDesignForm(request.POST or None, bases=shipped())
    if request.method == "POST" and form.is_valid():
        base = load_design(form.cleaned_data["base"])
        template = designing.new_design(form.cleaned_data["name"], base, by=access.person(request))
        messages.success(request, _("Made. Change its texts, colours and logos here."))
        return redirect("certificate_admin:design", template.pk)
    context = {"form": form, **heading(_("New design"), register_path(), _path())}
    return render_here(request, "design_new.html", context)


def _newest(pk: int) -> tuple[Template, TemplateVersion]:
    template = get_object_or_404(Template, pk=pk)
    return template, template.versions.latest("number")


@access.administrators_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor. Saving makes a new version, once it can be drawn in every language."""
    template, newest = _newest(pk)
    form = _form(request, newest)
    faults: list[designing.Fault] = []
    if request.method == "POST" and form.is_valid():
        faults = designing.faults_of(form.edited(), samples())
        if not faults and _save(request, template, form):
            return redirect("certificate_admin:design", template.pk)
    context = {
        "template": template,
        "newest": newest,
        "form": form,
        "faults": faults,
        "languages": settings.LANGUAGES,
        "kinds": Certificate.Kind.choices,
        "layout": LAYOUT_WORDS.get(newest.design["layout"], newest.design["layout"]),
        "used_by": newest.template.certificatepolicy_set.select_related("course").order_by("course__title"),
        **heading(template.name, register_path(), _path()),
    }
    return render_here(request, "design.html", context)


def _form(request: HttpRequest, newest: TemplateVersion) -> DesignForm:
    initial = {"seen": newest.number}
    return DesignForm(request.POST or None, request.FILES or None, design=newest.design, initial=initial)


def _save(request: HttpRequest, template: Template, form: DesignForm) -> bool:
    given = form.cleaned_data
    try:
        made = designing.save_design(
            template, form.edited(), seen=given["seen"], note=given["note"], by=access.person(request)
        )
    except designing.DesignMoved:
        form.add_error(None, _("Somebody saved another version in the meantime. Open the page anew in another tab."))
        return False
    if made is None:
        messages.info(request, _("Nothing was different: no new version."))
    else:
        said = _("Saved as version %(number)s. Certificates issued from now on use it; older ones keep theirs.")
        messages.success(request, said % {"number": made.number})
    return True


@xframe_options_sameorigin
@access.administrators_only
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as it would be printed: of what stands in the form, or of a stored version; as a picture or as PDF."""
    template, newest = _newest(pk)
    asked = request.POST if request.method == "POST" else request.GET
    try:
        design = _asked_design(request, template, newest)
        pdf = render_certificate(_asked_sample(asked), design, read_picture)
    except RenderingFailed as error:
        return frame_page(request, problem=str(error))
    if asked.get("as") == "png":
        return HttpResponse(page_as_png(pdf), content_type="image/png", headers={"Cache-Control": "no-store"})
    if asked.get("as") == "pdf":
        return HttpResponse(pdf, content_type="application/pdf", headers={"Cache-Control": "no-store"})
    return frame_page(request, picture=base64.b64encode(page_as_png(pdf)).decode())


def frame_page(request: HttpRequest, **context: str) -> HttpResponse:
    """What stands in the frame beside a form: a `picture`, or the `problem` that keeps it from being drawn."""
    response = render_here(request, "design_frame.html", dict(context), status=422 if "problem" in context else 200)
    response["Cache-Control"] = "no-store"
    return response


def _asked_design(request: HttpRequest, template: Template, newest: TemplateVersion) -> dict[str, Any]:
    if request.method == "POST":
        form = _form(request, newest)
        if not form.is_valid():
            raise RenderingFailed(" ".join(str(error) for errors in form.errors.values() for error in errors))
        return form.edited()
    number = request.GET.get("version", "")
    version = template.versions.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else newest
    return dict((version or newest).design)


def _asked_sample(asked: Any) -> dict[str, Any]:
    language = asked.get("language") if asked.get("language") in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    kind = asked.get("kind") if asked.get("kind") in Certificate.Kind.values else Certificate.Kind.COMPLETION.value
    sample = samples()[language]
    if asked.get("long"):
        sample |= {
            "name": "María de los Ángeles Guadalupe Nahuelpán-Ñancucheo Etchegaray de la Torre Villavicencio",
            "title": f"{sample['title']}. {sample['title']}. {sample['title']}"[:190],
        }
    return designing.sample_snapshot(language, kind, sample, expires=bool(asked.get("expires")))


@require_safe
@access.administrators_only
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest first, each with what it changed."""
    template = get_object_or_404(Template, pk=pk)
    found = list(template.versions.annotate(used=Count("certificates")).order_by("-number")[:MOST_VERSIONS])
    kept = {entry.data.get("number"): entry for entry in _entries(template)}
    rows = [
        {"version": version, "entry": kept.get(version.number), "changes": _changes(older, version)}
        for version, older in zip(found, [*found[1:], None], strict=True)
    ]
    context = {"template": template, "rows": rows, **heading(_("Versions"), register_path(), _path())}
    return render_here(request, "design_versions.html", context)


def _entries(template: Template) -> Any:
    entries = ModelLogEntry.objects.for_instance(template).filter(action=designing.SAVED)
    return entries.select_related("user").order_by("timestamp")


def _changes(older: TemplateVersion | None, version: TemplateVersion) -> list[dict[str, Any]]:
    if older is None:
        return []
    return [
        {"place": _place(path), "sides": [(_("Before"), _shown(old)), (_("After"), _shown(new))]}
        for path, old, new in designing.differences(older.design, version.design)
    ]


def _shown(value: Any) -> dict[str, Any]:
    """A value of a design: pictures as such, the rest in words."""
    if isinstance(value, list):
        return {"pictures": value}
    if isinstance(value, bool):
        return {"words": _("yes") if value else _("no")}
    return {"words": value}


def _place(path: str) -> str:
    """Where in the design something changed, in words."""
    part, _dot, rest = path.partition(".")
    if part == "texts":
        return f"{rest.split('.')[0]}: {text_label(rest)}"
    if part == "colours":
        return str(COLOUR_WORDS.get(rest, rest))
    return {"logos": _("Logos"), "emblem": _("Emblem")}.get(part, path)
