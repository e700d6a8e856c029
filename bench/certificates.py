"""How fast certificates are made, in one run: `.venv/bin/python -m bench.certificates [times]`.

Medians of processor time on one core. Four ways to the same picture:

- ours: the PDF/A as `render_certificate` makes it, then signed, then the complete issue: the signed PDF and the badge
  in its four forms (JSON with its proof, JWT, SVG, PNG), without the database;
- public: the same without the short way of rendering/quick.py;
- plain: one page of HTML with everything in it, given to xhtml2pdf as its manual says;
- direct: the certificate's own texts set by hand on a reportlab canvas, laid on the same shared layer.
"""

from __future__ import annotations

import atexit
import base64
import io
import logging
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="amparo-bench-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.update(AMPARO_DATA_DIR=str(FOLDER), AMPARO_KEYS_DIR=str(FOLDER / "keys"))

import django  # noqa: E402

django.setup()

import segno  # noqa: E402
from reportlab import rl_config  # noqa: E402
from reportlab.lib.colors import HexColor  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402
from xhtml2pdf import pisa  # noqa: E402
from xhtml2pdf.config.resources import ResourceAccessPolicy  # noqa: E402

from accounts.models import User  # noqa: E402
from certificates import keys  # noqa: E402
from certificates.badges import making  # noqa: E402
from certificates.models import BadgeStatus, Certificate  # noqa: E402
from certificates.rendering import load_design, quick, render_certificate  # noqa: E402
from certificates.rendering import render as ours  # noqa: E402
from certificates.rendering.drawing import Markup  # noqa: E402
from certificates.rendering.layers import painted  # noqa: E402
from certificates.signing import seal_pdf, signer  # noqa: E402
from courses.models import Enrolment  # noqa: E402

MM = 72 / 25.4
SNAPSHOT = {
    "name": "María José Ñandutí Güemes de la Fuente", "course_title": "Cooperación jurídica en materia penal",
    "kind": "completion", "language": "es", "hours": "40", "completed_on": "2026-09-11", "issued_on": "2026-09-18",
    "serial": "AMP-2026-004217", "code": "7QK2M9XD4TRBW8HN", "issuer": "Academia Interamericana",
    "verify_url": "HTTPS://VERIFICAR.EXAMPLE.ORG/V/7QK2M9XD4TRBW8HN",
    "signatories": [
        {"name": "Dra. María Fernanda Etcheverry", "role": "Directora Académica"},
        {"name": "Dr. João Tavares Nóbrega", "role": "Secretario General"},
    ],
}  # fmt: skip
DESIGN = load_design("amparo")
NOW = datetime.now(UTC)
number = count(1)


def fresh() -> dict[str, Any]:
    """A certificate that no cache knows."""
    return SNAPSHOT | {"name": f"{SNAPSHOT['name']} {next(number)}", "serial": f"AMP-2026-{next(number):06}"}


def pdfa() -> bytes:
    return render_certificate(fresh(), DESIGN)


def signed() -> bytes:
    return seal_pdf(pdfa(), signer())


def complete() -> bytes:
    """PDF and badge as they are made for one certificate; the sum of their bytes."""
    pdf = signed()
    certificate = Certificate(
        code=SNAPSHOT["code"],
        snapshot=SNAPSHOT | {"course": "penal", "time_zone": "America/Guatemala"},
        enrolment=Enrolment(learner=User(email="maria@example.org")),
    )
    signing = {purpose: keys.active_key(purpose, now=NOW) for purpose in making.PURPOSES}
    badge = making._make(certificate, BadgeStatus(list=1, index=next(number)), signing, NOW)
    return pdf + b"".join(badge.values())


def public() -> bytes:
    quick.IS_KNOWN = False
    try:
        return pdfa()
    finally:
        quick.IS_KNOWN = True


def composed(snapshot: dict[str, Any]) -> Any:
    facts = ours.read_facts(snapshot)
    faces = ours.typefaces(DESIGN)
    return ours.compose(facts, ours.word(facts, DESIGN), faces, DESIGN["colours"], (), ours.plan_of(DESIGN))


def plain() -> bytes:
    """Everything in the HTML: background as the page's picture, QR code as a PNG."""
    snapshot = fresh()
    sheet = composed(snapshot)
    picture = io.BytesIO()
    segno.make(snapshot["verify_url"], error="q", boost_error=False, micro=False).save(
        picture, kind="png", scale=8, border=0, dark="#13294B"
    )
    uri = base64.b64encode(picture.getvalue()).decode()
    code = f'<div style="left:25mm;top:156.5mm;width:23.5mm"><img src="data:image/png;base64,{uri}" style="width:23.5mm"></div>'
    line = '<div style="left:103.5mm;width:90mm;top:109mm;border-top:0.7pt solid #A9853B;font-size:1pt">&nbsp;</div>'
    page = sheet.own.page.replace("}", 'background-image: url("ground.pdf"); }')
    whole = Markup("es", page, sheet.own.style, f"{sheet.fixed.body}{sheet.own.body}{code}{line}", sheet.own.fonts)
    return as_the_manual_says(whole.html())


