"""From xhtml2pdf's text layer to the finished file: background, QR code, true text, metadata.

Everything here is done to the PDF as such, with pypdf: the same input gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from certificates.rendering.errors import InvalidDesign, RenderingFailed
from certificates.rendering.typeface import Typeface

# reportlab opens each page with a font that it neither uses nor embeds.
UNUSED_FONT = re.compile(rb"BT\s+/F1\s+12 Tf\s+14\.4 TL\s+ET")
TO_UNICODE = re.compile(rb"(<[0-9A-F]{2}>) <([0-9A-F]{4})>")
PRODUCER = "xhtml2pdf"
PdfObject = Any  # a page, dictionary or stream of pypdf, whose types do not say which


@dataclass(frozen=True)
class Metadata:
    """What the file says about itself. `identifier` is 16 bytes."""

    title: str
    author: str
    subject: str
    keywords: str
    created_on: date
    identifier: bytes

    def as_info(self) -> dict[str, str]:
        stamp = f"D:{self.created_on:%Y%m%d}000000Z"
        return {
            "/Title": self.title,
            "/Author": self.author,
            "/Subject": self.subject,
            "/Keywords": self.keywords,
            "/Creator": self.author,
            "/Producer": PRODUCER,
            "/CreationDate": stamp,
            "/ModDate": stamp,
        }


def finish(
    text_layer: bytes,
    background: Path,
    drawing: bytes,
    faces: Iterable[Typeface],
    metadata: Metadata,
) -> bytes:
    """One page: `background` below, the text layer, the operators of `drawing` on top."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(text_layer)))
    if len(writer.pages) != 1:
        raise RenderingFailed(f"The certificate runs over {len(writer.pages)} pages.")
    page: PdfObject = writer.pages[0]
    restore_text(writer, page, {face.name: face for face in faces})
    drop_unused_font(writer, page)
    lay(writer, page, background, drawing)
    describe(writer, metadata)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


# --- text -----------------------------------------------------------------------------------


def restore_text(writer: PdfWriter, page: PdfObject, faces: Mapping[str, Typeface]) -> None:
    """Say in each font which text its private characters stand for, and pack it tightly."""
    for font in embedded_fonts(page):
        face = faces[font["/BaseFont"].rpartition("+")[2]]
        cmap = with_meanings(font["/ToUnicode"].get_data(), face.meanings())
        replace(writer, font, "/ToUnicode", packed(cmap))
        descriptor = font["/FontDescriptor"]
        program = descriptor["/FontFile2"].get_data()
        replace(writer, descriptor, "/FontFile2", packed(program, Length1=len(program)))


def with_meanings(cmap: bytes, meanings: Mapping[str, str]) -> bytes:
    def meant(found: re.Match[bytes]) -> bytes:
        char = chr(int(found[2], 16))
        text = meanings.get(char, char)
        return b"%s <%s>" % (found[1], text.encode("utf-16-be").hex().upper().encode())

    return TO_UNICODE.sub(meant, cmap)


def embedded_fonts(page: PdfObject) -> Iterator[PdfObject]:
    for font in page["/Resources"]["/Font"].values():
        if "/FontDescriptor" in font.get_object():
            yield font.get_object()


def drop_unused_font(writer: PdfWriter, page: PdfObject) -> None:
    """Remove the font that is not embedded; fail if any text is set in one."""
    content = UNUSED_FONT.sub(b"", page["/Contents"].get_object().get_data())
    fonts = page["/Resources"]["/Font"]
    for key in [key for key, font in fonts.items() if "/FontDescriptor" not in font.get_object()]:
        if re.search(re.escape(key.encode()) + rb"\s", content):
            raise RenderingFailed(f"The font {fonts[key]['/BaseFont']} is not embedded.")
        del fonts[key]
    replace(writer, page, "/Contents", packed(content))


# --- layers ---------------------------------------------------------------------------------


def lay(writer: PdfWriter, page: PdfObject, background: Path, drawing: bytes) -> None:
    """Put the background under the page's content as one form object, the drawing over it."""
    forms = page["/Resources"].setdefault(NameObject("/XObject"), DictionaryObject())
    forms[NameObject("/Background")] = writer._add_object(as_form(writer, background))
    text = page["/Contents"].get_object().get_data()
    content = b"q /Background Do Q\nq\n%s\nQ\n%s" % (text, drawing)
    replace(writer, page, "/Contents", packed(content))


def as_form(writer: PdfWriter, path: Path) -> StreamObject:
    try:
        source: PdfObject = PdfReader(path).pages[0]
    except (PyPdfError, IndexError) as error:
        raise InvalidDesign(f"“{path.name}” is not a page of PDF: {error}") from error
    form = packed(source["/Contents"].get_object().get_data())
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(source.mediabox)
    form[NameObject("/Resources")] = source["/Resources"].clone(writer)
    return form


# --- the file -------------------------------------------------------------------------------


def describe(writer: PdfWriter, metadata: Metadata) -> None:
    writer.add_metadata(metadata.as_info())
    preferences = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.root_object[NameObject("/ViewerPreferences")] = preferences
    identifier = ByteStringObject(metadata.identifier)
    # pypdf offers only a random identifier; the attribute is the one it writes to the trailer.
    writer._ID = ArrayObject((identifier, identifier))


def packed(data: bytes, **entries: int) -> StreamObject:
    """A compressed stream with further integer entries."""
    stream = DecodedStreamObject()
    stream.update({NameObject(f"/{key}"): NumberObject(value) for key, value in entries.items()})
    stream.set_data(data)
    return stream.flate_encode(9)


def replace(writer: PdfWriter, holder: PdfObject, key: str, stream: StreamObject) -> None:
    """Put a new stream in the place of the one `holder` refers to."""
    writer._replace_object(holder.raw_get(key), stream)
