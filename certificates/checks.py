"""What must be right in the settings before anything is erased by them."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

RECORD = {
    "schema", "kind", "language", "name", "course", "course_title", "hours", "release", "grade", "completed_on",
    "time_zone", "issuer", "signatories", "serial", "issued_on", "expires_on",
}  # fmt: skip


@register()
def permanent_register(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A word that no record has would keep nothing, and be noticed when it is too late."""
    unknown = sorted(set(settings.AMPARO_PERMANENT_REGISTER) - RECORD)
    if not unknown:
        return []
    said = f"AMPARO_PERMANENT_REGISTER names what no record has: {', '.join(unknown)}."
    return [Error(said, hint=f"Known are: {', '.join(sorted(RECORD))}.", id="certificates.E001")]
