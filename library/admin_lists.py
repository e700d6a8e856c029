"""What authors pick from: provisions and reference boxes, in their own language. Rows of `value`, `title`, `note`, `find`."""

from collections.abc import Iterator

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from library.domain.matching import fold
from library.domain.slugs import provision_anchor
from library.domain.texts import text_in
from library.models import GlossaryTerm, Instrument, Provision, ReferenceText

Row = dict[str, str | list[str]]


@require_safe
def citable(request: HttpRequest) -> JsonResponse:
    """Every instrument and each of its provisions with the gist. Two queries."""
    return _answer([row for one in Instrument.objects.with_provisions() for row in _rows(one, _language())])


@require_safe
def boxes(request: HttpRequest) -> JsonResponse:
    """Every reference box. One query."""
    found = ReferenceText.objects.boxes().nearest(_language())
    return _answer([_row([box.slug], box.title, box.summary, box.slug) for box in found])


@require_safe
def links(request: HttpRequest) -> JsonResponse:
    """What words of a text may lead to: the glossary's terms, then instruments and provisions. Three queries."""
    language = _language()
    terms = sorted(GlossaryTerm.objects.all(), key=lambda term: fold(text_in(term.term, language)))
    laws = [row for one in Instrument.objects.with_provisions() for row in _rows(one, language)]
    return _answer([*(_term(term, language) for term in terms), *({**row, "value": [_address(row)]} for row in laws)])


def _term(term: GlossaryTerm, language: str) -> Row:
    name = text_in(term.term, language)
    names = " ".join([term.slug, *term.term.values()])
    return _row([f"/library/glossary/#{term.anchor}"], name, text_in(term.definition, language), names)


def _address(row: Row) -> str:
    """As texts keep it: without a language, which the page puts in front."""
    instrument, provision = list(row["value"])
    return f"/library/{instrument}/" + (f"#{provision_anchor(provision)}" if provision else "")


def _language() -> str:
    return (get_language() or "es")[:2]


def _answer(rows: list[Row]) -> JsonResponse:
    answer = JsonResponse({"rows": rows})
    answer["Cache-Control"] = "private, max-age=300"
    answer["Vary"] = "Cookie, Accept-Language"
    return answer


def _rows(instrument: Instrument, language: str) -> Iterator[Row]:
    title = text_in(instrument.title, language)
    names = " ".join([instrument.slug, *instrument.title.values(), instrument.place, str(instrument.adopted_year)])
    summary = text_in(instrument.summary, language)
    yield _row([instrument.slug, ""], f"{title} ({instrument.adopted_year})", summary, names)
    for provision in instrument.provisions.all():
        provision.instrument = instrument  # its label asks for the instrument: no query for each
        yield _provision(provision, title, names, language)


def _provision(provision: Provision, title: str, names: str, language: str) -> Row:
    gist = text_in(provision.gist, language)
    words = f"{names} {provision.slug} {provision.number} {gist}"
    return _row([provision.instrument_id, provision.slug], f"{title}, {provision.label}", gist, words)


def _row(value: list[str], title: str, note: str, words: str) -> Row:
    return {"value": value, "title": title, "note": note, "find": fold(f"{title} {words} {note}")}
