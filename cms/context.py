"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")
TEXT_SIZES = ("l", "xl")


def site(request: HttpRequest) -> dict[str, Any]:
    """Reading options from their cookies, checked, and the address for help."""
    cookies = request.COOKIES
    theme, text = cookies.get("amparo_theme"), cookies.get("amparo_text")
    return {
        "theme": theme if theme in THEMES else "",
        "text_size": text if text in TEXT_SIZES else "",
        "lite": cookies.get("amparo_lite") == "1",
        "help_email": settings.AMPARO_HELP_EMAIL,
        "is_demo": settings.AMPARO_DEMO,
    }
