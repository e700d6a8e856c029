"""Fine-line ornament for certificate backgrounds, drawn with reportlab.

Lengths are PDF points, angles radians, colours reportlab colours. Curves are cubic Béziers
through samples of a function, and whatever repeats is one form object: that keeps a page full
of engraving at a few dozen kilobytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, degrees, pi, sin

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

Point = tuple[float, float]
Curve = Callable[[float], Point]
TURN = 2 * pi


@dataclass(frozen=True)
class Pen:
    """A line's colour and width in points."""

    colour: Color
    width: float

    def set_on(self, canvas: Canvas) -> None:
        canvas.setStrokeColor(self.colour)
        canvas.setLineWidth(self.width)
        canvas.setLineJoin(1)


def smooth_path(canvas: Canvas, curve: Curve, start: float, end: float, steps: int) -> PDFPathObject:
    """A path along `curve` from parameter `start` to `end`, in `steps` Bézier pieces."""
    step = (end - start) / steps
    path = canvas.beginPath()
    path.moveTo(*curve(start))
    for index in range(steps):
        here, there = start + index * step, start + (index + 1) * step
        (x0, y0), (dx0, dy0) = curve(here), slope(curve, here)
        (x1, y1), (dx1, dy1) = curve(there), slope(curve, there)
        third = step / 3
        path.curveTo(x0 + dx0 * third, y0 + dy0 * third, x1 - dx1 * third, y1 - dy1 * third, x1, y1)
    return path


def slope(curve: Curve, at: float, nudge: float = 1e-4) -> Point:
    (x0, y0), (x1, y1) = curve(at - nudge), curve(at + nudge)
    return (x1 - x0) / (2 * nudge), (y1 - y0) / (2 * nudge)


def form(canvas: Canvas, name: str, box: tuple[float, float, float, float], draw: Callable[[], None]) -> str:
    """Define a reusable form object once; return its name for `canvas.doForm`."""
    if not canvas.hasForm(name):
        canvas.beginForm(name, *box)
        draw()
        canvas.endForm()
    return name


# --- bands: the sides of a border -----------------------------------------------------------


@dataclass(frozen=True)
class Plait:
    """A plaited band: `strands` ribbons of `lines` fine lines each, of height 2 × `amplitude`.

    `swell` is a ribbon's width at its widest, as a share of the amplitude; ribbons pinch where
    they turn, which gives the band its engraved shimmer.
    """

    name: str
    pen: Pen
    amplitude: float
    strands: int
    lines: int
    swell: float

    def curves(self, period: float) -> Iterator[Curve]:
        for strand in range(self.strands):
            for line in range(self.lines):
                yield self.curve(period, TURN * strand / self.strands, spread(line, self.lines))

    def curve(self, period: float, phase: float, place: float) -> Curve:
        offset = self.swell * place / 2

        def at(t: float) -> Point:
            angle = TURN * t + phase
            height = sin(angle) + offset * (0.3 + 0.7 * cos(angle) ** 2)
            return period * t, self.amplitude * height / (1 + self.swell / 2)

        return at


@dataclass(frozen=True)
class Beads:
    """Two interlaced chains of lenses, each of `lines` waves between full height and its mirror."""

    name: str
    pen: Pen
    amplitude: float
    lines: int

    def curves(self, period: float) -> Iterator[Curve]:
        for phase in (0.0, pi / 2):
            for line in range(self.lines):
                yield self.curve(period, phase, spread(line, self.lines))

    def curve(self, period: float, phase: float, place: float) -> Curve:
        return lambda t: (period * t, self.amplitude * place * sin(TURN * t + phase))


def spread(index: int, count: int) -> float:
    """The index'th of `count` places evenly spread from -1 to 1."""
    return 2 * index / (count - 1) - 1 if count > 1 else 0.0


