"""The glossary as a page shows it: alphabetical in the reader's language, sources linked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from library.domain.matching import Document, ask, find, fold
from library.domain.numbers import Unit, covers, read_number
from library.domain.slugs import provision_anchor
from library.domain.sources import Source, read_sources
from library.domain.texts import text_in
from library.models import GlossaryTerm, Instrument, Texts
from library.words import number_label

LANGUAGES = ("es", "en", "fr", "pt")


@dataclass(frozen=True)
class CitedSource:
    """Where a definition comes from: an instrument of the library with its title, or words only."""

    title: Texts
    url: str
    reference: str
    is_in_english: bool  # the reference is the author's own words
    is_knowledge: bool


@dataclass(frozen=True)
class Entry:
    """A term with the names it has in the other languages."""

    term: GlossaryTerm
    others: list[tuple[str, str]]
    sources: list[CitedSource]


@dataclass(frozen=True)
class Letter:
    """The terms under one letter."""

    letter: str
    entries: list[Entry]


def alphabet(terms: Iterable[GlossaryTerm], instruments: Iterable[Instrument], typed: str, page: str) -> list[Letter]:
    """The terms that answer what was typed, by the letters of the page's language."""
    known = {instrument.slug: instrument for instrument in instruments}
    question = ask(typed)
    found = [term for term in terms if not question or find(question, _document(term))]
    found.sort(key=lambda term: fold(text_in(term.term, page)))
    return [
        Letter(letter, [_entry(term, known, page) for term in group])
        for letter, group in groupby(found, key=lambda term: fold(text_in(term.term, page))[:1].upper())
    ]


def _document(term: GlossaryTerm) -> Document:
    return Document(" ".join([term.slug, *term.term.values()]), " ".join(term.definition.values()))


def _entry(term: GlossaryTerm, known: dict[str, Instrument], page: str) -> Entry:
    others = [(code, term.term[code]) for code in LANGUAGES if code != page and term.term.get(code)]
    return Entry(term, others, [_cited(source, known) for source in read_sources(term.source, known)])


def _cited(source: Source, known: dict[str, Instrument]) -> CitedSource:
    number = read_number(source.reference)
    is_words = number.unit is Unit.WORDS
    instrument = known.get(source.instrument)
    return CitedSource(
        title=instrument.title if instrument else {},
        url=_address(instrument, number.path) if instrument else "",
        reference=source.reference if is_words or number.unit is Unit.BARE else number_label(source.reference),
        is_in_english=is_words and bool(source.reference),
        is_knowledge=source.is_knowledge,
    )


def _address(instrument: Instrument, path: tuple[str, ...]) -> str:
    """The instrument's page, at the provision if the library explains it."""
    provision = next((p for p in instrument.provisions.all() if covers(p.number, path)), None)
    return instrument.get_absolute_url() + (f"#{provision_anchor(provision.slug)}" if provision else "")
