"""A validator of others, PDFBox Preflight, calls every certificate PDF/A-1b, and sees what is not."""

from __future__ import annotations

import io
import os
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import override_settings

from certificates.rendering import load_design, render_certificate
from certificates.signing import seal_pdf, signer
from tests.certificates.rendering.conftest import SNAPSHOT
from tests.certificates.rendering.test_designs import DESIGNS, LANGUAGES, drawn
from tests.certificates.rendering.test_rendered_page import HARD_NAMES, LONG_TITLE
from tests.certificates.rendering.test_scripts import NAMES
from tools.pdfa import missing, preflight

PEOPLE = [*HARD_NAMES.values(), *NAMES]
LOOKS = [(design, language) for design in DESIGNS for language in LANGUAGES]
GREEN, BLUE = (10, 120, 60, 128), (10, 10, 60, 255)


@pytest.fixture(scope="module", autouse=True)
def validator() -> None:
    """Skips where it is not installed; CI fails instead."""
    if missing() and os.environ.get("CI") == "true":
        pytest.fail(f"Preflight is not installed ({', '.join(missing())}), and CI skips nothing.")
    if missing():
        pytest.skip(f"SKIPPED: Preflight is not installed ({', '.join(missing())})")


@pytest.fixture(scope="module")
def by(tmp_path_factory: Any) -> Any:
    """Who signs."""
    with override_settings(AMPARO_KEYS_DIR=tmp_path_factory.mktemp("keys"), AMPARO_SIGNING={}):
        return signer()


def test_every_design_in_every_language_is_pdfa_1b_bare_and_signed_with_the_hardest_names(by: Any, tmp_path: Path):
    assert len(PEOPLE) >= 50
    files: list[Path] = []
    for number, (person, (design, language)) in enumerate(zip(PEOPLE, cycle(LOOKS), strict=False)):
        facts = SNAPSHOT | {"name": person, "language": language, "course_title": LONG_TITLE if number % 5 else "Ñ"}
        made = render_certificate(facts, load_design(design), log_head='{"root":"00"} 1f')
        sealed = number // len(LOOKS) % 2
        files.append(tmp_path / f"{number}-{design}-{language}-{'signed' if sealed else 'bare'}.pdf")
        files[-1].write_bytes(seal_pdf(made, by) if sealed else made)
    assert {path.stem.partition("-")[2] for path in files} == {
        f"{design}-{language}-{kind}" for design, language in LOOKS for kind in ("bare", "signed")
    }
    assert {path.name: said for path, said in preflight(files).items() if said} == {}


def test_with_logos_and_signatures_it_still_is(by: Any, tmp_path: Path):
    kept = {sha256(data).hexdigest(): data for data in (drawn((300, 200), GREEN), drawn((600, 200), BLUE))}
    logo, signature = kept
    people = [person | {"signature": signature} for person in SNAPSHOT["signatories"]]
    files = [tmp_path / f"{name}.pdf" for name in DESIGNS]
    for path in files:
        design = load_design(path.stem) | {"logos": [logo, logo]}
        path.write_bytes(seal_pdf(render_certificate(SNAPSHOT | {"signatories": people}, design, kept.__getitem__), by))
    assert [said for said in preflight(files).values() if said] == []


def see_through(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(Glass=pikepdf.Dictionary(ca=0.5))


def retitle(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Title = "Another"


def widen(pdf: pikepdf.Pdf) -> None:
    next(iter(pdf.pages[0].Resources.Font.values())).Widths[1] = 4321


def test_it_sees_faults(tmp_path: Path):
    made = render_certificate(SNAPSHOT, load_design("amparo"))
    files = [tmp_path / f"{damage.__name__}.pdf" for damage in (see_through, retitle, widen)]
    for path, damage in zip(files, (see_through, retitle, widen), strict=True):
        with pikepdf.open(io.BytesIO(made)) as pdf:
            damage(pdf)
            pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    files.append(tmp_path / "more.pdf")
    files[-1].write_bytes(made + b"more")
    assert all(preflight(files).values())
