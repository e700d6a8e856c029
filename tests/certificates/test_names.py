"""Names that try a certificate: long, full of marks, full of markup."""

import html

import pytest
from django.urls import reverse
from django.utils import translation

from certificates.services import ensure_pdf
from tests.certificates.conftest import packed, text_of

pytestmark = pytest.mark.django_db

MARKUP = ("<script>alert(1)</script>", "O’Hara & “Söhne” <b>x</b> {{ 7 }}")
HOSTILE = {
    "markup": MARKUP,
    "quotes": ("Ana\"'", "d'Ávila & Ñandú"),
    "entities": ("&lt;Ana&gt;", "&amp;&nbsp;&#65;"),
    "120 characters in one word": ("Wolfeschlegelsteinhausenbergerdorff" * 3, "Å" * 15),
    "120 characters twice": ("María de los Ángeles " * 5, "Ñandutí y Güemes de la " * 5),
    "combining marks": ("G\u0303uarani\u0303", "A\u0301nga n\u0303u g\u0303"),
    "one letter": ("Ñ", ""),
    "template": ("{{ certificate.code }}", "{% url %}"),
    "slashes": ("../../etc/passwd", "\\N{x}"),
}


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def certificate(request, issued):
    first, last = request.param
    return issued(first[:120].strip(), last[:120].strip())


def test_a_hostile_name_stands_escaped_on_the_page_and_exactly_in_the_pdf(client, certificate):
    name = certificate.snapshot["name"]
    with translation.override("es"):
        page = client.get(reverse("certificates:verify", args=[certificate.code])).content.decode()
    assert f'<b dir="auto">{html.escape(name)}</b>' in page
    assert "<script>alert" not in page
    assert packed(name) in text_of(ensure_pdf(certificate).file.read())


def test_a_name_is_printed_composed_and_with_single_spaces(issued):
    certificate = issued("  Jose\u0301\u200b ", "Nu\u0303n\u0303ez\u202e  Peña ")
    assert certificate.snapshot["name"] == "José Nũñez Peña"
