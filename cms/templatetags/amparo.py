"""Template tags of the house. Values travel in attributes, never in style."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import BoundField
from django.template.context import Context
from django.urls import translate_url
from django.utils import formats, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

register = template.Library()

_SYMBOL = re.compile(r'<symbol id="i-([a-z0-9-]+)".*?</symbol>', re.DOTALL)


@cache
def _symbols() -> dict[str, str]:
    drawings = Path(str(finders.find("icons/icons.svg"))).read_text(encoding="utf-8")
    return {match[1]: match[0] for match in _SYMBOL.finditer(drawings)}


def _noted(context: Context) -> dict[str, bool]:
    """The icons of this page so far: kept on the request, which fragments and blocks share."""
    holder: Any = context.get("request") or context.render_context.template
    if not hasattr(holder, "_amparo_icons"):
        holder._amparo_icons = {}
    return holder._amparo_icons


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, extra: str = "") -> SafeString:
    """Draw an icon and note its name, so that icon_sprite writes its symbol once."""
    if name not in _symbols():
        raise template.TemplateSyntaxError(f"No icon called {name!r} in static/icons/icons.svg")
    _noted(context)[name] = True
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" {extra}" if extra else "", name
    )


@register.simple_tag
def icon_inline(name: str) -> SafeString:
    """Draw an icon with its path: for fragments that do not know the page they stand in."""
    drawing = re.sub(r"</?symbol[^>]*>", "", _symbols()[name])
    return mark_safe(f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{drawing}</svg>')  # noqa: S308 our own file


@register.simple_tag(takes_context=True)
def icon_sprite(context: Context) -> SafeString:
    """The symbols used on this page. Stands last in the body."""
    symbols = "".join(_symbols()[name] for name in _noted(context))
    return mark_safe(f'<svg width="0" height="0" aria-hidden="true" hidden>{symbols}</svg>')  # noqa: S308 our own file


@register.inclusion_tag("components/arcade.html")
def arcade(total: int, done: int, current: int | None = None) -> dict[str, Any]:
    """A row of arches: the first `done` filled, arch `current` (from 0) in gold."""
    cells = [{"index": i, "x": 5 + 44 * i, "done": i < done, "now": i == current} for i in range(total)]
    return {"cells": cells, "width": 44 * total, "total": total, "done": done}


@register.inclusion_tag("components/meter.html")
def meter(percent: float, label: str = "", extra: str = "") -> dict[str, Any]:
    """An arch filled to `percent` with its number in words."""
    value = max(0, min(100, round(percent)))
    return {
        "value": value,
        "label": label or _("%(value)s %%") % {"value": value},
        "extra": extra,
        "done": value == 100,
    }


@register.simple_block_tag
def notice(content: str, kind: str = "info", icon_name: str = "info") -> SafeString:
    """A notice: info, good, warn or bad."""
    extra = "" if kind == "info" else f" notice--{kind}"
    return format_html('<div class="notice{} mb"><div class="stack stack--s">{}</div></div>', extra, mark_safe(content))  # noqa: S308


@register.filter
def text_in(texts: dict[str, str] | None, language: str | None = None) -> str:
    """The text in the active language; else in the first of es, en, fr, pt that has one."""
    if not texts:
        return ""
    wanted = (language or translation.get_language() or "es")[:2]
    return next((texts[code] for code in (wanted, "es", "en", "fr", "pt") if texts.get(code)), "")


@register.filter
def language_of(texts: dict[str, str] | None) -> str:
    """The language in which text_in answers: for a lang attribute when it is not the page's."""
    wanted = (translation.get_language() or "es")[:2]
    return next((code for code in (wanted, "es", "en", "fr", "pt") if (texts or {}).get(code)), wanted)


@register.filter
def localised_links(html: str) -> SafeString:
    """Give the site's own links the reader's language: /library/x becomes /es/library/x."""
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    return mark_safe(re.sub(r'href="/library/', f'href="/{language}/library/', str(html)))  # noqa: S308 cleaned rich text


@register.filter
def rich(source: str) -> SafeString:
    """Stored rich text as HTML, its links to the library in the reader's language."""
    return localised_links(expand_db_html(source))


@register.filter
def line(value: Any) -> SafeString:
    """Rich text of one paragraph without its <p>: for list items and table cells."""
    html = rich(getattr(value, "source", str(value)))
    return mark_safe(re.sub(r"^<p[^>]*>|</p>$", "", html.strip()))  # noqa: S308 cleaned rich text


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key)


@register.filter
def with_columns(row: Any, columns: Any) -> list[tuple[Any, Any]]:
    """A table row's cells with their columns."""
    return list(zip(columns, row, strict=False))


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's widget with the class of the design system and what it needs when it is wrong."""
    kind = {"select": "select", "checkbox": ""}.get(field.widget_type, "input")
    attrs: dict[str, str | bool] = {"class": kind} if kind else {}
    field.field.widget.attrs.pop("placeholder", None)  # the label says it already
    if field.errors:
        attrs["aria-describedby"] = f"{field.auto_id}_error"
    return field.as_widget(attrs=attrs)


@register.filter
def number(value: Any, places: int = 0) -> str:
    """A number, or a decimal in text, as the language writes it: rounded half-up, where Django would cut off."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return formats.number_format(rounded, places)


@register.filter
def duration(minutes: int) -> str:
    """Minutes as a person says them: 45 min, 9 h 55 min."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


LANGUAGE_NAMES = {"es": "Español", "en": "English", "fr": "Français", "pt": "Português"}


@register.inclusion_tag("components/languages.html", takes_context=True)
def languages(context: Context) -> dict[str, Any]:
    """The same page in the other languages; where there is none, the front door, said so."""
    request, page = context.get("request"), context.get("page")
    translated = _page_addresses(page) if getattr(page, "pk", None) and hasattr(page, "translation_key") else None
    rows = []
    for code, name in LANGUAGE_NAMES.items():
        url = translated.get(code) if translated is not None else _same_view(request, code)
        rows.append({"code": code, "name": name, "url": url or f"/{code}/", "is_missing": url is None})
    return {"rows": rows, "current": (translation.get_language() or "es")[:2], "request": request}


def _page_addresses(page: Any) -> dict[str, str]:
    """Addresses of a page's live translations, with its own; one query."""
    found = page.get_translations(inclusive=True).live().select_related("locale")
    return {p.locale.language_code: p.get_url() for p in found if p.get_url()}


def _same_view(request: Any, code: str) -> str | None:
    if request is None:
        return None
    url = translate_url(request.get_full_path(), code)
    return url if url.startswith(f"/{code}/") else None


@register.simple_tag(takes_context=True)
def nav_current(context: Context, *names: str) -> SafeString:
    """aria-current for the destination whose part of the site this is."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = context.get("nav") or (match.app_name if match else "")
    return mark_safe(' aria-current="true"') if here in names else SafeString("")
