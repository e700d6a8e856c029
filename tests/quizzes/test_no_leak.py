"""Before the review allows it, not one byte of the key reaches the learner: every type of question, every state.

What is looked for stands in tests/quizzes/secretive.py.
"""

import re
from pathlib import Path
from random import Random

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from cms.content.question_file import read_questions
from courses.models import LessonPage, ModulePage
from quizzes.domain.formats import read as read_gift
from quizzes.domain.merging import with_neutral_ids
from quizzes.domain.questions import order_for
from quizzes.domain.scoring import full_key
from quizzes.models import QuestionVersion, QuizDraw
from quizzes.services import put_question, start_attempt, submit_attempt
from quizzes.services.bank_import import Order, plan_import
from tests.factories import NOW, UserFactory, add, home, make_course, make_enrolment, quiz_of
from tests.quizzes.domain.samples import SAMPLES
from tests.quizzes.forms import data_of, read_form
from tests.quizzes.secretive import ALL_TYPES, GENERAL, KEY, SECRET, TYPES, UNSHOWN, secretive, with_another_key, wrong
from tests.quizzes.sitting import address

CONTENT = Path(__file__).resolve().parents[2] / "content"
pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en")
AT = {kind: position for position, kind in enumerate(ALL_TYPES, 1)}
BY_PARTS = ("matching", "gaps", "ordering")  # what is right of one part would tell what is right of another


@pytest.fixture
def enrolment(db):
    """A quiz with one question of each type, in this order, and a lesson that checks each of them."""
    course = make_course(modules=(0,))
    for language in LANGUAGES:
        body = [{"type": "check", "value": kind, "id": f"00000000-0000-0000-0000-{n:012}"} for kind, n in AT.items()]
        module = ModulePage.objects.get(locale__language_code=language)
        add(module, LessonPage, "small-checks", language, slug="checks", minutes=5, body=body)
    quiz = quiz_of(course)
    quiz.draws.all().delete()
    for kind, position in AT.items():
        question = put_question(course, kind, secretive(kind), category="S")[0]
        QuizDraw.objects.create(quiz=quiz, position=position, question=question)
    return make_enrolment(course)


def bytes_of(response) -> bytes:
    """Everything that was sent."""
    headers = "".join(f"{key}: {value}\n" for key, value in response.headers.items())
    return headers.encode() + response.content


def fields(kind: str, response: dict, sequence: int, **more: str) -> dict:
    return {"sequence": sequence, **data_of(secretive(kind), response), **more}


def right(kind: str) -> dict:
    return full_key(secretive(kind)) or {"text": "Mi respuesta."}


def other(response: dict) -> dict:
    """Another answer that does not name what is right either: what is sent comes back in a refusal."""
    if "parts" in response:
        return {"parts": {key: other(part) for key, part in response["parts"].items()}}
    return {"text": "8"} if "text" in response else response


def misfit(kind: str) -> dict:
    """What no form of ours sends; a text always fits."""
    return {"choice": "zz", "pair-sa": "zz", "place-p1": "zz", "order": "zz", "p1-choice": "zz", "q1-choice": "zz"}


def leaks(seen: dict[str, bytes]) -> dict[str, list[bytes]]:
    return {what: SECRET.findall(body) for what, body in seen.items() if SECRET.search(body)}


def reasons(page) -> set[str]:
    """Whose reasons a page tells."""
    return set(re.findall(r"ZSPECIFIC-(\w+)", page.content.decode()))


