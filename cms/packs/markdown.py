"""Rich text as Markdown: the inverse of cms.content.richtext. Links into the library become cite: and term: again."""

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

_TERM = re.compile(r"/library/glossary/#t-(?P<term>[\w-]+)")
_CITE = re.compile(r"/library/(?P<instrument>[\w-]+)/(?:#p-(?P<provision>[\w-]+))?")
_KNOWN = re.compile(r"(https?|mailto|cite|term):", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_\[\]<])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# What would begin a heading, a list, a quotation, a block or a question of a case.
_BEGINS = re.compile(r"(?m)^(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|>|\? |:::|=+\s*$|-+\s*$)")
_NUMBERED = re.compile(r"(?m)^(\d{1,9})(?=[.)](?:\s|$))")
_BLOCKS = {"p", "ul", "ol", "blockquote", "hr", "h2", "h3", "h4", "h5", "h6", "div"}


def to_markdown(html: str) -> str:
    """Rich text of any length as Markdown. A link that no file can carry leaves its words."""
    return "\n\n".join(_blocks(BeautifulSoup(html, "html.parser").children))


def to_markdown_line(html: str) -> str:
    """Rich text of one paragraph as one line."""
    whole = to_markdown(html)
    if "\n" not in whole:
        return one_line(whole)
    paragraphs = [_escaped(_inline(part.children, "").strip()) for part in _paragraphs(html)]
    return one_line(" ".join(paragraphs).replace("\\\n", " "))


def one_line(text: str) -> str:
    """The text without line breaks. Spaces that hold two words together stay: French has one before its colon."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip(" ")


def _paragraphs(html: str) -> Iterable[Tag]:
    soup = BeautifulSoup(html, "html.parser")
    return soup.find_all(["p", "li"]) or [soup]


def href_of(address: str) -> str:
    """The address as a file has it; "" for one that only this site knows."""
    if term := _TERM.fullmatch(address):
        return f"term:{term['term']}"
    if cite := _CITE.fullmatch(address):
        return f"cite:{cite['instrument']}" + (f"/{cite['provision']}" if cite["provision"] else "")
    return address if _KNOWN.match(address) else ""


def _blocks(nodes: Iterable[PageElement]) -> Iterator[str]:
    """Each block of the text; what stands between them without a tag of its own is a paragraph."""
    loose: list[PageElement] = []
    lists = 0
    for node in nodes:
        if not isinstance(node, Tag) or node.name not in _BLOCKS:
            loose.append(node)
            continue
        yield from _paragraph(loose)
        loose = []
        lists = lists + 1 if node.name in ("ul", "ol") else 0
        yield from _block(node, is_second=lists % 2 == 0)
    yield from _paragraph(loose)


def _paragraph(nodes: Iterable[PageElement]) -> Iterator[str]:
    text = _escaped(_inline(nodes, "").strip())
    if text:
        yield text


def _block(node: Tag, *, is_second: bool) -> Iterator[str]:
    if node.name in ("ul", "ol"):
        yield _list(node, is_second=is_second)
    elif node.name == "hr":
        yield "***"
    elif node.name == "blockquote":
        yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(node.children)).splitlines())
    elif node.name[0] == "h":
        yield f"{'#' * int(node.name[1])} {one_line(_inline(node.children, ''))}"
    elif node.name == "div":
        yield from _blocks(node.children)
    else:
        yield from _paragraph(node.children)


def _list(node: Tag, *, is_second: bool) -> str:
    """A second list directly behind another has other marks: else the two would be one."""
    items = node.find_all("li", recursive=False)
    is_loose = any(item.find("p", recursive=False) for item in items)
    first = int(str(node.get("start") or 1))
    lines = []
    for number, item in enumerate(items, first):
        mark = ("* " if is_second else "- ") if node.name == "ul" else f"{number}{')' if is_second else '.'} "
        text = ("\n\n" if is_loose else "\n").join(_blocks(item.children))
        lines.append(mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n"))
    return ("\n\n" if is_loose else "\n").join(lines)


def _inline(nodes: Iterable[PageElement], around: str) -> str:
    """Text with its emphasis and links. `around`: the emphasis it stands in."""
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, Tag):
            parts.append(_tag(node, around))
        elif type(node) is NavigableString:
            text = str(node)
            if parts and parts[-1].endswith("\\\n"):
                text = text.lstrip("\n")
            parts.append(_ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text)))
    return "".join(parts)


def _tag(node: Tag, around: str) -> str:
    if node.name == "br":
        return "\\\n"
    if node.name in ("b", "strong"):
        return _marked("**", _inline(node.children, around + "b"))
    if node.name in ("i", "em"):
        return _marked("_" if "b" in around else "*", _inline(node.children, around + "i"))
    if node.name == "code":
        return f"`{node.get_text()}`"
    text = _inline(node.children, around)
    if node.name != "a" or not (href := href_of(str(node.get("href", "")))):
        return text
    return f"[{text}](<{href}>)" if re.search(r"[\s()]", href) else f"[{text}]({href})"


def _marked(mark: str, text: str) -> str:
    """Spaces stand outside the marks: ** word** is no bold word."""
    inner = text.strip()
    if not inner:
        return text
    before, _inner, after = text.partition(inner)
    return f"{before}{mark}{inner}{mark}{after}"


def _escaped(text: str) -> str:
    return _NUMBERED.sub(r"\1\\", _BEGINS.sub(r"\\", text))
