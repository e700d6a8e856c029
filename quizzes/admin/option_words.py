"""What an option of the option analysis is called."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quizzes.domain.option_analysis import Key
from quizzes.domain.scoring.answers import answer_id

Content = dict[str, Any]
LONGEST = 90


def text_in(texts: Any) -> str:
    """A text in the reader's language, else in any."""
    if not isinstance(texts, dict):
        return str(texts or "")
    order = [(get_language() or "es")[:2], "es", "en", "fr", "pt"]
    return next((texts[code] for code in order if texts.get(code)), "")


def option_name(content: Content, key: Key) -> str:
    """The option in the reader's language; for a part of a question with the part's place in front."""
    parts = {part["id"]: (number, part) for number, part in enumerate(content.get("parts", ()), 1)}
    if len(key) > 1 and key[0] in parts:
        number, part = parts[key[0]]
        return f"({number}) {option_name(part, key[1:])}"
    name = NAMES.get(str(content.get("type")), _by_id)(content, key)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _by_id(content: Content, key: Key) -> str:
    return _texts(content, "options").get(key[0], key[0])


def _pair(content: Content, key: Key) -> str:
    stems, choices = _texts(content, "stems"), _texts(content, "choices")
    return f"{stems.get(key[0], key[0])} → {choices.get(key[-1], key[-1])}"


def _gap(content: Content, key: Key) -> str:
    places = [place["id"] for place in content.get("places", ())]
    number = places.index(key[0]) + 1 if key[0] in places else key[0]
    choice = _texts(content, "choices").get(key[-1], key[-1])
    return _("Gap %(number)s: %(choice)s") % {"number": number, "choice": choice}


def _placed(content: Content, key: Key) -> str:
    item = _texts(content, "items").get(key[0], key[0])
    return _("%(place)s. %(item)s") % {"place": key[-1], "item": item}


def _written(content: Content, key: Key) -> str:
    if key[0] == "other":
        return _("Another answer")
    if key[0] == "not_a_number":
        return _("Not a number")
    answers = {answer_id(answer, number): answer for number, answer in enumerate(content.get("answers", ()))}
    answer = answers.get(key[0], {})
    return text_in(answer.get("pattern")) or str(answer.get("value", key[0]))


def _texts(content: Content, name: str) -> dict[str, str]:
    return {row["id"]: text_in(row.get("text")) for row in content.get(name, ())}


NAMES = {"matching": _pair, "gaps": _gap, "ordering": _placed, "short": _written, "numeric": _written}
