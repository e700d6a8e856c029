from django.urls import path

from library import views, views_references

app_name = "library"
urlpatterns = [
    path("", views.instruments, name="instruments"),
    path("glossary/", views.glossary, name="glossary"),
    path("countries/", views.countries, name="countries"),
    path("countries/<slug:iso>/", views.country, name="country"),
    path("boxes/", views_references.boxes, name="boxes"),
    path("boxes/<slug:slug>/", views_references.box, name="box"),
    path("compare/", views_references.comparisons, name="comparisons"),
    path("compare/<slug:slug>/", views_references.comparison, name="comparison"),
    path("<slug:slug>/", views.instrument, name="instrument"),
]
