"""An answer that arrives after the session ended: kept in the browser's new session until the person is back.

The person signs in again and finds the answer saved. It is bound to the attempt, and an attempt to its
learner: somebody else who signs in on the same computer never gets it into theirs.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from quizzes import services
from quizzes.domain.questions import for_learner
from quizzes.models import Attempt, AttemptSlot
from quizzes.views.answers import Answer

KEY = "pending_answer"
LONGEST = 120_000  # signs of a form: a long essay. More is not kept at all: half an answer would replace a whole one


def sign_in_again(request: HttpRequest, received_at: datetime) -> HttpResponse:
    """Lead to the sign-in; a posted answer waits in the session."""
    body = request.POST.urlencode() if request.method == "POST" else ""
    if 0 < len(body) <= LONGEST:
        request.session[KEY] = {"path": request.path, "body": body, "at": received_at.isoformat()}
        messages.info(request, _("Your session had ended. Sign in again: your last answer is kept and will be saved."))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")


def apply(request: HttpRequest, attempt: Attempt) -> None:
    """Save the waiting answer if it belongs to this page; forget it in any case."""
    waiting = request.session.get(KEY)
    if not waiting or waiting["path"] != request.path:
        return
    del request.session[KEY]
    position = int(request.path.rstrip("/").rsplit("/", 1)[1])
    try:
        slot = attempt.slots.select_related("version").get(position=position)
        question = for_learner(slot.version.content, slot.option_order)
        answer = Answer.read(question, QueryDict(waiting["body"]))
        answer.save(attempt, position, datetime.fromisoformat(waiting["at"]))
    except (services.StaleAnswer, services.AttemptClosed, services.NotAnAnswer, AttemptSlot.DoesNotExist):
        messages.warning(request, _("The answer from before could not be saved. Look at it again."))
    else:
        messages.success(request, _("Your last answer is saved."))
