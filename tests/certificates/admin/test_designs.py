"""Designs: edited in the admin, kept as versions, shown as they are printed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Template, TemplateVersion
from certificates.services import ensure_pdf
from tests.certificates.admin.desk import told
from tests.certificates.admin.test_policies import picture
from tests.factories import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(course):
    return course.certificate_policy.template


def form(desk, template, **changes):
    """What the editor sends when nothing is touched, and what is."""
    page = desk.get("design", template.pk)
    fields = page.context["form"]
    data = {field.html_name: field.value() for field in fields if field.value() not in (None, False, "")}
    return data | changes


def newest(template):
    return TemplateVersion.objects.filter(template=template).latest("number")


def test_saving_makes_a_new_version_and_old_certificates_keep_theirs(desk, template, issued):
    certificate = issued()
    sent = form(desk, template, **{"t.es.title": "DIPLOMA", "c.primary": "#101010", "note": "Nuevo título"})
    assert "Saved as version 2" in told(desk.post("design", template.pk, **sent))[0]
    assert newest(template).design["texts"]["es"]["title"] == "DIPLOMA"
    assert newest(template).design["colours"]["primary"] == "#101010"
    certificate.refresh_from_db()
    assert certificate.template_version.number == 1
    assert certificate.template_version.design["texts"]["es"]["title"] == "CERTIFICADO"
    assert ensure_pdf(certificate).size > 0
    assert issued().template_version.number == 2


def test_a_double_click_makes_one_version(desk, template):
    sent = form(desk, template, **{"t.es.title": "DIPLOMA"})
    desk.post("design", template.pk, **sent)
    assert "no new version" in told(desk.post("design", template.pk, **sent))[0]
    assert template.versions.count() == 2


def test_a_page_opened_on_an_older_version_does_not_overwrite(desk, template):
    old = form(desk, template, **{"t.es.title": "A"})
    desk.post("design", template.pk, **form(desk, template, **{"t.es.title": "B"}))
    assert "Somebody saved another version" in desk.post("design", template.pk, **old).content.decode()
    assert newest(template).design["texts"]["es"]["title"] == "B"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("t.es.verification", "Vea {nowhere}", "nowhere"),
        ("t.fr.title", "𒀀", "U+12000"),
        ("c.primary", "red; }", "A colour looks like"),
    ],
)
def test_a_design_that_cannot_be_drawn_is_not_saved_and_the_reason_is_said(desk, template, field, value, said):
    html = desk.post("design", template.pk, **form(desk, template, **{field: value})).content.decode()
    assert "Nothing is saved yet" in html
    assert said in html
    assert template.versions.count() == 1


def test_an_exception_that_is_emptied_gives_way_to_the_general_text(desk, template):
    desk.post("design", template.pk, **form(desk, template, **{"t.es.kinds.participation.detail": ""}))
    assert "detail" not in newest(template).design["texts"]["es"]["kinds"]["participation"]


@pytest.mark.parametrize("field", ["t.pt.title", "t.es.document_title"])
def test_a_certificate_and_its_file_have_a_title(desk, template, field):
    response = desk.post("design", template.pk, **form(desk, template, **{field: " "}))
    assert list(response.context["form"].errors) == [field]
    assert template.versions.count() == 1


def test_logos_come_and_go(desk, template):
    desk.post("design", template.pk, **form(desk, template, new_logo=picture()))
    (logo,) = newest(template).design["logos"]
    assert desk.get("picture", logo).status_code == 200
    desk.post("design", template.pk, **form(desk, template, **{f"drop.{logo}": "on"}))
    assert newest(template).design["logos"] == []


def test_the_preview_draws_what_stands_in_the_form_and_saves_nothing(desk, template):
    sent = form(desk, template, **{"t.pt.title": "DIPLOMA", "language": "pt", "kind": "trainer", "long": "1"})
    response = desk.post("design_preview", template.pk, **sent)
    assert "data:image/png;base64," in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    pdf = desk.post("design_preview", template.pk, **sent, **{"as": "pdf"})
    assert pdf.content.startswith(b"%PDF-")
    assert template.versions.count() == 1


def test_the_preview_says_why_there_is_no_page(desk, template):
    response = desk.post("design_preview", template.pk, **form(desk, template, **{"t.es.title": "𒀀"}))
    assert response.status_code == 422
    assert "U+12000" in response.content.decode()


def test_the_versions_say_what_changed_who_and_why(desk, template):
    sent = form(desk, template, **{"t.es.title": "DIPLOMA", "note": "Acordado en Lima"})
    desk.post("design", template.pk, **sent)
    html = desk.page("design_versions", template.pk)
    for wanted in ("Version 2", "CERTIFICADO", "DIPLOMA", "Acordado en Lima", "Mireille Duarte"):
        assert wanted in html, wanted


def test_a_new_design_begins_with_one_that_ships(desk, template):
    bases = desk.get("design_new").context["form"].fields["base"].choices
    assert "amparo" in dict(bases)
    for _press in range(2):
        desk.post("design_new", name="Cancillería", base="amparo")
    made = Template.objects.get(name="Cancillería")
    assert made.versions.count() == 1
    assert desk.get("design", made.pk).status_code == 200


def test_every_shipped_design_opens_in_the_editor_and_can_be_saved(desk, template):
    for name, _label in desk.get("design_new").context["form"].fields["base"].choices:
        desk.post("design_new", name=f"Mi {name}", base=name)
        made = Template.objects.get(name=f"Mi {name}")
        desk.post("design", made.pk, **form(desk, made, **{"c.text": "#222222"}))
        assert newest(made).design["colours"]["text"] == "#222222", name


def cost(desk, *address):
    with CaptureQueriesContext(connection) as seen:
        desk.page(*address)
    return len(seen)


def test_the_lists_of_designs_versions_and_courses_cost_the_same_for_one_and_for_more(desk, template):
    pages = [("designs",), ("design_versions", template.pk), ("policies",)]
    for page in pages:
        desk.page(*page)  # what is asked once and then known: content types
    few = [cost(desk, *page) for page in pages]
    for title in ("A", "B", "C"):
        desk.post("design", template.pk, **form(desk, template, **{"t.es.title": title}))
        desk.post("design_new", name=title, base="amparo")
        make_course(f"course-{title}".lower(), modules=(1,), quiz=False)
    assert [cost(desk, *page) for page in pages] == few
    assert max(few) <= 13
