"""Designs: texts in every language, colours, fonts, a layout and a background.

A design is plain data (it can be stored as JSON and edited); the fonts it names are files that
ship with Amparo, its pictures are named by their checksums. See certificates/designs/README.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from certificates.rendering.errors import InvalidDesign

DESIGNS = Path(__file__).resolve().parent.parent / "designs"
REQUIRED = ("name", "layout", "background", "colours", "fonts", "texts")
COLOURS = ("primary", "accent", "accent_light", "accent_deep", "ground", "watermark", "text", "muted")
FONT_ROLES = ("title", "issuer", "name", "strong", "text", "italic")


def design_names() -> list[str]:
    """The designs that ship under certificates/designs."""
    return sorted(path.parent.name for path in DESIGNS.glob("*/design.yaml"))


def load_design(name: str) -> dict[str, Any]:
    """The design that ships under certificates/designs/`name`."""
    path = design_folder(name) / "design.yaml"
    try:
        design = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise InvalidDesign(f"The design “{name}” cannot be read: {error}") from error
    return checked_design(design)


def checked_design(design: Mapping[str, Any]) -> dict[str, Any]:
    """The design, if it has all its parts; otherwise raises `InvalidDesign` naming one it lacks.

    Colours must be “#RRGGBB” and nothing else, because they go into a stylesheet.
    """
    demand(design, REQUIRED, "part")
    demand(design["colours"], COLOURS, "colour")
    demand(design["fonts"], FONT_ROLES, "font")
    for name, value in design["colours"].items():
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
            raise InvalidDesign(f"The colour {name}, “{value}”, is not of the form #RRGGBB.")
    for logo in design.get("logos", ()):
        if not re.fullmatch(r"[0-9a-f]{64}", logo):
            raise InvalidDesign(f"A logo is named by its SHA-256, not by “{logo}”.")
    return dict(design)


def demand(mapping: Mapping[str, Any], keys: Iterable[str], what: str) -> None:
    missing = [key for key in keys if key not in mapping]
    if missing:
        raise InvalidDesign(f"The design lacks the {what} {', '.join(missing)}.")


def design_folder(name: str) -> Path:
    """Where a design keeps its files; the name is one plain word."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise InvalidDesign(f"“{name}” is not a design's name.")
    return DESIGNS / name


def design_file(design: Mapping[str, Any], relative: str) -> Path:
    """A file of the design's folder or, failing that, one that all designs share (`fonts/`).

    Raises `InvalidDesign` if it is in neither, or lies elsewhere.
    """
    for folder in (design_folder(design["name"]).resolve(), DESIGNS.resolve()):
        path = (folder / relative).resolve()
        if path.is_relative_to(folder) and path.is_file():
            return path
    raise InvalidDesign(f"The design “{design['name']}” has no file “{relative}”.")


def design_assets(design: Mapping[str, Any]) -> list[Path]:
    """The files a design is drawn with: its fonts and the fonts' notes."""
    fonts = [design_file(design, font) for font in sorted(set(design["fonts"].values()))]
    return [*fonts, *(note for font in fonts if (note := font.with_suffix(".json")).is_file())]


def design_checksum(design: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the design as canonical JSON and the SHA-256 of each of its files."""
    return sha256(canonical_json({"assets": asset_checksums(design), "design": design}))


def asset_checksums(design: Mapping[str, Any]) -> dict[str, str]:
    """The SHA-256 (hex) of each file that the design is drawn with, by the file's name."""
    return {path.name: sha256(path.read_bytes()) for path in design_assets(design)}


def canonical_json(value: object) -> bytes:
    """Equal values give equal bytes: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
