"""What learners see of their own certificates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest, signed_in_to_send
from certificates import services
from certificates.forms import SharingForm
from certificates.holding import held_by, transcript
from certificates.models import Certificate
from certificates.rendering import MissingGlyphs
from certificates.transcript_pdf import render_transcript

NAV = "courses"


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """All one's certificates, with what to do with them."""
    return render(request, "certificates/list.html", {"nav": NAV, "held": held_by(request.user.pk)})


@require_POST
@signed_in_to_send("certificates:verify")
def share(request: SignedInRequest, code: str) -> HttpResponse:
    """Keep what the holder lets others see."""
    certificate = get_object_or_404(Certificate.objects.held_by(request.user.pk), code=code)
    form = SharingForm(request.POST, instance=certificate)
    if form.is_valid():
        services.share_certificate(certificate, **form.cleaned_data)
        messages.success(request, _("Saved: who has the code sees what you chose."))
    on_page = request.POST.get("back") == "page" and certificate.state != Certificate.State.PENDING
    return redirect("certificates:verify", code) if on_page else redirect("certificates:mine")


@login_required
def transcript_page(request: SignedInRequest) -> HttpResponse:
    """Everything one studied, to read and to print."""
    context = {"nav": NAV, "transcript": transcript(request.user.pk), "today": timezone.localdate()}
    return render(request, "certificates/transcript.html", context)


@login_required
def transcript_pdf(request: SignedInRequest) -> HttpResponse:
    """The same as a file, in the page's language. 503 where a name has letters that no font of ours has."""
    try:
        pdf = render_transcript(request.user, transcript(request.user.pk), timezone.localdate())
    except MissingGlyphs:
        return render(request, "certificates/no_transcript.html", {"nav": NAV}, status=503)
    name = slugify(_("Transcript")) or "transcript"
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "X-Robots-Tag": "noindex"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
