"""A certificate that cannot be drawn well is not drawn at all."""

from __future__ import annotations

import logging
import shutil

import pytest

from certificates.rendering import (
    InvalidDesign,
    InvalidSnapshot,
    MissingGlyphs,
    RenderingFailed,
    load_design,
    render_certificate,
)
from certificates.rendering.design import COLOURS, FONT_ROLES, design_folder
from certificates.rendering.drawing import draw_html, warnings_heard
from certificates.rendering.typeface import FONTS, _read

FOLDER = design_folder("amparo")


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("አበበ", ("አ", "በ")),
        ("Ana 🙂", ("🙂",)),
        ("龘𠮷", ("龘", "𠮷")),
        ("A\u200bB", ("\u200b",)),
    ],
)
def test_a_character_without_a_glyph_is_named_and_never_left_blank(certificate, name, missing):
    with pytest.raises(MissingGlyphs) as caught:
        certificate(name=name)
    assert caught.value.characters == missing
    assert missing[0] in str(caught.value)


def test_the_fonts_private_characters_cannot_be_smuggled_into_a_name(certificate):
    with pytest.raises(MissingGlyphs):
        certificate(name="Ana \ue000")


def test_a_missing_glyph_is_found_in_every_text(certificate):
    for fact in ("course_title", "issuer", "place", "serial"):
        with pytest.raises(MissingGlyphs):
            certificate(**{fact: "አ"})


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "  "},
        {"name": None},
        {"code": "7K2M94QX3F9C02H"},
        {"code": "7K2M94QX3F9C02HU"},
        {"hours": "many"},
        {"hours": "0"},
        {"completed_on": "25/11/2026"},
        {"signatories": [{"name": "Ana", "role": "Jueza"}] * 5},
        {"signatories": [{"name": "Ana"}]},
    ],
)
def test_a_snapshot_that_cannot_be_printed_is_refused(certificate, facts):
    with pytest.raises(InvalidSnapshot):
        certificate(**facts)


def test_a_missing_fact_is_named(snapshot, design):
    facts = {key: value for key, value in snapshot().items() if key != "issuer"}
    with pytest.raises(InvalidSnapshot, match="issuer"):
        render_certificate(facts, design)


def test_a_language_or_kind_the_design_does_not_know_is_refused(certificate):
    for facts in ({"language": "de"}, {"kind": "attendance"}):
        with pytest.raises(InvalidDesign):
            certificate(**facts)


@pytest.mark.parametrize(
    "change",
    [
        {"layout": "round"},
        {"background": "../../rendering/render.py"},
        {"background": "nowhere.pdf"},
        {"background": "design.yaml"},
        {"logos": ["../../etc/passwd"]},
        {"logos": ["0" * 64]},
        {"colours": dict.fromkeys(COLOURS, "red; } @import url(http://example.org/x.css); .x {")},
        {"colours": {"primary": "#13294B"}},
        {"fonts": {"title": "fonts/AmparoDisplay-Regular.ttf"}},
        {"fonts": dict.fromkeys(FONT_ROLES, "/etc/passwd")},
        {"fonts": dict.fromkeys(FONT_ROLES, "design.yaml")},
        {"name": "../amparo"},
    ],
)
def test_a_design_that_is_broken_or_reaches_outside_its_folder_is_refused(snapshot, design, change):
    with pytest.raises(InvalidDesign):
        render_certificate(snapshot(), design | change)


def test_two_fonts_of_one_postscript_name_are_refused(snapshot, design, tmp_path, monkeypatch):
    copy = tmp_path / "Copy.ttf"
    shutil.copy(FONTS / "AmparoText-Regular.ttf", copy)
    monkeypatch.setattr("certificates.rendering.typeface.design_file", lambda _design, path: FONTS.parent / path)
    fonts = design["fonts"] | {"italic": str(copy)}
    try:
        with pytest.raises(InvalidDesign, match="PostScript name"):
            render_certificate(snapshot(), design | {"fonts": fonts})
    finally:
        _read.pop(copy, None)


@pytest.mark.parametrize("name", ["nowhere", "../../etc", ""])
def test_only_designs_that_exist_can_be_loaded(name):
    with pytest.raises(InvalidDesign):
        load_design(name)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://example.org/pixel.png">',
        '<img src="/etc/hostname">',
        '<img src="../../../static/icons/mark.svg">',
        '<style>@import url("https://example.org/style.css");</style><p>x</p>',
        '<style>@font-face{font-family:x;src:url("file:///etc/passwd")}p{font-family:x}</style><p>x',
        '<style>@page{background-image:url("http://example.org/a.pdf")}</style><p>x</p>',
        '<p style="font-family: Nowhere">x</p>',
    ],
)
def test_xhtml2pdf_may_fetch_nothing_and_every_warning_counts(markup):
    with pytest.raises(RenderingFailed):
        draw_html(f"<html><body>{markup}</body></html>", FOLDER)


def test_warnings_of_the_drawing_libraries_are_heard_and_others_are_not():
    with warnings_heard() as heard:
        logging.getLogger("reportlab.platypus").warning("overfull")
        logging.getLogger("xhtml2pdf.context").info("fine")
        logging.getLogger("elsewhere").warning("not ours")
    assert heard == ["overfull"]
