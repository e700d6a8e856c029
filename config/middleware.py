"""What depends on the path: headers, and whether an address has a language."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy everywhere; a wider one under Wagtail's admin, which needs inline styles."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith("/admin/") and not report_only:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        if getattr(request, "is_dummy", False):  # a page previewed in the editor, which shows it in a frame of its own
            parts.replace = {"frame-ancestors": [SELF]}
        return parts


class LanguageOfTheReader(LocaleMiddleware):
    """The language from the address, the cookie or the browser; what stands outside the languages stays there.

    The page tree answers any address, so Django would send every 404 of the admin on to /es/admin/….
    """

    outside = ("/admin/", "/documents/", "/media/", "/static/", "/v/", "/log/", "/health/", "/badges/", "/.well-known/")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path_info.startswith(self.outside):
            return super().process_response(request, response)  # type: ignore[no-any-return]
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
        return response
