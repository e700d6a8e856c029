"""Draw a design's background: `python -m certificates.designs.build_background [amparo]`.

Writes `background.pdf`, one A4 landscape page of pure vector in the design's own colours: ivory
ground, guilloché frame, watermark, emblem and seal. It holds no words, so it serves every
language and every issuer. Run it after changing a colour; commit what it writes.
"""

from __future__ import annotations

import io
import re
import sys
from math import pi
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from certificates.designs.guilloche import (
    Beads,
    Lace,
    Pen,
    Plait,
    Point,
    draw_band,
    draw_lace,
    draw_sprig,
)
from certificates.rendering.design import design_folder, load_design

WIDTH, HEIGHT = 297 * mm, 210 * mm
OUTER, INNER = 8 * mm, 16.4 * mm  # the frame's edges, from the edge of the page
BAND = (OUTER + 1.0 * mm + INNER) / 2
CORNER, CELL = 12 * mm, 9 * mm
EMBLEM: Point = (WIDTH / 2, HEIGHT - 34.2 * mm)
SEAL: Point = (WIDTH / 2, BAND + 0.9 * mm)
# reportlab opens every stream with a font it never uses and does not embed.
UNUSED_FONT = re.compile(rb"BT\s+/F1\s+12 Tf\s+14\.4 TL\s+ET")


def build(name: str) -> bytes:
    """The design's background as a one-page PDF."""
    colours = {key: HexColor(value) for key, value in load_design(name)["colours"].items()}
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    draw_ground(canvas, colours)
    draw_watermark(canvas, colours)
    draw_frame(canvas, colours)
    draw_corners(canvas, colours)
    draw_seal(canvas, colours)
    draw_emblem(canvas, colours)
    canvas.save()
    return without_fonts(page.getvalue())


def draw_ground(canvas: Canvas, colours: dict[str, Color]) -> None:
    canvas.setFillColor(colours["ground"])
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)


def draw_watermark(canvas: Canvas, colours: dict[str, Color]) -> None:
    """Rings of lace, light enough to read over."""
    pen = Pen(colours["watermark"], 0.3)
    centre = (WIDTH / 2, HEIGHT / 2 - 2 * mm)
    for inner, outer, petals, lines in (
        (43, 68, 48, 11),
        (25, 46, 36, 9),
        (12, 28, 24, 8),
        (3, 15, 16, 6),
    ):
        lace = Lace(f"watermark{outer}", pen, inner * mm, outer * mm, petals, lines, 0.2)
        draw_lace(canvas, lace, centre)


def draw_frame(canvas: Canvas, colours: dict[str, Color]) -> None:
    navy, gold = colours["primary"], colours["accent"]
    frame_rule(canvas, OUTER, Pen(navy, 1.5))
    frame_rule(canvas, OUTER + 1.0 * mm, Pen(navy, 0.35))
    frame_rule(canvas, INNER, Pen(navy, 0.35))
    frame_rule(canvas, INNER + 0.9 * mm, Pen(gold, 0.9))
    draw_sides(canvas, Beads("beads", Pen(colours["accent_light"], 0.3), 2.95 * mm, 7))
    draw_sides(canvas, Plait("plait", Pen(navy, 0.24), 2.2 * mm, 2, 4, 0.55))


def frame_rule(canvas: Canvas, inset: float, pen: Pen) -> None:
    pen.set_on(canvas)
    canvas.setLineJoin(0)
    canvas.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)


def draw_sides(canvas: Canvas, band: Plait | Beads) -> None:
    """The band along all four sides, a whole number of cells between the corners."""
    edge = OUTER + CORNER
    across, up = WIDTH - 2 * edge, HEIGHT - 2 * edge
    for y in (BAND, HEIGHT - BAND):
        draw_band(canvas, band, (edge, y), across, 0, round(across / CELL))
    for x in (BAND, WIDTH - BAND):
        draw_band(canvas, band, (x, edge), up, pi / 2, round(up / CELL))


def draw_corners(canvas: Canvas, colours: dict[str, Color]) -> None:
    navy, gold = colours["primary"], colours["accent"]
    petals = Lace("corner", Pen(navy, 0.22), 2.2 * mm, 4.6 * mm, 24, 5, 0.2)
    heart = Lace("corner-heart", Pen(gold, 0.3), 1.0 * mm, 2.5 * mm, 12, 4, 0.2)
    near = OUTER + CORNER / 2
    for x in (near, WIDTH - near):
        for y in (near, HEIGHT - near):
            draw_square(canvas, (x, y), CORNER, Pen(navy, 1.5), colours["ground"])
            draw_square(canvas, (x, y), CORNER - 1.8 * mm, Pen(gold, 0.4))
            draw_lace(canvas, petals, (x, y))
            draw_lace(canvas, heart, (x, y))
            draw_disc(canvas, (x, y), 0.7 * mm, navy)


