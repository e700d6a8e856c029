"""“Drop a PDF here”: a file is judged in memory and forgotten."""

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from certificates.domain import codes
from certificates.judging import LARGEST, Judgement, Outcome, judge
from certificates.verdicts import VERDICTS
from certificates.views.public import too_many

AROUND = 4096  # bytes of the form around the file
STATUS = {Outcome.TOO_LARGE: 413, Outcome.MISSING: 400}


@csrf_exempt  # it changes nothing, and the body must not be read before the handler that keeps it in memory is set
def check_file(request: HttpRequest) -> HttpResponse:
    """Judge the file of the form. Who comes by a link finds the form."""
    if request.method != "POST":
        return redirect("certificates:check")
    if refusal := too_many(request, "check_certificate_file"):
        return refusal
    judgement = _judged(request)
    context = {
        "nav": "certificates",
        "judgement": judgement,
        "verdict": VERDICTS[judgement.outcome],
        "finding": judgement.finding,
        "is_other": _is_other(request, judgement),
        "megabytes": LARGEST // 1024 // 1024,
    }
    response = render(request, "certificates/file.html", context, status=STATUS.get(judgement.outcome, 200))
    response["Cache-Control"] = "no-store"
    return response


def _judged(request: HttpRequest) -> Judgement:
    """Too large a body is refused unread; any other stays in memory."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + AROUND:
        return Judgement(Outcome.TOO_LARGE)
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    sent = request.FILES.get("file")
    return judge(sent.read()) if sent else Judgement(Outcome.MISSING)


def _is_other(request: HttpRequest, judgement: Judgement) -> bool:
    """Whether the file belongs to another certificate than the one on whose page it was dropped."""
    if "code" not in request.POST or judgement.finding is None or judgement.outcome == Outcome.TOO_LARGE:
        return False
    return codes.normalise(request.POST["code"]) != judgement.finding.code
