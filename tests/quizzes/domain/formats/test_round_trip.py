"""What is written is read again as the same question."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.domain.formats import Parsed, read, write
from quizzes.domain.formats.canonical import canonical
from tests.quizzes.domain.formats.strategies import (
    LANGUAGE,
    aiken_questions,
    gift_questions,
    xml_questions,
)


def again(questions: list[Parsed], format_name: str, *, strict: bool = False) -> list[Parsed]:
    """The questions after a way through a file, with nothing to complain about."""
    data, problems = write(questions, format_name, LANGUAGE)
    assert [str(problem) for problem in problems] == []
    result = read(data, f"bank.{format_name}", LANGUAGE, strict)
    assert [str(problem) for problem in result.problems] == []
    return list(result.parsed)


def facts(question: Parsed) -> dict[str, Any]:
    """Everything but the line and the notes."""
    return {
        "name": question.name,
        "category": question.category,
        "code": question.code,
        "tags": question.tags,
        "content": question.content,
        "pictures": question.pictures,
    }


@settings(deadline=None)
@given(st.lists(gift_questions(), min_size=1, max_size=4), st.booleans())
def test_gift_gives_back_what_it_was_given(questions, strict):
    assert list(map(facts, again(questions, "gift", strict=strict))) == list(map(facts, questions))


@settings(deadline=None)
@given(st.lists(xml_questions(), min_size=1, max_size=4), st.booleans())
def test_moodle_xml_gives_back_what_it_was_given(questions, strict):
    assert list(map(facts, again(questions, "moodle_xml", strict=strict))) == list(map(facts, questions))


@settings(deadline=None)
@given(st.lists(aiken_questions(), min_size=1, max_size=3), st.booleans())
def test_aiken_gives_back_what_it_was_given(questions, strict):
    assert list(map(facts, again(questions, "aiken", strict=strict))) == list(map(facts, questions))


@settings(deadline=None)
@given(xml_questions())
def test_reading_leaves_nothing_to_tidy(question):
    assert canonical(question.content, LANGUAGE) == question.content
