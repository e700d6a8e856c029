"""xhtml2pdf, kept on a short lead: no network, no file outside the design, no warning ignored."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reportlab import rl_config
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from certificates.rendering import quick
from certificates.rendering.errors import RenderingFailed

WATCHED = ("xhtml2pdf", "reportlab")
# Without ASCII-85: a sixth smaller, and quicker to write and to read.
rl_config.useA85 = 0
# Without every ASCII letter in each font, whether it is printed or not.
rl_config.ttfAsciiReadable = 0


@dataclass(frozen=True)
class Markup:
    """A page for xhtml2pdf. `page` is its @page rule, `fonts` are the (family, file) pairs its stylesheet may name."""

    language: str
    page: str
    style: str
    body: str
    fonts: tuple[tuple[str, Path], ...]

    def html(self) -> str:
        """The page as one text, its fonts declared in the usual way."""
        faces = "\n".join(f'@font-face {{ font-family: {name}; src: url("{path}"); }}' for name, path in self.fonts)
        return PAGE.format(language=self.language, page=self.page, style=f"{faces}\n{self.style}", body=self.body)

    def as_xml(self) -> str:
        """The same, as XML and without the fonts' declarations: for one who has registered them."""
        return XML.format(language=self.language, page=self.page, style=self.style, body=self.body)


PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"/><style>{page}</style><style>{style}</style></head>
<body>
{body}
</body></html>"""


XML = """<html lang="{language}"><style>{page}</style><style>{style}</style><body>
{body}
</body></html>"""


def draw(markup: Markup, folder: Path) -> bytes:
    """The page as PDF, the short way if it knows this xhtml2pdf. Raises `RenderingFailed` for any complaint."""
    if not quick.IS_KNOWN:
        return draw_html(markup.html(), folder)
    with failures_named(), warnings_heard() as heard:
        document, log = quick.convert(markup.as_xml(), markup.fonts, folder, within(folder))
    refuse([*heard, *(entry[2] for entry in log)])
    return document


def draw_html(html: str, folder: Path) -> bytes:
    """The page as PDF. It may load files from `folder` only; any complaint is a failure."""
    page = io.BytesIO()
    policy = ResourceAccessPolicy.server(folder, allow_remote=False)
    with failures_named(), warnings_heard() as heard:
        result = pisa.CreatePDF(
            html,
            dest=page,
            path=str(folder / "certificate.html"),
            encoding="utf-8",
            link_callback=within(folder),
            resource_policy=policy,
        )
    refuse([*heard, *(entry[2] for entry in result.log), *(["an error without words"] if result.err else [])])
    return page.getvalue()


def refuse(complaints: Sequence[object]) -> None:
    """Raise `RenderingFailed` if there is any."""
    if complaints:
        raise RenderingFailed("; ".join(map(str, complaints)))


@contextmanager
def failures_named() -> Iterator[None]:
    """Whatever goes wrong inside xhtml2pdf is a `RenderingFailed`."""
    try:
        yield
    except RenderingFailed:
        raise
    except Exception as error:
        raise RenderingFailed(f"xhtml2pdf gave up: {error}") from error


def within(folder: Path) -> Callable[[str, str | None], str]:
    """A link callback that refuses whatever lies outside the folder, addresses included."""
    root = folder.resolve()

    def resolve(uri: str, _relative_to: str | None) -> str:
        path = (root / uri).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise RenderingFailed(f"“{uri}” is not a file of the design.")
        return str(path)

    return resolve


class Listener(logging.Handler):
    """Keeps what this thread's libraries warn about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.heard.append(record.getMessage())


@contextmanager
def warnings_heard() -> Iterator[list[str]]:
    """Collect the warnings of xhtml2pdf and reportlab while the block runs."""
    listener = Listener()
    loggers = [logging.getLogger(name) for name in WATCHED]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield listener.heard
    finally:
        for logger in loggers:
            logger.removeHandler(listener)
