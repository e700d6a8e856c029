"""Badges, for programs: without language."""

from django.urls import path, re_path

from certificates.badges import views

app_name = "badges"
urlpatterns = [
    path(".well-known/did.json", views.did, name="did"),
    path("badges/status/<int:number>", views.status, name="status"),
    path("badges/status/<int:number>.jwt", views.status, {"form": "jwt"}, name="status_jwt"),
    re_path(r"^badges/(?P<code>[^/.]+)\.(?P<form>json|jwt|svg|png)$", views.badge, name="badge"),
]
