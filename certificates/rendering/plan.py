"""Where things stand on a certificate: one plan per layout, in millimetres from the top left."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.rendering.fitting import Measure


@dataclass(frozen=True)
class Column:
    """A box of text: its left edge and width in mm, its text's alignment."""

    left: float
    width: float
    align: str = "center"


@dataclass(frozen=True)
class Plan:
    """A layout. Heights (`…_top`) are those of the first line's upper edge.

    `body` holds head and story; `logos` are (centre, top, greatest width, height).
    """

    width: float
    height: float
    body: Column
    head: Column
    issuer_top: float
    title_top: float
    subtitle_top: float
    story: tuple[float, float]
    most_spare: float
    signed: tuple[float, float, float]  # left, right, top of the line to sign on
    qr: tuple[float, float, float]  # left, top, side
    scan: Column
    register: Column
    register_tops: tuple[float, float]
    note: Column
    note_top: float
    logos: tuple[tuple[float, float, float, float], ...]
    title: tuple[Measure, ...] = (Measure(1, 36, 18),)
    name: tuple[Measure, ...] = (Measure(1, 41, 29), Measure(2, 31, 21), Measure(3, 21, 15))
    rule_width: float = 90.0
    emblem_gives_way: bool = False  # to logos


LANDSCAPE = Plan(
    width=297, height=210,
    body=Column(30, 237), head=Column(30, 237),
    issuer_top=49.5, title_top=55.0, subtitle_top=71.5,
    story=(83.0, 152.5), most_spare=15.0,
    signed=(62.0, 235.0, 166.0),
    qr=(25.0, 156.5, 23.5), scan=Column(16.0, 41.5),
    register=Column(232.0, 40.0, "right"), register_tops=(160.5, 170.0),
    note=Column(63.0, 171.0), note_top=182.6,
    logos=((52.0, 25.0, 48.0, 17.0), (245.0, 25.0, 48.0, 17.0)),
)  # fmt: skip

SOBER = Plan(
    width=297, height=210,
    body=Column(38, 225, "left"), head=Column(38, 150, "left"),
    issuer_top=24.0, title_top=31.5, subtitle_top=47.0,
    story=(64.0, 150.0), most_spare=24.0,
    signed=(31.0, 196.0, 170.0),
    qr=(243.0, 160.0, 23.5), scan=Column(234.0, 41.5),
    register=Column(198.0, 40.0, "right"), register_tops=(161.0, 170.5),
    note=Column(38.0, 180.0, "left"), note_top=190.5,
    logos=((229.0, 22.0, 40.0, 18.0), (183.0, 22.0, 40.0, 18.0)),
    title=(Measure(1, 30, 16),),
    name=(Measure(1, 38, 27), Measure(2, 29, 20), Measure(3, 20, 14)),
    rule_width=0,
)  # fmt: skip

PORTRAIT = Plan(
    width=210, height=297,
    body=Column(25, 160), head=Column(25, 160),
    issuer_top=58.0, title_top=68.0, subtitle_top=85.5,
    story=(106.0, 206.0), most_spare=30.0,
    signed=(25.0, 185.0, 230.0),
    qr=(29.0, 246.5, 23.5), scan=Column(20.0, 41.5),
    register=Column(141.0, 40.0, "right"), register_tops=(249.5, 259.5),
    note=Column(62.0, 86.0), note_top=266.0,
    logos=((105.0, 28.0, 50.0, 22.0), (49.0, 28.0, 46.0, 22.0), (161.0, 28.0, 46.0, 22.0)),
    title=(Measure(1, 34, 16),),
    name=(Measure(1, 36, 26), Measure(2, 29, 19), Measure(3, 20, 13)),
    rule_width=60.0,
    emblem_gives_way=True,
)  # fmt: skip

PLANS = {"landscape": LANDSCAPE, "sober": SOBER, "portrait": PORTRAIT}