def draw_square(canvas: Canvas, centre: Point, side: float, pen: Pen, fill: Color | None = None) -> None:
    pen.set_on(canvas)
    canvas.setLineJoin(0)
    if fill is not None:
        canvas.setFillColor(fill)
    canvas.rect(centre[0] - side / 2, centre[1] - side / 2, side, side, fill=int(fill is not None))


def draw_disc(canvas: Canvas, centre: Point, radius: float, fill: Color) -> None:
    canvas.setFillColor(fill)
    canvas.circle(*centre, radius, stroke=0, fill=1)


def draw_ring(canvas: Canvas, centre: Point, radius: float, pen: Pen) -> None:
    pen.set_on(canvas)
    canvas.circle(*centre, radius)


def draw_seal(canvas: Canvas, colours: dict[str, Color]) -> None:
    """A medallion set into the frame's lower side."""
    navy, gold = colours["primary"], colours["accent"]
    draw_disc(canvas, SEAL, 8.9 * mm, colours["ground"])
    draw_ring(canvas, SEAL, 8.4 * mm, Pen(navy, 1.2))
    draw_ring(canvas, SEAL, 7.8 * mm, Pen(gold, 0.5))
    draw_lace(canvas, Lace("seal", Pen(gold, 0.28), 5.1 * mm, 7.5 * mm, 40, 5, 0.2), SEAL)
    draw_ring(canvas, SEAL, 4.9 * mm, Pen(navy, 0.5))
    draw_arch(canvas, (SEAL[0], SEAL[1] - 0.1 * mm), 6.0 * mm, colours)


def draw_emblem(canvas: Canvas, colours: dict[str, Color]) -> None:
    """The Amparo arch between two laurel sprigs."""
    x, y = EMBLEM
    draw_disc(canvas, EMBLEM, 11.5 * mm, colours["ground"])
    draw_arch(canvas, EMBLEM, 16 * mm, colours)
    for start, end in ((-pi / 2 + 0.22, pi / 2 - 0.95), (-pi / 2 - 0.22, -3 * pi / 2 + 0.95)):
        draw_sprig(canvas, (x, y + 0.4 * mm), 12.4 * mm, start, end, colours["accent"], 11)


def draw_arch(canvas: Canvas, centre: Point, size: float, colours: dict[str, Color]) -> None:
    """The mark of static/icons/mark.svg, `size` points tall: a person sheltered by an arch."""
    canvas.saveState()
    canvas.translate(*centre)
    canvas.scale(size / 36, -size / 36)
    canvas.translate(-20, -20.6)
    Pen(colours["primary"], 5.5).set_on(canvas)
    canvas.drawPath(dome(canvas, 7, 20, 13, 37))
    canvas.setFillColor(colours["accent"])
    canvas.circle(20, 20.6, 3.9, stroke=0, fill=1)
    canvas.drawPath(dome(canvas, 13.2, 33.6, 6.8, 37), stroke=0, fill=1)
    canvas.restoreState()


def dome(canvas: Canvas, left: float, spring: float, radius: float, foot: float) -> Any:
    """Two uprights and a half circle over them, y pointing down as in the mark's own drawing."""
    path = canvas.beginPath()
    path.moveTo(left, foot)
    path.lineTo(left, spring)
    path.arcTo(left, spring - radius, left + 2 * radius, spring + radius, 180, 180)
    path.lineTo(left + 2 * radius, foot)
    return path


def without_fonts(document: bytes) -> bytes:
    """The same page without reportlab's unused, unembedded font, and without ASCII-85."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(document)))
    page = writer.pages[0]
    forms = page["/Resources"]["/XObject"]
    for holder, key in [(page, "/Contents"), *((forms, key) for key in list(forms))]:
        holder[NameObject(key)] = writer._add_object(cleaned(holder[key].get_object()))
    page["/Resources"].pop("/Font", None)
    writer.compress_identical_objects(remove_unreferenced=True)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def cleaned(stream: StreamObject) -> StreamObject:
    clean = DecodedStreamObject()
    clean.update({key: value for key, value in stream.items() if key not in ("/Length", "/Filter")})
    if "/Resources" in clean:
        clean["/Resources"].pop("/Font", None)
    clean.set_data(UNUSED_FONT.sub(b"", stream.get_data()))
    return clean.flate_encode(9)


def main(names: list[str]) -> None:
    for name in names or ["amparo"]:
        path = design_folder(name) / "background.pdf"
        path.write_bytes(build(name))
        print(path, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
