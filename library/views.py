"""The library's pages: open to everyone."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from library.domain.countries import STATUS_BLOCKS
from library.domain.matching import fold
from library.domain.numbers import Unit
from library.domain.texts import text_in
from library.glossary import alphabet
from library.models import Country, GlossaryTerm, Instrument, Provision, Works
from library.search import BY_YEAR, MAX_LENGTH, Hit, Search, search, topics_of
from library.words import number_label


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """The list, searched and narrowed by the address, grouped by how a source works or by year."""
    everything = list(Instrument.objects.with_provisions())
    asked = Search.read(request.GET)
    hits = search(everything, asked)
    context = {
        "asked": asked,
        "chips": {name: asked.without(name) for name in asked.filters},
        "count": len(hits),
        "groups": [("", hits)] if asked.order == BY_YEAR else _grouped(hits),
        "works": Works,
        "topics": topics_of(everything),
        "max_length": MAX_LENGTH,
    }
    return render(request, "library/instruments.html", context)


def _grouped(hits: list[Hit]) -> list[tuple[str, list[Hit]]]:
    groups = [(works.value, [hit for hit in hits if hit.instrument.works == works]) for works in Works]
    return [(works, found) for works, found in groups if found]


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """One instrument: what it says in plain words, provision by provision, and where to read it."""
    found = get_object_or_404(Instrument.objects.with_provisions(), slug=slug)
    context = {
        "instrument": found,
        "articles": _articles(found),
        "status": _status(found.slug),
        "official_host": _host(found.url),
    }
    return render(request, "library/instrument.html", context)


@dataclass(frozen=True)
class Article:
    """Provisions that share their first number: 36(1)(a), 36(1)(b) and 36(2)."""

    head: str
    unit: Unit
    provisions: list[Provision]

    @property
    def label(self) -> str:
        """`art. 36` for several, the full number for one."""
        return number_label(self.head, self.unit) if len(self.provisions) > 1 else self.provisions[0].label


def _articles(found: Instrument) -> list[Article]:
    def first_number(provision: Provision) -> tuple[str, str, str]:
        number = provision.read
        return number.of, number.head, provision.unit if number.head else provision.slug

    groups = [list(group) for _key, group in groupby(found.provisions.all(), key=first_number)]
    return [Article(group[0].read.head, group[0].unit, group) for group in groups]


def _status(slug: str) -> list[tuple[Country, dict[str, Any]]]:
    """(country, its block on this instrument) for the instruments whose status the library knows."""
    name = STATUS_BLOCKS.get(slug)
    return [(one, one.block(name)) for one in countries_by_name() if one.block(name)] if name else []


def countries_by_name() -> list[Country]:
    """The countries in alphabetical order of the active language."""
    language = get_language() or "es"
    return sorted(Country.objects.all(), key=lambda one: fold(text_in(one.name, language)))


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The terms in the reader's language, each with its names in the others."""
    typed = request.GET.get("q", "")[:MAX_LENGTH].strip()
    language = (get_language() or "es")[:2]
    letters = alphabet(GlossaryTerm.objects.all(), Instrument.objects.with_provisions(), typed, language)
    count = sum(len(letter.entries) for letter in letters)
    context = {"letters": letters, "count": count, "q": typed, "max_length": MAX_LENGTH}
    return render(request, "library/glossary.html", context)


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """The countries with their law against trafficking and the Palermo Protocol."""
    return render(request, "library/countries.html", {"countries": countries_by_name()})


@require_safe
def country(request: HttpRequest, iso: str) -> HttpResponse:
    """What the library knows of one country, each block with how far it was checked."""
    return render(request, "library/country.html", {"country": get_object_or_404(Country, iso=iso.upper())})
