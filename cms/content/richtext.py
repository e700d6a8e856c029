"""Markdown as the rich text that Wagtail stores. Only what a lesson needs; links are checked."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "html_block", "html_inline"])
_MARKDOWN.validateLink = lambda url: url.split(":")[0] in ("cite", "term", "http", "https", "mailto")  # type: ignore[method-assign]
_HREF = re.compile(r'href="(cite|term):([^"]*)"')


class UnknownLink(ValueError):
    """A cite: or term: link that leads nowhere, and why."""

    def __init__(self, link: str, why: str) -> None:
        super().__init__(f"{link}: {why}")
        self.link = link


@dataclass(frozen=True)
class Targets:
    """What links may lead to: (instrument, provision or "") pairs, glossary terms; what blocks may name."""

    provisions: Container[tuple[str, str]]
    terms: Container[str]
    instruments: Container[str] = field(default_factory=set)
    questions: Container[str] = field(default_factory=set)
    boxes: Container[str] = field(default_factory=set)
    pictures: Mapping[str, int] = field(default_factory=dict)  # a lesson's figures by name: ids of pictures
    files: Mapping[str, int] = field(default_factory=dict)  # its recordings and downloads by name: ids of documents

    def href(self, scheme: str, target: str) -> str:
        """The address of a cite: or term: link. Raises UnknownLink."""
        if scheme == "term":
            if target not in self.terms:
                raise UnknownLink(f"term:{target}", "is not in the glossary")
            return f"/library/glossary/#t-{target}"
        instrument, _slash, provision = target.partition("/")
        if instrument not in self.instruments:
            raise UnknownLink(f"cite:{target}", f"the library has no instrument {instrument!r}")
        if provision and (instrument, provision) not in self.provisions:
            raise UnknownLink(f"cite:{target}", f"{instrument} has no provision {provision!r}")
        return f"/library/{instrument}/" + (f"#p-{provision}" if provision else "")


def to_html(markdown: str, targets: Targets) -> str:
    """Markdown as HTML, cite: and term: links as addresses in the library. Raises UnknownLink."""
    return _stored(_MARKDOWN.render(markdown).strip(), targets)


def to_line(markdown: str, targets: Targets) -> str:
    """Markdown of one line, as one <p>: "1. Situation" in a cell is no list. Keeps no-break spaces. Raises UnknownLink."""
    line = re.sub(r"[ \t\r\n]+", " ", markdown).strip(" ")
    return _stored(f"<p>{_MARKDOWN.renderInline(line)}</p>", targets)


def _stored(html: str, targets: Targets) -> str:
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")
    return _HREF.sub(lambda m: f'href="{targets.href(m[1], m[2])}"', html)


def to_plain(markdown: str) -> str:
    """The words alone: for headings and questions."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_]{1,2}(\S[^*_]*)[*_]{1,2}", lambda m: m[1] or m[2], markdown).strip()
