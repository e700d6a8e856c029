"""The reference boxes that a course's lessons show: written along, and put where a site has none of that name."""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from cms.content.changes import Changes
from cms.content.load_references import said_of
from cms.content.reference_file import ReferenceFile, read_reference
from cms.content.richtext import Targets
from cms.content.tree import reads_the_same
from cms.packs.blocks import Writer
from cms.packs.yaml_text import as_yaml
from library.models import ReferenceText
from library.references import checksum

FOLDER = "boxes"


def box_files(slugs: Iterable[str], writer: Writer) -> dict[str, str]:
    """A file for each of these boxes and each language it has."""
    texts = ReferenceText.objects.boxes().filter(slug__in=set(slugs)).order_by("slug", "language")
    return {f"{FOLDER}/{text.slug}.{text.language}.md": _written(text, writer) for text in texts}


def _written(text: ReferenceText, writer: Writer) -> str:
    front = {
        "box": text.slug,
        "lang": text.language,
        "position": text.position,
        "title": text.title,
        "summary": text.summary,
    }
    return f"---\n{as_yaml(front)}---\n\n{writer.write(list(text.body.raw_data))}"


def read_boxes(folder: Path) -> list[ReferenceFile]:
    """The boxes of a pack. Raises ContentError."""
    return [read_reference(path, "box") for path in sorted((folder / FOLDER).glob("*.md"))]


def load_boxes(files: Iterable[ReferenceFile], targets: Targets, changes: Changes) -> None:
    """Put what the site does not have. Its own boxes stay as they are: other courses show them too."""
    stored = {(text.slug, text.language): text for text in ReferenceText.objects.boxes()}
    for file in files:
        said, own = said_of(file, targets), stored.get((file.slug, file.text.language))
        name = f"box {file.slug} ({file.text.language})"
        if own is None:
            ReferenceText.objects.create(
                kind="box", slug=file.slug, language=file.text.language, loaded=checksum(said), **said
            )
            changes.add("created", name)
        elif _reads_otherwise(own, said):
            changes.add("kept", _("%s: this site has its own text") % name)


def _reads_otherwise(own: ReferenceText, said: dict[str, object]) -> bool:
    mine = {**{name: getattr(own, name) for name in said}, "body": list(own.body.raw_data)}
    return not all(reads_the_same(mine[name], said[name]) for name in ("title", "summary", "body"))
