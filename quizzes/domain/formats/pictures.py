"""Pictures inside question files: decoded, looked at, measured; taken only if they are what they say."""

import binascii
import warnings
from base64 import b64decode
from hashlib import sha256
from io import BytesIO

from PIL import Image

from quizzes.domain.formats.limits import PICTURE_BYTES, PICTURE_PIXELS
from quizzes.domain.formats.model import Picture

KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


class PictureRefused(Exception):
    """Why a picture is left out: a code of the warnings."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_picture(name: str, encoded: str) -> Picture:
    """The picture that base64 text holds. Raises PictureRefused."""
    if len(encoded) > PICTURE_BYTES * 3 // 2:
        raise PictureRefused("picture_too_large")
    try:
        data = b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        raise PictureRefused("picture_fake") from None
    if len(data) > PICTURE_BYTES:
        raise PictureRefused("picture_too_large")
    return Picture(sha256(data).hexdigest(), plain_name(name), _sniff(data), data)


def plain_name(name: str) -> str:
    """The last part of a name, without what a folder or a header could stumble over."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign if sign.isalnum() or sign in "-_. ()" else "_" for sign in last).strip(" .")[-100:] or "picture"


def _sniff(data: bytes) -> str:
    """The media type that the data itself shows. Nothing but the header is decoded before its size is known."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=tuple(KINDS)) as picture:
                width, height, kind = picture.width, picture.height, picture.format or ""
                if width * height > PICTURE_PIXELS:
                    raise PictureRefused("picture_too_large")
                picture.verify()
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise PictureRefused("picture_too_large") from None
        except PictureRefused:
            raise
        except Exception:  # pillow's decoders raise many things for broken data, and all of them mean one
            raise PictureRefused("picture_fake") from None
    return KINDS[kind]
