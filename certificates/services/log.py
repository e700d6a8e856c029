"""Append to the transparency log; read roots and proofs from it."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Model

from certificates.domain import events, merkle
from certificates.models import Certificate, LogEntry, LogHead, LogNode, LogSalt


def append_entry(certificate: Certificate, kind: str, *, at: datetime, **more: str) -> LogEntry:
    """Log what happened to a certificate, in the caller's transaction. Entries follow one another without gaps.

    Locks the head until the transaction ends: ask for it last. What can be done before the lock is done before it.
    """
    salt = secrets.token_bytes(events.SALT_BYTES)
    text = events.event_text(kind, certificate.serial or "", at, **more)
    leaf = events.leaf_data(salt, certificate.snapshot_sha256, text)
    index = _next_index()
    entry = LogEntry(index=index, certificate=certificate, kind=kind, event=text, leaf=leaf, at=at)
    _insert(entry, LogSalt(entry=entry, salt=salt), *_new_nodes(index, leaf))
    return entry


def _next_index() -> int:
    """The next entry's number; the head's row stays locked. One statement, since everybody waits meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE certificates_loghead SET size = size + 1 WHERE id = 1 RETURNING size")
        row = cursor.fetchone()
    if row is None:
        LogHead.objects.get_or_create(pk=1)
        return _next_index()
    return int(row[0]) - 1


def _new_nodes(index: int, leaf: bytes) -> list[LogNode]:
    """The nodes that the new leaf completes."""
    siblings = merkle.left_siblings(index)
    known = _read(siblings)
    new = merkle.completed_nodes(index, merkle.leaf_hash(leaf), [known[node] for node in siblings])
    return [LogNode(position=merkle.position(node), hash=value) for node, value in new]


def _insert(*rows: Model) -> None:
    """Add rows of several tables: in one round trip where the database takes several statements at once."""
    statements, values = [], []
    for row in rows:
        fields = row._meta.concrete_fields
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        statements.append(f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({marks})")  # noqa: S608 a model's names
        values.append([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
        row._state.adding = False
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("; ".join(statements), [value for each in values for value in each])
            return
        for statement, each in zip(statements, values, strict=True):
            cursor.execute(statement, each)


def _read(nodes: Iterable[merkle.Node]) -> dict[merkle.Node, bytes]:
    """The hashes of nodes, in one query; none if nothing is asked for."""
    positions = {merkle.position(node): node for node in nodes}
    found = LogNode.objects.filter(position__in=positions).values_list("position", "hash") if positions else ()
    return {positions[position]: bytes(value) for position, value in found}


def _hashes(spans: list[merkle.Span]) -> list[bytes]:
    known = _read(node for span in spans for node in merkle.nodes_of(span))
    return [merkle.span_hash(span, known.__getitem__) for span in spans]


def log_size() -> int:
    """How many entries there are."""
    return LogHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def root_at(size: int) -> bytes:
    """The root of the log when it had that many entries; one query."""
    return _hashes([(0, size)])[0]


def inclusion_proof(index: int, size: int) -> list[bytes]:
    """The proof that an entry is in the log of that size; one query. Raises ValueError."""
    return _hashes(merkle.inclusion_spans(index, size))


def consistency_proof(old: int, new: int) -> list[bytes]:
    """The proof that the log of size `new` begins with that of size `old`; one query. Raises ValueError."""
    return _hashes(merkle.consistency_spans(old, new))
