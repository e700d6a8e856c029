"""Where Wagtail shows pages and files without asking whose they are, the question is asked here.

Wagtail's own screens for editing, listing and searching follow the permissions. These did not, in version 8.0.1:
the page chooser, its answer for several pages, the confirmation of a move, what is done to many pages at once, and
pictures and documents in the admin's API.
`tests/test_permission_matrix.py` walks every address of the admin, so that an upgrade shows the next one.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.auth import permission_denied
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

Answer = Callable[[HttpRequest], HttpResponse]
SEEING = ("choose", "add", "change")
MANY = 500  # pages that nobody chooses at once


def choosable(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Pages to which a person may link: those of their courses, and what everyone can read.

    A page elsewhere whose next title waits for approval is left out: the chooser would show that title.
    """
    if user.is_superuser:
        return pages
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    found = Page.objects.filter(Q(live=True, draft_title=F("title")) | Q(pk__in=explorable.values("pk")))
    return pages.filter(pk__in=found.values("pk"))  # Wagtail's search can filter by the key alone


def _parent(request: HttpRequest, values: dict[str, Any]) -> None:
    if not choosable(Page.objects.filter(pk=values["parent_page_id"]), request.user).exists():
        raise Http404


def _several(request: HttpRequest, values: dict[str, Any]) -> None:
    _all_among(choosable(Page.objects.filter(depth__gt=1), request.user), request)


def _all_among(rows: QuerySet[Any], request: HttpRequest) -> None:
    """Http404 if one of the rows that are asked for is not among these."""
    asked = set(request.GET.getlist("id")[:MANY])
    numbers = {int(pk) for pk in asked if pk.isdecimal() and len(pk) < 19}
    if not asked or rows.filter(pk__in=numbers).count() < len(asked):
        raise Http404


def _bulk(request: HttpRequest, values: dict[str, Any]) -> None:
    """Wagtail names the rows on which one may not act."""
    model = (values["app_label"], values["model_name"])
    if model == ("wagtailcore", "page"):
        _bulk_pages(request, values)
    elif "all" not in request.GET.getlist("id"):  # of files, Wagtail takes all that are the person's
        for files in (get_image_model(), get_document_model()):
            if model == (files._meta.app_label, files._meta.model_name):
                _all_among(_own(files, request.user), request)


def _own(files: Any, user: Any) -> QuerySet[Any]:
    """Pictures or documents in the collections that are the person's."""
    own: QuerySet[Any] = policy_registry.get_by_type(files).instances_user_has_any_permission_for(user, SEEING)
    return own


def _bulk_pages(request: HttpRequest, values: dict[str, Any]) -> None:
    """All at once: only below a page that is the person's own."""
    if "all" not in request.GET.getlist("id"):
        _several(request, values)
    elif not request.user.is_superuser:  # type: ignore[union-attr]  # the admin is behind the sign-in
        above = request.GET.get("childOf", "")
        parent = get_object_or_404(Page, pk=above if above.isdecimal() and len(above) < 19 else 0)
        if not parent.permissions_for_user(request.user).can_edit():
            raise Http404


def _moving(request: HttpRequest, values: dict[str, Any]) -> None:
    page = get_object_or_404(Page, pk=values["page_to_move_id"])
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


QUESTIONS: dict[str, Callable[[HttpRequest, dict[str, Any]], None]] = {
    "wagtailadmin_choose_page_child": _parent,
    "wagtailadmin_choose_page_chosen_multiple": _several,
    "wagtailadmin_pages:move_confirm": _moving,
    "wagtail_bulk_action": _bulk,
}


class Gate:
    """Middleware: asks before Wagtail's view is called. Who is not in the admin at all is Wagtail's to turn away."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Http404 for what should look as if it did not exist, else Wagtail's own refusal."""
        match = request.resolver_match
        question = QUESTIONS.get(match.view_name) if match else None
        if question and request.user.has_perm("wagtailadmin.access_admin"):
            try:
                question(request, kwargs)
            except PermissionDenied:
                refusal: HttpResponse = permission_denied(request)
                return refusal
        return None


class OwnImages(ImagesAdminAPIViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Pictures in the collections that are the person's."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(pk__in=_own(self.model, self.request.user).values("pk"))


class OwnDocuments(DocumentsAdminAPIViewSet):  # type: ignore[misc]
    """Documents in the collections that are the person's."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(pk__in=_own(self.model, self.request.user).values("pk"))
