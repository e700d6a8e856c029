from django.urls import path

from cms.packs import views

app_name = "course_packs"
urlpatterns = [
    path("", views.index, name="index"),
    path("course/<slug:slug>/", views.course, name="course"),
    path("course/<slug:slug>/file/", views.download, name="file"),
    path("check/", views.check, name="check"),
]
