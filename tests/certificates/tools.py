"""Programs that judge a PDF from outside: poppler-utils, qpdf, zbar-tools."""

import os
import shutil
import subprocess

import pytest


def run(program: str, *arguments: str, document: bytes | None = None) -> str:
    """What the program prints, output and complaints together. Skips where it is not installed; CI fails instead."""
    if shutil.which(program) is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{program} is not installed, and CI skips nothing.")
        pytest.skip(f"SKIPPED: {program} is not installed")
    done = subprocess.run([program, *arguments], input=document, capture_output=True, timeout=60, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")
