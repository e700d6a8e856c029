"""cards.yaml taken apart: one field card a module. The format: content/README.md."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from library.domain.yaml_file import Entry, read_entries

Texts = dict[str, str]
LENGTHS = {"look_for": (4, 6), "do": (4, 6), "never": (4, 6), "call": (2, 4)}  # lines a part, so that it fits a page
LONGEST = 120  # signs a line: two lines of print, so that the card stays one page
FIELDS = {"look_for": "look_for", "do": "steps", "never": "never", "call": "call"}  # in the file: in the model
_NUMBER = re.compile(r"§|\b(?:paras?\.?|párrs?\.?|paragraphs?|párrafos?)\s*\d", re.IGNORECASE)
_LINE = re.compile(r"\S.*")


@dataclass(frozen=True)
class CardRow:
    """A card as the file has it: title and parts by language, one line a point."""

    module: str
    title: Texts
    parts: dict[str, Texts]


def read_cards(path: Path, modules: Collection[str]) -> tuple[CardRow, ...]:
    """The cards of a course; none if there is no file. Raises ContentError with the line."""
    if not path.exists():
        return ()
    return tuple(_cards(path, modules))


def _cards(path: Path, modules: Collection[str]) -> Iterator[CardRow]:
    seen: set[str] = set()
    for entry in read_entries(path, "cards"):
        entry.allow(["module", "title", *FIELDS])
        module = entry.text("module")
        if module not in modules or module in seen:
            known = f"one of {', '.join(modules)}"
            raise entry.wrong(f"{module} has a card already" if module in seen else known, "module")
        seen.add(module)
        yield CardRow(module, entry.texts("title"), {part: _part(entry, key) for key, part in FIELDS.items()})


def _part(entry: Entry, key: str) -> Texts:
    texts = {language: _lines(entry, key, language, text) for language, text in entry.texts(key).items()}
    if texts.keys() != entry.texts("title").keys():
        raise entry.wrong("write it in the languages of the title", key)
    if len({len(lines) for lines in texts.values()}) > 1:
        raise entry.wrong("as many lines in every language", key)
    return {language: "\n".join(lines) for language, lines in texts.items()}


def _lines(entry: Entry, key: str, language: str, text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in _LINE.findall(text)]
    where = entry.entry(key)
    least, most = LENGTHS[key]
    if not least <= len(lines) <= most:
        raise where.wrong(f"{len(lines)} lines; {key} has {least} to {most}", language)
    for line in lines:
        if len(line) > LONGEST:
            raise where.wrong(f"{len(line)} signs; {LONGEST} at most: {line[:40]}…", language)
        if _NUMBER.search(line):
            raise where.wrong(f"no numbers of paragraphs on a card: {line[:40]}…", language)
    return lines
