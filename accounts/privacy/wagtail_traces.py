"""What Wagtail keeps of people: its log's labels and data, comments inside drafts, remarks on approvals."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.models import COMMENTS_RELATION_NAME, ModelLogEntry, PageLogEntry, Revision, TaskState

from accounts.models import User
from accounts.privacy.own import as_json
from accounts.privacy.parts import Erasure, Stored, register

GONE = "–"


def export(person: User) -> Iterator[Stored]:
    """What the person did in the administration."""
    kept = ("timestamp", "action", "label")
    found = [entry for log in (PageLogEntry, ModelLogEntry) for entry in log.objects.filter(user=person).values(*kept)]
    if found:
        yield "actions.json", as_json(sorted(found, key=lambda entry: entry["timestamp"]))


def erase(erasure: Erasure) -> None:
    """What was done stays; whom it names goes."""
    _forget_subject(erasure.person)
    for log in (PageLogEntry, ModelLogEntry):
        for entry in _naming(log, erasure):
            data = scrubbed(entry.data, erasure)
            log.objects.filter(pk=entry.pk).update(label=scrubbed(entry.label, erasure), data=data)
    _forget_comments(erasure.person)


def _forget_subject(person: User) -> None:
    """Entries about the account itself are labelled with its name of that day, whatever it was."""
    about = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
    about.update(label=GONE, data={})


def _naming(log: Any, erasure: Erasure) -> Iterator[Any]:
    """Entries that may name the person; the database looks for the addresses and names as JSON writes them."""
    found = Q()
    for trace in erasure.traces:
        for spelling in {trace, json.dumps(trace)[1:-1]}:
            found |= Q(label__icontains=spelling) | Q(as_text__icontains=spelling)
    yield from log.objects.annotate(as_text=Cast("data", TextField())).filter(found).order_by("pk")


def scrubbed(value: Any, erasure: Erasure) -> Any:
    """A JSON value without the texts that name the person. Keys stay."""
    if isinstance(value, dict):
        return {key: scrubbed(inner, erasure) for key, inner in value.items()}
    if isinstance(value, list):
        return [scrubbed(inner, erasure) for inner in value]
    return GONE if isinstance(value, str) and erasure.is_in(value) else value


def _forget_comments(person: User) -> None:
    """Comments lie in a table, which is emptied with the account, and in every draft since they were written."""
    TaskState.objects.filter(finished_by=person).exclude(comment="").update(comment="")
    for revision in Revision.objects.filter(content__has_key=COMMENTS_RELATION_NAME).iterator():
        comments = revision.content[COMMENTS_RELATION_NAME]
        kept = [_without_replies(one, person.pk) for one in comments if one.get("user") != person.pk]
        if kept != comments:
            Revision.objects.filter(pk=revision.pk).update(content={**revision.content, COMMENTS_RELATION_NAME: kept})


def _without_replies(comment: dict[str, Any], person_id: int) -> dict[str, Any]:
    replies = [one for one in comment.get("replies", ()) if one.get("user") != person_id]
    return {**comment, "replies": replies} if "replies" in comment else comment


def start() -> None:
    register("administration", export=export, erase=erase)
