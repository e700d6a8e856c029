"""The grounds that certificates are printed on: pure vector, in the design's own colours, without words.

A design names one of `PAINTERS`; it is painted once per process and shared by all certificates.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from math import pi
from typing import Any

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

Colours = dict[str, Color]
WIDTH, HEIGHT = 297 * mm, 210 * mm
OUTER, INNER = 8 * mm, 16.4 * mm  # the frame's edges, from the edge of the page
BAND = (OUTER + 1.0 * mm + INNER) / 2
CORNER, CELL = 12 * mm, 9 * mm
EMBLEM: Point = (WIDTH / 2, HEIGHT - 34.2 * mm)
SEAL: Point = (WIDTH / 2, BAND + 0.9 * mm)


def background(name: str, colours: Mapping[str, str], *, emblem: bool) -> bytes:
    """A one-page PDF painted by the painter of that name; raises KeyError if there is none.

    `emblem` says whether Amparo's own arch stands at its head.
    """
    size, painter = PAINTERS[name]
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=size, invariant=1, pageCompression=1)
    painter(canvas, {key: HexColor(value) for key, value in colours.items()}, emblem)
    canvas.save()
    return page.getvalue()


def guilloche(canvas: Canvas, colours: Colours, emblem: bool) -> None:
    """Landscape: an engraved frame, rings of lace, a seal."""
    draw_ground(canvas, colours, WIDTH, HEIGHT)
    draw_watermark(canvas, colours)
    draw_frame(canvas, colours)
    draw_corners(canvas, colours)
    draw_seal(canvas, colours)
    if emblem:
        draw_emblem(canvas, EMBLEM, colours)


def sober(canvas: Canvas, colours: Colours, emblem: bool) -> None:
    """Landscape: a plain ground, a single upright rule, much white."""
    draw_ground(canvas, colours, WIDTH, HEIGHT)
    Pen(colours["accent"], 1.1).set_on(canvas)
    canvas.line(27 * mm, 20 * mm, 27 * mm, HEIGHT - 20 * mm)
    if emblem:
        draw_arch(canvas, (WIDTH - 33 * mm, HEIGHT - 31 * mm), 15 * mm, colours)


def institutional(canvas: Canvas, colours: Colours, emblem: bool) -> None:
    """Portrait: a double rule with a rosette in each corner, a pale ring of lace, room for logos at the head."""
    width, height = HEIGHT, WIDTH
    draw_ground(canvas, colours, width, height)
    pen = Pen(colours["watermark"], 0.35)
    for inner, outer, petals in ((34, 58, 48), (14, 36, 30)):
        draw_lace(
            canvas, Lace(f"ring{outer}", pen, inner * mm, outer * mm, petals, 8, 0.2), (width / 2, height / 2 - 6 * mm)
        )
    for inset, line in ((11 * mm, Pen(colours["primary"], 1.6)), (12.6 * mm, Pen(colours["accent"], 0.5))):
        line.set_on(canvas)
        canvas.setLineJoin(0)
        canvas.rect(inset, inset, width - 2 * inset, height - 2 * inset)
    petals_of = Lace("corner", Pen(colours["accent"], 0.3), 1.6 * mm, 4.4 * mm, 20, 4, 0.2)
    for x in (11.8 * mm, width - 11.8 * mm):
        for y in (11.8 * mm, height - 11.8 * mm):
            draw_disc(canvas, (x, y), 5.4 * mm, colours["ground"])
            draw_lace(canvas, petals_of, (x, y))
            draw_disc(canvas, (x, y), 0.8 * mm, colours["primary"])
    if emblem:
        draw_arch(canvas, (width / 2, height - 40 * mm), 20 * mm, colours)


def draw_ground(canvas: Canvas, colours: Colours, width: float, height: float) -> None:
    canvas.setFillColor(colours["ground"])
    canvas.rect(0, 0, width, height, stroke=0, fill=1)


def draw_watermark(canvas: Canvas, colours: Colours) -> None:
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


def draw_frame(canvas: Canvas, colours: Colours) -> None:
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


def draw_corners(canvas: Canvas, colours: Colours) -> None:
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


def draw_seal(canvas: Canvas, colours: Colours) -> None:
    """A medallion set into the frame's lower side."""
    navy, gold = colours["primary"], colours["accent"]
    draw_disc(canvas, SEAL, 8.9 * mm, colours["ground"])
    draw_ring(canvas, SEAL, 8.4 * mm, Pen(navy, 1.2))
    draw_ring(canvas, SEAL, 7.8 * mm, Pen(gold, 0.5))
    draw_lace(canvas, Lace("seal", Pen(gold, 0.28), 5.1 * mm, 7.5 * mm, 40, 5, 0.2), SEAL)
    draw_ring(canvas, SEAL, 4.9 * mm, Pen(navy, 0.5))
    draw_arch(canvas, (SEAL[0], SEAL[1] - 0.1 * mm), 6.0 * mm, colours)


def draw_emblem(canvas: Canvas, centre: Point, colours: Colours) -> None:
    """The Amparo arch between two laurel sprigs."""
    x, y = centre
    draw_disc(canvas, centre, 11.5 * mm, colours["ground"])
    draw_arch(canvas, centre, 16 * mm, colours)
    for start, end in ((-pi / 2 + 0.22, pi / 2 - 0.95), (-pi / 2 - 0.22, -3 * pi / 2 + 0.95)):
        draw_sprig(canvas, (x, y + 0.4 * mm), 12.4 * mm, start, end, colours["accent"], 11)


def draw_arch(canvas: Canvas, centre: Point, size: float, colours: Colours) -> None:
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


PAINTERS: dict[str, tuple[Point, Callable[[Canvas, Colours, bool], None]]] = {
    "guilloche": ((WIDTH, HEIGHT), guilloche),
    "sober": ((WIDTH, HEIGHT), sober),
    "institutional": ((HEIGHT, WIDTH), institutional),
}
