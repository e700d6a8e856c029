"""Addresses: one include per app. Pages carry their language first; what machines read does not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views import admin_login, admin_password_reset
from cms.views import front_door, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front_door),
    path("health/", health, name="health"),
    path("admin/login/", admin_login),
    re_path(r"^admin/password_reset/", admin_password_reset),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("certificates.urls_short")),
    path("log/", include("certificates.urls_log")),
    path("", include("certificates.badge_urls")),
    *i18n_patterns(
        path("", include("cms.urls")),
        path("accounts/", include("allauth.urls")),
        path("accounts/", include("accounts.urls")),
        path("library/", include("library.urls")),
        path("", include("quizzes.urls")),
        path("", include("courses.urls")),
        path("certificates/", include("certificates.urls")),
        path("reports/", include("reports.urls")),
        path("", include(wagtail_urls)),
    ),
]

if settings.AMPARO_SERVES_MEDIA:  # the embedded set-up; on a server the proxy does it
    urlpatterns.insert(0, re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}))

handler400 = "cms.views.bad_request"
handler403 = "cms.views.forbidden"
handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
