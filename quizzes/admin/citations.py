"""The library's instruments and provisions, to be picked as a question's sources."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import translation

from courses.reading import active_language
from library.domain.texts import text_in
from library.models import Instrument, Provision

Rows = list[tuple[str, str]]


class Group(NamedTuple):
    """An instrument: its title, its names in all languages to be found by, and (value, label) of what can be cited."""

    title: str
    names: str
    rows: Rows


def source_groups() -> list[Group]:
    """Each instrument with its provisions. Two queries."""
    language = active_language()
    groups = []
    for instrument in Instrument.objects.with_provisions():
        title = text_in(instrument.title, language)
        rows = [(f"{instrument.slug}|", title)]
        rows += [(f"{instrument.slug}|{_ref(p)}", f"{title}, {p.label}") for p in _of(instrument)]
        groups.append(Group(title, " ".join([instrument.slug, *instrument.title.values()]), rows))
    return groups


def _of(instrument: Instrument) -> Iterable[Provision]:
    for provision in instrument.provisions.all():
        provision.instrument = instrument  # its label asks for the instrument: no query for each
        yield provision


def _ref(provision: Provision) -> str:
    """As the content files write references, whatever the language of the page."""
    with translation.override("en"):
        return provision.label.replace("\u00a0", " ")


def labels(groups: Iterable[Group], values: Iterable[str]) -> dict[str, str]:
    """Words for the values that a question has, also for those that the library does not list."""
    known = {value: label for group in groups for value, label in group.rows}
    titles = {value.partition("|")[0]: label for value, label in known.items() if value.endswith("|")}
    found = {}
    for value in values:
        slug, _bar, ref = value.partition("|")
        found[value] = known.get(value) or ", ".join(part for part in (titles.get(slug, slug), ref) if part)
    return found
