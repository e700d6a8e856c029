"""Where an administrator erases a person, and sees what waits and what was done."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import ErasureRequest, User
from accounts.privacy import services
from accounts.privacy.forms import ErasureOrderForm

app_name = "people"
A_PAGE = 50
View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Others get Wagtail's refusal."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied(_("Only administrators do this."))
        return view(request, *args, **kwargs)

    return guarded


def heading(title: str, *middle: tuple[str, str]) -> dict[str, Any]:
    """Title and breadcrumbs, as the rest of the administration has them."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": reverse(name), "label": label} for label, name in middle]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "user",
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }


@require_safe
@administrators_only
def index(request: HttpRequest) -> HttpResponse:
    """What waits first, then what was done or taken back."""
    rows = ErasureRequest.objects.select_related("person", "by").order_by("-asked_at", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    return render(request, "accounts/admin/erasures.html", {"page": page, **heading(_("Erased people"))})


@administrators_only
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then do it in the background."""
    person = get_object_or_404(User, pk=pk)
    if person.erased_at:
        messages.info(request, _("This person was erased already."))
        return redirect("people:erasures")
    form = ErasureOrderForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        return _order(request, person, form.cleaned_data)
    context = {"form": form, "person": person, **heading(_("Erase a person"), (_("Erased people"), "people:erasures"))}
    return render(request, "accounts/admin/erase.html", context)


def _order(request: HttpRequest, person: User, said: dict[str, str]) -> HttpResponse:
    by, now = cast(User, request.user), timezone.now()
    try:
        services.order_erasure(person, by=by, reason=said["reason"], note=said["note"], now=now)
    except services.OnesOwnAccount:
        messages.error(request, _("Nobody erases themselves here: ask another administrator."))
    except services.LastAdministrator:
        messages.error(request, _("This is the last administrator. Name another one first."))
    else:
        messages.success(request, _("The person is signed out for good and is being erased in the background."))
    return redirect("people:erasures")


urlpatterns = [
    path("erasures/", index, name="erasures"),
    path("<int:pk>/erase/", order, name="erase"),
]
