from django.urls import path, re_path

from cms.printing import views

urlpatterns = [
    path("courses/<slug:slug>/printed/", views.index, name="printed"),
    path("courses/<slug:slug>/printed/ask/", views.ask, name="printed_ask"),
    re_path(
        r"^courses/(?P<slug>[\w-]+)/printed/(?P<language>[a-z]{2})\.(?P<kind>html|pdf)$",
        views.download,
        name="printed_file",
    ),
]
