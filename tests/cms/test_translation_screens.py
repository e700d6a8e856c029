"""The trainers' screens for translating: the table, a page's languages, publishing below par."""

import json
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringSegment, StringTranslation, Translation

from accounts.models import User
from accounts.roles import Role
from cms.translation.adopting import adopt
from cms.translation.models import BelowPar
from cms.translation.publishing import BELOW_PAR
from courses.models import Course, CoursePage, LessonPage
from courses.services.granting import grant
from tests.courses.admin.conftest import words
from tests.factories import UserFactory, add, make_course, make_enrolment
from tests.quizzes.admin.bank_desk import signed_in

pytestmark = pytest.mark.django_db
GOAL = {"type": "goal", "value": "<p>Saber algo más de esto.</p>", "id": str(UUID(int=1))}
TEXT = "<p>Uno de los cuatro párrafos.</p><p>Otro de los cuatro párrafos.</p>"
BODY = [GOAL, {"type": "text", "value": TEXT, "id": str(UUID(int=2))}]
IN_ENGLISH = {
    "Saber algo más de esto.": "To know something more of this.",
    "Uno de los cuatro párrafos.": "One of the four paragraphs.",
    "Otro de los cuatro párrafos.": "Another of the four paragraphs.",
}


@pytest.fixture
def course(db: None) -> Course:
    """A lesson in Spanish of five passages, in English with another text; nothing in French but the site's pages."""
    made = make_course("small", modules=(1,), languages=("es", "en"))
    write(lesson("es"), BODY)
    write(lesson("en"), [block(old, IN_ENGLISH) for old in BODY])
    make_course("other", modules=(), languages=("fr",), quiz=False)  # for the pages above
    return made


def block(old: dict[str, str], texts: dict[str, str]) -> dict[str, str]:
    value = old["value"]
    for spanish, english in texts.items():
        value = value.replace(spanish, english)
    return {**old, "value": value}


def write(page: LessonPage, body: list[dict[str, str]]) -> None:
    page.summary, page.body = f"Summary {page.locale.language_code}", body
    page.save_revision().publish()


def lesson(language: str) -> LessonPage:
    return LessonPage.objects.get(slug="l1-1", locale__language_code=language)


@pytest.fixture
def admin(course: Course) -> Client:
    return signed_in(UserFactory(is_staff=True, is_superuser=True))


def trainer_of(course: Course) -> Client:
    person = UserFactory()
    grant(course, person, Role.TRAINER, by=None)
    return signed_in(User.objects.get(pk=person.pk))


def opened(admin: Client, language: str) -> Page:
    """The lesson in this language, opened side by side."""
    answer = admin.post(f"/admin/translations/page/{lesson('es').pk}/{language}/")
    page = Page.objects.get(translation_key=lesson("es").translation_key, locale__language_code=language)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/pages/{page.pk}/edit/")
    return page


def publish(admin: Client, page: Page, **said: str) -> object:
    return admin.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish", **said})


def translate(page: Page, text: str, into: str) -> None:
    """As the side-by-side editor stores it."""
    segment = StringSegment.objects.get(string__data=text, source__object_id=page.translation_key)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=page.locale,
        defaults={"data": into, "translation_type": "manual", "has_error": False, "field_error": ""},
    )


# --- The table -------------------------------------------------------------------------------------------


def test_the_table_says_for_each_lesson_and_language_how_far_it_is(admin: Client, course: Course) -> None:
    said = words(admin.get(f"/admin/translations/course/{course.pk}/"))
    assert (
        "small-l1-1 es whole Open side by side : small-l1-1 es, English missing Begin : small-l1-1 es, French" in said
    )
    assert "Texts of the question bank whole in part 0 of" in said


def test_a_translation_older_than_its_original_is_out_of_date(admin: Client, course: Course) -> None:
    write(lesson("es"), [*BODY, {"type": "heading", "value": "Nuevo", "id": str(UUID(int=3))}])
    assert "small-l1-1 es out of date since" in words(admin.get(f"/admin/translations/course/{course.pk}/"))


def test_what_was_opened_is_counted_in_passages(admin: Client, course: Course) -> None:
    opened(admin, "en")
    write(lesson("es"), [*BODY, {"type": "text", "value": "<p>Un párrafo del todo nuevo.</p>", "id": str(UUID(int=3))}])
    adopt(lesson("en"))
    assert "5 of 6 passages" in words(admin.get(f"/admin/translations/course/{course.pk}/"))


def test_the_table_costs_the_same_with_more_lessons(admin: Client, course: Course) -> None:
    address = f"/admin/translations/course/{course.pk}/"
    opened(admin, "en")

    def queries() -> int:
        admin.get(address)
        with CaptureQueriesContext(connection) as found:
            assert admin.get(address).status_code == 200
        return len(found)

    before = queries()
    for n in range(2, 6):
        for language in ("es", "en"):
            parent = lesson(language).get_parent()
            more = add(parent, LessonPage, f"small-l1-{n}", language, slug=f"l1-{n}", body=BODY)
        adopt(more.specific)
    assert queries() == before


