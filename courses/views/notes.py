"""The private note below a lesson. What was written when the session had ended waits for its writer.

The form names its writer, signed: on a shared computer somebody else may sign in next, and must neither get
nor overwrite the note.
"""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest, wants_json
from courses import reading
from courses.models import Enrolment, ReflectionNote
from courses.views.parts import place_in, row_of, withdrawn

KEY = "pending_note"
LONGEST = 5000  # signs
_SALT = "courses.note.writer"


def writer_token(user_id: int) -> str:
    """Whose form this is, as it stands in the form."""
    return signing.dumps(user_id, salt=_SALT)


@require_POST
def note(request: HttpRequest, slug: str, activity: str) -> HttpResponse:
    """Keep the learner's private note."""
    if not request.user.is_authenticated:
        return _signed_out(request, slug, activity)
    return _save(request, slug, activity)  # type: ignore[arg-type]


def _save(request: SignedInRequest, slug: str, activity: str) -> HttpResponse:
    enrolment = place_in(request, slug)
    outline = reading.outline_for(enrolment)
    if reading.is_withdrawn(enrolment, outline, activity):
        return withdrawn(request, enrolment)
    row = row_of(outline, activity)
    text = _as_written(request.POST.get("note", ""))
    if len(text) > LONGEST:
        return _refused(request, row.entry.url)
    saved = _keep(enrolment, row.entry.activity, text)
    if wants_json(request):
        return JsonResponse({"saved_at": saved.saved_at.isoformat()})
    messages.success(request, _("Your note is saved. Only you can read it."))
    return redirect(f"{row.entry.url}#note")


def _keep(enrolment: Enrolment, activity_id: str, text: str) -> ReflectionNote:
    note, _is_new = ReflectionNote.objects.update_or_create(
        learner_id=enrolment.learner_id,
        activity_id=activity_id,
        defaults={"text": text, "saved_at": timezone.now()},
    )
    return note


def _signed_out(request: HttpRequest, slug: str, activity: str) -> HttpResponse:
    """Lead to the sign-in; the note waits in the browser's new session. A script keeps its copy and is told."""
    if wants_json(request):
        return JsonResponse({"error": "signed_out"}, status=401)
    text = _as_written(request.POST.get("note", ""))
    if _writer(request) is not None and len(text) <= LONGEST:
        request.session[KEY] = {"writer": _writer(request), "slug": slug, "activity": activity, "text": text}
        messages.info(request, _("Your session had ended. Sign in again: your note is kept and will be saved."))
    return redirect_to_login(reverse("courses:learn", args=[slug, activity]))


def _writer(request: HttpRequest) -> int | None:
    try:
        return int(signing.loads(request.POST.get("writer", ""), salt=_SALT))
    except signing.BadSignature:
        return None


def apply_waiting(request: SignedInRequest, enrolment: Enrolment, slug: str, activity: str, activity_id: str) -> None:
    """Save the note that waits for this lesson if its writer is back; somebody else's is forgotten unread."""
    waiting = request.session.get(KEY)
    if not waiting or (waiting["slug"], waiting["activity"]) != (slug, activity):
        return
    del request.session[KEY]
    if waiting["writer"] == request.user.pk:
        _keep(enrolment, activity_id, waiting["text"])
        messages.success(request, _("Your note is saved. Only you can read it."))


def _as_written(text: str) -> str:
    """The text as the browser counted it: a form sends every line break as two signs. No database keeps a NUL."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _refused(request: HttpRequest, url: str) -> HttpResponse:
    reason = _("The note is longer than 5,000 characters. Shorten it and save again.")
    if wants_json(request):
        return JsonResponse({"error": reason}, status=422)
    messages.error(request, reason)
    return redirect(f"{url}#note")
