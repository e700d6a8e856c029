"""From xhtml2pdf's page to the finished file: the shared layer, the drawing, true text, PDF/A."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from certificates.rendering.archive import Metadata, archive
from certificates.rendering.errors import RenderingFailed
from certificates.rendering.typeface import Typeface

# reportlab opens each page with a font that it neither uses nor embeds.
UNUSED_FONT = re.compile(rb"BT\s+/F1\s+12 Tf\s+14\.4 TL\s+ET")
PRIVATE = re.compile(rb"<((?:E[0-9A-F]|F[0-8])[0-9A-F]{2})>")  # a character of the Private Use Area


def finish(
    page_document: bytes, layer: pikepdf.Object, drawing: bytes, faces: Mapping[str, Typeface], metadata: Metadata
) -> bytes:
    """One page: `layer` below, the page's own text, the operators of `drawing` on top.

    Equal input gives equal bytes: the file's identifier is a digest of its content.
    """
    with pikepdf.open(io.BytesIO(page_document)) as document:
        if len(document.pages) != 1:
            raise RenderingFailed(f"The certificate runs over {len(document.pages)} pages.")
        page: Any = document.pages[0]
        restore_text(page.obj, faces)
        content = b"q /Layer Do Q\nq\n%s\nQ\n%s" % (page_content(page), drawing)
        page.Resources.XObject = Dictionary(Layer=document.copy_foreign(layer))
        page.Contents = packed(document, content)
        for key in ("/Trans", "/Rotate"):
            if key in page.obj:
                del page.obj[key]
        archive(document, metadata)
        return written(document)


def written(document: pikepdf.Pdf) -> bytes:
    """PDF 1.4, as PDF/A-1 asks: no object streams, line ends where it wants them."""
    if "/ID" in document.trailer:
        del document.trailer["/ID"]  # reportlab's own differs each time, and the first half of it would stay
    result = io.BytesIO()
    document.save(
        result,
        force_version="1.4",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=True,
        deterministic_id=True,
        preserve_pdfa=True,
        fix_metadata_version=False,  # the packet names no version
    )
    return result.getvalue()


def packed(document: pikepdf.Pdf, data: bytes, **entries: Any) -> pikepdf.Stream:
    """A compressed stream."""
    return document.make_stream(zlib.compress(data, 6), Filter=Name.FlateDecode, **entries)


def page_content(page: Any) -> bytes:
    """The page's operators without reportlab's unused font; fails if any text is set in a font that is not embedded."""
    content = UNUSED_FONT.sub(b"", page.Contents.read_bytes())
    fonts = page.Resources.get("/Font", {})
    for key in [key for key, font in fonts.items() if "/FontDescriptor" not in font]:
        if re.search(re.escape(key.encode()) + rb"\s", content):
            raise RenderingFailed(f"The font {fonts[key].BaseFont} is not embedded.")
        del fonts[key]
    return content


def restore_text(page: Any, faces: Mapping[str, Typeface]) -> None:
    """Say in each font which text its private characters stand for."""
    for font in page.Resources.get("/Font", {}).values():
        if "/FontDescriptor" in font:
            face = faces[str(font.BaseFont).rpartition("+")[2].lstrip("/")]
            font.ToUnicode.write(with_meanings(font.ToUnicode.read_bytes(), face.meanings))


def with_meanings(cmap: bytes, meanings: Mapping[str, str]) -> bytes:
    def meant(found: re.Match[bytes]) -> bytes:
        char = chr(int(found[1], 16))
        return b"<%s>" % meanings.get(char, char).encode("utf-16-be").hex().upper().encode()

    return PRIVATE.sub(meant, cmap)