def walk(learner, attempt) -> dict[str, bytes]:
    """Every answer of the server that a learner can get for an attempt, in any state."""
    seen: dict[str, bytes] = {}

    def look(what: str, response) -> None:
        seen[f"{what} {response.status_code}"] = bytes_of(response)

    for lang in LANGUAGES:

        def to(name: str, *args, lang: str = lang) -> str:
            return address(name, *args, language=lang)

        look(f"{lang} quiz", learner.get(to("quiz", "small", "quiz")))
        look(f"{lang} start", learner.post(to("start", "small", "quiz"), follow=True))
        look(f"{lang} check", learner.get(to("check", attempt.pk)))
        look(f"{lang} result", learner.get(to("result", attempt.pk), follow=True))
        look(f"{lang} submit", learner.get(to("submit", attempt.pk), follow=True))
        look(f"{lang} learning", learner.get(f"/{lang}/my-learning/", follow=True))
        for kind, position in AT.items():
            at, stands = (attempt.pk, position), attempt.slots.get(position=position).sequence
            look(f"{lang} {kind} question", learner.get(to("question", *at)))
            look(f"{lang} {kind} saved", learner.post(to("save", *at), fields(kind, wrong(secretive(kind)), stands)))
            look(f"{lang} {kind} stale", learner.post(to("save", *at), fields(kind, other(right(kind)), 77)))
            look(f"{lang} {kind} misfit", learner.post(to("save", *at), misfit(kind)))
            form = fields(kind, other(right(kind)), 78, goto="check")
            look(f"{lang} {kind} stale form", learner.post(to("question", *at), form, follow=True))
            form = fields(kind, wrong(secretive(kind)), stands + 1, goto="try")
            look(f"{lang} {kind} form", learner.post(to("question", *at), form, follow=True))
    return seen


def test_nothing_of_the_key_is_sent_before_handing_in(learner, attempt):
    seen = walk(learner, attempt)
    answers = {(kind, what.split()[-1]) for what in seen for kind in ALL_TYPES if f" {kind} " in what}
    assert {code for _kind, code in answers} == {"200", "400", "409"}, "every kind of answer was looked at"
    assert all((kind, "409") in answers for kind in ALL_TYPES)
    assert len(seen) == 2 * (6 + 6 * len(ALL_TYPES))
    assert leaks(seen) == {}


def test_nothing_of_the_key_is_sent_when_answers_come_too_late(learner, quiz, attempt):
    quiz.review_policy = {}
    quiz.save()
    submit_attempt(attempt.pk, now=NOW)
    seen = {}
    for lang in LANGUAGES:
        for kind, position in AT.items():
            form = fields(kind, right(kind), 0, goto="try")
            closed = learner.post(address("save", attempt.pk, position, language=lang), form)
            assert closed.status_code == 410
            led = learner.post(address("question", attempt.pk, position, language=lang), form, follow=True)
            assert led.redirect_chain[-1][0] == address("result", attempt.pk, language=lang)
            seen |= {f"{lang} {kind} closed": bytes_of(closed), f"{lang} {kind} led": bytes_of(led)}
    assert leaks(seen) == {}


def test_nothing_of_the_key_is_sent_in_the_next_attempt(learner, enrolment, quiz, attempt):
    submit_attempt(attempt.pk, now=NOW)
    assert leaks(walk(learner, start_attempt(enrolment, quiz, now=NOW))) == {}


@pytest.mark.parametrize("behaviour", ["interactive", "adaptive"])
def test_a_wrong_try_tells_the_reason_of_what_was_answered_and_nothing_else(learner, quiz, attempt, behaviour):
    attempt.behaviour = behaviour
    attempt.save()
    expected = {
        "choice": {"oa"},
        "multiple": {"oc"},
        "truefalse": {"oa"},
        "short": {"any"},
        "numeric": {"any"},
        "cloze": {"oa", "any"},
        "scenario": {"oa", "any"},
    } | {kind: set() for kind in (*BY_PARTS, "essay")}
    for kind, position in AT.items():
        form = fields(kind, wrong(secretive(kind)), 0, goto="try")
        learner.post(address("question", attempt.pk, position), form)
        for lang in LANGUAGES:
            told = learner.get(address("question", attempt.pk, position, language=lang))
            assert reasons(told) == expected[kind], kind
            rest = re.sub(rb"ZSPECIFIC-\w+", b"", told.content)
            assert not SECRET.search(rest), kind
    for lang in LANGUAGES:
        for where in (("quiz", "small", "quiz"), ("check", attempt.pk)):
            assert not SECRET.search(learner.get(address(*where, language=lang)).content), where
    background = learner.post(address("save", attempt.pk, 1), fields("choice", right("choice"), 1))
    assert background.status_code == 200
    assert not SECRET.search(background.content)


