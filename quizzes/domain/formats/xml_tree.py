"""XML made into small trees, one for each question, with the numbers of their lines.

Document types, entities and anything outside the file are refused by defusedxml before they can act. If the file is
broken somewhere, each <question> is tried by itself, so that the others are not lost.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, ErrorHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from quizzes.domain.formats.limits import XML_DEPTH, XML_ELEMENTS
from quizzes.domain.formats.model import Unreadable

CHUNK = 1 << 22  # few chunks: a token that spans many is read again and again
ROOT, QUESTION = "quiz", "question"
_START = re.compile(r"<question[\s>]")
_END = "</question>"


@dataclass
class Node:
    """An element: its name, attributes, children, the text directly in it, and its line."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def all(self, tag: str) -> list["Node"]:
        return [child for child in self.children if child.tag == tag]

    def child(self, *path: str) -> "Node | None":
        """The first element along the path."""
        node: Node | None = self
        for tag in path:
            node = next((child for child in node.children if child.tag == tag), None) if node else None
        return node

    def text_of(self, *path: str) -> str:
        """The text of the element along the path, without blanks around it; "" without one."""
        node = self.child(*path)
        return node.text.strip() if node else ""


class _Builder(ContentHandler):
    """Builds the questions below the root. Everything else is passed over."""

    def __init__(self, root: str, parser: Any) -> None:
        super().__init__()
        self.parser = parser
        self.root, self.open, self.finished = root, list[Node](), list[Node]()
        self.depth = self.elements = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 the parser's name
        line = int(self.parser.getLineNumber() or 0)
        if self.depth == 0 and name != self.root:
            raise Unreadable("xml_not_moodle", line=line, root=name[:60])
        self.depth += 1
        self.elements = self.elements + 1 if self.open else 0
        if self.depth > XML_DEPTH:
            raise Unreadable("xml_too_deep", line=line, limit=XML_DEPTH)
        if self.elements > XML_ELEMENTS:
            raise Unreadable("xml_too_large", line=line, limit=XML_ELEMENTS)
        if self.open or name == QUESTION:
            self._push(Node(name, line, dict(attrs.items())))

    def _push(self, node: Node) -> None:
        if self.open:
            self.open[-1].children.append(node)
        self.open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802 the parser's name
        self.depth -= 1
        if self.open:
            node = self.open.pop()
            if not self.open:
                self.finished.append(node)

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].pieces.append(content)


def questions(data: bytes) -> Iterator[Node]:
    """The <question> elements. Raises Unreadable where the XML is broken, refused or no question bank."""
    yield from _parse(data, ROOT)


def salvage(text: str, skip: int) -> Iterator[Node | Unreadable]:
    """Each <question> of a broken file by itself, after the first `skip`: its element, or why there is none."""
    starts = [found.start() for found in _START.finditer(text)]
    line, before = 1, 0
    for number, (start, stop) in enumerate(pairwise([*starts, len(text)])):
        line += text.count("\n", before, start)
        before = start
        if number >= skip:
            yield _alone(text[start:stop], line)


def _alone(chunk: str, line: int) -> Node | Unreadable:
    end = chunk.find(_END)
    if end < 0:
        return Unreadable("xml_broken", line=line, reason="the question is never closed")
    try:
        node = next(_parse(chunk[: end + len(_END)].encode(), QUESTION))
    except Unreadable as problem:
        problem.line += line - 1
        return problem
    except (StopIteration, UnicodeError):
        return Unreadable("xml_broken", line=line, reason="no element found")
    _move(node, line - 1)
    return node


def _move(node: Node, lines: int) -> None:
    node.line += lines
    for child in node.children:
        _move(child, lines)


def _parse(data: bytes, root: str) -> Iterator[Node]:
    parser = DefusedExpatParser(forbid_dtd=True)
    builder = _Builder(root, parser)
    parser.setContentHandler(builder)
    parser.setErrorHandler(ErrorHandler())
    for start in range(0, len(data), CHUNK):
        problem = _feed(parser, data[start : start + CHUNK])
        yield from builder.finished
        builder.finished.clear()
        if problem:
            raise problem
    problem = _close(parser)
    yield from builder.finished
    if problem:
        raise problem


def _feed(parser: Any, data: bytes) -> Unreadable | None:
    return _refusal(partial(parser.feed, data))


def _close(parser: Any) -> Unreadable | None:
    return _refusal(parser.close)


def _refusal(step: Callable[[], object]) -> Unreadable | None:
    """What stands against the XML, in the bank's words."""
    try:
        step()
    except Unreadable as problem:
        return problem
    except DefusedXmlException:
        return Unreadable("xml_forbidden")
    except SAXParseException as broken:
        return Unreadable("xml_broken", line=broken.getLineNumber() or 0, reason=broken.getMessage()[:200])
    except (SAXException, ValueError, LookupError) as broken:
        return Unreadable("xml_broken", reason=str(broken)[:200])
    return None
