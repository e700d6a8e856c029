"""A file in one language laid over questions that have several."""

import pytest

from quizzes.domain.formats import read
from quizzes.domain.merging import merge, with_neutral_ids
from quizzes.domain.questions import check
from quizzes.domain.translations import shares
from tests.factories import choice
from tests.quizzes.admin.test_bank_contents import CONTENTS

GIFT = "::q::Which? {=one#yes ~two#no ~three#no}"


def parsed(text: str, language: str = "en"):
    return read(text.encode(), "file.gift", language).parsed[0].content


def test_a_translation_is_laid_over_the_options_one_by_one() -> None:
    old = choice()
    merged = merge(old, parsed("::q::Quelle? {=un#oui ~deux#non ~trois#non}", "fr"), "fr")
    assert merged is not None
    assert [option["text"]["fr"] for option in merged["options"]] == ["un", "deux", "trois"]
    assert [option["id"] for option in merged["options"]] == ["a", "b", "c"]
    assert merged["options"][0]["text"]["es"] == "Opción a"
    assert merged["feedback"] == old["feedback"]
    check(merged)


def test_laying_the_same_file_over_twice_changes_nothing() -> None:
    new = parsed(GIFT)
    once = merge(choice(), new, "en")
    assert once is not None
    assert merge(once, new, "en") == once


def test_another_number_of_options_is_another_question() -> None:
    assert merge(choice(), parsed("Which? {=one ~two}"), "en") is None
    assert merge(choice(), parsed("Which? {T}"), "en") is None
    assert merge(choice(), parsed("Which? {=one =two}"), "en") is None


def test_what_files_always_say_is_no_change() -> None:
    new = parsed(GIFT)
    merged = merge(choice(), new, "en")
    assert merged is not None
    assert set(merged) == set(choice())


def test_the_ids_from_files_do_not_tell() -> None:
    content = with_neutral_ids(parsed(GIFT), "q-1")
    ids = [option["id"] for option in content["options"]]
    assert not {"o1", "o2", "o3"} & set(ids)
    assert ids == [option["id"] for option in with_neutral_ids(parsed(GIFT), "q-1")["options"]]
    matching = with_neutral_ids(parsed("Which? {=a -> 1 =b -> 2}"), "q-2")
    check(matching)
    assert matching["pairs"].keys() == {"s1", "s2"}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_question_laid_over_itself_stays(name: str) -> None:
    content = CONTENTS[name]
    assert merge(content, content, "es") == content


def test_shares_are_rounded_down() -> None:
    content = choice()
    del content["options"][0]["text"]["en"]
    assert shares(content) == {"es": 100, "en": 87}
    assert shares({}) == {}
