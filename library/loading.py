"""Bring content/library/ into the database: safe to repeat, all or nothing, never deleting."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from django.db import models, transaction

from library.domain.errors import ContentError
from library.domain.rows import LibraryRows, read_library
from library.models import Country, GlossaryTerm, Instrument, Provision

__all__ = ["Change", "ContentError", "load_library"]

_Record = TypeVar("_Record", bound=models.Model)


@dataclass(frozen=True)
class Change:
    """What a run did to one record.

    `kept` is a record that the files no longer have: it stays, because a lesson may cite it.
    """

    kind: Literal["created", "changed", "kept"]
    what: str


def load_library(folder: Path) -> list[Change]:
    """Store the three files of the folder and say what that changed; nothing on a second run.

    Raises ContentError with file and line if a file is wrong; then nothing is stored.
    """
    rows = read_library(folder)
    with transaction.atomic():
        return [
            *_bring(Instrument, "instrument", ("slug",), _instruments(rows)),
            *_bring(Provision, "provision", ("instrument_id", "slug"), _provisions(rows)),
            *_bring(Country, "country", ("iso",), [Country(**asdict(row)) for row in rows.countries]),
            *_bring(GlossaryTerm, "term", ("slug",), [GlossaryTerm(**asdict(row)) for row in rows.terms]),
        ]


def _instruments(rows: LibraryRows) -> list[Instrument]:
    fields = [{k: v for k, v in vars(row).items() if k != "provisions"} for row in rows.instruments]
    return [Instrument(position=position, **values) for position, values in enumerate(fields)]


def _provisions(rows: LibraryRows) -> list[Provision]:
    return [
        Provision(instrument_id=row.slug, position=position, **asdict(provision))
        for row in rows.instruments
        for position, provision in enumerate(row.provisions)
    ]


def _bring(model: type[_Record], name: str, key: tuple[str, ...], wanted: Sequence[_Record]) -> list[Change]:
    """Write the records that are new or differ: one query to read, at most one to write."""
    stored = {_key(record, key): record for record in model._default_manager.all()}
    fields = [f.attname for f in model._meta.concrete_fields if not f.primary_key and f.attname not in key]
    fresh = [record for record in wanted if _differs(record, stored.get(_key(record, key)), fields)]
    changes = [_change(name, record, key, stored) for record in fresh]
    if fresh:
        _write(model, fresh, key, fields)
    gone = stored.keys() - {_key(record, key) for record in wanted}
    return changes + [Change("kept", f"{name} {'/'.join(one)}") for one in sorted(gone)]


def _write(model: type[_Record], records: list[_Record], key: Iterable[str], fields: list[str]) -> None:
    unique = [model._meta.get_field(name.removesuffix("_id")).name for name in key]
    model._default_manager.bulk_create(records, update_conflicts=True, unique_fields=unique, update_fields=fields)


def _key(record: models.Model, key: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(getattr(record, name)) for name in key)


def _differs(record: models.Model, stored: models.Model | None, fields: Iterable[str]) -> bool:
    return stored is None or any(getattr(record, name) != getattr(stored, name) for name in fields)


def _change(name: str, record: models.Model, key: tuple[str, ...], stored: dict[tuple[str, ...], Any]) -> Change:
    identity = _key(record, key)
    return Change("changed" if identity in stored else "created", f"{name} {'/'.join(identity)}")
