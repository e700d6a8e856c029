"""Blocks of a lesson file that hold more than text: comparison, accordion, recordings, downloads, countries."""

from collections.abc import Callable
from typing import Any

from accounts.countries import AMERICAS
from cms.content.lesson_file import Block, Malformed
from cms.content.maker import Maker, caption, fields, questions, table_rows
from cms.content.media_file import captions_name
from cms.content.richtext import to_plain
from courses.blocks.law import FACTS
from courses.domain.embeds import read_address
from courses.domain.study_time import seconds

OTHERWISE = "otherwise"


def _comparison(make: Maker, block: Block) -> dict[str, Any]:
    lines = block.text.splitlines()
    table = [line for line in lines if line.startswith("|")]
    heads, rows = table_rows("\n".join(table))
    if len(heads) != 3:
        raise Malformed("has three columns: the point, the first, the second")
    points = [{"point": to_plain(row[0]), "left": make.line(row[1]), "right": make.line(row[2])} for row in rows]
    conclusion = " ".join(line for line in lines if line.strip() and line not in table)
    return {
        "caption": caption(block),
        "left": to_plain(heads[1]),
        "right": to_plain(heads[2]),
        "points": make.items(points),
        "conclusion": make.line(conclusion) if conclusion else "",
    }


def _accordion(make: Maker, block: Block) -> dict[str, Any]:
    before, pairs = questions(block.text)
    if before or not pairs:
        raise Malformed("has lines beginning with ?, each with the text that opens below it")
    folds = [{"title": to_plain(line), "text": make.html(text)} for line, text in pairs]
    return {"caption": caption(block), "folds": make.items(folds)}


def _country(make: Maker, block: Block) -> dict[str, Any]:
    head, pairs = questions(block.text)
    texts = {name.strip(): make.html(text) for name, text in pairs}
    said, behind = fields(head, ("show",)) if head else ({}, "")
    show = [name.strip() for name in said.get("show", "").split(",") if name.strip()]
    otherwise = texts.pop(OTHERWISE, "")
    if behind or not otherwise:
        raise Malformed("has show: and ? lines; one of them is ? otherwise, for all other countries")
    _check_country(show, list(texts), len(texts) + 1 < len(pairs))
    rows = [{"country": iso, "text": text} for iso, text in texts.items()]
    return {"title": caption(block), "show": show, "texts": make.items(rows), "otherwise": otherwise}


def _check_country(show: list[str], countries: list[str], is_twice: bool) -> None:
    known = [name for name, _label in FACTS]
    if unknown := [name for name in show if name not in known]:
        raise Malformed(f"show: knows {', '.join(known)}, not {unknown[0]!r}")
    if unknown := [iso for iso in countries if iso not in AMERICAS]:
        raise Malformed(f"{unknown[0]!r} is no country of the Americas: write its code, such as GT")
    if is_twice or not (show or countries):
        raise Malformed("shows something of the library or says something of a country, each once")


def _recording(make: Maker, block: Block, allowed: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    said, transcript = fields(block.text, allowed)
    if not said.get("title") or not seconds(said.get("length", "")):
        raise Malformed("needs title: and length:, such as 2:15")
    if not transcript:
        raise Malformed("needs its transcript, behind an empty line")
    return {"title": said["title"], "length": said["length"], "transcript": make.html(transcript)}, said


def _video(make: Maker, block: Block) -> dict[str, Any]:
    value, said = _recording(make, block, ("title", "length", "address"))
    address = said.get("address", "")
    if bool(address) == bool(block.argument):
        raise Malformed("names a file on its first line, or has address:, not both")
    if address and read_address(address) is None:
        raise Malformed("address: the page of a video of YouTube or Vimeo")
    names = (block.argument, captions_name(block.argument)) if block.argument else ()
    file, captions = [_file(make, name) for name in names] or (None, None)
    return {**value, "file": file, "captions": captions, "address": address}


def _audio(make: Maker, block: Block) -> dict[str, Any]:
    value, _said = _recording(make, block, ("title", "length"))
    return {**value, "file": _file(make, block.argument)}


def _download(make: Maker, block: Block) -> dict[str, Any]:
    said, behind = fields(block.text, ("title", "about"))
    if not said.get("title") or behind:
        raise Malformed("needs title:; about: may follow, nothing else")
    return {"file": _file(make, block.argument), "title": said["title"], "about": said.get("about", "")}


def _file(make: Maker, name: str) -> int:
    if name not in make.targets.files:
        raise Malformed(f"there is no file {name!r}")
    return make.targets.files[name]


MAKERS: dict[str, Callable[[Maker, Block], Any]] = {
    "comparison": _comparison,
    "accordion": _accordion,
    "country": _country,
    "video": _video,
    "audio": _audio,
    "download": _download,
}
