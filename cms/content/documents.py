"""Lessons' recordings and downloads as documents of the site, once each."""

import hashlib

from django.core.files.base import ContentFile

from cms.content.changes import Changes
from cms.content.media_file import Media
from cms.models import AmparoDocument


def put_document(course: str, media: Media, changes: Changes) -> int:
    """The id of the document with this name and these bytes, made if there is none.

    A file that has changed becomes a new document: earlier versions of the page keep theirs.
    """
    data = media.path.read_bytes()
    title = f"{course}/{media.path.name}"
    checksum = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # the kind that Wagtail keeps in file_hash
    document = AmparoDocument.objects.filter(title=title, file_hash=checksum).order_by("pk").first()
    if document is None:
        document = AmparoDocument(title=title, file=ContentFile(data, name=media.path.name))
        document.file_hash, document.file_size = checksum, len(data)
        document.save()
        changes.files.append(document.file.name)
        changes.add("created", f"document {title}")
    return int(document.pk)
