"""xhtml2pdf, kept on a short lead: no network, no file outside the design, no warning ignored."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from certificates.rendering.errors import RenderingFailed

WATCHED = ("xhtml2pdf", "reportlab")


def draw_html(html: str, folder: Path) -> bytes:
    """The page as PDF. It may load files from `folder` only; any complaint is a failure."""
    page = io.BytesIO()
    policy = ResourceAccessPolicy.server(folder, allow_remote=False)
    try:
        with warnings_heard() as heard:
            result = pisa.CreatePDF(
                html,
                dest=page,
                path=str(folder / "certificate.html"),
                encoding="utf-8",
                link_callback=within(folder),
                resource_policy=policy,
            )
    except RenderingFailed:
        raise
    except Exception as error:
        raise RenderingFailed(f"xhtml2pdf gave up: {error}") from error
    complaints = [*heard, *(entry[2] for entry in result.log)]
    if result.err or result.warn or complaints:
        raise RenderingFailed("; ".join(map(str, complaints)) or "xhtml2pdf reported an error.")
    return page.getvalue()


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
