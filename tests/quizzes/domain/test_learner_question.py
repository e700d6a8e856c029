"""What a learner is shown while answering has no key in it, and after it has reasons."""

from dataclasses import asdict

from quizzes.domain.questions import for_learner
from quizzes.domain.review import review
from tests.factories import choice

SECRET = "SECRETO"


def secretive() -> dict:
    """A question in which everything the learner must not see yet carries a mark."""
    question = choice(
        right="ab",
        multiple=True,
        feedback={"es": SECRET, "en": SECRET},
        tests=[{"response": {"selected": ["a", "b"]}, "fraction": "1", "note": SECRET}],
    )
    for option in question["options"]:
        option["feedback"] = {"es": SECRET}
    return question


def test_the_question_a_learner_answers_holds_no_weight_no_reason_and_no_test():
    seen = for_learner(secretive(), ["c", "a", "b"])
    for written in (repr(seen), repr(asdict(seen))):
        assert SECRET not in written
        assert "0.5" not in written
        for word in ("weight", "feedback", "tests", "fraction", "citations"):
            assert word not in written


def test_the_options_stand_in_the_attempts_order():
    assert [option.id for option in for_learner(choice(), ["c", "a", "b"]).options] == ["c", "a", "b"]


def test_an_id_that_the_question_does_not_have_is_left_out():
    assert [option.id for option in for_learner(choice(), ["c", "z"]).options] == ["c"]


def test_after_the_attempt_every_option_has_its_reason():
    seen = review(secretive(), ["c", "a", "b"], {"selected": ["c", "a"]})
    assert [(o.is_chosen, o.is_right) for o in seen.options] == [(True, False), (True, True), (False, True)]
    assert all(o.feedback["es"] == SECRET for o in seen.options)
    assert seen.explanation["es"] == SECRET
    assert seen.is_answered


def test_a_question_without_an_answer_is_reviewed_as_empty():
    for response in (None, {}, {"selected": []}):
        assert not review(choice(), ["a", "b", "c"], response).is_answered
