"""A new trainer builds a module, a reviewer approves it, a learner takes it and keeps their progress when it changes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
Open, SignIn = Callable[..., Page], Callable[[Page, str], None]
COURSE = "first-response"
MODULE, LESSONS, QUIZ = (
    "Módulo de prueba",
    ("Primera lección", "Segunda lección", "Tercera lección"),
    "Repaso de prueba",
)
SENTENCE = "La trata de personas es un delito contra una persona."


class Desk:
    """What each person does in the admin, in the order of a working day."""

    def __init__(self, site: Any, page: Page) -> None:
        self.url, self.page = f"{site.url}/admin", page

    def open_course(self, below: str = "") -> None:
        self.page.goto(f"{self.url}/courses/")
        self.page.locator("td.title a", has_text="primera respuesta").click()
        self.page.goto(self.page.url + below)

    def add(self, kind: str, title: str) -> None:
        """On the structure page, under its heading for adding."""
        form = self.page.locator("form.structure-add")
        form.locator("[name=kind]").select_option(kind)
        if kind != "module":
            form.locator("[name=module]").select_option(label=MODULE)
        form.locator("[name=title]").fill(title)
        form.get_by_role("button").click()
        expect(self.part(title)).to_be_visible()

    def part(self, title: str) -> Any:
        return self.page.locator("li.structure-part", has=self.page.locator(".structure-name", has_text=title)).last

    def edit(self, title: str) -> None:
        self.part(title).locator(".structure-name a").first.click()
        self.page.wait_for_url("**/edit/")

    def write(self, text: str) -> None:
        """A first block of text in the lesson."""
        self.page.locator("button.c-sf-add-button").first.click()
        self.page.locator("[role=option]:has(use[href='#icon-pilcrow'])").first.click()
        self.page.locator(".public-DraftEditor-content").first.press_sequentially(text)
        self.page.wait_for_function(
            "text => [...document.querySelectorAll('input[name$=-value]')].some(field => field.value.includes(text))",
            arg=text,
        )

    def hand_in(self) -> None:
        self.press("[name=action-submit]")
        self.page.wait_for_url(re.compile(r"/admin/(courses|pages)/.*"))
        expect(self.page.locator(".messages")).to_be_visible()

    def press(self, button: str) -> None:
        """One of the buttons at the foot of the editor; some are behind its arrow."""
        wanted = self.page.locator(f"footer {button}, .tippy-box {button}").first
        wanted.wait_for(state="attached")
        if not wanted.is_visible():
            self.page.locator("footer .w-dropdown__toggle").first.click()
        wanted.click()


@pytest.fixture
def desk_of(site: Any, open_page: Open, sign_in: SignIn) -> Callable[[str], Desk]:
    def opened(who: str) -> Desk:
        page = open_page(viewport={"width": 1280, "height": 1000})
        sign_in(page, f"{who}@amparo.example")
        return Desk(site, page)

    return opened


def test_a_module_from_the_first_title_to_a_learner_who_keeps_their_progress(
    desk_of: Callable[[str], Desk], site: Any
) -> None:
    trainer = desk_of("trainer")
    build(trainer)
    approve(desk_of("reviewer"))
    learner = desk_of("learner")
    enrol(learner, site)
    release_and_move(trainer)
    lesson = study(learner, site)
    trainer.open_course("structure/")
    trainer.part(LESSONS[0]).locator("button[value^='down:']").click()
    expect(trainer.page.locator("ol.structure")).to_contain_text(re.compile(f"{LESSONS[1]}.*{LESSONS[0]}", re.S))
    release_and_move(trainer)
    is_still_done(learner, lesson)


def build(trainer: Desk) -> None:
    """A module with three lessons and a quiz, each handed in for review."""
    trainer.open_course("structure/")
    trainer.add("module", MODULE)
    for title in LESSONS:
        trainer.add("lesson", title)
    trainer.add("quiz", QUIZ)
    for title in LESSONS:
        trainer.edit(title)
        trainer.write(SENTENCE)
        trainer.hand_in()
        trainer.open_course("structure/")
    for title in (QUIZ, MODULE):
        trainer.edit(title)
        trainer.hand_in()
        trainer.open_course("structure/")
        expect(trainer.part(title).locator("> .structure-row .results-tag--plain")).to_be_visible()
    draw_questions(trainer)


def draw_questions(trainer: Desk) -> None:
    """Two of the course's questions, at random."""
    page = trainer.page
    page.goto(f"{trainer.url}/quizzes/quiz/")
    page.locator("td.title a", has_text=QUIZ).click()
    page.locator("a[href$='/questions/']").first.click()
    page.locator("#quiz-draw [name=category]").select_option(index=1)
    page.locator("#quiz-draw [name=count]").fill("2")
    page.locator("#quiz-draw button[type=submit]").click()
    expect(page.locator("ol.quiz-parts > li.quiz-part")).to_have_count(1)


def approve(reviewer: Desk) -> None:
    """Everything that waits on the reviewer's first page, each with its text read."""
    for title in (MODULE, *LESSONS, QUIZ):
        reviewer.page.goto(f"{reviewer.url}/")
        reviewer.page.locator("#awaiting-review-content a", has_text=title).first.click()
        if title in LESSONS:
            expect(reviewer.page.locator(".public-DraftEditor-content").first).to_contain_text(SENTENCE)
        reviewer.press("[data-workflow-action-name=approve]:not([data-launch-modal=true])")
        reviewer.page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))
    reviewer.page.goto(f"{reviewer.url}/")
    expect(reviewer.page.locator("#awaiting-review-content a", has_text=QUIZ)).to_have_count(0)


def enrol(learner: Desk, site: Any) -> None:
    """By the course's public page; who is in already stays in."""
    learner.page.goto(f"{site.url}/es/courses/{COURSE}/")
    enter = learner.page.locator("form[action$='/enrol/'] button")
    if enter.count():
        enter.first.click()
        learner.page.wait_for_load_state()


def release_and_move(trainer: Desk) -> None:
    """Publish what stands, and take the group that is always open to it."""
    page = trainer.page
    trainer.open_course("release/")
    page.locator("form:has([name=seen]) button[type=submit]").click()
    trainer.open_course()
    page.locator("a[href*='/cohorts/'][href$='/move/']").first.click()
    page.locator("form:has(input[name=to]) button[type=submit]").click()
    page.wait_for_url(re.compile(r"/admin/courses/\d+/$"))
    expect(page.locator("a[href*='/cohorts/'][href$='/move/']")).to_have_count(0)


def study(learner: Desk, site: Any) -> str:
    """The new module's first lesson, read and marked as complete. Returns its address."""
    page = learner.page
    page.goto(f"{site.url}/es/learn/{COURSE}/")
    page.locator("ol.outline a", has_text=LESSONS[0]).first.click()
    expect(page.locator("main")).to_contain_text(SENTENCE)
    address = page.url
    page.locator("form#end button").click()
    page.wait_for_load_state()
    return address


def is_still_done(learner: Desk, address: str) -> None:
    """The lesson is completed, at its old address and in the outline's new order."""
    learner.page.goto(address)
    expect(learner.page.locator("#end.state--good")).to_be_visible()
    titles = [link.inner_text() for link in learner.page.locator("ol.outline a").all()]
    places = [next(n for n, said in enumerate(titles) if title in said) for title in (LESSONS[1], LESSONS[0])]
    assert places == sorted(places), "the outline follows the new release"
