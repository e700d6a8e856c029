"""Videos that stand elsewhere: whose they are, and the address that shows them without leaving a trace beforehand."""

import re
from dataclasses import dataclass

YOUTUBE_PLAYER = "https://www.youtube-nocookie.com"
VIMEO_PLAYER = "https://player.vimeo.com"

_YOUTUBE = re.compile(
    r"https://(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:watch\?(?:[\w=&-]*&)?v=|embed/|shorts/)|youtu\.be/)([\w-]{6,20})(?:[?&#].*)?"
)
_VIMEO = re.compile(r"https://(?:www\.)?(?:player\.)?vimeo\.com/(?:video/)?(\d{5,12})(?:[/?#].*)?")


@dataclass(frozen=True)
class Embed:
    """A video at another provider: its page, for who has no script, and its player, for who pressed play."""

    provider: str
    page: str
    player: str


def read_address(address: str) -> Embed | None:
    """The video at this address; None where it is none of the providers that may be shown."""
    if match := _YOUTUBE.fullmatch(address):
        page = f"https://www.youtube.com/watch?v={match[1]}"
        return Embed("YouTube", page, f"{YOUTUBE_PLAYER}/embed/{match[1]}?autoplay=1&rel=0")
    if match := _VIMEO.fullmatch(address):
        return Embed("Vimeo", f"https://vimeo.com/{match[1]}", f"{VIMEO_PLAYER}/video/{match[1]}?autoplay=1&dnt=1")
    return None
