"""Pages of the reference boxes and of the comparisons: open to everyone, made to be printed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from library.models import ReferenceText
from library.references import ReferenceTextQuerySet
from library.views import countries_by_name

LAWS = "anti-trafficking-laws"  # the comparison whose table comes from the countries


@require_safe
def boxes(request: HttpRequest) -> HttpResponse:
    """The ten boxes."""
    return render(request, "library/boxes.html", {"texts": _in_readers_language(ReferenceText.objects.boxes())})


@require_safe
def box(request: HttpRequest, slug: str) -> HttpResponse:
    """One box on its own page."""
    return render(request, "library/reference.html", {"text": _find(ReferenceText.objects.boxes(), slug)})


@require_safe
def comparisons(request: HttpRequest) -> HttpResponse:
    """The comparisons."""
    texts = _in_readers_language(ReferenceText.objects.comparisons())
    return render(request, "library/comparisons.html", {"texts": texts})


@require_safe
def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """One comparison; that of the laws with its table from the countries."""
    context: dict[str, Any] = {"text": _find(ReferenceText.objects.comparisons(), slug)}
    if slug == LAWS:
        context["countries"] = countries_by_name()
    return render(request, "library/reference.html", context)


def _in_readers_language(texts: ReferenceTextQuerySet) -> list[ReferenceText]:
    return texts.defer("body").nearest(get_language() or "es")


def _find(texts: ReferenceTextQuerySet, slug: str) -> ReferenceText:
    found = texts.filter(slug=slug).nearest(get_language() or "es")
    if not found:
        raise Http404
    return found[0]
