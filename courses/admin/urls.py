"""Addresses of the course tools, below /admin/courses/."""

from django.urls import path

from courses.admin import course, listing, moving, releasing

app_name = "course_tools"
urlpatterns = [
    path("", listing.index, name="index"),
    path("<int:pk>/", course.show, name="course"),
    path("<int:pk>/release/", releasing.release, name="release"),
    path("cohorts/<int:pk>/move/", moving.move, name="move"),
]
