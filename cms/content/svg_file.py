"""A drawing may draw and nothing else: no script, no events, nothing fetched from elsewhere, no entities."""

import re
from pathlib import Path
from xml.parsers import expat

from library.domain.errors import ContentError

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
# What is not named here is refused: script, foreignObject, image, style, a, animate, set, iframe ...
_STRUCTURE = {"svg", "g", "defs", "title", "desc", "metadata", "symbol", "use", "marker", "clipPath", "mask", "pattern"}
_PAINT = {"linearGradient", "radialGradient", "stop", "text", "tspan", "textPath"}
_SHAPES = {"rect", "circle", "ellipse", "line", "polyline", "polygon", "path"}
ELEMENTS = _STRUCTURE | _PAINT | _SHAPES
_URL = re.compile(r"url\((?!\s*['\"]?#)", re.IGNORECASE)


class _Refused(Exception):
    """Something that a drawing may not hold."""


def check_svg(path: Path) -> None:
    """Raises ContentError with the line of the first thing that a drawing may not hold."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _Watch().element
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.ProcessingInstructionHandler = _no_instruction
    try:
        parser.Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        raise ContentError(path, error.lineno, f"is not XML: {expat.ErrorString(error.code)}") from error
    except _Refused as refused:
        raise ContentError(path, parser.CurrentLineNumber, str(refused)) from refused


def _no_doctype(*_arguments: object) -> None:
    raise _Refused("no DOCTYPE and no entities: a drawing begins with <svg")


def _no_instruction(target: str, _data: str) -> None:
    raise _Refused(f"no <?{target}?>: nothing is fetched from elsewhere")


class _Watch:
    """Looks at each element as it comes."""

    def __init__(self) -> None:
        self.is_first = True

    def element(self, name: str, attributes: dict[str, str]) -> None:
        space, _blank, tag = name.rpartition(" ")
        if space != SVG or tag not in ELEMENTS:
            raise _Refused(f"<{tag}> may not stand in a drawing")
        if self.is_first and (tag != "svg" or "viewBox" not in attributes):
            raise _Refused('a drawing begins with <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">')
        self.is_first = False
        for attribute, value in attributes.items():
            _check_attribute(attribute, value)


def _check_attribute(attribute: str, value: str) -> None:
    space, _blank, name = attribute.rpartition(" ")
    if name.lower().startswith("on"):
        raise _Refused(f"no event handlers: take {name} out")
    if name == "style":
        raise _Refused("no style attribute: write fill, stroke and the like as attributes of their own")
    if space == XML and name == "base":
        raise _Refused("no xml:base: nothing is fetched from elsewhere")
    if name in ("href", "src") and not value.startswith("#"):
        raise _Refused(f"{name} leads out of the drawing; only #names inside it are allowed")
    if _URL.search(value):
        raise _Refused(f"{name}: url() leads out of the drawing; only url(#name) is allowed")
