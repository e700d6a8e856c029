"""What is wrong with a text that its words do not show: headings out of order, links that lead nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_HEADING = re.compile(r"<h([2-6])[ >]")
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_GOES = re.compile(r"""(?:href="[^"]+"|\bid="\d+")""")  # Wagtail keeps a link to a page as linktype and id
_TAG = re.compile(r"<[^>]+>")


def jumps(blocks: Iterable[tuple[str, str]]) -> list[int]:
    """Places of the texts that begin below no heading: a smaller heading stands where no larger one came before.

    `blocks`: kind and rich text of each.
    """
    level, found = 1, []
    for place, (kind, html) in enumerate(blocks):
        if kind == "heading":
            level = 2
        for match in _HEADING.finditer(html) if kind == "text" else ():
            if int(match[1]) > level + 1:
                found.append(place)
                break
            level = int(match[1])
    return found


def empty_links(html: str) -> list[str]:
    """The words of links without an address; "" for a link without words."""
    links = [
        (attributes, _TAG.sub("", inside).replace("&nbsp;", " ").strip()) for attributes, inside in _LINK.findall(html)
    ]
    return [words for attributes, words in links if not words or not _GOES.search(attributes)]


def rich_texts(value: Any) -> Iterator[str]:
    """Every text in a block's stored value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from rich_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from rich_texts(inner)
