"""The frame's own pages and answers."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Locale

from cms.context import TEXT_SIZES, THEMES
from cms.models import StandardPage
from outbox.models import Job

A_YEAR = 31_536_000  # seconds


def standard(request: HttpRequest, name: str) -> HttpResponse:
    """A standard page by its name in the default language, shown in the reader's."""
    pages = StandardPage.objects.live().select_related("locale")
    source = get_object_or_404(pages, slug=name, locale=Locale.get_default())
    language = translation.get_language()
    page = pages.filter(translation_key=source.translation_key, locale__language_code=language).first() or source
    return page.serve(request)


@require_POST
def reading_options(request: HttpRequest) -> HttpResponse:
    """Keep colours, text size and light mode in cookies; the way without script."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if is_ours else "/")
    theme, text = request.POST.get("theme", ""), request.POST.get("text", "")
    for name, value in (
        ("theme", theme if theme in THEMES else ""),
        ("text", text if text in TEXT_SIZES else ""),
        ("lite", "1" if request.POST.get("lite") else ""),
    ):
        response.set_cookie(f"amparo_{name}", value, max_age=A_YEAR if value else 0, samesite="Lax")
    return response


def front_door(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the front door in their language."""
    return redirect(f"/{translation.get_language_from_request(request)}/")


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and how much work waits: for the operator's monitor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    waiting = Job.objects.due(timezone.now()).count()
    failed = Job.objects.exclude(failed_at=None).count()
    return JsonResponse({"status": "ok", "jobs_waiting": waiting, "jobs_failed": failed})


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "error.html", {"status": status, "nav": "none"}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off: say what to do."""
    return render(request, "error.html", {"status": 403, "is_csrf": True, "nav": "none"}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without database or context: a plain page that cannot fail again."""
    return HttpResponse(_plain_error_page(), status=500)


def _plain_error_page() -> str:
    from django.template.loader import get_template

    return get_template("500.html").render()
