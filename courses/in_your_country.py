"""What a lesson says of the learner's own country: of the library's facts those that are known, and the trainer's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.countries import AMERICAS, country_name
from courses.blocks.law import FACTS
from library.domain.verification import State, read_block_state
from library.models import Country

_LAWS = ("anti_trafficking_law", "migration_law")


@dataclass(frozen=True)
class Reader:
    """Where the learner works. Without a code: it is not known. `record`: what the library holds of it."""

    iso: str = ""
    record: Country | None = None

    @property
    def name(self) -> str:
        """In the reader's language."""
        return country_name(self.iso) if self.iso else ""


@dataclass(frozen=True)
class Fact:
    """One of the library's facts: what it is about, what is known, in which language its names are, how far checked."""

    label: str | Promise
    kind: str
    block: dict[str, Any]
    language: str
    state: State


@dataclass(frozen=True)
class Said:
    """What the box shows. Where neither is there, the trainer's words for all other countries follow."""

    text: str
    facts: tuple[Fact, ...]
    address: str

    @property
    def is_known(self) -> bool:
        return bool(self.text or self.facts)


def reader_in(iso: str) -> Reader:
    """A learner of this country; one query, none where it is unknown."""
    if iso not in AMERICAS:
        return Reader()
    return Reader(iso, Country.objects.filter(pk=iso).first())


def said_of(value: Mapping[str, Any], reader: Reader) -> Said:
    """The box as this reader sees it."""
    own = next((one["text"].source for one in value["texts"] if reader.iso and one["country"] == reader.iso), "")
    facts = tuple(_facts(value["show"] or (), reader.record)) if reader.record else ()
    return Said(own, facts, reader.record.get_absolute_url() if reader.record else "")


def _facts(wanted: Any, country: Country) -> Iterator[Fact]:
    for name, label in FACTS:
        block = country.block(name) if name in wanted else {}
        if block:
            kind = "law" if name in _LAWS else "hotline" if name == "hotline" else "treaty"
            yield Fact(label, kind, block, country.law_language, read_block_state(block))
