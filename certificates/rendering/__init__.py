"""Draws a certificate's PDF from its snapshot and a design. Plain Python: no Django, no clock.

    design = load_design("amparo")
    pdf = render_certificate(snapshot, design, pictures)

What cannot be drawn well is not drawn at all: see `errors`.
"""

from certificates.rendering.design import design_checksum, design_names, load_design
from certificates.rendering.errors import (
    InvalidDesign,
    InvalidSnapshot,
    MissingGlyphs,
    RenderingFailed,
)
from certificates.rendering.render import render_certificate

__all__ = [
    "InvalidDesign",
    "InvalidSnapshot",
    "MissingGlyphs",
    "RenderingFailed",
    "design_checksum",
    "design_names",
    "load_design",
    "render_certificate",
]
