"""Every type of question in a real browser: at 320 pixels, by keyboard, with and without script, against the clock."""

import re
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.quiz_site import Quizzes
from tests.e2e.test_pages import scrolls_sideways, violations

pytestmark = pytest.mark.e2e
Opener = Callable[..., Page]
PHONE = {"viewport": {"width": 320, "height": 720}}


@pytest.fixture(scope="module")
def quizzes(site: Site) -> Quizzes:
    return Quizzes(site)


def is_fine(page: Page) -> None:
    assert violations(page) == []
    assert not scrolls_sideways(page), page.url


def answer_somehow(page: Page) -> None:
    """A first choice in every field, some words in every text."""
    for group in {box.get_attribute("name") for box in page.locator(".choice input").all()}:
        page.locator(f".choice input[name='{group}']").first.check()
    for menu in page.locator("select.select").all():
        menu.select_option(index=1)
    for text in page.locator("form[data-autosave] input[type=text], textarea").all():
        text.fill("7")
    for button in page.locator("[data-order] button[name=move]:enabled").all()[:1]:
        button.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_type_of_question_is_accessible_on_a_phone(quizzes: Quizzes, open_page: Opener, scheme: str) -> None:
    sitting = quizzes.begin("types")
    page = sitting.open(open_page, color_scheme=scheme, **PHONE)
    for position in range(1, sitting.questions + 1):
        page.goto(sitting.url(position))
        is_fine(page)
        answer_somehow(page)
        expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--good"), timeout=15_000)
        is_fine(page)
    page.goto(sitting.url("check"))
    expect(page.locator("ol.rows .tag--good")).to_have_count(sitting.questions)
    is_fine(page)
    page.locator("form[action$='/submit/'] button").click()
    page.wait_for_url("**/result/")
    is_fine(page)


