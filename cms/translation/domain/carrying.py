"""What of a translation still holds when the original has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS_THAT_MAY_BE_THE_SAME = 3  # names, "Total", "art. 36": longer than that, a same text was not translated


@dataclass(frozen=True)
class Carried:
    """A passage's translation; `is_older` if the original was changed after it was made."""

    text: str
    is_older: bool = False


def carry(now: Sequence[str], then: Sequence[str], translated: Sequence[str | None]) -> list[Carried | None]:
    """For each passage that the original has now in one place, what the translation says of it. None: nothing.

    `then` is what the original said when it was translated. A translation of more passages than there were gives its
    last ones together, as one to look at: no text is lost.
    """
    texts, is_uneven = _as_many(translated, len(then))
    found: list[Carried | None] = [None] * len(now)
    for kind, a, b, c, d in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if kind in ("equal", "replace"):
            for old, new in zip(range(a, b), range(c, d), strict=False):
                found[new] = _carried(texts[old], now[new], is_older=kind == "replace" or is_uneven)
    return found


def _as_many(texts: Sequence[str | None], wanted: int) -> tuple[list[str | None], bool]:
    if not wanted or len(texts) == wanted:
        return list(texts)[:wanted], False
    if len(texts) < wanted:
        return [*texts, *([None] * (wanted - len(texts)))], True
    rest = " ".join(text for text in texts[wanted - 1 :] if text)
    return [*texts[: wanted - 1], rest or None], True


def _carried(text: str | None, original: str, *, is_older: bool) -> Carried | None:
    if not text or (text == original and len(text.split()) > WORDS_THAT_MAY_BE_THE_SAME):
        return None
    return Carried(text, is_older)