def as_the_manual_says(html: str) -> bytes:
    result = io.BytesIO()
    tuned = rl_config.useA85, rl_config.ttfAsciiReadable
    rl_config.useA85, rl_config.ttfAsciiReadable = 1, 1
    try:
        policy = ResourceAccessPolicy(allow_remote=False, base_dir=Path("/"))
        pisa.CreatePDF(html, dest=result, path=str(FOLDER / "page.html"), encoding="utf-8", resource_policy=policy)
    finally:
        rl_config.useA85, rl_config.ttfAsciiReadable = tuned
    return result.getvalue()


BLOCK = re.compile(
    r'<div class="([\w ]+)" style="top:([\d.]+)mm;font-size:([\d.]+)pt;line-height:([\d.]+)pt;[^"]*">(.*?)</div>'
)
ROLES = {"plain": ("text", "muted"), "name": ("name", "primary"), "course": ("strong", "primary"),
         "issued": ("italic", "muted"), "register value": ("strong", "primary")}  # fmt: skip


def direct() -> bytes:
    """The same texts at the same places, without xhtml2pdf."""
    snapshot = fresh()
    sheet, faces = composed(snapshot), ours.typefaces(DESIGN)
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(297 * MM, 210 * MM), pageCompression=1)
    for style, top, size, leading, markup in BLOCK.findall(sheet.own.body):
        face, colour = faces[ROLES[style][0]], DESIGN["colours"][ROLES[style][1]]
        canvas.setFillColor(HexColor(colour))
        canvas.setFont(face.metrics, float(size))
        y = (210 - float(top)) * MM - float(leading) * 0.75
        for index, line in enumerate(markup.split("<br/>")):
            text = unescape(line)
            width = pdfmetrics.stringWidth(text, face.metrics, float(size))
            left = 272 * MM - width if style == "register value" else (297 * MM - width) / 2
            canvas.drawString(left, y - index * float(leading), text)
    canvas.save()
    facts = ours.read_facts(snapshot)
    named = ours.all_typefaces(faces)
    ground = ours.Ground(DESIGN["background"], tuple(sorted(DESIGN["colours"].items())), True)
    layer = ours.shared_layer(sheet.fixed, ground, sheet.pictures, ours.no_pictures, named, ours.DESIGNS)
    return ours.finish(page.getvalue(), layer, sheet.drawing, named, ours.describe(facts, ours.word(facts, DESIGN)))


def measure(ways: dict[str, Callable[[], bytes]], times: int) -> dict[str, tuple[float, int]]:
    """{way: (median seconds of processor time, bytes)}, the ways taken in turn."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    sizes: dict[str, int] = {}
    for turn in range(times + 2):
        for name, way in ways.items():
            start = time.process_time()
            sizes[name] = len(way())
            if turn >= 2:
                spent[name].append(time.process_time() - start)
    return {name: (median(spent[name]), sizes[name]) for name in ways}


def main(times: int) -> None:
    logging.getLogger("xhtml2pdf").setLevel(logging.ERROR)
    ground = ours.Ground(DESIGN["background"], tuple(sorted(DESIGN["colours"].items())), True)
    (FOLDER / "ground.pdf").write_bytes(painted(ground))
    ways = {
        "PDF/A": pdfa,
        "PDF/A, signed": signed,
        "complete issue": complete,
        "public way": public,
        "plain xhtml2pdf": plain,
        "direct reportlab": direct,
    }
    found = measure(ways, times)
    print(f"{'':18}{'ms':>8}{'per s':>8}{'kB':>8}")
    for name, (seconds, size) in found.items():
        print(f"{name:18}{seconds * 1000:8.1f}{1 / seconds:8.1f}{size / 1000:8.1f}")
    ours_at = found["PDF/A"][0]
    goal("PDF/A a second", 1 / ours_at, 40, at_least=True)
    goal("signed a second", 1 / found["PDF/A, signed"][0], 25, at_least=True)
    goal("complete issues a second", 1 / found["complete issue"][0], 18, at_least=True)
    goal("times as fast as plain xhtml2pdf", found["plain xhtml2pdf"][0] / ours_at, 5, at_least=True)
    goal("times the cost of direct reportlab", ours_at / found["direct reportlab"][0], 2.5, at_least=False)
    goal("kB of the signed file", found["PDF/A, signed"][1] / 1000, 220, at_least=False)


def goal(what: str, value: float, bound: float, *, at_least: bool) -> None:
    reached = value >= bound if at_least else value <= bound
    print(f"{'reached' if reached else 'MISSED '}  {value:7.2f} {what} (goal: {'≥' if at_least else '≤'} {bound:g})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
