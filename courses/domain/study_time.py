"""How long a lesson takes: counted from its words, its recordings and what it asks the learner to do."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Words a minute: two thirds of the speed at which adults read easy texts in these languages (Trauzettel-Klosinski,
# Dietz, IOVS 53 (2012): en 228, es 218, fr 195, pt 181), because legal text is read to be remembered.
PACE = {"en": 150, "es": 145, "fr": 130, "pt": 120}
# Minutes for what is done, not read.
PER_QUESTION, PER_CHECK, PER_ACTIVITY, PER_REFLECTION = 2, 2, 10, 5
# What stands in a block without being read: codes, addresses, lengths.
_NOT_READ = {"instrument", "provision", "address", "length", "show", "country", "id", "type"}
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


@dataclass(frozen=True)
class StudyTime:
    """Whole minutes of a lesson in one language: `reading` its text, `watching` its recordings, `doing` the rest."""

    reading: int
    watching: int
    doing: int

    @property
    def total(self) -> int:
        return self.reading + self.watching + self.doing


def seconds(length: str) -> int | None:
    """The seconds of 2:15 or 1:02:15; None for what is no length."""
    match = _LENGTH.fullmatch(length.strip())
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]) if match else None


def study_time(blocks: Iterable[Mapping[str, Any]], language: str) -> StudyTime:
    """What a learner needs for these blocks, as a StreamField stores them. A box's words stand in the library."""
    words = watching = doing = 0
    for block in blocks:
        kind, value = block["type"], block["value"]
        words += 0 if kind in ("check", "box") else _words(_read_of(kind, value))
        watching += (seconds(str(value.get("length") or "")) or 0) if kind in ("video", "audio") else 0
        doing += _doing(kind, value)
    return StudyTime(math.ceil(words / PACE.get(language, PACE["es"])), math.ceil(watching / 60), doing)


def _read_of(kind: str, value: Any) -> Any:
    """A recording is watched, not read a second time; of the texts for countries a learner sees one."""
    if kind in ("video", "audio"):
        return value.get("title")
    if kind == "country":
        return {**value, "texts": (value.get("texts") or [])[:1]}
    return value


def _doing(kind: str, value: Any) -> int:
    if kind == "case":
        return PER_QUESTION * len(value.get("questions") or ())
    return {"check": PER_CHECK, "activity": PER_ACTIVITY, "reflection": PER_REFLECTION}.get(kind, 0)


def _words(value: Any) -> int:
    if isinstance(value, str):
        return len(_WORD.findall(_TAG.sub(" ", value)))
    if isinstance(value, Mapping):
        return sum(_words(inner) for name, inner in value.items() if name not in _NOT_READ)
    return sum(_words(inner) for inner in value) if isinstance(value, list) else 0
