"""Write the reference boxes and comparisons. What an administrator changed stays."""

from dataclasses import replace
from typing import Any

from cms.content.changes import Changes
from cms.content.reference_file import ReferenceFile
from cms.content.richtext import Targets
from cms.content.stream import stream
from library.models import ReferenceText
from library.references import SAID, checksum


def load_references(files: list[ReferenceFile], targets: Targets, changes: Changes) -> None:
    """Bring the files into the site; the second time changes nothing. Raises ContentError."""
    targets = replace(targets, boxes={file.slug for file in files if file.kind == "box"})
    stored = {_key(text): text for text in ReferenceText.objects.all()}
    for file in files:
        text = stored.pop((file.kind, file.slug, file.text.language), None)
        _put(file, said_of(file, targets), text, changes)
    for kind, slug, language in sorted(stored):
        changes.add("kept", f"{kind} {slug} ({language}): there is no file for it")


def _key(text: ReferenceText) -> tuple[str, str, str]:
    return text.kind, text.slug, text.language


def said_of(file: ReferenceFile, targets: Targets) -> dict[str, Any]:
    """What the record of a file says. Raises ContentError."""
    return {
        "title": file.text.title,
        "summary": file.text.summary,
        "position": file.position,
        "body": stream(file.text, targets),
    }


def _put(file: ReferenceFile, said: dict[str, Any], text: ReferenceText | None, changes: Changes) -> None:
    name, loaded = f"{file.kind} {file.slug} ({file.text.language})", checksum(said)
    if text is None:
        ReferenceText.objects.create(kind=file.kind, slug=file.slug, language=file.text.language, loaded=loaded, **said)
        changes.add("created", name)
    elif text.loaded == loaded:
        return
    elif text.is_changed_by_hand:
        changes.add("kept", f"{name}: changed in the administration; its file says something else now")
    else:
        for field in SAID:
            setattr(text, field, said[field])
        text.loaded = loaded
        text.save()
        changes.add("changed", name)