def test_a_question_that_was_answered_right_explains_itself_and_weighs_nothing(learner, quiz, attempt):
    attempt.behaviour = "interactive"
    attempt.save()
    for kind in TYPES:
        form = fields(kind, right(kind), 0, goto="try")
        learner.post(address("question", attempt.pk, AT[kind]), form)
        for lang in LANGUAGES:
            told = learner.get(address("question", attempt.pk, AT[kind], language=lang)).content
            assert told.count(GENERAL + f"-{'choice' if kind == 'multiple' else kind}".encode()) == 1, kind
            assert not UNSHOWN.search(told), kind


def test_a_question_that_is_out_of_tries_explains_itself_but_does_not_say_the_answer(learner, quiz, attempt):
    attempt.behaviour = "interactive"
    attempt.save()
    for kind in TYPES:
        question = address("question", attempt.pk, AT[kind])
        for n in range(3):
            given = wrong(secretive(kind))
            given |= {"text": f"{n}"} if kind in ("short", "numeric") else {}
            if "text" not in given:
                learner.post(question, fields(kind, right(kind), 2 * n) | {"goto": "check"})
            learner.post(question, fields(kind, given, attempt.slots.get(position=AT[kind]).sequence, goto="try"))
        assert attempt.slots.get(position=AT[kind]).is_closed, kind
        told = learner.get(question).content
        assert GENERAL in told, kind
        assert not UNSHOWN.search(told), kind
        assert KEY not in told, kind
        assert b"1414214" not in told, kind


POLICIES = {
    "nothing": [],
    "only the attempt": ["attempt"],
    "only the marks": ["marks"],
    "everything": ["attempt", "correctness", "marks", "specific", "general", "answer"],
}
CORRECTNESS = re.compile(r"opt--|circle-check|circle-x|tag--good|tag--bad|tag--warn|Right answer|, right")


@pytest.fixture(params=POLICIES)
def result(request, learner, quiz, attempt):
    """The result of wrong answers, by language, under a policy."""
    quiz.review_policy = {"right_after": POLICIES[request.param], "later": POLICIES[request.param]}
    quiz.save()
    for kind, position in AT.items():
        learner.post(address("save", attempt.pk, position), fields(kind, wrong(secretive(kind)), 0))
    learner.post(address("submit", attempt.pk))
    pages = {lang: learner.get(address("result", attempt.pk, language=lang)).content for lang in LANGUAGES}
    return request.param, pages


def test_the_result_shows_what_the_policy_allows_and_no_byte_more(result):
    policy, pages = result
    for lang, page in pages.items():
        text = page.decode()
        assert not UNSHOWN.search(page)
        assert ("Enunciado" in text) == (policy in ("only the attempt", "everything"))
        if policy != "everything":
            assert not SECRET.search(page)
            assert not CORRECTNESS.search(text)
            continue
        told = set(re.findall(r"ZSPECIFIC-(\w+)-(\w\w)", text))
        assert " ".join(sorted({whose for whose, _lang in told})) == "any ia ib ic id oa ob oc p1 p2 sa sb sc"
        assert {language for _whose, language in told} == {lang}
        assert set(re.findall(r"ZKEY-\w+", text)) == {"ZKEY-short", "ZKEY-model"}
        assert "1414214" in text
        assert text.count("ZGENERAL") == len(ALL_TYPES)


def test_before_it_is_answered_a_check_in_a_lesson_tells_nothing(learner, enrolment):
    for lang in LANGUAGES:
        for _cold_then_from_the_cache in range(2):
            page = learner.get(f"/{lang}/learn/small/checks/")
            assert page.content.count(b"data-fragment") == len(ALL_TYPES)
            assert not SECRET.search(bytes_of(page))


@pytest.mark.parametrize("headers", [{"X-Fragment": "1"}, {}])
def test_a_check_without_an_answer_tells_nothing_and_with_one_no_weight(learner, enrolment, headers):
    for lang in LANGUAGES:
        for kind in ALL_TYPES:
            url = address("inline", "small", "checks", kind, language=lang)
            assert not SECRET.search(bytes_of(learner.post(url, {}, headers=headers))), kind
            given = {f"{kind}-{name}": values for name, values in data_of(secretive(kind), right(kind)).items()}
            if kind == "ordering":
                moved = learner.post(url, given | {"move": "ordering-ia:up"}, headers=headers)
                assert not SECRET.search(bytes_of(moved)), "moving an item is not yet an answer"
            told = learner.post(url, given, headers=headers)
            assert told.status_code == 200
            assert not UNSHOWN.search(bytes_of(told)), kind
            assert GENERAL in told.content, kind


