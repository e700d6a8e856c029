"""Lessons' drawings as pictures of the site, once each."""

import hashlib

from django.core.files.base import ContentFile

from cms.content.changes import Changes
from cms.content.figure_file import Figure
from cms.models import AmparoImage


def put_picture(course: str, figure: Figure, changes: Changes) -> int:
    """The id of the picture with this name and these bytes, made if there is none.

    A drawing that has changed becomes a new picture: earlier versions of the page keep the one they were written with.
    """
    data = figure.path.read_bytes()
    title = f"{course}/{figure.path.stem}"
    checksum = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # the kind that Wagtail keeps in file_hash
    picture = AmparoImage.objects.filter(title=title, file_hash=checksum).order_by("pk").first()
    if picture is None:
        picture = AmparoImage.objects.create(
            title=title,
            description=figure.alt[:255],
            credit=figure.credit[:200],
            file=ContentFile(data, name=figure.path.name),
            file_hash=checksum,
            file_size=len(data),
        )
        changes.files.append(picture.file.name)
        changes.add("created", f"picture {title}")
    return int(picture.pk)
