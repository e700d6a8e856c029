"""Questions out of the bank, as a file."""

from collections.abc import Iterable
from typing import Any

from quizzes.domain.formats import Parsed, Problem, write
from quizzes.domain.merging import renamed
from quizzes.models import Question, QuestionVersion
from quizzes.services.pictures import pictures_of

FALSE_WORDS = {"falso", "false", "faux"}
INNER = ("pictures",)  # they travel beside the text


def export_questions(
    versions: Iterable[QuestionVersion], file_format: str, language: str
) -> tuple[bytes, list[Problem]]:
    """The file, and what it does not carry. Expects the versions' questions to be selected."""
    return write([_as_parsed(version.question, version) for version in versions], file_format, language)


def _as_parsed(question: Question, version: QuestionVersion) -> Parsed:
    content = {key: value for key, value in _true_and_false(version.content).items() if key not in INNER}
    return Parsed(
        name=question.code,
        category=tuple(question.category.split(".")),
        content=content,
        code=question.code,
        tags=tuple(question.tags),
        pictures=tuple(pictures_of(version.content)),
    )


def _true_and_false(content: dict[str, Any]) -> dict[str, Any]:
    """True/false options under the ids that the formats know, whatever the bank calls them."""
    options = content.get("options") or []
    if content.get("type") != "truefalse" or len(options) != 2:
        return content
    says = [{str(text).casefold() for text in option.get("text", {}).values()} for option in options]
    is_turned = options[0]["id"] == "false" or bool(says[0] & FALSE_WORDS)
    names = ("false", "true") if is_turned else ("true", "false")
    new: dict[str, Any] = renamed(content, dict(zip((o["id"] for o in options), names, strict=True)))
    return new
