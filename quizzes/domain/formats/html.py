"""HTML of question files made safe: a short list of elements, no scripts, no styles, no addresses of pictures.

Pictures live in the platform; a text refers to one as <img src="picture:KEY">.
"""

import re
from collections.abc import Callable
from html import unescape

import nh3

from quizzes.domain.formats.limits import HTML_DEPTH, HTML_WORK, TEXT_LENGTH
from quizzes.domain.formats.model import Unreadable


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCHEME = "picture:"
BLOCKS = _names("p div ul ol li table thead tbody tfoot tr th td caption blockquote pre h3 h4 h5 h6 dl dt dd hr")
INLINE = _names("a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u var")
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
MARKUP = re.compile(r"<[/!]?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form|input|button|svg)\b|\son[a-z]{2,30}\s{0,9}=|javascript:", re.I
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})")
_ANY_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>")
# Elements that end by themselves, or at the next of their kind.
_CLOSED = _names("area base br col embed hr img input link meta param source track wbr") | _names(
    "p li dt dd tr td th thead tbody tfoot caption colgroup option"
)
_SIGNS = re.compile("[<>&\xa0]")
_BLOCK_TAG = re.compile(r"<(?:" + "|".join(sorted(BLOCKS)) + r"|br)\b", re.IGNORECASE)

Filter = Callable[[str, str, str], str | None]


def keep(tag: str, attribute: str, value: str) -> str | None:
    """Pictures of the platform and full addresses only."""
    if attribute == "src":
        return value if value.startswith(SCHEME) else None
    if attribute == "href":
        return value if ADDRESS.match(value) else None
    return value


def _cleaner(attribute_filter: Filter) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(BLOCKS | INLINE),
        clean_content_tags={"script", "style", "template", "title", "noscript"},
        attributes=ATTRIBUTES,
        attribute_filter=attribute_filter,
        url_schemes={"http", "https", "mailto", "tel", "picture"},
        link_rel="noopener noreferrer",
    )


_KEEP = _cleaner(keep)


def clean(html: str, attribute_filter: Filter | None = None) -> str:
    """The safe part of the HTML. Raises Unreadable for what was made to exhaust a parser."""
    if not _SIGNS.search(html):
        return html
    if len(html) > TEXT_LENGTH:
        raise Unreadable("text_too_long", limit=TEXT_LENGTH)
    _refuse_bombs(html)
    cleaner = _KEEP if attribute_filter is None else _cleaner(attribute_filter)
    return cleaner.clean(html)


def has_markup(text: str) -> bool:
    """Whether a text holds tags or entities, as far as a person would mean them."""
    return bool(MARKUP.search(text))


def has_active(html: str) -> bool:
    """Whether something in the HTML would act, so that removing it deserves a word."""
    return bool(ACTIVE.search(html))


def from_plain(text: str) -> str:
    """Plain text as HTML."""
    return escape(text).replace("\n", "<br>")


def with_breaks(html: str) -> str:
    """Moodle's automatic format: line ends are line ends, unless the author wrote blocks."""
    return html if _BLOCK_TAG.search(html) else html.replace("\n", "<br>")


def to_plain(html: str) -> str:
    """The text of HTML without its tags."""
    return unescape(_ANY_TAG.sub("", html))


def escape(text: str) -> str:
    """As the cleaner itself writes text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def _refuse_bombs(html: str) -> None:
    """An HTML parser reopens unclosed elements again and again; count how much that could come to."""
    opened: dict[str, int] = {}
    depth = work = 0
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if name not in _CLOSED:
            step = -1 if found[1] else 1
            if step == 1 or opened.get(name):
                opened[name] = opened.get(name, 0) + step
                depth += step
        work += depth + 1
        if depth > HTML_DEPTH or work > HTML_WORK:
            raise Unreadable("html_too_complex")
