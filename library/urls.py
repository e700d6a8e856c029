from django.urls import path

from library import views

app_name = "library"
urlpatterns = [
    path("", views.instruments, name="instruments"),
    path("glossary/", views.glossary, name="glossary"),
    path("countries/", views.countries, name="countries"),
    path("countries/<slug:iso>/", views.country, name="country"),
    path("<slug:slug>/", views.instrument, name="instrument"),
]
