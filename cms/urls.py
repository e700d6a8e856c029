from django.urls import path

from cms import views
from cms.printing.urls import urlpatterns as printing

app_name = "cms"
urlpatterns = [
    path("help/", views.standard, {"name": "help"}, name="help"),
    path("accessibility/", views.standard, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", views.standard, {"name": "privacy"}, name="privacy"),
    path("reading-options/", views.reading_options, name="reading_options"),
    *printing,
]
