"""Lessons' drawings as pictures of the site, once each."""

import hashlib

from django.core.files.base import ContentFile

from cms.content.changes import Changes
from cms.content.figure_file import Figure
from cms.models import AmparoImage
from courses.models import Course, LessonPage
from courses.services.desks import collection_of

Shown = dict[tuple[str, str], int]  # (checksum, credit): id


def shown_on(page: LessonPage | None) -> Shown:
    """The pictures of a page as it is."""
    blocks = [block for block in page.body.raw_data if block["type"] == "figure"] if page else []
    found = AmparoImage.objects.in_bulk({block["value"]["image"] for block in blocks})
    return {(str(picture.file_hash), picture.credit): int(picture.pk) for picture in found.values()}


def put_picture(course: str, figure: Figure, changes: Changes, shown: Shown | None = None) -> int:
    """The id of the picture with this name, credit and these bytes, made if there is none.

    `shown`: the pictures that the page has now, whatever they are called.

    A drawing that has changed becomes a new picture: earlier versions of the page keep the one they were written with.
    """
    data = figure.path.read_bytes()
    title = f"{course}/{figure.path.stem}"
    checksum = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # the kind that Wagtail keeps in file_hash
    credit = figure.credit[:200]
    picture = AmparoImage.objects.filter(title=title, file_hash=checksum, credit=credit).order_by("pk").first()
    if picture is None and shown and (checksum, credit) in shown:
        return shown[checksum, credit]
    if picture is None:
        picture = AmparoImage.objects.create(
            title=title,
            description=figure.alt[:255],
            credit=credit,
            file=ContentFile(data, name=figure.path.name),
            file_hash=checksum,
            file_size=len(data),
            collection=collection_of(Course.objects.get(slug=course)),
        )
        changes.files.append(picture.file.name)
        changes.add("created", f"picture {title}")
    return int(picture.pk)
