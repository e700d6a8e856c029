"""What is known while a question is being read, and how its texts become texts of the bank."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it import MarkdownIt

from quizzes.domain.formats import html
from quizzes.domain.formats.limits import MARKDOWN_LENGTH, PICTURE_BYTES, PICTURES, TEXT_LENGTH
from quizzes.domain.formats.model import Picture, Problem, Unreadable
from quizzes.domain.formats.pictures import ENDINGS, PictureRefused, read_picture

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
INSIDE = "@@PLUGINFILE@@/"  # how Moodle's texts refer to the files that come with them
_DATA_URI = re.compile(r"data:image/([a-z0-9.+-]{1,20});base64,([A-Za-z0-9+/=\r\n]+)", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True)
class Options:
    """How a file is read: the language of its texts, and whether slips are mended."""

    language: str
    strict: bool = False

    def __post_init__(self) -> None:
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"no language code: {self.language!r}")


@dataclass(frozen=True)
class Raw:
    """A text as the file has it. Formats: plain, html, markdown, moodle (which is what it looks like)."""

    text: str = ""
    format: str = "plain"
    files: Mapping[str, str] = field(default_factory=dict)  # base64 by name

    def __bool__(self) -> bool:
        return bool(self.text.strip())


NOTHING = Raw()


class Reading:
    """Collects what has to be said about one question, and its pictures."""

    def __init__(self, options: Options, line: int) -> None:
        self.options, self.line = options, line
        self.pictures: dict[str, Picture] = {}
        self._notes: dict[object, Problem] = {}
        self._addresses: dict[str, str | None] = {}  # by what the file holds; a picture may be shown many times

    @property
    def notes(self) -> tuple[Problem, ...]:
        return tuple(self._notes.values())

    def note(self, code: str, *, line: int = 0, **params: str | int) -> None:
        """Say it once."""
        problem = Problem(line or self.line, code, params)
        self._notes.setdefault((problem.line, code, *sorted(params.items())), problem)

    def add_picture(self, name: str, encoded: str) -> str | None:
        """The address of an embedded picture; None with a note if it is not taken."""
        if encoded not in self._addresses:
            if len(self._addresses) >= PICTURES:
                self.note("pictures_too_many", limit=PICTURES)
                return None
            self._addresses[encoded] = self._take(name, encoded)
        return self._addresses[encoded]

    def _take(self, name: str, encoded: str) -> str | None:
        try:
            picture = read_picture(name, encoded)
        except PictureRefused as refused:
            self.note(refused.code, name=name[:100], limit=PICTURE_BYTES // 1024 // 1024)
            return None
        self.pictures.setdefault(picture.key, picture)
        return html.SCHEME + picture.key


def tidy(text: str) -> str:
    """LF as the only line end, no control characters, nothing around it."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """A name: no line ends, single spaces."""
    return " ".join(CONTROL.sub("", text).split())


class Texts:
    """The texts of one question in one format: HTML as soon as one of them is HTML, else plain."""

    def __init__(self, reading: Reading, *raws: Raw) -> None:
        self.reading = reading
        self.format = "html" if any(raw and _is_html(raw) for raw in raws) else "plain"

    def of(self, raw: Raw) -> dict[str, str]:
        """{language: text}, empty without a text."""
        text = self.convert(raw)
        return {self.reading.options.language: text} if text else {}

    def convert(self, raw: Raw) -> str:
        if self.format == "plain":
            return _capped(tidy(raw.text))
        return tidy(self._clean(_to_html(raw), raw.files))

    def _clean(self, source: str, files: Mapping[str, str]) -> str:
        if html.has_active(source):
            self.reading.note("html_cleaned")
        if "<" not in source:
            return html.clean(source)
        source = _DATA_URI.sub(lambda found: self._embedded(found[1], found[2]), source)

        def keep(tag: str, attribute: str, value: str) -> str | None:
            return self._keep(attribute, value, files)

        return html.clean(source, keep)

    def _embedded(self, kind: str, encoded: str) -> str:
        ending = ENDINGS.get(f"image/{kind.lower()}", "")
        return self.reading.add_picture(f"picture{ending}", encoded) or html.SCHEME

    def _keep(self, attribute: str, value: str, files: Mapping[str, str]) -> str | None:
        if attribute == "src":
            return self._source(value, files)
        kept = html.keep("", attribute, value)
        if kept is None:
            self.reading.note("link_removed")
        return kept

    def _source(self, value: str, files: Mapping[str, str]) -> str | None:
        if value.startswith(html.SCHEME):
            return value if value[len(html.SCHEME) :] in self.reading.pictures else None
        if not value.startswith(INSIDE):
            self.reading.note("picture_remote")
            return None
        name = unquote(value[len(INSIDE) :].partition("?")[0])
        if name not in files:
            self.reading.note("picture_missing", name=name[:100])
            return None
        return self.reading.add_picture(name, files[name])


def _is_html(raw: Raw) -> bool:
    return raw.format in ("html", "markdown") or (raw.format == "moodle" and html.has_markup(raw.text))


def _to_html(raw: Raw) -> str:
    if raw.format == "html":
        return raw.text
    if raw.format == "markdown":
        if len(raw.text) > MARKDOWN_LENGTH:
            raise Unreadable("text_too_long", limit=MARKDOWN_LENGTH)
        return _without_paragraph(str(_MARKDOWN.render(raw.text)).strip())
    text = tidy(raw.text)
    if raw.format == "moodle" and html.has_markup(text):
        return html.with_breaks(text)
    return _capped(html.from_plain(text))


def _without_paragraph(source: str) -> str:
    """A single paragraph is a line: an option, a short feedback."""
    is_single = source.startswith("<p>") and source.endswith("</p>") and source.count("<p>") == 1
    return source[3:-4] if is_single else source


def _capped(text: str) -> str:
    if len(text) > TEXT_LENGTH:
        raise Unreadable("text_too_long", limit=TEXT_LENGTH)
    return text
