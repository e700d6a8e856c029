"""No word of the interface is missing in any language."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from string import Formatter

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext

LOCALE = Path(__file__).resolve().parents[2] / "locale"
LANGUAGES = ("es", "fr", "pt")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    po = catalogue(language)
    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages(language: str) -> None:
    english = {entry.msgid for entry in catalogue("en") if not entry.obsolete}
    assert {entry.msgid for entry in catalogue(language) if not entry.obsolete} == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_message(language: str) -> None:
    for entry in catalogue(language):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
                assert placeholders(text) <= wanted, entry.msgid


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]", text)) | {name for _t, name, _s, _c in Formatter().parse(text) if name}


def test_no_string_was_forgotten_when_the_catalogues_were_made(tmp_path: Path) -> None:
    """Collect the strings again (where gettext is installed): the catalogues hold every one of them."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed")
    root = LOCALE.parent
    copy = tmp_path / "copy"
    left_out = {".venv", ".git", "var", "node_modules", "tests", "content"}
    shutil.copytree(root, copy, ignore=lambda folder, _names: left_out if Path(folder) == root else set())
    command = [sys.executable, "manage.py", "makemessages", "-l", "en", "--no-obsolete", "--no-location"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    fresh = {e.msgid for e in polib.pofile(str(copy / "locale/en/LC_MESSAGES/django.po"))}
    known = {e.msgid for e in catalogue("en")}
    assert {re.sub(r"\s+", " ", text) for text in fresh - known} == set()


def test_a_portuguese_trainer_reads_the_admin_in_portuguese() -> None:
    """Wagtail and allauth speak Portuguese by region only: the Brazilian texts serve."""
    with translation.override("pt"):
        assert gettext("Dashboard") != "Dashboard"  # Wagtail's
        assert gettext("Incorrect code.") != "Incorrect code."  # allauth's
