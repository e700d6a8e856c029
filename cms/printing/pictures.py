"""Pictures inside the file itself: no folder beside it that could get lost on a USB stick."""

from base64 import b64encode
from mimetypes import guess_type
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage

from cms.models import AmparoImage
from quizzes.domain.questions import LearnerQuestion
from quizzes.services.pictures import pictures_of

WIDTH = "width-1000|jpegquality-80"  # for photographs: enough for paper, small enough for a phone


def inlined(image: AmparoImage) -> str:
    """A picture as a data address; "" where its file is missing."""
    return _stored(image.file.name if image.is_svg() else _rendition(image))


def _stored(name: str) -> str:
    if not name or not default_storage.exists(name):
        return ""
    with default_storage.open(name) as opened:
        return as_data(opened.read(), guess_type(name)[0] or "application/octet-stream")


def cover_art(file: str) -> str:
    """The drawing on a course's cover, one of the static files."""
    return as_data(Path(str(finders.find(file))).read_bytes(), "image/svg+xml")


def from_address(address: str) -> str:
    """A picture of this site by the address that a page has for it; "" for one from elsewhere."""
    if address.startswith("data:image/"):
        return address
    name = address.removeprefix(settings.MEDIA_URL)
    return _stored(name) if address.startswith(settings.MEDIA_URL) and ".." not in name else ""


def _rendition(image: AmparoImage) -> str:
    try:
        return str(image.get_rendition(WIDTH).file.name)
    except OSError:
        return ""


def as_data(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"


def with_pictures(html: str, question: LearnerQuestion) -> str:
    """A question's HTML with its pictures in it."""
    for picture in pictures_of({"pictures": question.pictures}):
        html = html.replace(f'src="picture:{picture.key}"', f'src="{as_data(picture.data, picture.media_type)}"')
    return html
