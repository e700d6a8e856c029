"""Each state of a certificate has its page, in each language."""

import re

import pytest
from django.utils import translation
from django.utils.html import escape as html_escape
from django.utils.translation import gettext

from certificates.models import CertificatePolicy
from certificates.services import erase_learner, reissue_certificate, revoke_certificate, share_certificate
from tests.certificates.test_verification import LANGUAGES, NOBODYS, page
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["issued", "expired", "superseded", "revoked", "erased", "withheld", "unknown"])
def test_every_state_has_its_page_in_every_language(clock, client, issued, administrator, name, language):
    """Whole pages: a heading of the state's own, and nothing that a template could not fill in."""
    code = in_state(name, issued, administrator, clock)
    html = page(client, code, 404 if name == "unknown" else 200, language)
    heading = re.search(r'<h1 class="h2" id="v">(.+?)</h1>', html)[1]
    with translation.override(language):
        assert heading == html_escape(gettext(HEADINGS[name]))
    is_named = name in ("issued", "expired", "superseded")
    assert ("Chávez" in html) == is_named
    assert '<meta name="robots" content="noindex">' in html


HEADINGS = {
    "issued": "This certificate is valid",
    "withheld": "This certificate is valid",
    "erased": "This certificate is valid",
    "expired": "This certificate has expired",
    "superseded": "This certificate was replaced",
    "revoked": "This certificate was revoked",
    "unknown": "No certificate with that code",
}


def in_state(name: str, issued, administrator, clock) -> str:
    """The code of a certificate that is in a state."""
    if name == "expired":
        CertificatePolicy.objects.update(valid_months=1)
    certificate = issued()
    if name == "expired":
        clock.forward(days=40)
    elif name == "superseded":
        reissue_certificate(certificate, by=administrator, reason="name", now=NOW)
    elif name == "revoked":
        revoke_certificate(certificate, by=administrator, reason="conduct", note="x", now=NOW)
    elif name == "erased":
        erase_learner(certificate.enrolment.learner, by=administrator, now=NOW)
    elif name == "withheld":
        share_certificate(certificate, is_public=False)
    return NOBODYS if name == "unknown" else certificate.code
