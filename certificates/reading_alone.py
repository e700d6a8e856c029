"""What stands in a stranger's PDF, read in a process of its own.

One megabyte may be made to swell to a thousand, or to keep its reader busy for ever. The process may use a few
seconds and a quarter of a gigabyte. It is run as a file, alone, and imports nothing of the site.
"""

import subprocess
import sys

SECONDS, BYTES = 4, 256 * 1024 * 1024


def page_text(data: bytes) -> str:
    """The text of the first page in NFC without white space, for comparing alone; empty if it cannot be read."""
    return _read("text", data)


def keywords(data: bytes) -> str:
    """The keywords among the file's properties; empty if there are none or they cannot be read."""
    return _read("keywords", data)


def _read(what: str, data: bytes) -> str:
    try:
        done = subprocess.run(  # noqa: S603 our own file, the data by a pipe
            [sys.executable, "-I", __file__, what], input=data, capture_output=True, timeout=SECONDS + 1, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _text(data: bytes) -> str:
    import io
    import unicodedata

    from pypdf import PdfReader

    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    return unicodedata.normalize("NFC", "".join(text.split()))


def _keywords(data: bytes) -> str:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        return str(document.docinfo.get("/Keywords", ""))


def _alone() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    read = {"text": _text, "keywords": _keywords}[sys.argv[1]]
    sys.stdout.buffer.write(read(sys.stdin.buffer.read()).encode("utf-8", "replace"))


if __name__ == "__main__":
    _alone()
