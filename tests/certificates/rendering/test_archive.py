"""The file keeps: PDF/A-1b, every font in it, readable by other people's programs."""

from __future__ import annotations

import io
import struct

import pikepdf
import pytest
from PIL import ImageCms

from certificates.rendering import load_design, render_certificate
from certificates.rendering.icc import srgb_profile
from tests.certificates.rendering.pdfa import violations
from tests.certificates.tools import run

DESIGNS = ["amparo", "sober", "institutional"]
MIXED = "María محمد 王昊 김민준 יעל Ελένη"


@pytest.fixture(scope="module")
def document(snapshot) -> bytes:
    return render_certificate(snapshot(), load_design("amparo"))


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("person", ["Ana Paz", MIXED])
def test_every_design_gives_pdfa_1b(snapshot, name, person):
    assert violations(render_certificate(snapshot(name=person), load_design(name))) == []


def test_with_a_head_of_the_log_in_its_properties_it_still_is(snapshot):
    head = '{"root":"00"} 1f'
    made = render_certificate(snapshot(), load_design("amparo"), log_head=head)
    assert violations(made) == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo["/LogHead"]) == head


def changed(document: bytes, change) -> bytes:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        change(pdf)
        result = io.BytesIO()
        pdf.save(result, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return result.getvalue()


def drop_font(pdf):
    del next(iter(pdf.pages[0].Resources.Font.values())).FontDescriptor.FontFile2


def widen(pdf):
    next(iter(pdf.pages[0].Resources.Font.values())).Widths[1] = 4321


def make_glassy(pdf):
    pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(Glass=pikepdf.Dictionary(ca=0.5))


def retitle(pdf):
    pdf.trailer.Info.Title = "Another"


def drop_intent(pdf):
    del pdf.Root.OutputIntents


def add_script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


@pytest.mark.parametrize("fault", [drop_font, widen, make_glassy, retitle, drop_intent, add_script])
def test_the_check_for_pdfa_sees_faults(document, fault):
    assert violations(changed(document, lambda pdf: None)) == []
    assert violations(changed(document, fault))


def test_bytes_after_the_end_are_no_pdfa(document):
    assert violations(document + b"more") == ["6.1.3 bytes after the end"]


def test_the_colour_profile_is_srgb_in_icc_version_2():
    profile = srgb_profile()
    assert profile[8] == 2
    assert struct.unpack(">I", profile[:4])[0] == len(profile)
    ours = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    built_in = ImageCms.createProfile("sRGB")
    there = ImageCms.buildTransform(ours, built_in, "RGB", "RGB")
    from PIL import Image

    for colour in ((0, 0, 0), (255, 255, 255), (19, 41, 75), (169, 133, 59), (200, 10, 250)):
        converted = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), there).getpixel((0, 0))
        assert max(abs(a - b) for a, b in zip(colour, converted, strict=True)) <= 2


def test_qpdf_finds_nothing_to_complain_about(document, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(document)
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(path))


def test_poppler_finds_every_font_embedded_and_readable(document, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(document)
    rows = [line.split() for line in run("pdffonts", str(path)).splitlines()[2:]]
    assert rows
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)  # embedded, a subset, with Unicode


def test_poppler_reads_name_course_and_code(document):
    text = " ".join(run("pdftotext", "-", "-", document=document).split())
    for said in ("María José Ñandutí Güemes", "Protección de las personas migrantes", "7K2M-94QX-3F9C-02HN"):
        assert said in text


@pytest.mark.parametrize("name", DESIGNS)
def test_zbar_reads_the_qr_code_at_100_dpi(snapshot, tmp_path, name):
    picture = tmp_path / "page"
    document = render_certificate(snapshot(), load_design(name))
    run("pdftoppm", "-r", "100", "-png", "-singlefile", "-", str(picture), document=document)
    assert f"QR-Code:{snapshot()['verify_url']}" in run("zbarimg", "--quiet", f"{picture}.png")
