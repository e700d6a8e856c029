"""Mails that the embedded set-up writes into a folder instead of sending them."""

from pathlib import Path

from django.conf import settings

from accounts.privacy.parts import Erasure


def remove_files(erasure: Erasure) -> None:
    """Delete the mails to the person's addresses. A server sends its mails and keeps none."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder:
        return
    addresses = [trace.encode() for trace in erasure.traces if "@" in trace]
    for path in Path(folder).glob("*.log"):
        if any(address in path.read_bytes() for address in addresses):
            path.unlink(missing_ok=True)
