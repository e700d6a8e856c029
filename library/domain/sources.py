"""The source of a glossary term: `crc-1989 art. 1; tip-protocol-2000 art. 3(d)`, `house style (knowledge)`."""

import re
from collections.abc import Container
from dataclasses import dataclass

_BETWEEN = re.compile(r";\s*(?![^()]*\))")
_KNOWLEDGE = re.compile(r"\s*\(knowledge\)|;\s*knowledge(?=\))")


@dataclass(frozen=True)
class Source:
    """Where a definition comes from. `instrument` is empty where it is none of the library's."""

    instrument: str
    reference: str
    is_knowledge: bool  # the wording rests on the author's knowledge


def read_sources(source: str, known: Container[str]) -> tuple[Source, ...]:
    """The sources one by one; `known` holds the ids of the library's instruments."""
    return tuple(_read_one(part.strip(), known) for part in _BETWEEN.split(source) if part.strip())


def _read_one(part: str, known: Container[str]) -> Source:
    text = _KNOWLEDGE.sub("", part)
    first, _, rest = text.partition(" ")
    instrument, reference = (first, rest.strip()) if first in known else ("", text)
    return Source(instrument, reference, is_knowledge=text != part)


def unknown_ids(source: str, known: Container[str]) -> list[str]:
    """What looks like an instrument's id (it has a hyphen) and is none of the library's: a misprint."""
    return [
        word
        for one in read_sources(source, known)
        if not one.instrument and "-" in (word := one.reference.partition(" ")[0])
    ]