def test_a_checked_question_is_accessible_on_a_phone(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("tries")
    page = sitting.open(open_page, **PHONE)
    for position in range(1, sitting.questions + 1):
        page.goto(sitting.url(position))
        answer_somehow(page)
        page.locator("button[name=goto][value=try]").click()
        page.wait_for_selector("fieldset .notice:not([hidden])")
        is_fine(page)


def test_items_are_put_in_order_by_keyboard_and_saved(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("types")
    at = quizzes.types.index("ordering") + 1
    page = sitting.open(open_page, at)
    items = page.locator("[data-order] input[name=order]")
    before = [item.get_attribute("value") for item in items.all()]
    page.locator(f"button[name=move][value='{before[-1]}:up']").focus()
    for _place in before[1:]:
        page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.value")
    assert focused == f"{before[-1]}:down", "at the top the other button has the focus"
    page.keyboard.press("Space")
    wanted = [before[0], before[-1], *before[1:-1]]
    assert [item.get_attribute("value") for item in items.all()] == wanted
    assert page.locator("[data-order] .door").all_inner_texts() == [str(n + 1) for n in range(len(before))]
    expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--good"), timeout=15_000)
    assert sitting.slot(at)["response"] == {"order": wanted}
    assert page.url == sitting.url(at), "no page was loaded anew"


def test_items_are_put_in_order_without_script(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("types")
    at = quizzes.types.index("ordering") + 1
    page = sitting.open(open_page, at, java_script_enabled=False)
    before = [item.get_attribute("value") for item in page.locator("input[name=order]").all()]
    page.locator(f"button[name=move][value='{before[0]}:down']").click()
    page.wait_for_load_state()
    assert sitting.slot(at)["response"] == {"order": [before[1], before[0], *before[2:]]}


def test_a_page_that_is_left_while_it_saves_does_not_compete_with_itself(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("types")
    page = sitting.open(open_page)
    page.route("**/save/", lambda route: (page.wait_for_timeout(600), route.continue_()))
    for round_ in range(3):
        with page.expect_request("**/save/"):
            page.locator(".choice input").nth((2 * round_) % 3).check()
        page.locator(".choice input").nth((2 * round_ + 1) % 3).check()  # and again, while the first is on its way
        page.locator("button.btn[name=goto]").first.click()
        page.wait_for_url("**/2/")
        expect(page.locator(".messages")).to_have_count(0)
        page.goto(sitting.url(1))
        expect(page.locator(".choice input").nth((2 * round_ + 1) % 3)).to_be_checked()


def test_a_long_essay_is_saved_in_the_background(quizzes: Quizzes, open_page: Opener) -> None:
    """Browsers refuse bodies of more than 64 KiB that shall outlive their page."""
    sitting = quizzes.begin("types")
    at = quizzes.types.index("essay") + 1
    page = sitting.open(open_page, at)
    text = ("Ñandú, «acción», ácido, señal… " * 700)[:19_990]
    page.locator("textarea").fill(text)
    expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--good"), timeout=15_000)
    assert sitting.slot(at)["response"] == {"text": text}


def test_what_is_no_number_is_said_while_one_writes(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("types")
    page = sitting.open(open_page, quizzes.types.index("numeric") + 1)
    words = page.locator("[data-no-number]")
    expect(words).to_be_hidden()
    page.locator("fieldset.q input[name=text]").fill("mil")
    expect(words).to_be_visible(timeout=15_000)
    page.locator("fieldset.q input[name=text]").fill("1.000")
    expect(words).to_be_hidden(timeout=15_000)


def test_the_time_left_is_shown_with_script_and_the_end_without(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("timed")
    page = sitting.open(open_page)
    clock = page.locator("[role=timer]")
    expect(clock).to_have_text(re.compile(r"^(30:00|29:\d\d)$"))
    shown = clock.inner_text()
    expect(clock).not_to_have_text(shown, timeout=5_000)
    plain = sitting.open(open_page, java_script_enabled=False)
    assert re.search(r"\d{1,2}:\d\d", plain.locator("[role=timer]").inner_text())
    assert quizzes.begin("types").open(open_page).locator("[role=timer]").count() == 0


def test_when_the_time_is_over_the_page_saves_and_leads_to_the_check(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("timed")
    quizzes.do("deadline", str(sitting.attempt), "5")
    page = sitting.open(open_page)
    page.locator(".choice input[value=b]").check()
    page.wait_for_url("**/check/", timeout=20_000)
    assert sitting.slot(1)["response"] == {"selected": ["b"]}


def test_the_end_of_the_time_holds_without_script(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("timed")
    page = sitting.open(open_page, java_script_enabled=False)
    page.locator(".choice input[value=b]").check()
    quizzes.do("deadline", str(sitting.attempt), "-61")
    page.locator("button.btn[name=goto]").first.click()
    page.wait_for_url("**/result/")
    assert sitting.slot(1)["response"] is None
    assert [save["outcome"] for save in sitting.saves(1)] == ["late"]
    assert sitting.slot(1)["state"] == "gave_up"


def test_without_a_line_the_button_keeps_the_page_and_its_answer(quizzes: Quizzes, browser: Browser) -> None:
    sitting = quizzes.begin("timed")
    with closing(browser.new_context(locale="es")) as context:  # what its console says of the line is no error here
        sitting.enter(context)
        page = context.new_page()
        page.goto(sitting.url(1))
        context.set_offline(True)
        page.wait_for_function("!navigator.onLine")
        page.locator(".choice input[value=b]").check()
        page.locator("button.btn[name=goto]").first.click()
        expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--warn"), timeout=15_000)
        assert page.url == sitting.url(1)
        context.set_offline(False)
        expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--good"), timeout=15_000)
        assert sitting.slot(1)["response"] == {"selected": ["b"]}
        page.locator("button.btn[name=goto]").first.click()
        page.wait_for_url("**/2/")


@pytest.mark.parametrize("waited", [False, True])
def test_a_line_that_only_seems_to_be_there_keeps_the_page_and_its_answer(
    quizzes: Quizzes, browser: Browser, waited: bool
) -> None:
    sitting = quizzes.begin("timed")
    with closing(browser.new_context(locale="es")) as context:
        sitting.enter(context)
        page = context.new_page()
        page.goto(sitting.url(1))
        context.route("**/attempt/**", lambda route: route.abort("connectionrefused"))
        assert page.evaluate("navigator.onLine")
        page.locator(".choice input[value=b]").check()
        if waited:  # the answer itself was tried, and did not get through, before the button is pressed
            expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--warn"), timeout=15_000)
        page.locator("button.btn[name=goto]").first.click()
        page.wait_for_timeout(1_000)  # milliseconds, in which a page that is left would be gone
        expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--warn"), timeout=15_000)
        assert page.url == sitting.url(1)
        context.unroute("**/attempt/**")
        expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--good"), timeout=40_000)
        assert sitting.slot(1)["response"] == {"selected": ["b"]}


def test_switching_the_language_keeps_the_answers_on_the_page(quizzes: Quizzes, open_page: Opener) -> None:
    sitting = quizzes.begin("types")
    page = sitting.open(open_page)
    for position in range(1, sitting.questions + 1):
        page.goto(sitting.url(position))
        answer_somehow(page)
        expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--good"), timeout=15_000)
        given = fields(page)
        page.goto(sitting.url(position, "en"))
        assert fields(page) == given


def fields(page: Page) -> Any:
    """What the form would send, without its tokens."""
    skipped = ["csrfmiddlewaretoken", "sequence", "page"]
    return page.evaluate(
        "s => [...new FormData(document.querySelector('form[data-autosave]'))].filter(([k]) => !s.includes(k))", skipped
    )
