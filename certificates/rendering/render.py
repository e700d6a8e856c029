"""One certificate, from snapshot and design to the bytes of its PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from certificates.rendering import landscape
from certificates.rendering.design import (
    canonical_json,
    checked_design,
    design_file,
    design_folder,
)
from certificates.rendering.drawing import draw_html
from certificates.rendering.errors import InvalidDesign
from certificates.rendering.facts import Facts, read_facts
from certificates.rendering.finishing import Metadata, finish
from certificates.rendering.typeface import typefaces
from certificates.rendering.wording import Wording, word

LAYOUTS: dict[str, Callable[..., landscape.Sheet]] = {"landscape": landscape.compose}


def render_certificate(snapshot: Mapping[str, Any], design: Mapping[str, Any]) -> bytes:
    """Draw one certificate as a one-page PDF, 297 × 210 mm.

    Equal snapshots and designs give equal bytes (with the same library versions): the file's
    dates are the day of issue and its identifier is a digest of the input.

    Raises a `RenderingFailed` (`InvalidSnapshot`, `InvalidDesign`, `MissingGlyphs` or itself)
    whenever the page would not be exactly what was asked for.
    """
    facts, design = read_facts(snapshot), checked_design(design)
    wording = word(facts, design)
    faces = typefaces(design)
    sheet = layout(design)(facts, wording, faces, design["colours"])
    text_layer = draw_html(sheet.html, design_folder(design["name"]))
    background = design_file(design, design["background"])
    metadata = describe(facts, wording, canonical_json([snapshot, design]))
    return finish(text_layer, background, sheet.drawing, faces.values(), metadata)


def layout(design: Mapping[str, Any]) -> Callable[..., landscape.Sheet]:
    try:
        return LAYOUTS[design["layout"]]
    except KeyError as error:
        raise InvalidDesign(f"There is no layout {error}.") from error


def describe(facts: Facts, wording: Wording, source: bytes) -> Metadata:
    return Metadata(
        title=wording.document_title,
        author=facts.issuer,
        subject=facts.course_title,
        keywords=f"{facts.serial}, {facts.grouped_code}",
        created_on=facts.issued_on,
        identifier=sha256(source).digest()[:16],
    )
