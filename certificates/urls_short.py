"""The address in the QR: short, without language, in upper case or lower; and the same for programs."""

from django.urls import path, re_path

from certificates.views import public

urlpatterns = [
    re_path(r"^[vV]/?$", public.check_short),  # as it is printed beside the code
    path("v/<str:code>.json", public.verify_json, name="verify_json"),
    path("v/<str:code>", public.verify_short, name="verify_short"),
    re_path(r"^[vV]/(?P<code>[^/]+)/?$", public.verify_short),
]