def without_tokens(page) -> str:
    return re.sub(r'name="(?:page|csrfmiddlewaretoken)" value="\w+"', "", page.content.decode())


def test_the_page_of_a_question_is_the_same_whichever_answer_is_right(learner, attempt):
    """Neither the ids nor their order nor anything else depends on the key."""

    def pages() -> list[str]:
        cache.clear()
        urls = [address("question", attempt.pk, position) for position in AT.values()]
        return [without_tokens(learner.get(url)) for url in [*urls, "/es/learn/small/checks/"]]

    before = pages()
    for kind in ALL_TYPES:
        other = with_another_key(secretive(kind))
        QuestionVersion.objects.filter(question__code=kind).update(content=other)
    *questions, lesson = pages()
    assert questions == before[:-1]
    for kind in set(ALL_TYPES) - {"ordering", "scenario"}:  # a check mixes what is right: another key, another mix
        part = re.compile(rf'<form class="block check" id="check-{kind}".*?</form>', re.DOTALL)
        assert part.findall(lesson) == part.findall(before[-1]), kind


@pytest.mark.parametrize("shuffle", [True, False])
def test_the_order_in_which_things_stand_is_no_key(shuffle):
    mixes = [Random(n) for n in range(60)]
    content = secretive("ordering")
    orders = [order_for(content, random, shuffle=shuffle) for random in mixes]
    assert content["order"] not in orders
    assert len({tuple(order) for order in orders}) > 10
    matching = secretive("matching")
    pairs = [order_for(matching, random, shuffle=shuffle) for random in mixes]
    beside = [matching["pairs"][order["stems"][0]] == order["choices"][0] for order in pairs]
    assert 0 < sum(beside) < 40
    first = [order_for(secretive("gaps"), random, shuffle=shuffle)[0] for random in mixes]
    assert len(set(first)) == 3


def test_questions_from_files_have_ids_that_say_nothing_of_pairs_and_order(db):
    """Written down as s1 = c1, or 1, 2, 3, the ids in the page's source would be the key."""
    gift = read_gift(b"::M:: Une {=a -> 1 =b -> 2 =c -> 3}", name="m.gift", language="es")
    imported = [one.content for one in plan_import(None, gift.parsed, Order("es"))]
    own = [row.content for row in read_questions(CONTENT / "courses/first-response/questions.yaml")]
    for content in [*imported, *own, with_neutral_ids(SAMPLES["ordering"], "o")]:
        if content["type"] == "ordering":
            assert sorted(content["order"]) != content["order"], content["stem"]
        if content["type"] == "matching":
            assert all(re.fullmatch("x[0-9a-f]{8}", choice["id"]) for choice in content["choices"]), content["stem"]


def test_a_public_page_of_the_course_shows_no_question(client, attempt):
    page = client.get(reverse("courses:course", args=["small"])).content
    assert not SECRET.search(page)
    assert b"Enunciado" not in page


def test_nobody_without_a_place_in_the_course_sees_a_question(client, attempt):
    client.force_login(UserFactory())
    with translation.override("es"):
        urls = [address("question", attempt.pk, 1), reverse("courses:learn", args=["small", "checks"]), home("es").url]
    for url in filter(None, urls):
        assert b"Enunciado" not in client.get(url, follow=True).content


def test_a_form_names_its_fields_by_ids_that_the_question_has(learner, attempt):
    """And by nothing that says which of them are right."""
    for kind, position in AT.items():
        form = read_form(learner.get(address("question", attempt.pk, position)))
        names = {*form.data, *form.offered} - {"csrfmiddlewaretoken", "sequence", "page", "flag"}
        assert names == set(data_of(secretive(kind), right(kind))), kind
