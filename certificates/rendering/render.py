"""One certificate, from snapshot and design to the bytes of its PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certificates.rendering.archive import Metadata
from certificates.rendering.design import DESIGNS, checked_design
from certificates.rendering.drawing import draw
from certificates.rendering.errors import InvalidDesign
from certificates.rendering.facts import Facts, read_facts
from certificates.rendering.finishing import finish
from certificates.rendering.layers import Ground, shared_layer
from certificates.rendering.pictures import PictureSource, no_pictures
from certificates.rendering.plan import PLANS, Plan
from certificates.rendering.sheet import compose
from certificates.rendering.typeface import all_typefaces, typefaces
from certificates.rendering.wording import Wording, word


def render_certificate(
    snapshot: Mapping[str, Any],
    design: Mapping[str, Any],
    pictures: PictureSource = no_pictures,
    log_head: str = "",
) -> bytes:
    """Draw one certificate as a one-page PDF/A-1b.

    `pictures` gives the bytes of a logo or a signature by its SHA-256; `log_head` is kept in the file's
    properties. Equal input gives equal bytes (with the same library versions): the file's dates are the
    day of issue and its identifier is a digest of its content.

    Raises a `RenderingFailed` (`InvalidSnapshot`, `InvalidDesign`, `MissingGlyphs` or itself)
    whenever the page would not be exactly what was asked for.
    """
    facts, design = read_facts(snapshot), checked_design(design)
    wording = word(facts, design)
    faces = typefaces(design)
    plan = plan_of(design)
    sheet = compose(facts, wording, faces, design["colours"], design.get("logos", ()), plan)
    named = all_typefaces(faces)
    ground = Ground(design["background"], tuple(sorted(design["colours"].items())), has_emblem(design, plan))
    layer = shared_layer(sheet.fixed, ground, sheet.pictures, pictures, named, DESIGNS)
    return finish(draw(sheet.own, DESIGNS), layer, sheet.drawing, named, describe(facts, wording, log_head))


def plan_of(design: Mapping[str, Any]) -> Plan:
    try:
        plan = PLANS[design["layout"]]
    except KeyError as error:
        raise InvalidDesign(f"There is no layout {error}.") from error
    if len(design.get("logos", ())) > len(plan.logos):
        raise InvalidDesign(f"The layout has room for {len(plan.logos)} logos.")
    return plan


def has_emblem(design: Mapping[str, Any], plan: Plan) -> bool:
    """Amparo's own arch is drawn unless the design does without it or a logo stands in its place."""
    return bool(design.get("emblem", True)) and not (plan.emblem_gives_way and design.get("logos"))


def describe(facts: Facts, wording: Wording, log_head: str = "") -> Metadata:
    return Metadata(
        title=wording.document_title,
        author=facts.issuer,
        subject=facts.course_title,
        keywords=f"{facts.serial}, {facts.grouped_code}",
        language=facts.language,
        created_on=facts.issued_on,
        log_head=log_head,
    )
