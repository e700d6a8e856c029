"""The library's files as rows: read, checked, ready to be stored."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from library.domain.dates import read_date
from library.domain.kinds import KINDS
from library.domain.slugs import is_slug, provision_slug
from library.domain.sources import unknown_ids
from library.domain.yaml_file import Entry, read_entries

# What may stand in a country's blocks; each says how far it was checked and, where known, on which day.
BLOCKS = {
    "anti_trafficking_law": ("name", "number", "year", "note"),
    "migration_law": ("name", "number", "year", "note"),
    "palermo_protocol": ("party", "act", "year", "date", "note"),
    "american_convention": ("party", "act", "year", "date", "note"),
    "hotline": ("number", "scope"),
}
_STATES = ("search", "knowledge")


@dataclass(frozen=True)
class ProvisionRow:
    """A provision as the file has it."""

    slug: str
    number: str
    gist: dict[str, str]


@dataclass(frozen=True)
class InstrumentRow:
    """An instrument as the file has it. Dates are text and may be partial; the years are for sorting."""

    slug: str
    title: dict[str, str]
    summary: dict[str, str]
    kind: str
    body: str
    place: str
    adopted: str
    adopted_year: int
    in_force: str
    in_force_year: int | None
    url: str
    topics: list[str]
    verified: dict[str, str]
    note: str
    provisions: tuple[ProvisionRow, ...]


@dataclass(frozen=True)
class CountryRow:
    """A country with its blocks of facts, each with its own verification."""

    iso: str
    name: dict[str, str]
    facts: dict[str, Any]


@dataclass(frozen=True)
class TermRow:
    """A glossary term."""

    slug: str
    term: dict[str, str]
    definition: dict[str, str]
    source: str
    note: str


@dataclass(frozen=True)
class LibraryRows:
    """The three files."""

    instruments: list[InstrumentRow]
    countries: list[CountryRow]
    terms: list[TermRow]


def read_library(folder: Path) -> LibraryRows:
    """Read and check instruments.yaml, countries.yaml and glossary.yaml of a folder."""
    instruments = _rows(folder / "instruments.yaml", "instruments", _instrument)
    known = {row.slug for row in instruments}
    return LibraryRows(
        instruments=instruments,
        countries=_rows(folder / "countries.yaml", "countries", _country),
        terms=_rows(folder / "glossary.yaml", "terms", lambda entry: _term(entry, known)),
    )


_Row = TypeVar("_Row", InstrumentRow, CountryRow, TermRow)


def _rows(file: Path, key: str, read: Callable[[Entry], _Row]) -> list[_Row]:
    rows, seen = [], set()
    for entry in read_entries(file, key):
        row = read(entry)
        name = row.iso if isinstance(row, CountryRow) else row.slug
        if name in seen:
            raise entry.wrong(f"{name} stands in this file twice")
        seen.add(name)
        rows.append(row)
    return rows


def _instrument(entry: Entry) -> InstrumentRow:
    required = ("id", "title", "kind", "body", "adopted", "place", "summary", "key_articles", "topics", "verified")
    entry.allow(required, ("in_force", "url", "note"))
    adopted, in_force = entry.text("adopted"), entry.text("in_force", "")
    return InstrumentRow(
        slug=_id(entry),
        title=entry.texts("title"),
        summary=entry.texts("summary"),
        kind=_kind(entry),
        body=entry.text("body"),
        place=entry.text("place"),
        adopted=adopted,
        adopted_year=_year_of(entry, "adopted", adopted),
        in_force=in_force,
        in_force_year=_year_of(entry, "in_force", in_force) if in_force else None,
        url=_url(entry),
        topics=entry.strings("topics"),
        verified=entry.pairs("verified"),
        note=entry.text("note", ""),
        provisions=_provisions(entry),
    )


def _provisions(entry: Entry) -> tuple[ProvisionRow, ...]:
    rows: dict[str, ProvisionRow] = {}
    for one in entry.entries("key_articles"):
        one.allow(("number", "gist"))
        number = one.text("number")
        slug = provision_slug(number)
        if not slug or slug in rows:
            raise one.wrong(f"{number!r} gives the address {slug!r}, which is taken or empty", "number")
        rows[slug] = ProvisionRow(slug, number, one.texts("gist"))
    return tuple(rows.values())


def _country(entry: Entry) -> CountryRow:
    entry.allow(("iso", "name", "palermo_protocol", "american_convention"), (*BLOCKS, "notes"))
    iso = entry.text("iso")
    if len(iso) != 2 or not iso.isascii() or not iso.isalpha() or not iso.isupper():
        raise entry.wrong(f"{iso!r} is not a country code of two capital letters", "iso")
    facts: dict[str, Any] = {name: _block(entry.entry(name), name) for name in BLOCKS if entry.has(name)}
    if entry.has("notes"):
        facts["notes"] = entry.text("notes")
    return CountryRow(iso, entry.texts("name"), facts)


def _block(entry: Entry, name: str) -> dict[str, Any]:
    first = BLOCKS[name][0]
    entry.allow((first, "verified"), (*BLOCKS[name], "verified_on"))
    if entry.text("verified") not in _STATES:
        raise entry.wrong(f"write one of: {', '.join(_STATES)}", "verified")
    block = {key: entry.plain(key) for key in (*BLOCKS[name], "verified", "verified_on") if entry.has(key)}
    for key, kind in (("party", bool), ("year", int)):
        if key in block and type(block[key]) is not kind:
            raise entry.wrong("write true or false" if kind is bool else "write a year", key)
    if "date" in block:
        _year_of(entry, "date", block["date"])
    if "verified_on" in block:
        _day(entry, "verified_on")
    return block


def _term(entry: Entry, known: Container[str]) -> TermRow:
    entry.allow(("id", "term", "definition", "source"), ("note",))
    source = entry.text("source")
    if unknown := unknown_ids(source, known):
        raise entry.wrong(f"instruments.yaml has no {', '.join(unknown)}", "source")
    return TermRow(_id(entry), entry.texts("term"), entry.texts("definition"), source, entry.text("note", ""))


def _id(entry: Entry) -> str:
    name = entry.text("id")
    if not is_slug(name):
        raise entry.wrong(f"{name!r} cannot stand in an address: use a-z, 0-9 and single hyphens", "id")
    return name


def _kind(entry: Entry) -> str:
    kind = entry.text("kind").replace(" ", "_")
    if kind not in KINDS:
        raise entry.wrong(f"write one of: {', '.join(one.replace('_', ' ') for one in KINDS)}", "kind")
    return kind


def _url(entry: Entry) -> str:
    url = entry.text("url", "")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise entry.wrong(f"{url!r} is not a web address", "url")
    return url


def _day(entry: Entry, key: str) -> None:
    """A check is made on a day, not in a year."""
    try:
        date.fromisoformat(entry.text(key))
    except ValueError as error:
        raise entry.wrong("write the day of the check like 2026-11-30", key) from error


def _year_of(entry: Entry, key: str, text: str) -> int:
    try:
        return read_date(str(text)).year
    except ValueError as error:
        raise entry.wrong(str(error), key) from error
