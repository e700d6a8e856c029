"""Three designs, one code: each holds the longest texts, its logos, its signatures, in every language."""

from __future__ import annotations

import io
from hashlib import sha256

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from certificates.rendering import InvalidDesign, load_design, quick, render_certificate
from certificates.rendering.pictures import from_folder
from tests.certificates.rendering.conftest import Page
from tests.certificates.rendering.pdfa import violations
from tests.certificates.rendering.test_rendered_page import HARD_NAMES, LONG_TITLE

DESIGNS = ["amparo", "sober", "institutional"]
LANGUAGES = ["es", "en", "fr", "pt"]
LINE = 0.45  # mm that the boxes of two lines may share


def drawn(size: tuple[int, int], colour: tuple[int, int, int, int]) -> bytes:
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    ImageDraw.Draw(picture).line((10, 10, size[0] - 10, size[1] - 10), fill=colour, width=9)
    result = io.BytesIO()
    picture.save(result, "PNG")
    return result.getvalue()


@pytest.fixture
def pictures(tmp_path):
    """(reader, checksum of a half-transparent logo, checksum of a signature)"""
    kept = [drawn((300, 200), (10, 120, 60, 128)), drawn((600, 200), (10, 10, 60, 255))]
    names = [sha256(data).hexdigest() for data in kept]
    for name, data in zip(names, kept, strict=True):
        (tmp_path / name).write_bytes(data)
    return from_folder(tmp_path), *names


def overlaps(page: Page) -> list[tuple[float, ...]]:
    """Characters that lie on characters of another line."""
    boxes = sorted(page.boxes(), key=lambda box: -box[3])
    return [
        a
        for index, a in enumerate(boxes)
        for b in boxes[index + 1 :]
        if min(a[2], b[2]) - max(a[0], b[0]) > LINE
        and min(a[3], b[3]) - max(a[1], b[1]) > LINE
        and abs((a[1] + a[3]) - (b[1] + b[3])) > 4
    ]


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_name_and_a_long_title_look_composed(snapshot, name, language):
    facts = snapshot(name=HARD_NAMES["120 characters"][:80], course_title=LONG_TITLE, language=language, place="Quito",
                     expires_on="2028-11-25")  # fmt: skip
    page = Page(render_certificate(facts, load_design(name)))
    packed = page.text.replace(" ", "")
    assert facts["course_title"].replace(" ", "") in packed
    assert "2028" in packed
    assert overlaps(page) == []


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_own_words_in_every_design(snapshot, name, language):
    design = load_design(name)
    said = [design["texts"][language]["kinds"][kind] for kind in ("completion", "participation", "trainer")]
    assert len({words["subtitle"] for words in said}) == 3
    for kind, words in zip(("completion", "participation", "trainer"), said, strict=True):
        text = Page(render_certificate(snapshot(kind=kind, language=language), design)).text
        assert words["subtitle"] in text
        assert words["reason"] in text


def test_the_designs_differ(snapshot):
    sizes = {name: Page(render_certificate(snapshot(), load_design(name))).reader.pages[0].mediabox for name in DESIGNS}
    assert float(sizes["institutional"].height) > float(sizes["institutional"].width)
    pages = [picture_of(render_certificate(snapshot(), load_design(name))) for name in ("amparo", "sober")]
    assert ImageChops.difference(*pages).getbbox()


def test_the_validity_is_printed_only_where_there_is_an_end(certificate):
    assert "válido hasta el 25 de noviembre de 2028" in certificate(expires_on="2028-11-25").text
    assert "válido" not in certificate().text


@pytest.mark.parametrize("name", DESIGNS)
def test_logos_and_signatures_are_drawn_without_transparency(snapshot, pictures, name):
    read, logo, signature = pictures
    signed = [person | {"signature": signature} for person in snapshot()["signatories"]]
    document = render_certificate(snapshot(signatories=signed), load_design(name) | {"logos": [logo, logo]}, read)
    assert violations(document) == []
    bare = picture_of(render_certificate(snapshot(), load_design(name)))
    assert ImageChops.difference(picture_of(document), bare).getbbox()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert len(images) == 4
        assert sum(bool(image.get("/ImageMask", False)) for image in images) == 2


def test_a_picture_that_was_changed_is_refused(snapshot, design, pictures, tmp_path):
    read, logo, _ = pictures
    (tmp_path / logo).write_bytes(drawn((300, 200), (200, 0, 0, 255)))
    with pytest.raises(InvalidDesign, match="changed"):
        render_certificate(snapshot(), design | {"logos": [logo]}, read)


def test_more_logos_than_there_is_room_for_are_refused(snapshot, design, pictures):
    read, logo, _ = pictures
    with pytest.raises(InvalidDesign, match="room"):
        render_certificate(snapshot(), design | {"logos": [logo] * 3}, read)


def test_another_colour_changes_the_background_too(snapshot, design):
    red = design | {"colours": design["colours"] | {"primary": "#701010"}}
    corner = (20, 20, 60, 60)
    before, after = (picture_of(render_certificate(snapshot(), each)).crop(corner) for each in (design, red))
    assert ImageChops.difference(before, after).getbbox()


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize(
    "person", ["Ana Paz", "يوسف 王 Łukasz", HARD_NAMES["120 characters"], "Ana & <i>'Lalo'</i>  \"Ñ\" יעל Ελένη"]
)
def test_the_short_way_draws_the_same_pixels_as_the_public_one(snapshot, monkeypatch, name, person):
    short = picture_of(render_certificate(snapshot(name=person), load_design(name)))
    monkeypatch.setattr(quick, "IS_KNOWN", False)
    monkeypatch.setattr("certificates.rendering.layers._layers", {})
    public = picture_of(render_certificate(snapshot(name=person), load_design(name)))
    assert ImageChops.difference(short, public).getbbox() is None


def picture_of(document: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(document)[0].render(scale=1.5).to_pil().convert("RGB")
