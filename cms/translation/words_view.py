"""Words to avoid, said while a person writes and when they have saved. Nothing is held back for them."""

import json
from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.translation.terms import look, look_at_page

MOST_TEXTS, LONGEST = 300, 400_000  # of one request: more than a lesson has
IN_A_MESSAGE = 5


def warn_of_words(request: HttpRequest, saved: Page) -> None:
    """Say which words of a page that was just saved are to be written otherwise; nothing is held back for them."""
    found = look_at_page(saved)
    if found:
        words = "; ".join(_("“%(said)s”: write %(write)s") % asdict(one) for one in found[:IN_A_MESSAGE])
        text = ngettext("%(n)d word to look at. %(words)s.", "%(n)d words to look at. %(words)s.", len(found))
        messages.warning(request, text % {"n": len(found), "words": words})


@require_POST
def words(request: HttpRequest) -> JsonResponse:
    """The words to avoid in some texts: {"language": "es", "texts": […]}."""
    if len(request.body) > LONGEST:
        raise BadRequest
    try:
        said = json.loads(request.body)
        texts, language = [str(text) for text in said["texts"]][:MOST_TEXTS], str(said["language"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest from error
    return JsonResponse({"found": [asdict(one) for one in look(texts, language, str(said.get("lesson", "")))]})
