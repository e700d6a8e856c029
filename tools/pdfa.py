"""Asks a validator of others, PDFBox Preflight, whether files are PDF/A-1b: `.venv/bin/python -m tools.pdfa FILE …`.

Needs Java and Debian's packages in `PACKAGES`. One Java for all files: to start it costs more than to judge ten.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

PACKAGES = ("default-jre-headless", "libpdfbox2-java", "libactivation-java", "libjaxb-api-java")
JARS = ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")
FOLDER = Path("/usr/share/java")
VALIDATOR = "org.apache.pdfbox.preflight.Validator_A1b"


def missing() -> list[str]:
    """What of the validator is not installed; empty if it can be asked."""
    paths = [FOLDER / f"{jar}.jar" for jar in JARS]
    return [*(["java"] if shutil.which("java") is None else []), *(str(path) for path in paths if not path.exists())]


def preflight(files: Sequence[Path]) -> dict[Path, list[str]]:
    """Each file's faults in the validator's words; none for a PDF/A-1b file.

    Raises RuntimeError if the validator does not answer for every file.
    """
    classes = ":".join(str(FOLDER / f"{jar}.jar") for jar in JARS)
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "files"
        listed.write_text("\n".join(str(path.resolve()) for path in files), encoding="utf-8")
        asked = subprocess.run(
            [shutil.which("java") or "java", "-cp", classes, VALIDATOR, "xml", "group", str(listed)],
            capture_output=True,
            text=True,
            check=False,
        )
        answer = listed.with_name("files.preflight.xml")
        found = list(ElementTree.parse(answer).getroot()) if answer.exists() else []  # noqa: S314 Preflight wrote it
    if [each.get("name") for each in found] != [path.name for path in files]:
        raise RuntimeError(f"Preflight did not answer for every file: {asked.stderr.strip()}")
    return {path: faults(each) for path, each in zip(files, found, strict=True)}


def faults(answer: ElementTree.Element) -> list[str]:
    """What Preflight says against a file; something is always said of one that is not valid."""
    said = [f"{error.findtext('code')} {error.findtext('details')}" for error in answer.iter("error")]
    return said or ([] if answer.findtext("isValid") == "true" else ["not valid"])


def main(names: Sequence[str]) -> int:
    if missing():
        print(f"Not installed: {', '.join(missing())}. On Debian: apt-get install {' '.join(PACKAGES)}")
        return 2
    found = preflight([Path(name) for name in names])
    for path, said in found.items():
        print(path, "PDF/A-1b" if not said else "is not PDF/A-1b:", *said, sep="\n  " if said else " ")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
