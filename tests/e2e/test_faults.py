"""A thousand faults of the line: nothing that a page called saved is lost, and the last choice is what stands."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.conftest import Site
from tests.e2e.quiz_site import Quizzes, Sitting
from tests.e2e.test_quiz_types import fields

pytestmark = pytest.mark.e2e
FAULTS = 1000
SEED = 20261125
LONGEST = 240  # seconds, on a busy machine
KINDS = {"never sent": 24, "answer lost": 24, "busy": 17, "slow": 15, "arrives later": 12, "none": 8}  # in percent

# Chooses something else about three times a second until told to stop; notes what the page said of it
DRIVER = """seed => {
  const form = document.querySelector('form[data-autosave]');
  const log = window.log = { saved: [], trouble: [], chosen: 0 };
  addEventListener('amparo:saved', ({ detail }) => log.saved.push(detail.id));
  for (const kind of ['conflict', 'refused', 'signin']) addEventListener(`amparo:${kind}`, () => log.trouble.push(kind));
  let state = seed;
  const random = (below) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor(state / 4294967296 * below);
  };
  const boxes = [...form.querySelectorAll('.choice input')];
  const menus = [...form.querySelectorAll('select')];
  const choose = () => {
    if (window.stopped) return;
    const field = menus.length ? menus[random(menus.length)] : boxes[random(boxes.length)];
    if (menus.length) field.selectedIndex = 1 + random(field.options.length - 1); else field.checked = true;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    log.chosen += 1;
    setTimeout(choose, 255 + random(120));
  };
  if (seed) choose();
}"""


@pytest.fixture(scope="module")
def quizzes(site: Site) -> Quizzes:
    return Quizzes(site)


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Browsers of different people; faults make noise in their consoles, which is no error here."""
    made = [browser.new_context(locale="es") for _n in range(4)]
    yield made
    for context in made:
        context.close()


