"""A certificate as it is handed out: drawn and signed. The key is made once: RSA takes its time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from certificates.rendering import load_design, render_certificate
from certificates.signing import seal_pdf, signer
from tests.certificates.rendering.conftest import SNAPSHOT


@pytest.fixture(scope="session")
def drawn() -> bytes:
    return render_certificate(SNAPSHOT, load_design("amparo"))


@pytest.fixture(scope="session")
def kept_keys(tmp_path_factory: Any, drawn: bytes) -> tuple[Path, bytes]:
    """(a folder of keys, a file signed with them)"""
    folder = tmp_path_factory.mktemp("keys")
    with override_settings(AMPARO_KEYS_DIR=folder):
        return folder, seal_pdf(drawn, signer())


@pytest.fixture(autouse=True)
def keys_folder(settings: Any, tmp_path: Path, kept_keys: tuple[Path, bytes]) -> Path:
    """The same keys for every test, to change as it likes."""
    folder = tmp_path / "signing-keys"
    shutil.copytree(kept_keys[0], folder)
    settings.AMPARO_KEYS_DIR = folder
    settings.AMPARO_SIGNING = {}
    return folder


@pytest.fixture
def signed(kept_keys: tuple[Path, bytes]) -> bytes:
    return kept_keys[1]
