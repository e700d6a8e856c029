"""Pictures that carry their credential (Open Badges 3.0, section 5.3)."""

import re
import struct
import zlib

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
KEYWORD = b"openbadgecredential"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"\0\0\0\0IEND\xaeB`\x82"
_SVG = re.compile(r"<svg\b[^>]*>")
_BAKED = re.compile(r"<openbadges:credential[^>]*><!\[CDATA\[(.*?)\]\]></openbadges:credential>", re.DOTALL)


def bake_svg(picture: str, credential: str) -> str:
    """The picture with the credential (JSON) right after its first tag. Raises ValueError for what is no SVG."""
    found = _SVG.search(picture)
    if found is None:
        raise ValueError("not an SVG")
    inside = credential.replace("]]>", "]]\\u003e")  # the same JSON, and no end of the section
    element = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}"><![CDATA[{inside}]]></openbadges:credential>'
    return picture[: found.end()] + element + picture[found.end() :]


def read_svg(picture: str) -> str:
    """The credential in a baked picture; empty if there is none."""
    found = _BAKED.search(picture)
    return found[1] if found else ""


def bake_png(picture: bytes, credential: str) -> bytes:
    """The picture with the credential in a chunk iTXt before its end. Raises ValueError for what is no PNG."""
    if not picture.startswith(_SIGNATURE) or not picture.endswith(_END):
        raise ValueError("not a PNG")
    body = b"iTXt" + KEYWORD + bytes(5) + credential.encode()  # not compressed, no language, no translation
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[: -len(_END)] + chunk + _END


def read_png(picture: bytes) -> str:
    """The credential in a picture baked here; empty if there is none."""
    place = len(_SIGNATURE)
    while place + 8 <= len(picture):
        (length,) = struct.unpack(">I", picture[place : place + 4])
        kind, data = picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        if kind == b"iTXt" and data.startswith(KEYWORD + bytes(5)):
            return data[len(KEYWORD) + 5 :].decode()
        place += length + 12
    return ""
