"""Ask for a printed edition, make it in steps, hand out its files.

One step a job, a second or so each: SQLite knows one writer at a time, and learners' answers must not wait for
a book. Every step may run twice; a step of a making that was overtaken by a newer one does nothing.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone, translation

from certificates.rendering.errors import RenderingFailed
from cms.models import PrintedEdition
from cms.printing.binding import Entry, Sheet, bind
from cms.printing.book import Book, Part, write_book
from cms.printing.paper import draw
from courses.models import Release
from outbox.services import enqueue

log = logging.getLogger(__name__)

FOLDER = "printed"  # in the private storage
AT_ONCE = 6  # sheets in one step


@transaction.atomic
def ask(release: Release, language: str) -> PrintedEdition:
    """The edition, asked for if nobody did so far, or if its making came to nothing. Repeatable."""
    edition, is_new = PrintedEdition.objects.get_or_create(release=release, language=language)
    if is_new:
        _begin(edition)
    elif not edition.files:
        renew(edition)
    return edition


@transaction.atomic
def renew(edition: PrintedEdition) -> None:
    """Make it again with the texts of today; until then the former files stay. One making at a time."""
    held = PrintedEdition.objects.select_for_update().get(pk=edition.pk)
    if not held.is_under_way:
        held.asked, held.parts, held.parts_drawn = held.asked + 1, 0, 0
        held.save()
        _begin(held)


def _begin(edition: PrintedEdition) -> None:
    _next("write", edition)


def _next(step: str, edition: PrintedEdition, at: int = 0) -> None:
    key = f"printed:{edition.pk}:{edition.asked}:{step}:{at}"
    enqueue(f"cms.printing_{step}", key=key, edition_id=edition.pk, making=edition.asked, at=at)


def write(edition_id: int, making: int) -> None:
    """First step: the text as it is now. Everything after it is made from this."""
    edition = _under_way(edition_id, making)
    if edition is None:
        return
    texts = edition.release.course.tree_version
    try:
        with translation.override(edition.language):
            book = write_book(edition.release, timezone.localdate())
    except Http404:  # meanwhile nobody can see the course any more
        _finish(edition, edition.files)
        return
    _put(_draft(edition, "html"), book.html().encode())
    sheets = [[part.as_json() for part in sheet] for sheet in _sheets(book)]
    _put(_draft(edition, "json"), json.dumps({"title": book.title, "sheets": sheets}).encode())
    PrintedEdition.objects.filter(pk=edition.pk).update(parts=len(sheets) + 1, parts_drawn=0, texts=texts)
    _next("draw", edition)


def _sheets(book: Book) -> Iterator[list[Part]]:
    """What is drawn together: a module's title stands above its first lesson."""
    waiting: list[Part] = []
    for part in book.parts:
        if part.level == 2 or not waiting:
            waiting.append(part)
        else:
            yield waiting
            waiting = [part]
        if part.level == 2:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def draw_some(edition_id: int, making: int, at: int) -> None:
    """The sheets from `at` on, a few of them. A sheet that cannot be drawn leaves the edition without its PDF."""
    edition = _under_way(edition_id, making)
    if edition is None:
        return
    sheets = _read_draft(edition)["sheets"]
    try:
        with translation.override(edition.language):
            for number, sheet in enumerate(sheets[at : at + AT_ONCE], at):
                _put(_draft(edition, f"{number}.pdf"), draw("\n".join(part["html"] for part in sheet)))
    except RenderingFailed:
        log.exception("The printed edition %s has no PDF", edition)
        _finish(edition, {"html": _keep(edition, "html", _get(_draft(edition, "html")))})
        return
    done = min(at + AT_ONCE, len(sheets))
    PrintedEdition.objects.filter(pk=edition.pk).update(parts_drawn=done)
    _next("draw" if done < len(sheets) else "bind", edition, done)


def bind_all(edition_id: int, making: int) -> None:
    """Last step: both files take their places, and those of the former making go."""
    edition = _under_way(edition_id, making)
    if edition is None:
        return
    draft = _read_draft(edition)
    sheets = [
        Sheet(
            tuple(Entry(part["anchor"], part["title"], part["level"]) for part in sheet if part["level"]),
            _get(_draft(edition, f"{number}.pdf")),
        )
        for number, sheet in enumerate(draft["sheets"])
    ]
    with translation.override(edition.language):
        pdf = bind(sheets, title=draft["title"], language=edition.language, author=settings.AMPARO_ISSUER_NAME)
    files = {"html": _keep(edition, "html", _get(_draft(edition, "html"))), "pdf": _keep(edition, "pdf", pdf)}
    _finish(edition, files)


def _under_way(edition_id: int, making: int) -> PrintedEdition | None:
    """The edition, held until the step ends; None if that making is over or overtaken."""
    editions = PrintedEdition.objects.select_for_update(of=("self",)).select_related("release__course")
    edition = editions.filter(pk=edition_id, asked=making).first()
    return edition if edition and edition.is_under_way else None


def _finish(edition: PrintedEdition, files: dict[str, Any]) -> None:
    kept = {about["name"] for about in files.values()}
    former = [about["name"] for about in edition.files.values() if about["name"] not in kept]
    drafts = [_draft(edition, name) for name in ("html", "json", *(f"{n}.pdf" for n in range(edition.parts)))]
    PrintedEdition.objects.filter(pk=edition.pk).update(
        made=edition.asked, made_at=timezone.now(), parts_drawn=F("parts"), files=files
    )
    transaction.on_commit(lambda: _forget([*former, *drafts]))


def _storage() -> Storage:
    return storages["private"]


def _draft(edition: PrintedEdition, name: str) -> str:
    return f"{FOLDER}/draft-{edition.pk}-{edition.asked}.{name}"


def _keep(edition: PrintedEdition, kind: str, data: bytes) -> dict[str, Any]:
    """Store a finished file; what the edition says of it."""
    name = f"{FOLDER}/{edition.pk}-{edition.asked}.{kind}"
    _put(name, data)
    return {"name": name, "size": len(data)}


def _put(name: str, data: bytes) -> None:
    """Under exactly this name: a step that runs again writes over what it left."""
    _storage().delete(name)
    _storage().save(name, ContentFile(data))


def _get(name: str) -> bytes:
    with _storage().open(name) as opened:
        return bytes(opened.read())


def _read_draft(edition: PrintedEdition) -> dict[str, Any]:
    draft: dict[str, Any] = json.loads(_get(_draft(edition, "json")))
    return draft


def _forget(names: list[str]) -> None:
    for name in names:
        _storage().delete(name)
