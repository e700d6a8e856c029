"""Plain advice beside the figures: a code and its numbers; the words are found where they are shown.

not_enough_data          attempts, least
key_may_be_wrong         facility, discrimination (percent)      negative: the strong get it wrong
nobody_right, everybody_right                                    tells nobody apart
below_guessing           facility, guess (percent)
very_hard, very_easy     facility (percent)
hardly_discriminates     discrimination (percent)
option_never_chosen      option
option_draws_the_strong  option, upper, lower (percent)          a wrong option that the upper third prefers
fails_in_one_language    language, facility, others (percent)    a fault of the translation, most likely
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.domain.statistics import LanguageFacility, QuestionStatistics

LEAST = 10  # attempts before anything is advised
LEAST_IN_A_LANGUAGE = 5
HARD, EASY = 0.2, 0.95
WEAK = 20.0  # percent of discrimination
LANGUAGE_GAP = 0.3
THIRDS_GAP = 0.1


@dataclass(frozen=True)
class Advice:
    """A code and what its sentence needs."""

    code: str
    numbers: dict[str, float | str] = field(default_factory=dict)


def advise(found: "QuestionStatistics") -> tuple[Advice, ...]:
    """What a trainer should look at, the gravest first. Nothing but "not enough data" under ten attempts."""
    if found.attempts < LEAST or found.facility is None:
        return (Advice("not_enough_data", {"attempts": found.attempts, "least": LEAST}),)
    return (*_discrimination(found), *_facility(found.facility, found), *_options(found), *_languages(found))


def _discrimination(found: "QuestionStatistics") -> Iterator[Advice]:
    index, facility = found.discrimination, 100 * (found.facility or 0)
    if index is None:
        return
    if index < 0:
        yield Advice("key_may_be_wrong", {"facility": facility, "discrimination": index})
    elif index < WEAK:
        yield Advice("hardly_discriminates", {"discrimination": index})


def _facility(facility: float, found: "QuestionStatistics") -> Iterator[Advice]:
    numbers: dict[str, float | str] = {"facility": 100 * facility}
    guess = found.random_guess
    if found.deviation == 0 and facility in (0, 1):
        yield Advice("everybody_right" if facility else "nobody_right", numbers)
    elif guess and facility < guess:
        yield Advice("below_guessing", {**numbers, "guess": 100 * guess})
    elif facility < HARD:
        yield Advice("very_hard", numbers)
    elif facility > EASY:
        yield Advice("very_easy", numbers)


def _options(found: "QuestionStatistics") -> Iterator[Advice]:
    for use in found.options:
        option = "/".join(use.key)
        if use.is_right:
            continue
        if not use.chosen:
            yield Advice("option_never_chosen", {"option": option})
        elif (use.upper or 0) >= (use.lower or 0) + THIRDS_GAP:
            numbers = {"upper": 100 * (use.upper or 0), "lower": 100 * (use.lower or 0)}
            yield Advice("option_draws_the_strong", {"option": option, **numbers})


def _languages(found: "QuestionStatistics") -> Iterator[Advice]:
    for one in found.languages:
        others = [other for other in found.languages if other is not one]
        rest = _facility_of(others)
        if one.facility is None or rest is None or one.attempts < LEAST_IN_A_LANGUAGE:
            continue
        if one.facility <= rest - LANGUAGE_GAP:
            numbers = {"facility": 100 * one.facility, "others": 100 * rest}
            yield Advice("fails_in_one_language", {"language": one.language, **numbers})


def _facility_of(languages: "list[LanguageFacility]") -> float | None:
    """The facility over several languages, if enough learners stand behind it."""
    known = [(one.attempts, one.facility) for one in languages if one.facility is not None]
    attempts = sum(count for count, _facility in known)
    if attempts < LEAST_IN_A_LANGUAGE:
        return None
    return sum(count * facility for count, facility in known) / attempts
