"""Equal input gives equal bytes, and a design's checksum tells when it has changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from copy import deepcopy
from hashlib import sha256
from pathlib import Path

from certificates.rendering import design_checksum, load_design, render_certificate

ROOT = Path(__file__).resolve().parents[3]
ELSEWHERE = """
import hashlib, json, sys
from certificates.rendering import load_design, render_certificate
document = render_certificate(json.loads(sys.stdin.read()), load_design("amparo"))
assert not {"django", "wagtail", "celery"} & set(sys.modules), "rendering is plain Python"
print(hashlib.sha256(document).hexdigest())
"""


def test_equal_input_gives_equal_bytes(snapshot, design):
    once = render_certificate(snapshot(), design)
    render_certificate(snapshot(name="Somebody Else", language="fr"), design)
    assert render_certificate(snapshot(), deepcopy(design)) == once


def test_another_process_gives_the_same_bytes_without_django(snapshot, design):
    other = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=json.dumps(snapshot()),
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == sha256(render_certificate(snapshot(), design)).hexdigest()


def test_another_name_gives_another_file_identifier(certificate):
    def identifier(page):
        return page.reader.trailer["/ID"][0]

    assert identifier(certificate()) != identifier(certificate(name="Somebody Else"))


def test_the_checksum_follows_the_design_and_not_the_order_of_its_keys(design):
    reversed_keys = dict(reversed(design.items()))
    assert design_checksum(reversed_keys) == design_checksum(load_design("amparo"))
    changed = deepcopy(design)
    changed["texts"]["es"]["title"] = "DIPLOMA"
    assert design_checksum(changed) != design_checksum(design)


def test_the_checksum_follows_the_files(design, tmp_path, monkeypatch):
    copy = shutil.copytree(ROOT / "certificates/designs", tmp_path / "designs")
    monkeypatch.setattr("certificates.rendering.design.DESIGNS", copy)
    before = design_checksum(design)
    with (copy / "fonts/AmparoText-Regular.ttf").open("ab") as font:
        font.write(b"another font")
    assert design_checksum(design) != before
