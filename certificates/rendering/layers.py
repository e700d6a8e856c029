"""The layer that many certificates share, drawn once per process: ground, pictures and fixed texts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from certificates.designs.backgrounds import background
from certificates.rendering.drawing import Markup, draw
from certificates.rendering.errors import InvalidDesign
from certificates.rendering.finishing import UNUSED_FONT, page_content, restore_text
from certificates.rendering.pictures import PictureSource, Placed, lay_pictures
from certificates.rendering.typeface import Typeface


@dataclass(frozen=True)
class Ground:
    """What lies under the texts: a painter's name and the colours it paints with."""

    painter: str
    colours: tuple[tuple[str, str], ...]
    emblem: bool


def shared_layer(
    markup: Markup,
    ground: Ground,
    pictures: tuple[Placed, ...],
    read: PictureSource,
    faces: Mapping[str, Typeface],
    folder: Path,
) -> pikepdf.Object:
    """The layer as one form object of a document of its own; the same one for equal input."""
    key = (markup, ground, pictures, folder)
    if key not in _layers:
        if len(_layers) >= MOST_LAYERS:
            _layers.pop(next(iter(_layers)))
        _layers[key] = made_layer(markup, ground, pictures, read, faces, folder)
    return _layers[key].Root.Layer


MOST_LAYERS = 64
_layers: dict[Any, pikepdf.Pdf] = {}


def made_layer(
    markup: Markup,
    ground: Ground,
    pictures: tuple[Placed, ...],
    read: PictureSource,
    faces: Mapping[str, Typeface],
    folder: Path,
) -> pikepdf.Pdf:
    document = pikepdf.open(io.BytesIO(draw(markup, folder)))
    page: Any = document.pages[0]
    restore_text(page.obj, faces)
    text = page_content(page)
    operators, objects = lay_pictures(document, pictures, read, dict(ground.colours)["ground"])
    objects.Ground = ground_form(document, ground)
    resources = Dictionary(XObject=objects, Font=page.Resources.get("/Font", Dictionary()))
    content = b"q /Ground Do Q\n%s\n%s" % (operators, text)
    document.Root.Layer = form(document, content, page.MediaBox, resources)
    return packed(document)


def packed(document: pikepdf.Pdf) -> pikepdf.Pdf:
    """The document read back from its bytes: every stream compressed, once, as tightly as can be."""
    result = io.BytesIO()
    document.save(
        result, compress_streams=True, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    return pikepdf.open(result)


def ground_form(document: pikepdf.Pdf, ground: Ground) -> pikepdf.Object:
    source: Any = pikepdf.open(io.BytesIO(painted(ground)))
    page = source.pages[0]
    drop_unused_fonts(source)
    made = form(source, page_content(page), page.MediaBox, page.Resources)
    return document.copy_foreign(made)


def drop_unused_fonts(document: pikepdf.Pdf) -> None:
    """reportlab opens each form, too, with a font that it neither uses nor embeds."""
    for each in document.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == Name.Form:
            each.write(UNUSED_FONT.sub(b"", each.read_bytes()))
            if "/Resources" in each and "/Font" in each.Resources:
                del each.Resources.Font


@lru_cache(maxsize=16)
def painted(ground: Ground) -> bytes:
    try:
        return background(ground.painter, dict(ground.colours), emblem=ground.emblem)
    except KeyError as error:
        raise InvalidDesign(f"There is no background {error}.") from error


def form(document: pikepdf.Pdf, content: bytes, box: Iterable[Any], resources: Any) -> pikepdf.Object:
    return document.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(list(box)), Resources=resources
    )
