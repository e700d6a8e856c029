"""A design's next version. Certificates that are issued keep the version they were drawn with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from certificates.domain.entitlement import COMPLETION, PARTICIPATION, TRAINER
from certificates.models import Template, TemplateVersion
from certificates.rendering import RenderingFailed, design_checksum, render_certificate
from certificates.rendering.facts import read_facts
from certificates.rendering.wording import word
from certificates.services.files import read_picture
from certificates.services.templates import put_template

SAVED = "certificates.design.saved"
KINDS = (COMPLETION, PARTICIPATION, TRAINER)
TODAY = date(2026, 11, 25)  # of the sample alone


class DesignMoved(Exception):
    """Somebody saved another version since the page was opened."""


@dataclass(frozen=True)
class Fault:
    """Why a sample in a language could not be drawn, in the drawing's words."""

    language: str
    words: str


@transaction.atomic
def save_design(
    template: Template, design: dict[str, Any], *, seen: int, note: str, by: User
) -> TemplateVersion | None:
    """Keep the design as the next version. None if the newest one says the same; so a double click makes one.

    Raises DesignMoved when the newest version is not the one that was `seen`, and InvalidDesign.
    """
    Template.objects.select_for_update().get(pk=template.pk)
    newest, checksum = newest_version(template), design_checksum(design)
    if newest is not None and newest.checksum == checksum:
        return None
    if newest is not None and newest.number != seen:
        raise DesignMoved
    put_template(template.name, design, checksum)
    made = newest_version(template)
    log(template, SAVED, user=by, data={"number": made.number if made else 0, "note": note.strip()})
    return made


@transaction.atomic
def new_design(name: str, design: dict[str, Any], *, by: User) -> Template:
    """A template whose first version is a design that ships with Amparo. The same name gives the same template."""
    existing = Template.objects.filter(name=name).first()
    if existing is not None:
        return existing
    template, _new = put_template(name, design, design_checksum(design))
    log(template, SAVED, user=by, data={"number": 1, "note": ""})
    return template


def newest_version(template: Template) -> TemplateVersion | None:
    return TemplateVersion.objects.filter(template=template).order_by("-number").first()


def sample_snapshot(language: str, kind: str, sample: dict[str, str], *, expires: bool) -> dict[str, Any]:
    """What a made-up certificate says; `sample` gives name, title and roles in the language."""
    signatories = [{"name": name, "role": sample["role"]} for name in ("Dra. Elena Marroquín", "Joaquim Azevedo")]
    return {
        "kind": kind,
        "language": language,
        "name": sample["name"],
        "course_title": sample["title"],
        "hours": "8.5",
        "completed_on": TODAY.isoformat(),
        "issued_on": TODAY.isoformat(),
        "expires_on": TODAY.replace(year=TODAY.year + 2).isoformat() if expires else None,
        "serial": "AMP-2026-000000",
        "code": "0000000000000000",
        "verify_url": f"{settings.AMPARO_BASE_URL}/V/0000000000000000".upper(),
        "issuer": settings.AMPARO_ISSUER_NAME,
        "signatories": signatories,
    }


def faults_of(design: dict[str, Any], samples: dict[str, dict[str, str]]) -> list[Fault]:
    """What keeps the design from being used: every wording is filled in, and a page drawn in each language."""
    return [
        Fault(language, words) for language, sample in samples.items() for words in _faults(design, language, sample)
    ]


def _faults(design: dict[str, Any], language: str, sample: dict[str, str]) -> Iterator[str]:
    try:
        for kind in KINDS:
            for expires in (False, True):
                word(read_facts(sample_snapshot(language, kind, sample, expires=expires)), design)
        render_certificate(sample_snapshot(language, COMPLETION, sample, expires=True), design, read_picture)
    except RenderingFailed as error:
        yield str(error)


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Where two designs differ: the path ("texts.es.title"), what stood there, what stands there now."""
    before, after = dict(flat(old)), dict(flat(new))
    paths = list(dict.fromkeys((*before, *after)))
    return [(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)]


def flat(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The leaves of nested mappings by their paths; lists are leaves."""
    if not isinstance(tree, dict):
        yield path, tree
        return
    for key, value in tree.items():
        yield from flat(value, f"{path}.{key}" if path else str(key))
