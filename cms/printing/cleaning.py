"""Web pages' HTML as a book has it: plain elements, headings in their order, links that lead inside the book."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import Tag

from cms.printing.pictures import from_address

# What only a screen with a line has; with all that stands in it.
_GONE = "svg, script, style, template, button, input, select, textarea, label, video, audio, iframe, object, .more, .vh, .no-print"
_PLAIN = {"details": "div", "summary": "p", "fieldset": "div", "legend": "p", "aside": "div", "article": "div"}
_KEPT = {
    *("a", "b", "blockquote", "br", "caption", "cite", "code", "dd", "div", "dl", "dt", "em", "figcaption", "figure"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "section", "small", "span", "strong"),
    *("sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {"lang", "href", "src", "alt", "colspan", "rowspan", "scope", "start"}
_CLASSES = {"label", "cite", "case", "check", "note", "quote", "credit", "rule", "lead", "letters", "meta", "title"}
_ALIASES = {
    "block__label": "label",
    "quote": "quote",
    "credit": "credit",
    "refbox": "note",
    "keys": "note",
    "steps__name": "title",
    "timeline__time": "title",
}
_HEADING = re.compile(r"h[1-6]")
_LIBRARY = re.compile(r"/(?:[a-z]{2}/)?library/(?P<instrument>[\w-]+)/(?:#p-(?P<provision>[\w-]+))?")
_ID = re.compile(r' id="([^"]+)"')
_INSIDE = re.compile(r'<a [^>]*?href="#([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TERM = re.compile(r"/(?:[a-z]{2}/)?library/glossary/#t-(?P<term>[\w-]+)")


@dataclass
class Links:
    """Gathers what the text leads to, so that the appendices can hold it. `base`: where the site stands."""

    base: str
    terms: set[str] = field(default_factory=set)
    provisions: set[tuple[str, str]] = field(default_factory=set)

    def inside(self, address: str) -> str:
        """The address as it stands in the book: an anchor of an appendix, else a whole address."""
        if term := _TERM.fullmatch(address):
            self.terms.add(term["term"])
            return f"#t-{term['term']}"
        if cited := _LIBRARY.fullmatch(address):
            self.provisions.add((cited["instrument"], cited["provision"] or ""))
            return f"#i-{cited['instrument']}"
        if address.startswith("#"):
            return address
        if address.startswith("/"):
            return f"{self.base}{address}"
        return address if re.match(r"(https?|mailto|tel):", address) else ""


def clean(html: str, links: Links, *, level: int) -> str:
    """The same text in plain elements. Its highest heading becomes h`level`.

    Ids go, because a book has many lessons; what the book itself leads to says so with data-anchor.
    """
    soup = BeautifulSoup(html, "html.parser")
    for gone in soup.select(_GONE):
        gone.decompose()
    for tag in soup.find_all(True):
        _plain(tag, links)
    _step_headings(soup.find_all(_HEADING), level)
    return str(soup).strip()


def _plain(tag: Tag, links: Links) -> None:
    names = {_ALIASES.get(name, name) for name in tag.get_attribute_list("class") if name} & _CLASSES
    if tag.name == "summary":
        names.add("title")
    if "label" in names:
        tag.name = "p"
    tag.name = _PLAIN.get(tag.name, tag.name)
    attributes = {name: str(value) for name, value in tag.attrs.items() if name in _ATTRIBUTES and value}
    if "alt" in tag.attrs:
        attributes["alt"] = str(tag["alt"])
    if "data-anchor" in tag.attrs:
        attributes["id"] = str(tag["data-anchor"])
    if "href" in attributes:
        attributes["href"] = links.inside(attributes["href"])
    if "src" in attributes:
        attributes["src"] = from_address(attributes["src"])
    tag.attrs = {**attributes, **({"class": " ".join(sorted(names))} if names else {})}
    if tag.name == "img" and not attributes.get("src"):
        tag.replace_with(attributes.get("alt", ""))
    elif tag.name not in _KEPT or (tag.name == "a" and not attributes.get("href")):
        tag.unwrap()


def without_dead_ends(parts: list[str]) -> list[str]:
    """Links to what the book does not have leave their words."""
    known = {name for part in parts for name in _ID.findall(part)}
    return [_INSIDE.sub(lambda found: found[0] if found[1] in known else found[2], part) for part in parts]


def _step_headings(headings: Iterable[Tag], level: int) -> None:
    """No step is left out on the way down, whatever levels the web page had."""
    open_levels: list[int] = []
    for heading in headings:
        own = int(heading.name[1])
        while open_levels and open_levels[-1] >= own:
            open_levels.pop()
        heading.name = f"h{min(level + len(open_levels), 6)}"
        open_levels.append(own)
