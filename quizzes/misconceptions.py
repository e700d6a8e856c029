"""The errors of thinking behind wrong options, as the sentence somebody would say who holds them.

An option names one by its id in content/misconceptions.yaml, or by a trainer's own words. For trainers, not learners.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from library.domain.errors import ContentError
from library.domain.yaml_file import read_entries

FILE = settings.BASE_DIR / "content" / "misconceptions.yaml"


@cache
def known() -> dict[str, dict[str, str]]:
    """Every misconception's texts by its id. None where the file is missing or broken: names then stay as they are."""
    try:
        return {entry.text("id"): dict(entry.texts("text")) for entry in read_entries(FILE, "misconceptions")}
    except (ContentError, OSError):
        return {}


def in_words(name: str) -> str:
    """The misconception in the reader's language, else in any; a name that is not in the file as it is."""
    texts = known().get(name, {})
    order = [(get_language() or "es")[:2], "es", "en"]
    return next((texts[code] for code in order if texts.get(code)), name)


def of_option(content: dict[str, Any], key: tuple[str, ...]) -> str:
    """The name of the misconception behind an option of the option analysis; "" where none is named."""
    for part in content.get("parts", ()):
        if len(key) > 1 and part["id"] == key[0]:
            return of_option(part, key[1:])
    options = {option["id"]: str(option.get("misconception", "")) for option in content.get("options", ())}
    return options.get(key[0], "") if len(key) == 1 else ""
