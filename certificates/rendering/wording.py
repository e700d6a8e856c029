"""Every sentence of a certificate, in its language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from certificates.rendering.errors import InvalidDesign
from certificates.rendering.facts import Facts

DATE_LOCALES = {"en": "en_GB"}  # 25 November 2026, as the United Nations write it
FIRST_OF_MONTH = {"fr": "1er", "pt": "1º"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Wording:
    """The texts around the facts, ready to be set."""

    document_title: str
    title: str
    subtitle: str
    awarded_to: str
    reason: str
    detail: str
    issued: str
    serial_label: str
    code_label: str
    scan: str
    verification: str


def word(facts: Facts, design: Mapping[str, Any]) -> Wording:
    """The certificate's wording; raises `InvalidDesign` for a text the design does not have."""
    try:
        texts = design["texts"][facts.language]
        chosen = texts | texts["kinds"][facts.kind]
        return worded(facts, chosen)
    except KeyError as error:
        asked = f"a {facts.kind} certificate in “{facts.language}”"
        raise InvalidDesign(f"The design has no {error} for {asked}.") from error


def worded(facts: Facts, texts: Mapping[str, Any]) -> Wording:
    values = {
        "name": facts.name,
        "place": facts.place,
        "serial": facts.serial,
        "address": verify_address(facts),
        "hours": hours_phrase(facts.hours, facts.language, texts["hours"]),
        "completed_on": long_date(facts.completed_on, facts.language),
        "issued_on": long_date(facts.issued_on, facts.language),
    }
    source = {**texts, "issued": issued_template(facts, texts)}
    if facts.expires_on:
        values["expires_on"] = long_date(facts.expires_on, facts.language)
    return Wording(**{key: filled(source[key], values) for key in Wording.__dataclass_fields__})


def issued_template(facts: Facts, texts: Mapping[str, Any]) -> str:
    """Where and when it was issued and, if it ends, until when it is valid."""
    issued: str = texts["issued_at" if facts.place else "issued"]
    return f"{issued} · {texts['valid_until']}" if facts.expires_on else issued


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its {placeholders} replaced; an unknown one raises KeyError."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], template)


def hours_phrase(hours: Decimal, language: str, forms: Mapping[str, str]) -> str:
    """“8,5 horas”, “1 hour”: the number as the language writes it, in the right plural."""
    plural, number = counted(hours, language)
    return filled(forms.get(plural, forms["other"]), {"hours": number})


@lru_cache(maxsize=256)
def counted(hours: Decimal, language: str) -> tuple[str, str]:
    return Locale(language).plural_form(hours), format_decimal(hours, locale=language)


@lru_cache(maxsize=256)
def long_date(day: date, language: str) -> str:
    """“25 de noviembre de 2026”; the first of a month is “1er” in French and “1º” in Portuguese."""
    text = format_date(day, "long", locale=DATE_LOCALES.get(language, language))
    first = FIRST_OF_MONTH.get(language)
    return re.sub(r"^1(?= )", first, text) if first else text


def verify_address(facts: Facts) -> str:
    """Where to type the code, as printed: “example.org/v”."""
    parts = urlsplit(facts.verify_url)
    path = parts.path.removesuffix(facts.code).rstrip("/")
    return f"{parts.netloc}{path}".lower()
