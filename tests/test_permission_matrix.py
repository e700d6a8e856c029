"""Who gets where in the admin, and that nothing of a course gets out to those who have nothing to do with it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, TaskState

from accounts.roles import Role
from courses.services.granting import grant
from quizzes.models import Question
from tests.admin_world import ROLES, SECRET, WANTED, AdminWorld, address_of, build, routes

NOT_VISITED = ("failwhale", "logout", "test404")
# Its addresses have other things for parameters; each stands with every role in tests/test_access.py.
ELSEWHERE = ("certificates", "courses", "packs", "people", "quizzes", "translations")


@pytest.fixture
def world(db: None) -> AdminWorld:
    return build()


def browser(world: AdminWorld, role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    if person := world.people[role]:
        client.force_login(person)
    return client


def all_rounder(world: AdminWorld) -> Client:
    """The browser of who has every role in their own course, and none in the other."""
    person = world.people["trainer"]
    assert person
    grant(world.mine, person, Role.REVIEWER, by=None)
    cohort = world.mine.cohorts.first()
    assert cohort
    cohort.trainers.add(person)
    return browser(world, "trainer")


def others_addresses(world: AdminWorld) -> Iterator[str]:
    """Every address of the admin, with what belongs to the other course in it, and every list asked for all of it."""
    ids = world.ids
    asked = f"q={WANTED}&search={WANTED}&term={WANTED}"
    picked = [f"id={ids[name]}" for name in ("lesson", "draft", "image", "document")]
    for route in sorted(set(routes())):
        address = address_of(route, ids)
        if address and not any(name in address for name in NOT_VISITED):
            yield address
            if "<" not in route:
                yield f"{address}?{asked}"
                yield from (f"{address}?{one}" for one in picked if "multiple" in address or "bulk" in address)
    yield f"/admin/choose-page/{ids['course']}/"
    yield f"/admin/choose-page/{ids['draft']}/"
    yield f"/admin/api/main/pages/?child_of={ids['module']}&for_explorer=1"
    yield f"/admin/api/main/pages/{ids['draft']}/"
    yield f"/admin/pages/{ids['draft']}/edit/"
    yield f"/admin/pages/{ids['draft']}/view_draft/"
    yield f"/admin/bulk/wagtailcore/page/delete/?id={ids['lesson']}"
    yield f"/admin/bulk/wagtailcore/page/publish/?id=all&childOf={ids['module']}"
    yield f"/admin/bulk/wagtailcore/page/unpublish/?id=all&q={WANTED}"
    yield f"/admin/bulk/cms/amparoimage/delete/?id={ids['image']}"
    yield "/admin/bulk/cms/amparoimage/add_tags/?id=all"
    yield f"/admin/bulk/cms/amparodocument/delete/?id={ids['document']}"
    yield f"/admin/bulk/accounts/user/delete/?id={ids['user']}"
    yield "/admin/bulk/accounts/user/assign_role/?id=all"
    yield f"/admin/bulk/wagtailimages/image/delete/?id={ids['image']}"
    yield f"/admin/bulk/wagtaildocs/document/delete/?id={ids['document']}"


def leaks(client: Client, addresses: Iterator[str]) -> list[str]:
    """Addresses whose answer says what is secret."""
    found = []
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        if SECRET in body.decode(errors="replace").lower():
            found.append(address)
    return found


def test_nothing_of_another_course_is_shown_anywhere_in_the_admin(world: AdminWorld) -> None:
    assert leaks(all_rounder(world), others_addresses(world)) == []


def test_whose_course_it_is_finds_all_of_it_at_the_same_addresses(world: AdminWorld) -> None:
    """Without this, the test above could pass because nothing is shown to anyone."""
    ids = world.ids
    expected = [
        f"/admin/pages/{ids['module']}/",
        f"/admin/pages/{ids['lesson']}/edit/",
        f"/admin/pages/{ids['lesson']}/history/",
        f"/admin/pages/{ids['lesson']}/revisions/{ids['revision']}/view/",
        f"/admin/pages/{ids['draft']}/view_draft/",
        f"/admin/choose-page/{ids['module']}/",
        f"/admin/choose-page/search/?q={WANTED}",
        f"/admin/choose-page/chosen-multiple/?id={ids['draft']}",
        f"/admin/pages/search/?q={WANTED}",
        f"/admin/api/main/pages/{ids['draft']}/",
        "/admin/api/main/images/",
        "/admin/api/main/documents/",
        "/admin/images/",
        "/admin/images/chooser/",
        f"/admin/images/{ids['image']}/",
        "/admin/documents/",
        "/admin/documents/chooser/",
        "/admin/reports/site-history/",
        "/admin/reports/workflow/",
        "/admin/quizzes/bank/",
    ]
    assert leaks(browser(world, "other trainer"), iter(expected)) == expected


def test_every_address_of_wagtails_admin_is_walked(world: AdminWorld) -> None:
    """An upgrade that brings addresses with new parameters says so here."""
    unknown = [route for route in routes() if address_of(route, world.ids) is None]
    assert [route for route in unknown if route.split("/")[1] not in ELSEWHERE] == []


def state_of(world: AdminWorld) -> dict[str, Any]:
    """What of the other course could be changed from outside."""
    tops = world.other.pages.values_list("path", flat=True)
    pages = [page for path in tops for page in Page.objects.filter(path__startswith=path).order_by("path").values()]
    return {
        "pages": pages,
        "revisions": Revision.objects.count(),
        "tasks": list(TaskState.objects.values("pk", "status")),
        "questions": list(Question.objects.filter(course=world.other).values()),
        "pictures": list(get_image_model().objects.filter(collection=world.other.desk.collection).values()),
        "documents": list(get_document_model().objects.filter(collection=world.other.desk.collection).values()),
    }


def test_nothing_of_another_course_can_be_changed_from_anywhere_in_the_admin(world: AdminWorld) -> None:
    client, before = all_rounder(world), state_of(world)
    client.raise_request_exception = False  # Wagtail trips over half-filled forms; what counts is what has changed
    for address in others_addresses(world):
        if "/courses/" not in address:  # those make new courses
            client.post(address, {"title": "Robado", "next": "/admin/", "slug": "robado"})
    assert state_of(world) == before


# In the order of ROLES: a visitor, a learner, the course's trainer, another course's trainer, the trainer of one of the
# course's cohorts, the course's reviewer, another course's reviewer, an administrator. "on" is being led on; "refused" is
# Wagtail's way of saying no, which is to lead back to its first page; "sign in" leads to the sign-in form.
_OUT = ("sign in", "403")
WORKERS = (*_OUT, "200", "200", "200", "200", "200", "200")  # each sees what is theirs
AUTHORS = (*_OUT, "200", "200", "refused", "200", "200", "200")  # likewise, but not who only teaches
COURSE = (*_OUT, "200", "refused", "refused", "200", "refused", "200")
COURSE_OR_NONE = (*_OUT, "200", "404", "404", "200", "404", "200")
MAKES = (*_OUT, "200", "refused", "refused", "refused", "refused", "200")
PUBLISHES = (*_OUT, "refused", "refused", "refused", "200", "refused", "200")
READS = (*_OUT, "200", "404", "200", "200", "404", "200")
WRITERS = (*_OUT, "200", "200", "refused", "refused", "refused", "200")
WRITES = (*_OUT, "200", "404", "refused", "refused", "404", "200")
WRITES_ON = (*_OUT, "on", "404", "refused", "refused", "404", "on")
TEACHES = (*_OUT, "200", "404", "200", "404", "404", "200")
TEACHES_ON = (*_OUT, "on", "404", "on", "404", "404", "on")
ALL_COHORTS = (*_OUT, "200", "404", "404", "404", "404", "200")
ADMINISTERS = (*_OUT, "refused", "refused", "refused", "refused", "refused", "200")

LINES: dict[str, tuple[str, ...]] = {
    "/admin/": WORKERS,
    # Pages
    "/admin/pages/{module}/": (*_OUT, "200", "200", "refused", "200", "200", "200"),  # others see an empty list
    "/admin/pages/{lesson}/edit/": COURSE,
    "/admin/pages/{lesson}/edit/preview/": COURSE,
    "/admin/pages/{draft}/view_draft/": COURSE,
    "/admin/pages/{lesson}/history/": COURSE,
    "/admin/pages/{lesson}/workflow_history/": COURSE,
    "/admin/pages/{lesson}/revisions/{revision}/view/": COURSE,
    "/admin/pages/{lesson}/revisions/compare/{earlier}...{revision}/": COURSE,
    "/admin/pages/{lesson}/revisions/{earlier}/revert/": COURSE,
    "/admin/pages/{lesson}/usage/": COURSE,
    "/admin/pages/{lesson}/copy/": COURSE,
    "/admin/pages/{draft}/delete/": COURSE,
    "/admin/pages/add/courses/lessonpage/{module}/": MAKES,
    "/admin/pages/{lesson}/delete/": PUBLISHES,
    "/admin/pages/{lesson}/unpublish/": PUBLISHES,
    "/admin/pages/{lesson}/move/": PUBLISHES,
    "/admin/pages/{lesson}/move/{module}/confirm/": PUBLISHES,
    "/admin/pages/{lesson}/privacy/": PUBLISHES,
    "/admin/pages/workflow/action/{lesson}/approve/{task_state}/": PUBLISHES,
    "/admin/choose-page/{module}/": WORKERS,  # it is public
    "/admin/choose-page/chosen-multiple/?id={draft}": COURSE_OR_NONE,
    "/admin/bulk/wagtailcore/page/publish/?id={draft}": COURSE_OR_NONE,
    "/admin/api/main/pages/{draft}/": COURSE_OR_NONE,
    "/admin/pages/search/?q=x": AUTHORS,
    "/admin/reports/site-history/": WORKERS,
    "/admin/reports/workflow/": AUTHORS,
    # Files
    "/admin/images/": AUTHORS,
    "/admin/images/{image}/": COURSE,
    "/admin/images/{image}/delete/": COURSE,
    "/admin/images/chooser/": WORKERS,
    "/admin/images/chooser/chosen/{image}/": COURSE,
    "/admin/api/main/images/{image}/": COURSE_OR_NONE,
    "/admin/documents/": AUTHORS,
    "/admin/documents/edit/{document}/": COURSE,
    "/admin/documents/chooser/": WORKERS,
    "/admin/documents/chooser/chosen/{document}/": COURSE,
    "/admin/api/main/documents/{document}/": COURSE_OR_NONE,
    # The course, its releases and people
    "/admin/courses/": WORKERS,
    "/admin/courses/{row}/": READS,
    "/admin/courses/{row}/release/": WRITES,
    "/admin/courses/{row}/people/": ADMINISTERS,
    "/admin/courses/{row}/structure/": READS,
    "/admin/courses/{row}/try/": READS,
    "/admin/courses/{row}/copy/": WRITES,
    "/admin/courses/new/": WRITERS,
    "/admin/courses/cohorts/{cohort}/move/": TEACHES_ON,
    # Questions and quizzes
    "/admin/quizzes/bank/": WORKERS,
    "/admin/quizzes/bank/{question}/": READS,
    "/admin/quizzes/bank/new/": WRITERS,
    "/admin/quizzes/bank/import/": WRITERS,
    "/admin/quizzes/bank/export/": WRITERS,
    "POST /admin/quizzes/bank/{question}/retire/": WRITES_ON,
    "POST /admin/quizzes/bank/{question}/duplicate/": WRITES_ON,
    "/admin/quizzes/quiz/": WRITERS,
    "/admin/quizzes/quiz/{quiz}/": WRITES,
    "/admin/quizzes/quiz/{quiz}/questions/": WRITES,
    # Learners' results
    "/admin/quizzes/results/": WORKERS,
    "/admin/quizzes/results/{quiz}/{cohort}/": TEACHES,
    "/admin/quizzes/results/{quiz}/{parallel}/": ALL_COHORTS,
    "/admin/quizzes/statistics/{quiz}/": READS,
    "/admin/quizzes/regrade/{quiz}/": WRITES,
    "/admin/quizzes/overrides/{quiz}/": READS,
    "/admin/quizzes/marking/": WORKERS,
    "/admin/certificates/": (*_OUT, "200", "refused", "200", "refused", "refused", "200"),  # the other has no cohort
    # The house
    "/admin/certificates/designs/": ADMINISTERS,
    "/admin/packs/": ADMINISTERS,
    "/admin/users/": ADMINISTERS,
    "/admin/users/edit/{user}/": ADMINISTERS,
    "/admin/groups/": ADMINISTERS,
    "/admin/collections/": ADMINISTERS,
    "/admin/workflows/list/": ADMINISTERS,
    "/admin/sites/": ADMINISTERS,
    "/admin/locales/": ADMINISTERS,
    "/admin/snippets/library/referencetext/": ADMINISTERS,
    "/admin/snippets/library/referencetext/edit/{text}/": ADMINISTERS,
    "/admin/snippets/choose/library/referencetext/": WORKERS,
    "/admin/snippets/choose/library/referencetext/chosen/{text}/": WORKERS,
}


def outcome(client: Client, address: str) -> str:
    """What comes of one request; where it leads is not followed, which would take twice the time."""
    answer = client.post(address[5:]) if address.startswith("POST ") else client.get(address)
    if answer.status_code != 302:
        return str(answer.status_code)
    target = answer.headers["Location"].partition("?")[0]
    if target == "/admin/login/":  # it leads visitors to the sign-in form, and tells others that this is not theirs
        answer = client.get(target)
        return "sign in" if answer.status_code == 302 else str(answer.status_code)
    return "refused" if target == "/admin/" else "on"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_where_it_has_something_to_do(world: AdminWorld, role: str) -> None:
    found = {}
    for address in LINES:
        with transaction.atomic():  # what is done at one address is undone for the next
            found[address] = outcome(browser(world, role), address.format(**world.own))
            transaction.set_rollback(True)
    assert found == {address: expected[ROLES.index(role)] for address, expected in LINES.items()}
