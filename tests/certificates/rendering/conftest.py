"""A snapshot to vary, and ways to look at a finished page."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from certificates.rendering import load_design, render_certificate

MM = 72 / 25.4
FRAME = 17.5  # mm from the page's edge to the inside of the frame

SNAPSHOT = {
    "name": "María José Ñandutí Güemes",
    "course_title": "Protección de las personas migrantes",
    "kind": "completion",
    "language": "es",
    "hours": "8.5",
    "completed_on": "2026-11-24",
    "issued_on": "2026-11-25",
    "serial": "AMP-2026-000001",
    "code": "7K2M94QX3F9C02HN",
    "verify_url": "HTTPS://EXAMPLE.ORG/V/7K2M94QX3F9C02HN",
    "issuer": "Academia Amparo",
    "signatories": [
        {"name": "Dra. María Fernanda Etcheverry", "role": "Directora Académica"},
        {"name": "Dr. João Tavares Nóbrega", "role": "Secretario General"},
    ],
}


class Page:
    """One rendered certificate, as a reader of the PDF sees it."""

    def __init__(self, document: bytes) -> None:
        self.document = document
        self.reader = PdfReader(io.BytesIO(document))

    @property
    def text(self) -> str:
        """The extracted text in NFC, each run of white space one space."""
        extracted = " ".join(page.extract_text() for page in self.reader.pages)
        return unicodedata.normalize("NFC", " ".join(extracted.split()))

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Left, bottom, right and top of every printed character, in mm from the lower left."""
        text = pypdfium2.PdfDocument(self.document)[0].get_textpage()
        found = [text.get_charbox(index) for index in range(text.count_chars())]
        return [tuple(edge / MM for edge in box) for box in found if box[2] > box[0]]

    def stays_inside_the_frame(self) -> bool:
        return all(
            left >= FRAME and bottom >= FRAME and right <= 297 - FRAME and top <= 210 - FRAME
            for left, bottom, right, top in self.boxes()
        )

    def qr_codes(self, dpi: float) -> list[Any]:
        picture = pypdfium2.PdfDocument(self.document)[0].render(scale=dpi / 72).to_pil()
        return list(zxingcpp.read_barcodes(picture))


@pytest.fixture(scope="session")
def design() -> dict[str, Any]:
    return load_design("amparo")


@pytest.fixture(scope="session")
def snapshot():
    """The sample snapshot with other facts put in."""
    return lambda **facts: SNAPSHOT | facts


@pytest.fixture(scope="session")
def certificate(design, snapshot):
    """Render the sample snapshot with other facts put in."""
    return lambda **facts: Page(render_certificate(snapshot(**facts), design))