# --- Who may -----------------------------------------------------------------------------------------------


def test_a_trainer_translates_their_own_course_and_no_other(course: Course) -> None:
    trainer, other = trainer_of(course), trainer_of(Course.objects.get(slug="other"))
    page = lesson("es").pk
    assert trainer.get(f"/admin/translations/course/{course.pk}/").status_code == 200
    assert trainer.get(f"/admin/translations/page/{page}/").status_code == 200
    assert trainer.post(f"/admin/translations/page/{page}/en/").status_code == 302
    assert Translation.objects.count() == 1
    for address in (f"course/{course.pk}/", f"page/{page}/"):
        assert other.get(f"/admin/translations/{address}").status_code in (302, 403, 404)
    other.post(f"/admin/translations/page/{page}/pt/")
    other.post(f"/admin/translations/page/{page}/en/")
    assert Translation.objects.count() == 1
    assert not LessonPage.objects.filter(locale__language_code="pt").exists()


@pytest.mark.parametrize(
    "address",
    [
        "submit/snippet/courses/course/1/",
        "page/{page}/convert_to_alias/",
        "reports/translations/",
        "reports/translations/results/",
        "api/snippets/courses/course/",
    ],
)
def test_ways_around_the_rights_are_closed(admin: Client, course: Course, address: str) -> None:
    answer = admin.get("/admin/localize/" + address.format(page=lesson("en").pk))
    assert answer.status_code == 302  # Wagtail leads home, and says that this is not allowed
    assert answer.headers["Location"] == "/admin/"


def test_the_packages_own_ways_to_begin_lead_to_ours(admin: Client, course: Course) -> None:
    page = lesson("es").pk
    assert admin.get(f"/admin/localize/submit/page/{page}/").headers["Location"] == f"/admin/translations/page/{page}/"
    source = adopt(lesson("en")).source_id
    assert admin.post(f"/admin/localize/update/{source}/").headers["Location"] == f"/admin/translations/page/{page}/"


def test_the_pages_menu_leads_to_its_languages(admin: Client, course: Course) -> None:
    assert (
        f"/admin/translations/page/{lesson('es').pk}/"
        in admin.get(f"/admin/pages/{lesson('es').pk}/edit/").content.decode()
    )


# --- Beginning ---------------------------------------------------------------------------------------------


def test_a_language_begins_as_drafts_and_nothing_counts_as_translated(admin: Client, course: Course) -> None:
    page = opened(admin, "fr")
    above = page.get_parent()
    assert [page.live, above.live, above.get_parent().live] == [False, False, False]
    assert isinstance(above.get_parent().specific, CoursePage)
    assert not StringTranslation.objects.exists()
    assert opened(admin, "fr") == page
    assert not StringTranslation.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_side_by_side_editor_opens(admin: Client, course: Course) -> None:
    page = admin.get(f"/admin/pages/{opened(admin, 'en').pk}/edit/").content.decode()
    assert "js-translation-editor" in page
    assert "One of the four paragraphs." in page


# --- Publishing ---------------------------------------------------------------------------------------------


def test_at_par_it_is_published_without_a_question(admin: Client, course: Course) -> None:
    page = opened(admin, "en")
    translate(page, "Uno de los cuatro párrafos.", "The first of the four.")
    assert publish(admin, page).status_code == 302
    assert "The first of the four." in str(lesson("en").body)
    assert not BelowPar.objects.exists()


def test_below_par_says_the_number_and_publishes_all_the_same_when_told_to(admin: Client, course: Course) -> None:
    changed = "<p>Uno de los cinco párrafos.</p><p>Otro de los cuatro párrafos.</p><p>Este es un párrafo nuevo.</p>"
    write(lesson("es"), [GOAL, {**BODY[1], "value": changed}])
    page = opened(admin, "en")
    before = str(lesson("en").body)
    question = publish(admin, page)
    said = words(question)
    assert "1 of 6 passages is not translated." in said
    assert "1 passage was translated from an older original." in said
    assert str(lesson("en").body) == before
    seen = question.context["seen"]
    assert publish(admin, page, seen="6-6-0-0").status_code == 200
    assert publish(admin, page, seen=seen).status_code == 302
    now = str(lesson("en").body)
    assert "One of the four paragraphs." in now  # older, as it was
    assert "Este es un párrafo nuevo." in now
    row = BelowPar.objects.get()
    assert (row.missing, row.older, row.total, row.page_id) == (1, 1, 6, page.pk)
    assert PageLogEntry.objects.filter(action=BELOW_PAR, page=page).exists()