class Line:
    """The line between pages and server: breaks in every way, until it is mended."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.count: Counter[str] = Counter()
        self.sent: dict[str, dict[str, list[str]]] = {}
        self.under_way: list[tuple[BrowserContext, str, dict[str, str], str]] = []
        self.is_offline: set[BrowserContext] = set()
        self.is_mended = False

    @property
    def faults(self) -> int:
        return sum(self.count.values()) - self.count["none"]

    def carry(self, context: BrowserContext, route: Route) -> None:
        self.sent[route.request.headers["idempotency-key"]] = parse_qs(route.request.post_data or "")
        if self.is_mended:
            route.continue_()
            return
        kind = "offline" if context in self.is_offline else self.random.choices([*KINDS], [*KINDS.values()])[0]
        self.count[kind] += 1
        self._do(kind, context, route)
        if self.under_way and self.random.random() < 0.5:
            self.deliver(*self.under_way.pop(self.random.randrange(len(self.under_way))))

    def _do(self, kind: str, context: BrowserContext, route: Route) -> None:
        if kind == "answer lost":
            route.fetch()
        if kind == "arrives later":
            headers = {key: value for key, value in route.request.headers.items() if not key.startswith("sec-")}
            self.under_way.append((context, route.request.url, headers, route.request.post_data or ""))
        if kind == "busy":
            route.fulfill(status=503, body="busy")
        elif kind in ("slow", "none"):
            if kind == "slow":
                context.pages[0].wait_for_timeout(self.random.randrange(50, 400))
            route.continue_()
        else:
            route.abort()

    def deliver(self, context: BrowserContext, url: str, headers: dict[str, str], body: str) -> None:
        """A message that the page has long given up arrives after all, behind newer ones."""
        context.request.post(url, headers=headers, data=body)


def drive(line: Line, contexts: list[BrowserContext], sittings: list[Sitting]) -> list[tuple[Sitting, int, Page]]:
    """Two questions of each person, each in a page that keeps choosing."""
    opened = []
    for context, sitting in zip(contexts, sittings, strict=True):
        sitting.enter(context)
        context.route("**/save/", partial(line.carry, context))
        for position in line.random.sample(range(1, sitting.questions + 1), 2):
            page = context.new_page()
            page.goto(sitting.url(position))
            page.evaluate(DRIVER, line.random.randrange(1, 2**31))
            opened.append((sitting, position, page))
    return opened


def break_the_line(line: Line, contexts: list[BrowserContext], page: Page) -> None:
    end = time.monotonic() + LONGEST
    while line.faults < FAULTS:
        assert time.monotonic() < end, f"only {line.faults} faults in {LONGEST} s: {line.count}"
        page.wait_for_timeout(1500)
        context = line.random.choice(contexts)
        line.is_offline.add(context)
        context.set_offline(True)
        page.wait_for_timeout(700)
        context.set_offline(False)
        line.is_offline.discard(context)


def test_a_thousand_faults_lose_no_answer_that_was_called_saved(
    quizzes: Quizzes, contexts: list[BrowserContext]
) -> None:
    line = Line(SEED)
    opened = drive(line, contexts, [quizzes.begin("faults") for _context in contexts])
    break_the_line(line, contexts, opened[0][2])
    for _sitting, _position, page in opened:
        page.evaluate("window.stopped = true")
    line.is_mended = True
    for _sitting, _position, page in opened:
        expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--good"), timeout=60_000)
        page.wait_for_timeout(300)  # the last choice may still stand before its save
        expect(page.locator("[data-save-state]")).to_have_class(re.compile("state--good"), timeout=60_000)
    while line.under_way:
        line.deliver(*line.under_way.pop())
    print(f"{line.faults} faults: {dict(line.count)}")  # noqa: T201 what the run was like
    assert all(line.count[kind] > 50 for kind in KINDS)
    for sitting, position, page in opened:
        log = page.evaluate("window.log")
        assert log["trouble"] == [], "one window alone never conflicts with itself"
        assert log["chosen"] > 20
        nothing_is_lost(line, sitting.saves(position), log["saved"])
        the_last_choice_stands(sitting, position, page)


def nothing_is_lost(line: Line, saves: list[dict[str, Any]], said: list[str]) -> None:
    """Every message that the page called saved is on the server once, as it was sent, and counted at its time."""
    assert said
    kept = Counter(save["message_id"] for save in saves)
    assert set(kept.values()) == {1}
    accepted = [save for save in saves if save["outcome"] == "accepted"]
    assert [save["sequence"] for save in accepted] == list(range(len(accepted))), "one accepted on top of the other"
    responses = {save["message_id"]: save["response"] for save in saves}
    for key in said:
        assert key in responses, f"{key} was called saved"
        assert sorted(words(responses[key])) == sorted(of_form(line.sent[key]))
        assert responses[key] in [save["response"] for save in accepted]


def words(response: Any) -> Iterator[str]:
    """What was chosen, in any field."""
    if isinstance(response, str):
        yield response
    else:
        for value in response.values() if isinstance(response, dict) else response:
            yield from words(value)


def of_form(sent: dict[str, list[str]]) -> list[str]:
    return [value for name, values in sent.items() if re.match("choice|pair-|place-", name) for value in values]


def the_last_choice_stands(sitting: Sitting, position: int, page: Page) -> None:
    chosen = [value for name, value in fields(page) if re.match("choice|pair-|place-", name) and value]
    slot, accepted = sitting.slot(position), [s for s in sitting.saves(position) if s["outcome"] == "accepted"]
    assert sorted(words(slot["response"])) == sorted(chosen)
    assert slot["response"] == accepted[-1]["response"]
    assert slot["sequence"] == len(accepted)
    given = fields(page)
    page.goto(sitting.url(position))
    assert fields(page) == given


def test_two_windows_of_one_attempt_lose_nothing_and_say_when_they_disagree(
    quizzes: Quizzes, contexts: list[BrowserContext]
) -> None:
    sitting, context, random, line = quizzes.begin("faults"), contexts[0], Random(SEED), Line(SEED)
    sitting.enter(context)
    context.route("**/save/", partial(carry_and_lose, line))
    windows = [context.new_page() for _n in range(2)]
    for window in windows:
        reopen(window, sitting)
    said: list[str] = []
    conflicts, last = 0, ""
    for _round in range(16):
        window = random.choice(windows)
        option = random.choice([o for o in "abc" if not window.locator(f".choice input[value={o}]").is_checked()])
        window.locator(f".choice input[value={option}]").check()
        is_saved = settle(window)
        said += window.evaluate("window.log.saved.splice(0)")
        if is_saved:
            last = option
            continue
        conflicts += 1
        out = window.locator("[data-save-state]")
        assert out.inner_text() == out.get_attribute("data-conflict"), "it is said in words"
        reopen(window, sitting)
        assert window.locator(f".choice input[value={last}]").is_checked(), "the answer that counts is shown"
    assert conflicts >= 2
    assert sitting.slot(1)["response"] == {"selected": [last]}
    saves = sitting.saves(1)
    nothing_is_lost(line, saves, said)
    assert len([save for save in saves if save["outcome"] == "stale"]) >= conflicts, "the losing answers are kept"


def carry_and_lose(line: Line, route: Route) -> None:
    """Two of five answers of the server get lost the first time; the second time they arrive."""
    key = route.request.headers["idempotency-key"]
    is_new, line.sent[key] = key not in line.sent, parse_qs(route.request.post_data or "")
    if is_new and line.random.random() < 0.4:
        route.fetch()
        route.abort()
    else:
        route.continue_()


def reopen(window: Page, sitting: Sitting) -> None:
    window.goto(sitting.url(1))
    window.evaluate(DRIVER, 0)


def settle(window: Page) -> bool:
    """Wait until the page has its answer. Whether it is saved; else there is a conflict."""
    for _try in range(100):
        window.wait_for_timeout(300)
        saved, trouble = window.evaluate("[window.log.saved.length, window.log.trouble.length]")
        if saved or trouble:
            return not trouble
        window.evaluate("dispatchEvent(new Event('online'))")
    raise AssertionError(window.locator("[data-save-state]").inner_text())
