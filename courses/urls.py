from django.urls import path

from courses.views import catalogue, course, dashboard, notes, player, sheets

app_name = "courses"
urlpatterns = [
    path("courses/", catalogue.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", course.course, name="course"),
    path("courses/<slug:slug>/enrol/", course.enrol, name="enrol"),
    path("courses/<slug:slug>/brochure/", sheets.brochure, name="brochure"),
    path("courses/<slug:slug>/cards/<slug:module>/", sheets.card, name="card"),
    path("my-learning/", dashboard.dashboard, name="dashboard"),
    path("learn/<slug:slug>/", player.resume, name="resume"),
    path("learn/<slug:slug>/<slug:activity>/", player.learn, name="learn"),
    path("learn/<slug:slug>/<slug:activity>/complete/", player.complete, name="complete"),
    path("learn/<slug:slug>/<slug:activity>/note/", notes.note, name="note"),
]
