"""Whatever stands in a content file, no script reaches the reader."""

import contextlib
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from cms.content.richtext import Targets, UnknownLink, to_html, to_line, to_plain

ALLOWED = {"p", "b", "i", "a", "code", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "br", "hr"}
NOWHERE = Targets(set(), set())

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "Texto <b onclick=alert(1)>fuerte</b>",
    "<svg/onload=alert(1)>",
    "[aquí](javascript:alert(1))",
    "[aquí](JaVaScRiPt:alert(1))",
    "[aquí](&#106;avascript:alert(1))",
    "[aquí](data:text/html;base64,PHNjcmlwdD4=)",
    "[aquí](vbscript:x)",
    "[aquí](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](http://a/"onmouseover="alert(1))',
    '[x](http://a "title\\" onclick=\\"alert(1)")',
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example></iframe>",
]


def check(html: str) -> None:
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        assert tag.name in ALLOWED, html
        assert set(tag.attrs) <= {"href", "title", "start"}, html
        assert re.match(r"(https?:|mailto:|/library/)", str(tag.get("href", "/library/"))), html


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_is_neutralised(markdown: str) -> None:
    check(to_html(markdown, NOWHERE))
    check(to_line(markdown, NOWHERE))


@given(st.text(alphabet="<>\"'&()[]!`*_:/=\n abjscriptonl.", max_size=60))
def test_no_combination_of_signs_makes_other_tags_or_attributes(markdown: str) -> None:
    with contextlib.suppress(UnknownLink):
        check(to_html(markdown, NOWHERE))


def test_honest_links_and_emphasis_stay() -> None:
    markdown = "**Uno** y *dos*: [OEA](https://www.oas.org/es/?a=1&b=2), [escriba](mailto:a@example.org)"
    assert to_html(markdown, NOWHERE) == (
        '<p><b>Uno</b> y <i>dos</i>: <a href="https://www.oas.org/es/?a=1&amp;b=2">OEA</a>, '
        '<a href="mailto:a@example.org">escriba</a></p>'
    )


def test_a_heading_keeps_the_words_of_links_and_emphasis() -> None:
    assert to_plain("Qué es la **trata** y [qué no](term:smuggling)") == "Qué es la trata y qué no"
