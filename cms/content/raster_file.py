"""A picture made of dots: taken only if it is what its name says, whole, and nothing more."""

import re
import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image

from library.domain.errors import ContentError

# By the ending of the file: what Pillow calls the format.
FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
PIXELS = 40_000_000
MEGABYTES = 10
# What would run if somebody opened the file as something else than a picture.
_ACTIVE = re.compile(rb"<(?:script|html|svg|iframe|object|embed|\?php|!doctype|!entity)\b", re.IGNORECASE)
_CHUNK = 12  # bytes around a chunk of PNG: length, name, checksum


def check_raster(path: Path) -> None:
    """Raises ContentError for a file that is no such picture, is too large, or holds something beside it."""
    data = path.read_bytes()
    if reason := refusal(data, FORMATS[path.suffix[1:]]):
        raise ContentError(path, 1, reason)


def refusal(data: bytes, format_: str) -> str:
    """Why this is not taken as a picture of the format; "" if it is."""
    if len(data) > MEGABYTES * 1024 * 1024:
        return f"larger than {MEGABYTES} MB"
    if _ACTIVE.search(data):
        return "holds a script or a page inside the picture"
    if reason := _decoded(data, format_):
        return reason
    end = _end(data, format_)
    if end == -1 or end > len(data):
        return f"is no whole {format_} picture"
    if end < len(data):
        return "something follows behind the end of the picture: save it anew in a picture editor"
    return ""


def recognised(data: bytes) -> str:
    """The ending that a file with this picture has, whatever it is called; "" for none of the known formats."""
    try:
        with Image.open(BytesIO(data), formats=tuple(FORMATS.values())) as picture:
            return next(ending for ending, format_ in FORMATS.items() if format_ == picture.format)
    except Exception:  # Pillow raises many things for broken data, and all of them mean one
        return ""


def trimmed(data: bytes, format_: str) -> bytes:
    """Without what some cameras write behind the picture."""
    end = _end(data, format_)
    return data[:end] if 0 < end < len(data) else data


def _decoded(data: bytes, format_: str) -> str:
    """Its size is known before anything is unfolded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=(format_,)) as picture:
                if picture.width * picture.height > PIXELS:
                    return f"has more than {PIXELS // 1_000_000} million points"
                picture.load()
        except Image.DecompressionBombError:
            return f"has more than {PIXELS // 1_000_000} million points"
        except Exception:  # Pillow raises many things for broken data, and all of them mean one
            return f"is no {format_} picture that can be read"
    return ""


def _end(data: bytes, format_: str) -> int:
    """Where the picture ends by its own account."""
    return {"PNG": _end_of_png, "JPEG": _end_of_jpeg, "GIF": _end_of_gif, "WEBP": _end_of_riff, "AVIF": _end_of_boxes}[
        format_
    ](data)


def _end_of_png(data: bytes) -> int:
    at = 8
    while at + _CHUNK <= len(data):
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += length + _CHUNK
        if name == b"IEND":
            return at
    return -1


def _end_of_jpeg(data: bytes) -> int:
    """The marker of the end: behind the data of the last scan. Inside it, FF is always followed by 00 or a restart."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return -1
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xDA:
            at = _end_of_scan(data, at)
    return at + 2 if data[at : at + 2] == b"\xff\xd9" else -1


def _end_of_scan(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) != -1 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _end_of_gif(data: bytes) -> int:
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return at + 1
        if kind == 0x2C and at + 9 < len(data):
            at += 10 + (3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0) + 1
        elif kind == 0x21:
            at += 2
        else:
            return -1
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return -1


def _end_of_riff(data: bytes) -> int:
    size = int.from_bytes(data[4:8], "little")
    return 8 + size + size % 2


def _end_of_boxes(data: bytes) -> int:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        if size < 8:
            return len(data) if size == 0 else -1
        at += size
    return at
