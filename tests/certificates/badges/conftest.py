"""A certificate's badge as JSON, and the names by which a site calls itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from certificates.badges.making import ensure_badge
from certificates.models import Certificate
from tests.factories import NOW

SITE = "https://amparo.example"
DID = "did:web:amparo.example"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.AMPARO_BASE_URL = SITE


@pytest.fixture
def badge(clock: Any) -> Callable[..., Any]:
    """One form of a certificate's badge: JSON as a document, else its bytes."""

    def read(certificate: Certificate, form: str = "json", at: Any = NOW) -> Any:
        with ensure_badge(certificate, now=at)[form].file.open("rb") as file:
            data = file.read()
        return json.loads(data) if form == "json" else data

    return read
