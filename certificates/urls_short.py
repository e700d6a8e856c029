"""The address in the QR: short, without language, in upper case or lower."""

from django.urls import path, re_path

from certificates import views

urlpatterns = [
    re_path(r"^[vV]/?$", views.check_short),  # as it is printed beside the code
    path("v/<str:code>", views.verify_short, name="verify_short"),
    re_path(r"^[vV]/(?P<code>[^/]+)/?$", views.verify_short),
]
