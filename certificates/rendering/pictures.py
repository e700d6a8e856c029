"""Logos and signatures. PDF/A-1 allows no transparency: a logo is laid on the ground, a signature is a stencil."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from certificates.rendering.errors import InvalidDesign
from certificates.rendering.qr import paint

MM = 72 / 25.4
LOGO_DPI, STENCIL_DPI = 300, 600
DARK = 128  # of 255: what is darker is ink
PictureSource = Callable[[str], bytes]


@dataclass(frozen=True)
class Placed:
    """A picture by its SHA-256, centred in a box in mm from the lower left. With `ink` it is a stencil."""

    checksum: str
    left: float
    bottom: float
    width: float
    height: float
    ink: str


def from_folder(folder: Path) -> PictureSource:
    """Pictures kept in files named by their checksums."""

    def read(checksum: str) -> bytes:
        if len(checksum) != 64 or not set(checksum) <= set("0123456789abcdef"):
            raise InvalidDesign(f"A picture is named by its SHA-256, not by “{checksum}”.")
        try:
            return (folder / checksum).read_bytes()
        except OSError as error:
            raise InvalidDesign(f"The picture {checksum} is not there.") from error

    return read


def no_pictures(checksum: str) -> bytes:
    raise InvalidDesign(f"The picture {checksum} is not there.")


def lay_pictures(
    document: pikepdf.Pdf, pictures: tuple[Placed, ...], read: PictureSource, ground: str
) -> tuple[bytes, Dictionary]:
    """Operators that draw the pictures, and the objects they name."""
    operators, objects = [], Dictionary()
    for index, placed in enumerate(pictures):
        image = opened(placed.checksum, read)
        key = f"/Picture{index}"
        objects[key] = stencil(document, image, placed) if placed.ink else flat(document, image, placed, ground)
        operators.append(placement(key, image, placed))
    return b"\n".join(operators), objects


def opened(checksum: str, read: PictureSource) -> Image.Image:
    data = read(checksum)
    if sha256(data).hexdigest() != checksum:
        raise InvalidDesign(f"The picture {checksum} has been changed.")
    try:
        return Image.open(io.BytesIO(data)).convert("RGBA")
    except (OSError, ValueError) as error:
        raise InvalidDesign(f"The picture {checksum} cannot be read: {error}") from error


def placement(key: str, image: Image.Image, placed: Placed) -> bytes:
    """The picture as large as its box allows, centred in it; a signature stands on its lower edge."""
    scale = min(placed.width / image.width, placed.height / image.height)
    width, height = image.width * scale, image.height * scale
    left = placed.left + (placed.width - width) / 2
    bottom = placed.bottom + (0 if placed.ink else (placed.height - height) / 2)
    ink = f"{paint(placed.ink)} rg " if placed.ink else ""
    return f"q {ink}{width * MM:.3f} 0 0 {height * MM:.3f} {left * MM:.3f} {bottom * MM:.3f} cm {key} Do Q".encode()


def sized(image: Image.Image, placed: Placed, dpi: int) -> Image.Image:
    """No more pixels than the printed size deserves."""
    most = max(1, round(placed.width / 25.4 * dpi)), max(1, round(placed.height / 25.4 * dpi))
    copy = image.copy()
    copy.thumbnail(most, Image.Resampling.LANCZOS)
    return copy


def flat(document: pikepdf.Pdf, image: Image.Image, placed: Placed, ground: str) -> pikepdf.Stream:
    image = sized(image, placed, LOGO_DPI)
    base = Image.new("RGBA", image.size, ground)
    base.alpha_composite(image)
    return image_object(document, base.convert("RGB").tobytes(), image, ColorSpace=Name.DeviceRGB, BitsPerComponent=8)


def stencil(document: pikepdf.Pdf, image: Image.Image, placed: Placed) -> pikepdf.Stream:
    """Ink where the picture is dark and not see-through; nothing elsewhere."""
    on_white = Image.new("RGBA", image.size, "white")
    on_white.alpha_composite(image)
    light = sized(on_white, placed, STENCIL_DPI).convert("L")
    bits = (
        ImageChops.invert(light)
        .point(lambda value: 0 if value > 255 - DARK else 255)
        .convert("1", dither=Image.Dither.NONE)
    )
    return image_object(document, bits.tobytes(), bits, ImageMask=True, BitsPerComponent=1, Decode=Array([0, 1]))


def image_object(document: pikepdf.Pdf, pixels: bytes, image: Image.Image, **entries: object) -> pikepdf.Stream:
    return document.make_stream(
        zlib.compress(pixels, 9),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        Filter=Name.FlateDecode,
        **entries,
    )
