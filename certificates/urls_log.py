"""The transparency log, for programs: without language."""

from django.urls import path

from certificates import log_views

app_name = "log"
urlpatterns = [
    path("", log_views.short, name="index"),
    path("verify_log.py", log_views.verifier, name="verifier"),
    path("head.json", log_views.head, name="head"),
    path("entries.json", log_views.entries, name="entries"),
    path("consistency.json", log_views.consistency, name="consistency"),
    path("inclusion/<str:code>.json", log_views.inclusion, name="inclusion"),
]