def draw_band(canvas: Canvas, band: Plait | Beads, start: Point, length: float, angle: float, cells: int) -> None:
    """Repeat one cell of the band `cells` times over `length`, from `start` towards `angle`."""
    period = length / cells
    reach = band.amplitude + 1

    def draw() -> None:
        band.pen.set_on(canvas)
        for curve in band.curves(period):
            canvas.drawPath(smooth_path(canvas, curve, 0, 1, 10))

    name = form(canvas, f"{band.name}-{period:.3f}", (-1, -reach, period + 1, reach), draw)
    canvas.saveState()
    canvas.translate(*start)
    canvas.rotate(degrees(angle))
    for _ in range(cells):
        canvas.doForm(name)
        canvas.translate(period, 0)
    canvas.restoreState()


# --- rosettes -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lace:
    """A ring of interlaced lenses between the radii `inner` and `outer`, `petals` of them.

    `scallop` (a share of the ring's width) lets the ring's edge wave out and in with its petals.
    """

    name: str
    pen: Pen
    inner: float
    outer: float
    petals: int
    lines: int
    scallop: float = 0.0

    def curves(self) -> Iterator[Curve]:
        for phase in (0.0, pi / 2):
            for line in range(self.lines):
                yield self.curve(phase, spread(line, self.lines))

    def curve(self, phase: float, place: float) -> Curve:
        middle, swing = (self.inner + self.outer) / 2, (self.outer - self.inner) / 2

        def at(t: float) -> Point:
            wave = place * sin(self.petals * t / 2 + phase) + self.scallop * cos(self.petals * t)
            radius = middle + swing * wave / (1 + self.scallop)
            return radius * cos(t), radius * sin(t)

        return at


def draw_lace(canvas: Canvas, lace: Lace, centre: Point) -> None:
    """Draw the ring around `centre`: one sector of two petals, turned until it closes."""
    reach, sector = lace.outer + 1, 2 * TURN / lace.petals

    def draw() -> None:
        lace.pen.set_on(canvas)
        for curve in lace.curves():
            canvas.drawPath(smooth_path(canvas, curve, 0, sector, 16))

    name = form(canvas, lace.name, (-reach, -reach, reach, reach), draw)
    canvas.saveState()
    canvas.translate(*centre)
    for _ in range(lace.petals // 2):
        canvas.doForm(name)
        canvas.rotate(degrees(sector))
    canvas.restoreState()


# --- laurel ---------------------------------------------------------------------------------


def draw_sprig(
    canvas: Canvas,
    centre: Point,
    radius: float,
    start: float,
    end: float,
    colour: Color,
    leaves: int,
) -> None:
    """A laurel branch along an arc from angle `start` to `end`, leaves smaller towards the tip."""
    x, y = centre
    turn = pi / 2 if end > start else -pi / 2
    Pen(colour, radius * 0.035).set_on(canvas)
    arc = smooth_path(canvas, lambda t: (x + radius * cos(t), y + radius * sin(t)), start, end, 8)
    canvas.drawPath(arc)
    canvas.setFillColor(colour)
    for index in range(leaves):
        share = (index + 0.5) / leaves
        angle, size = start + (end - start) * share, radius * 0.30 * (1 - 0.42 * share)
        root = (x + radius * cos(angle), y + radius * sin(angle))
        for lean in (0.62, -0.62):
            draw_leaf(canvas, root, angle + turn + lean, size)
    tip = (x + radius * cos(end), y + radius * sin(end))
    draw_leaf(canvas, tip, end + turn, radius * 0.20)


def draw_leaf(canvas: Canvas, root: Point, angle: float, length: float) -> None:
    canvas.saveState()
    canvas.translate(*root)
    canvas.rotate(degrees(angle))
    width = length * 0.30
    leaf = canvas.beginPath()
    leaf.moveTo(0, 0)
    leaf.curveTo(length * 0.25, width, length * 0.75, width * 0.8, length, 0)
    leaf.curveTo(length * 0.75, -width * 0.6, length * 0.25, -width * 0.7, 0, 0)
    canvas.drawPath(leaf, stroke=0, fill=1)
    canvas.restoreState()
