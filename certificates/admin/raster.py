"""A PDF's page as a picture: phones show no PDF in a page, and the admin's frames need no plug-in for it."""

import io
import threading

import pypdfium2

DPI = 110


class UnreadablePage(Exception):
    """The bytes are no PDF."""


_one_at_a_time = threading.Lock()  # PDFium is not safe for threads


def page_as_png(pdf: bytes) -> bytes:
    """The first page, as the real PDF shows it. Raises UnreadablePage."""
    with _one_at_a_time:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                picture = document[0].render(scale=DPI / 72).to_pil()
        except pypdfium2.PdfiumError as error:
            raise UnreadablePage from error
    written = io.BytesIO()
    picture.convert("RGB").quantize(128).save(written, "PNG", optimize=False)
    return written.getvalue()
