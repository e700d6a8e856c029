"""Blocks of text: what xhtml2pdf is asked to set, each at a height in mm from the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from certificates.rendering.fitting import Measure, Setting, fit
from certificates.rendering.typeface import Typeface

MM = 72 / 25.4  # points
LEADING = 1.2


@dataclass(frozen=True)
class Block:
    """Lines of text at a height in mm, in the style of a class of the stylesheet."""

    style: str
    top: float
    markup: str
    extra: str = ""
    faces: frozenset[Typeface] = frozenset()

    def html(self) -> str:
        return f'<div class="{self.style}" style="top:{self.top:.2f}mm;{self.extra}">{self.markup}</div>'


def set_block(
    style: str, top: float, setting: Setting, face: Typeface, leading: float = LEADING, extra: str = ""
) -> Block:
    """A block of fitted text, each line in the fonts' own glyphs and safe to stand in HTML."""
    lines = [face.runs(line) for line in setting.lines]
    markup = "<br/>".join(
        "".join(
            escape(run.glyphs) if run.face is face else f'<span class="{run.face.name}">{escape(run.glyphs)}</span>'
            for run in runs
        )
        for runs in lines
    )
    size = f"font-size:{setting.size:.1f}pt;line-height:{setting.size * leading:.2f}pt;"
    used = frozenset(run.face for runs in lines for run in runs)
    return Block(style, top, markup, size + extra, used)


def alike(texts: Sequence[str], face: Typeface, width: float, measures: tuple[Measure, ...]) -> list[Setting]:
    """Each text fitted to `width` mm, all at the smallest of their sizes."""
    settings = [fit(text, face, width * MM, measures) for text in texts]
    size = min((setting.size for setting in settings), default=0.0)
    return [Setting(setting.lines, size) for setting in settings]
