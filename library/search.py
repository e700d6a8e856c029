"""The list of instruments as a reader asked for it: words, how a source works, topic, order."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from library.domain.matching import ask, find, fold
from library.models import Instrument, Provision, Works
from library.words import TOPICS

MAX_LENGTH = 200  # of what is typed
BY_YEAR = "year"


@dataclass(frozen=True)
class Search:
    """What was asked for. Anything unknown in the address counts as not asked."""

    q: str = ""
    works: str = ""
    topic: str = ""
    order: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Search":
        """Read the address."""
        works, order = asked.get("works", ""), asked.get("order", "")
        return cls(
            q=asked.get("q", "")[:MAX_LENGTH].strip(),
            works=works if works in Works else "",
            topic=asked.get("topic", "") if asked.get("topic", "") in TOPICS else "",
            order=order if order == BY_YEAR else "",
        )

    def without(self, name: str) -> str:
        """The query string that asks for the same but one thing."""
        kept = asdict(replace(self, **{name: ""}))
        return urlencode({key: value for key, value in kept.items() if value})

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list, by name in the address: for the chips that take it away again."""
        return {name: value for name, value in asdict(self).items() if value and name != "order"}


@dataclass(frozen=True)
class Hit:
    """An instrument found, with the provisions in which the words stand."""

    instrument: Instrument
    provisions: list[Provision]
    is_in_name: bool

    @property
    def url(self) -> str:
        """To the page; to the provision itself where only that was found."""
        if self.provisions and not self.is_in_name:
            return self.provisions[0].get_absolute_url()
        return self.instrument.get_absolute_url()


def search(instruments: Iterable[Instrument], asked: Search) -> list[Hit]:
    """The instruments that answer, in their own order or by year. Expects prefetched provisions."""
    question = ask(asked.q)
    hits = []
    for instrument in instruments:
        if (asked.works and instrument.works != asked.works) or (asked.topic and asked.topic not in instrument.topics):
            continue
        found = find(question, instrument.document()) if question else None
        if found or not question:
            provisions = list(instrument.provisions.all())
            places = found.passages if found else ()
            hits.append(Hit(instrument, [provisions[i] for i in places], found.is_in_name if found else True))
    return sorted(hits, key=_year) if asked.order == BY_YEAR else hits


def _year(hit: Hit) -> tuple[int, str]:
    return hit.instrument.adopted_year, hit.instrument.adopted


def topics_of(instruments: Iterable[Instrument]) -> list[tuple[str, str]]:
    """(code, name) of the topics in use, in alphabetical order of the active language."""
    used = {topic for instrument in instruments for topic in instrument.topics if topic in TOPICS}
    return sorted(((topic, str(TOPICS[topic])) for topic in used), key=lambda pair: fold(pair[1]))
