"""A library to read: the real one, or one of a few lines to spoil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from library.loading import load_library

CONTENT = Path(__file__).resolve().parents[2] / "content" / "library"

INSTRUMENTS = """\
instruments:
- id: made-up-1999
  title:
    en: Made-up Convention
    es: Convención inventada
  kind: treaty
  body: UN
  adopted: '1999-12-31'
  in_force: '2001'
  place: Geneva, Switzerland
  summary:
    en: A treaty for tests.
    es: Un tratado para pruebas.
  key_articles:
  - number: 3(c)-(d)
    gist:
      en: Nobody is left alone
      es: Nadie queda solo
  url: https://example.org/text
  topics:
  - children
  verified:
    dates: search
"""
COUNTRIES = """\
countries:
- iso: XX
  name:
    en: Xland
    es: Equislandia
  palermo_protocol:
    party: true
    year: 2004
    verified: knowledge
  american_convention:
    party: false
    verified: knowledge
"""
GLOSSARY = """\
terms:
- id: made-up-term
  term:
    en: made-up term
    es: término inventado
  definition:
    en: A term for tests.
    es: Un término para pruebas.
  source: made-up-1999 art. 3
"""


@pytest.fixture
def library(db: None) -> None:
    """The library as content/library/ has it."""
    load_library(CONTENT)


@pytest.fixture
def small_library(tmp_path: Path) -> Path:
    """A folder with the three files, one entry each."""
    for name, text in (("instruments", INSTRUMENTS), ("countries", COUNTRIES), ("glossary", GLOSSARY)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def rewrite(small_library: Path) -> Callable[[str, str, str], int]:
    """Replace a text of a file, once; returns the line on which it stood, from 1."""

    def change(name: str, old: str, new: str) -> int:
        file = small_library / name
        before, found, after = file.read_text(encoding="utf-8").partition(old)
        assert found, f"{name} has no {old!r}"
        file.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    return change
