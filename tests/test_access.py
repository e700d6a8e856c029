"""Who may open what: every address of our own apps, as six people see it.

An address without a line here fails the first test. The six stand in this order: a visitor; the learner whose
course, attempt and certificate it is about; a learner of another course; the trainer who runs that learner's
group; the trainer of another group; an administrator.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from certificates.models import Certificate, CertificateFile
from certificates.services import issue_certificate
from certificates.services.files import put_picture
from cms.models import PrintedEdition, StandardPage
from courses.models import Enrolment, LessonPage, Release
from courses.services.arranging import order_of
from courses.services.copying import start_copy
from library.loading import load_library
from library.models import ReferenceText
from quizzes.services import start_attempt
from quizzes.services.comparing import preview_regrade
from quizzes.services.overrides import Terms, put_override
from quizzes.services.regrading import regrade_question
from tests.factories import NOW, UserFactory, add, certify, home, make_card, make_course, make_enrolment, quiz_of
from tests.library.conftest import COUNTRIES, GLOSSARY, INSTRUMENTS
from tests.quizzes.marking import hand_in_essay, make_trainer, slot_of, with_essay

OWN = ("accounts", "certificates", "cms", "courses", "library", "outbox", "quizzes", "reports")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
ROLES = ("visitor", "learner", "other learner", "trainer", "other trainer", "administrator")


@dataclass
class World:
    """A course with a learner in it, another course with another, and their trainers."""

    people: dict[str, User | None]
    ids: dict[str, Any]


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    for name in ("help", "accessibility", "privacy"):
        add(home("es"), StandardPage, name, "es", body="<p>x</p>")
    for name, text in (("instruments", INSTRUMENTS), ("countries", COUNTRIES), ("glossary", GLOSSARY)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    load_library(tmp_path)
    for kind in ReferenceText.Kind.values:
        ReferenceText.objects.create(kind=kind, slug="made-up", language="es", title="X", summary="X", body=[])
    small, other = (make_course(slug, modules=(1,), languages=("es",)) for slug in ("small", "other"))
    make_card(small)
    certify(small)
    mine, theirs = make_enrolment(small), make_enrolment(other)
    put_on_paper(mine.cohort.release)
    trainer, quiz = make_trainer(mine.cohort), quiz_of(small)
    handed_in = hand_in_essay(with_essay(quiz), mine)
    question = quiz.draws.get(question__code="fixed").question
    seen = preview_regrade(quiz, question, "none").fingerprint
    return World(
        {
            "visitor": None,
            "learner": mine.learner,
            "other learner": theirs.learner,
            "trainer": trainer,
            "other trainer": make_trainer(theirs.cohort),
            "administrator": UserFactory(is_staff=True, is_superuser=True),
        },
        {
            "open": start_attempt(mine, quiz, now=NOW).pk,
            "handed_in": handed_in.pk,
            "slot": slot_of(handed_in).pk,
            "quiz": quiz.pk,
            "question": question.pk,
            "part": quiz.draws.get(question=question).pk,
            "enrolment": mine.pk,
            "person": mine.learner_id,
            "cohort": mine.cohort_id,
            "override": put_override(
                quiz, mine, Terms(extra_time=Decimal("1.5")), reason="Dislexia", by=trainer, now=NOW
            ).pk,
            "regrade": regrade_question(quiz, question, "none", fingerprint=seen, reason="Mal", by=trainer, now=NOW).pk,
            "code": (code := certificate_code(make_enrolment(small, UserFactory()))),
            "certificate": Certificate.objects.get(code=code).pk,
            "course": small.pk,
            "copy": start_copy(small, token=UUID(int=1), slug="copied", title="X", by=trainer, now=NOW).pk,
            "module": order_of(small)[0][0],
            "lesson": LessonPage.objects.get(translation_key__in=small.activities.values("pk")).pk,
            "template": small.certificate_policy.template_id,
            "picture": put_picture(b"\x89PNG"),
        },
    )


def put_on_paper(release: Release) -> None:
    """A printed edition as if it had been made."""
    name = storages["private"].save("printed/1-1.html", ContentFile(b"<p>x</p>"))
    files = {"html": {"name": name, "size": 8}}
    PrintedEdition.objects.create(release=release, language="es", made=1, made_at=NOW, files=files)


def certificate_code(enrolment: Enrolment) -> str:
    """A certificate that is issued and rendered."""
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=NOW, state="completed")
    certificate = issue_certificate(enrolment.pk, now=NOW)
    assert certificate
    file = CertificateFile(certificate=certificate, kind="pdf", sha256="0" * 64, size=4, rendered_at=NOW)
    file.file.save("certificate.pdf", ContentFile(b"%PDF"), save=False)
    file.save()
    return certificate.code


# What the six see: the status of the page in the end; "sign in" for the sign-in form; "on" for being led on to a
# page that is theirs; "refused" for Wagtail's way of saying no, which is to lead back to its first page.
EVERYONE = ("200",) * 6
LED_ON = ("on",) * 6
PERSON = ("sign in", *("200",) * 5)
IN_COURSE = ("sign in", "200", "on", "on", "on", "on")  # others are led to the course's page
SENDS_IN_COURSE = ("sign in", "on", "404", "404", "404", "404")
OWN_ATTEMPT = ("sign in", "200", "404", "404", "404", "404")
OWN_ATTEMPT_ON = ("sign in", "on", "404", "404", "404", "404")
STAFF = ("sign in", "403", "403", "200", "200", "200")  # each sees their own rows
STAFF_ON = ("sign in", "403", "403", "on", "on", "on")
COURSE_STAFF = ("sign in", "403", "403", "200", "404", "200")
COURSE_STAFF_ON = ("sign in", "403", "403", "on", "404", "on")
ADMIN = ("sign in", "403", "403", "refused", "refused", "200")
ADMIN_ON = ("sign in", "403", "403", "refused", "refused", "on")
PAGE_STAFF = ("sign in", "403", "403", "200", "refused", "200")  # by Wagtail's rights on the page
PAGE_STAFF_ON = ("sign in", "403", "403", "on", "refused", "on")
NO_SUCH = ("sign in", "403", "403", "404", "404", "404")
CLOSED = ("sign in", "403", "403", "refused", "refused", "refused")
CERT = "/admin/certificates/"
LOCALIZE = "-:admin/localize/"
BANK, QUIZ = "/admin/quizzes/bank/", "/admin/quizzes/quiz/"

LINES: dict[str, tuple[str, tuple[str, ...]]] = {
    # Open to everyone
    "-:": ("/", LED_ON),
    "health": ("/health/", EVERYONE),
    "cms:help": ("/es/help/", EVERYONE),
    "cms:accessibility": ("/es/accessibility/", EVERYONE),
    "cms:privacy": ("/es/privacy/", EVERYONE),
    "cms:reading_options": ("POST /es/reading-options/", LED_ON),
    "library:instruments": ("/es/library/", EVERYONE),
    "library:instrument": ("/es/library/made-up-1999/", EVERYONE),
    "library:glossary": ("/es/library/glossary/", EVERYONE),
    "library:countries": ("/es/library/countries/", EVERYONE),
    "library:country": ("/es/library/countries/xx/", EVERYONE),
    "library:boxes": ("/es/library/boxes/", EVERYONE),
    "library:box": ("/es/library/boxes/made-up/", EVERYONE),
    "library:comparisons": ("/es/library/compare/", EVERYONE),
    "library:comparison": ("/es/library/compare/made-up/", EVERYONE),
    "courses:catalogue": ("/es/courses/", EVERYONE),
    "courses:course": ("/es/courses/small/", EVERYONE),
    "courses:brochure": ("/es/courses/small/brochure/", EVERYONE),
    "courses:card": ("/es/courses/small/cards/m1/", EVERYONE),
    "certificates:check": ("/es/certificates/check/", EVERYONE),
    "certificates:verify": ("/es/certificates/{code}/", EVERYONE),
    "certificates:pdf": ("/es/certificates/{code}/pdf/", EVERYONE),
    "certificates:check_file": ("POST /es/certificates/check/file/", ("400",) * 6),  # no file in it
    "verify_json": ("/v/{code}.json", EVERYONE),
    "certificates:log": ("/es/certificates/log/", EVERYONE),
    "log:index": ("/log/", LED_ON),
    "log:verifier": ("/log/verify_log.py", EVERYONE),
    "log:head": ("/log/head.json", EVERYONE),
    "log:entries": ("/log/entries.json", EVERYONE),
    "log:consistency": ("/log/consistency.json?from=1&to=1", EVERYONE),
    "log:inclusion": ("/log/inclusion/{code}.json", EVERYONE),
    "badges:did": ("/.well-known/did.json", EVERYONE),
    "badges:status": ("/badges/status/1", EVERYONE),
    "badges:status_jwt": ("/badges/status/1.jwt", EVERYONE),
    "badges:badge": ("/badges/{code}.json", EVERYONE),
    "verify_short": ("/v/{code}", LED_ON),
    "-:^[vV]/?$": ("/V", LED_ON),
    "-:^[vV]/(?P<code>[^/]+)/?$": ("/V/{code}", LED_ON),
    # For who has an account
    "accounts:profile": ("/es/accounts/profile/", PERSON),
    "accounts:data": ("/es/accounts/data/", PERSON),
    "accounts:keep": ("POST /es/accounts/data/keep/", ("sign in", *("on",) * 5)),
    # The password first
    "accounts:download": ("/es/accounts/data/download/", ("sign in", *("on",) * 5)),
    "accounts:erase": ("/es/accounts/data/erase/", ("sign in", *("on",) * 5)),
    "people:erasures": ("/admin/people/erasures/", ADMIN),
    "people:erase": ("/admin/people/{person}/erase/", ADMIN),
    "courses:dashboard": ("/es/my-learning/", PERSON),
    "certificates:mine": ("/es/certificates/", PERSON),
    "certificates:transcript": ("/es/certificates/transcript/", PERSON),
    "certificates:transcript_pdf": ("/es/certificates/transcript/pdf/", PERSON),
    "courses:enrol": ("POST /es/courses/small/enrol/", ("sign in", "on", "on", "on", "on", "on")),
    # For who takes the course, or works on it
    "cms:printed": ("/es/courses/small/printed/", ("sign in", "200", "404", "200", "404", "200")),
    "cms:printed_ask": ("POST /es/courses/small/printed/ask/", ("sign in", "on", "404", "on", "404", "on")),
    "cms:printed_file": ("/es/courses/small/printed/es.html", ("sign in", "200", "404", "200", "404", "200")),
    # For who takes the course
    "courses:resume": ("/es/learn/small/", ("sign in", "on", "on", "on", "on", "on")),
    "courses:learn": ("/es/learn/small/l1-1/", IN_COURSE),
    "courses:complete": ("POST /es/learn/small/l1-1/complete/", SENDS_IN_COURSE),
    "courses:note": ("POST /es/learn/small/l1-1/note/", SENDS_IN_COURSE),
    "quizzes:quiz": ("/es/quiz/small/quiz/", IN_COURSE),
    "quizzes:start": ("POST /es/quiz/small/quiz/start/", SENDS_IN_COURSE),
    "quizzes:inline": ("POST /es/quiz/small/l1-1/check/q-1/", OWN_ATTEMPT),
    # For whose attempt it is
    "quizzes:question": ("/es/attempt/{open}/1/", OWN_ATTEMPT),
    "quizzes:save": ("POST /es/attempt/{open}/1/save/", ("401", "409", "404", "404", "404", "404")),
    "quizzes:check": ("/es/attempt/{open}/check/", OWN_ATTEMPT),
    "quizzes:submit": ("POST /es/attempt/{open}/submit/", OWN_ATTEMPT_ON),
    "quizzes:result": ("/es/attempt/{handed_in}/result/", OWN_ATTEMPT),
    # For whose certificate it is; the world's belongs to nobody of the six
    "certificates:share": (
        "POST /es/certificates/{code}/sharing/",
        ("sign in", "404", "404", "404", "404", "404"),
    ),
    # For those who run the course
    "-:admin/login/": ("/admin/login/", ("sign in", "403", "403", "on", "on", "on")),
    r"-:^admin/password_reset/": ("/admin/password_reset/", LED_ON),
    "quizzes_marking:queue": ("/admin/quizzes/marking/", STAFF),
    "quizzes_marking:open": ("/admin/quizzes/marking/attempt/{handed_in}/", STAFF_ON),
    "quizzes_marking:mark": ("/admin/quizzes/marking/{slot}/", COURSE_STAFF),
    "quizzes_marking:override": ("/admin/quizzes/marking/{slot}/change/", COURSE_STAFF),
    "quizzes_marking:results": ("/admin/quizzes/results/", STAFF),
    "quizzes_marking:cohort": ("/admin/quizzes/results/{quiz}/{cohort}/", COURSE_STAFF),
    "quizzes_marking:history": ("/admin/quizzes/results/attempt/{handed_in}/", COURSE_STAFF),
    "quizzes_marking:paper": ("/admin/quizzes/results/attempt/{handed_in}/paper/", COURSE_STAFF),
    "quizzes_marking:statistics": ("/admin/quizzes/statistics/{quiz}/", COURSE_STAFF),
    "quizzes_marking:regrade": ("/admin/quizzes/regrade/{quiz}/", COURSE_STAFF),
    "quizzes_marking:regrade_log": ("/admin/quizzes/regrade/{quiz}/{regrade}/", COURSE_STAFF),
    "quizzes_marking:overrides": ("/admin/quizzes/overrides/{quiz}/", COURSE_STAFF),
    "quizzes_marking:override_choose": ("/admin/quizzes/overrides/{quiz}/choose/", COURSE_STAFF_ON),
    "quizzes_marking:override_learner": ("/admin/quizzes/overrides/{quiz}/learner/{enrolment}/", COURSE_STAFF),
    "quizzes_marking:override_cohort": ("/admin/quizzes/overrides/{quiz}/cohort/{cohort}/", COURSE_STAFF),
    "quizzes_marking:override_remove": ("/admin/quizzes/overrides/{quiz}/{override}/remove/", COURSE_STAFF),
    "quiz_settings:index": (QUIZ, STAFF),
    "quiz_settings:edit": (f"{QUIZ}{{quiz}}/", COURSE_STAFF),
    "quiz_settings:parts": (f"{QUIZ}{{quiz}}/questions/", COURSE_STAFF),
    "quiz_settings:draw": (f"POST {QUIZ}{{quiz}}/questions/draw/", COURSE_STAFF),
    "quiz_settings:fix": (f"POST {QUIZ}{{quiz}}/questions/fix/", ("sign in", "403", "403", "404", "404", "404")),
    "quiz_settings:part": (f"{QUIZ}{{quiz}}/questions/{{part}}/", COURSE_STAFF),
    "quiz_settings:move": (f"POST {QUIZ}{{quiz}}/questions/{{part}}/move/", COURSE_STAFF_ON),
    "quiz_settings:remove": (f"POST {QUIZ}{{quiz}}/questions/{{part}}/remove/", COURSE_STAFF_ON),
    "question_bank:index": (BANK, STAFF),
    "question_bank:pick": (f"{BANK}pick/", STAFF),
    "library_lists:citable": ("/admin/library/citable/", STAFF),
    "library_lists:links": ("/admin/library/links/", STAFF),
    "library_lists:boxes": ("/admin/library/boxes/", STAFF),
    "question_bank:new": (f"{BANK}new/", STAFF),
    "question_bank:preview_answer": (f"POST {BANK}preview/", ("sign in", "403", "403", "404", "404", "404")),
    "question_bank:import": (f"{BANK}import/", STAFF),
    "question_bank:import_check": (f"{BANK}import/check/", STAFF_ON),
    "question_bank:export": (f"{BANK}export/", STAFF),
    "question_bank:export_file": (f"{BANK}export/file/", STAFF_ON),
    "question_bank:edit": (BANK + "{question}/", COURSE_STAFF),
    "question_bank:preview": (BANK + "{question}/preview/", COURSE_STAFF),
    "question_bank:history": (BANK + "{question}/history/", COURSE_STAFF),
    "question_bank:uses": (BANK + "{question}/uses/", COURSE_STAFF),
    "question_bank:retire": (f"POST {BANK}{{question}}/retire/", COURSE_STAFF_ON),
    "question_bank:restore": (f"POST {BANK}{{question}}/restore/", COURSE_STAFF_ON),
    "question_bank:discard": (f"POST {BANK}{{question}}/discard/", COURSE_STAFF_ON),
    "question_bank:duplicate": (f"POST {BANK}{{question}}/duplicate/", COURSE_STAFF_ON),
    "course_tools:index": ("/admin/courses/", STAFF),
    "course_tools:course": ("/admin/courses/{course}/", COURSE_STAFF),
    "course_tools:release": ("/admin/courses/{course}/release/", COURSE_STAFF),
    "course_tools:move": ("/admin/courses/cohorts/{cohort}/move/", COURSE_STAFF_ON),  # it takes the newest already
    "course_tools:people": ("/admin/courses/{course}/people/", ADMIN),
    "course_tools:take_back": ("POST /admin/courses/{course}/people/withdraw/", (*ADMIN[:5], "404")),  # from nobody
    "course_tools:person": ("/admin/courses/people/{person}/", ADMIN),
    "course_tools:new": ("/admin/courses/new/", STAFF),
    "course_tools:copy": ("/admin/courses/{course}/copy/", COURSE_STAFF),
    "course_tools:copy_progress": ("/admin/courses/copies/{copy}/", COURSE_STAFF),
    "course_tools:copy_again": ("POST /admin/courses/copies/{copy}/again/", COURSE_STAFF_ON),
    "course_tools:structure": ("/admin/courses/{course}/structure/", COURSE_STAFF),
    "course_tools:structure_add": ("POST /admin/courses/{course}/structure/add/", COURSE_STAFF_ON),
    "course_tools:part": ("/admin/courses/{course}/structure/{module}/", COURSE_STAFF),
    "course_tools:try": ("/admin/courses/{course}/try/", COURSE_STAFF),
    "course_tools:try_end": ("POST /admin/courses/try/end/", STAFF_ON),
    # Wagtail's own, narrowed: tests/test_permission_matrix.py says to what
    "wagtailadmin_api:images:listing": ("/admin/api/main/images/", STAFF),
    "wagtailadmin_api:images:detail": ("/admin/api/main/images/0/", ("sign in", "403", "403", "404", "404", "404")),
    "wagtailadmin_api:images:find": ("/admin/api/main/images/find/", ("sign in", "403", "403", "404", "404", "404")),
    "wagtailadmin_api:documents:listing": ("/admin/api/main/documents/", STAFF),
    "wagtailadmin_api:documents:detail": (
        "/admin/api/main/documents/0/",
        ("sign in", "403", "403", "404", "404", "404"),
    ),
    "wagtailadmin_api:documents:find": (
        "/admin/api/main/documents/find/",
        ("sign in", "403", "403", "404", "404", "404"),
    ),
    # For those who read or manage certificates
    "certificate_admin:index": (CERT, STAFF),
    "certificate_admin:detail": (CERT + "{certificate}/", COURSE_STAFF),
    "certificate_admin:page": (CERT + "{certificate}/page.png", ("sign in", "403", "403", "404", "404", "404")),
    "certificate_admin:file": (CERT + "{certificate}/files/pdf/", COURSE_STAFF),
    "certificate_admin:approve": (CERT + "{certificate}/approve/", ADMIN_ON),  # it is issued already
    "certificate_admin:refuse": (CERT + "{certificate}/refuse/", ADMIN_ON),
    "certificate_admin:reissue": (CERT + "{certificate}/reissue/", ADMIN),
    "certificate_admin:keep": (CERT + "{certificate}/keep/", ADMIN_ON),  # nothing happened to it since
    "certificate_admin:revoke": (CERT + "{certificate}/revoke/", ADMIN),
    "certificate_admin:render_again": ("POST " + CERT + "{certificate}/draw-again/", ADMIN_ON),
    "certificate_admin:send_again": ("POST " + CERT + "{certificate}/send-again/", ADMIN_ON),
    "certificate_admin:bulk": (CERT + "cohorts/", ADMIN),
    "certificate_admin:bulk_preview": (CERT + "cohorts/{cohort}/", ADMIN),
    "certificate_admin:bulk_progress": (CERT + "cohorts/{cohort}/completion/", ADMIN),
    "certificate_admin:bulk_again": ("POST " + CERT + "cohorts/{cohort}/completion/again/", ADMIN_ON),
    "certificate_admin:policies": (CERT + "courses/", ADMIN),
    "certificate_admin:policy": (CERT + "courses/{course}/", ADMIN),
    "certificate_admin:policy_preview": (CERT + "courses/{course}/preview/", ADMIN),
    "certificate_admin:picture": (CERT + "pictures/{picture}/", ADMIN),
    "certificate_admin:designs": (CERT + "designs/", ADMIN),
    "certificate_admin:design_new": (CERT + "designs/new/", ADMIN),
    "certificate_admin:design": (CERT + "designs/{template}/", ADMIN),
    "certificate_admin:design_preview": (CERT + "designs/{template}/preview/", ADMIN),
    "certificate_admin:design_versions": (CERT + "designs/{template}/versions/", ADMIN),
    # Translating side by side, and what stands instead of some of wagtail-localize's pages
    "translating:course": ("/admin/translations/course/{course}/", COURSE_STAFF),
    "translating:page": ("/admin/translations/page/{lesson}/", PAGE_STAFF),
    "translating:open": ("POST /admin/translations/page/{lesson}/es/", PAGE_STAFF_ON),
    "translating:words": ("POST /admin/translations/words/", ("sign in", "403", "403", "400", "400", "400")),
    f"{LOCALIZE}submit/page/<int:page_id>/": ("/admin/localize/submit/page/{lesson}/", PAGE_STAFF_ON),
    f"{LOCALIZE}update/<int:translation_source_id>/": ("/admin/localize/update/999999/", NO_SUCH),
    f"{LOCALIZE}translate/<int:translation_id>/preview/": ("/admin/localize/translate/999999/preview/", NO_SUCH),
    f"{LOCALIZE}translate/<int:translation_id>/preview/<str:mode>/": (
        "/admin/localize/translate/999999/preview/x/",
        NO_SUCH,
    ),
    f"{LOCALIZE}submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/": (
        "/admin/localize/submit/snippet/courses/course/1/",
        CLOSED,
    ),
    f"{LOCALIZE}page/<int:page_id>/convert_to_alias/": ("/admin/localize/page/{lesson}/convert_to_alias/", CLOSED),
    f"{LOCALIZE}reports/translations/": ("/admin/localize/reports/translations/", CLOSED),
    f"{LOCALIZE}reports/translations/results/": ("/admin/localize/reports/translations/results/", CLOSED),
    f"{LOCALIZE}api/snippets/<slug:app_label>/<slug:model_name>/": (
        "/admin/localize/api/snippets/courses/course/",
        CLOSED,
    ),
    f"{LOCALIZE}api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/": (
        "/admin/localize/api/snippets/courses/course/1/",
        CLOSED,
    ),
    # For administrators
    "sign_in_security:index": ("/admin/security/", ADMIN),
    "sign_in_security:reset": ("/admin/security/reset/", ADMIN),
    "course_packs:index": ("/admin/packs/", ADMIN),
    "course_packs:course": ("/admin/packs/course/small/", ADMIN),
    "course_packs:file": ("/admin/packs/course/small/file/", ADMIN),
    "course_packs:check": ("/admin/packs/check/", ADMIN_ON),  # nothing waits
    "reports:courses": ("/es/reports/courses/", ("sign in", "403", "403", "403", "403", "200")),
}


def own_addresses(resolver: Any, spaces: tuple[str, ...] = (), route: str = "") -> Iterator[str]:
    """Names of the addresses whose view is ours; those without a name by their route."""
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from own_addresses(entry, (*spaces, entry.namespace) if entry.namespace else spaces, here)
        elif isinstance(entry, URLPattern) and _home_of(entry.callback) in OWN:
            yield ":".join((*spaces, entry.name)) if entry.name else f"-:{here}"


def _home_of(view: Callable[..., Any]) -> str:
    return str(getattr(getattr(view, "view_class", view), "__module__", "")).partition(".")[0]


def test_every_address_of_ours_has_a_line_here() -> None:
    found = set(own_addresses(get_resolver()))
    assert found - LINES.keys() == set(), "Say who may open these."
    assert LINES.keys() - found == set(), "These are gone."


def outcome(client: Client, address: str) -> str:
    method, path = address.split() if " " in address else ("GET", address)
    response = client.post(path, follow=True) if method == "POST" else client.get(path, follow=True)
    last = response.request["PATH_INFO"]
    if response.redirect_chain and last.endswith("/accounts/login/"):
        return "sign in"
    if response.redirect_chain and last == "/admin/" and not path.startswith("/admin/login/"):
        return "refused"
    return "on" if response.redirect_chain and response.status_code == 200 else str(response.status_code)


def browser(world: World, role: str) -> Client:
    client = Client()
    if person := world.people[role]:
        client.force_login(person)
    return client


@pytest.mark.parametrize("role", ROLES)
def test_each_person_sees_what_is_theirs(world: World, role: str) -> None:
    found = {}
    for name, (address, _expected) in LINES.items():
        with transaction.atomic():  # what is done at one address is undone for the next
            found[name] = outcome(browser(world, role), address.format(**world.ids))
            transaction.set_rollback(True)
    assert found == {name: expected[ROLES.index(role)] for name, (_address, expected) in LINES.items()}


OTHERS = [role for role in ROLES if role not in ("visitor", "learner")]
ATTEMPTS = [
    "/es/attempt/{open}/1/",
    "POST /es/attempt/{open}/1/save/",
    "/es/attempt/{open}/check/",
    "POST /es/attempt/{open}/submit/",
    "/es/attempt/{handed_in}/result/",
]


def answer_to(client: Client, address: str, ids: dict[str, Any]) -> tuple[int, str]:
    """Status and page, without what says which address was asked for."""
    path = address.removeprefix("POST ").format(**ids)
    response = client.post(path) if address.startswith("POST") else client.get(path)
    return response.status_code, TOKEN.sub("", response.content.decode()).replace(path[3:], "")


@pytest.mark.parametrize("role", OTHERS)
def test_another_learners_attempt_looks_like_one_that_does_not_exist(world: World, role: str) -> None:
    client = browser(world, role)
    for address in ATTEMPTS:
        theirs = answer_to(client, address, world.ids)
        assert theirs[0] == 404
        assert theirs == answer_to(client, address, {"open": 999_999, "handed_in": 999_999})


def test_nobody_sends_anything_into_another_learners_course(world: World) -> None:
    for role in OTHERS:
        client = browser(world, role)
        for address in ("/es/learn/small/l1-1/complete/", "/es/learn/small/l1-1/note/", "/es/learn/none/l1-1/note/"):
            assert client.post(address, {"note": "x"}).status_code == 404