def test_the_learner_is_told_until_it_is_at_par(admin: Client, course: Course) -> None:
    write(lesson("es"), [*BODY, {"type": "text", "value": "<p>Este es un párrafo nuevo.</p>", "id": str(UUID(int=3))}])
    page = opened(admin, "en")
    publish(admin, page, seen=publish(admin, page).context["seen"])
    learner = signed_in(make_enrolment(course).learner)
    told = "1 passage of this lesson has not been translated yet and stands in Spanish."
    assert told in words(learner.get("/en/learn/small/l1-1/"))
    assert "(English): of 6 passages 1 missing, 0 older." in words(admin.get(f"/admin/courses/{course.pk}/"))
    assert told not in words(learner.get("/es/learn/small/l1-1/"))
    translate(page, "Este es un párrafo nuevo.", "This paragraph is new.")
    publish(admin, page)
    assert told not in words(learner.get("/en/learn/small/l1-1/"))


def test_too_little_text_is_published_as_a_summary(admin: Client, course: Course) -> None:
    page = opened(admin, "fr")
    for text, french in (("small-l1-1 es", "Leçon"), ("Summary es", "Résumé"), ("Saber algo más de esto.", "Savoir.")):
        translate(page, text, french)
    question = publish(admin, page)
    assert "Less than half of the text is translated" in words(question)
    publish(admin, page, seen=question.context["seen"])
    shown = LessonPage.objects.get(pk=page.pk)
    assert (shown.title, shown.extent, shown.live) == ("Leçon", LessonPage.Extent.SUMMARY, True)
    assert [one["value"] for one in shown.body.raw_data] == ["<p>Savoir.</p>"]
    assert not BelowPar.objects.exists()  # the summary says it itself


def test_who_may_not_publish_does_not(course: Course) -> None:
    trainer = trainer_of(course)
    page = LessonPage.objects.get(pk=lesson("en").pk)
    adopt(page)
    before = page.live_revision_id
    trainer.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish"})
    may = page.permissions_for_user(User.objects.latest("pk")).can_publish()
    assert (lesson("en").live_revision_id == before) is not may


def test_many_at_once_do_not_go_below_par_unsaid(admin: Client, course: Course) -> None:
    page = opened(admin, "fr")
    top = CoursePage.objects.get(course=course, locale__language_code="fr")
    for chosen, below in ((page.pk, ""), (top.pk, ""), (top.pk, "on")):
        address = f"/admin/bulk/wagtailcore/page/publish/?id={chosen}&next=/admin/"
        said = words(admin.post(address, {"include_descendants": below}, follow=True))
        assert "Publish below par?" in said
        assert "Nothing was changed." in said
    assert not Page.objects.filter(locale__language_code="fr", live=True, pk__in=[page.pk, top.pk]).exists()


def test_many_at_once_are_published_where_nothing_waits_side_by_side(admin: Client, course: Course) -> None:
    page = lesson("es")
    page.title = "Otro título"
    page.save_revision()
    opened(admin, "en")
    ids = f"id={page.pk}&id={lesson('en').pk}"
    admin.post(f"/admin/bulk/wagtailcore/page/publish/?{ids}&next=/admin/")
    assert lesson("es").title == "Otro título"


def test_a_page_that_somebody_locked_is_not_published(course: Course) -> None:
    page, person = lesson("en"), UserFactory()
    grant(course, person, Role.REVIEWER, by=None)
    adopt(page)
    before = page.live_revision_id
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=UserFactory())
    publish(signed_in(User.objects.get(pk=person.pk)), page)
    assert lesson("en").live_revision_id == before
    Page.objects.filter(pk=page.pk).update(locked=False, locked_by=None)
    publish(signed_in(User.objects.get(pk=person.pk)), page)
    assert lesson("en").live_revision_id != before


def test_a_link_that_runs_a_script_is_not_published(admin: Client, course: Course) -> None:
    link = '<p>Una frase con <a href="/library/">un enlace</a> dentro.</p>'
    for language in ("es", "en"):
        write(lesson(language), [{**GOAL, "value": link}])
    page = opened(admin, "en")
    translate(page, 'Una frase con <a id="a1">un enlace</a> dentro.', 'A sentence with <a id="a1">a link</a> in it.')
    for place in OverridableSegment.objects.all():
        SegmentOverride.objects.create(
            locale=page.locale, context=place.context, data_json=json.dumps("java\tscript:alert(1)")
        )
    publish(admin, page)
    said = str(list(lesson("en").body.raw_data))
    assert "A sentence with" in said
    assert "script:" not in said
    assert "/library/" in said


def test_the_preview_shows_what_would_be_published(admin: Client, course: Course) -> None:
    page = opened(admin, "en")
    translation = Translation.objects.get(target_locale=Locale.objects.get(language_code="en"))
    translate(page, "Uno de los cuatro párrafos.", "The first of the four.")
    assert "The first of the four." in words(admin.get(f"/admin/localize/translate/{translation.pk}/preview/"))
