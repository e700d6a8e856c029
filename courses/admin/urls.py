"""Addresses of the course tools, below /admin/courses/."""

from django.urls import path

from courses.admin import copying, course, creating, listing, moving, part, people, releasing, structure, trying

app_name = "course_tools"
urlpatterns = [
    path("", listing.index, name="index"),
    path("<int:pk>/", course.show, name="course"),
    path("<int:pk>/release/", releasing.release, name="release"),
    path("cohorts/<int:pk>/move/", moving.move, name="move"),
    path("<int:pk>/people/", people.of_course, name="people"),
    path("<int:pk>/people/withdraw/", people.take_back, name="take_back"),
    path("people/<int:pk>/", people.of_person, name="person"),
    path("new/", creating.new, name="new"),
    path("<int:pk>/copy/", copying.copy, name="copy"),
    path("copies/<int:pk>/", copying.progress, name="copy_progress"),
    path("copies/<int:pk>/again/", copying.again, name="copy_again"),
    path("<int:pk>/structure/", structure.structure, name="structure"),
    path("<int:pk>/structure/add/", structure.add, name="structure_add"),
    path("<int:pk>/structure/<uuid:key>/", part.part, name="part"),
    path("<int:pk>/try/", trying.begin, name="try"),
    path("try/end/", trying.end, name="try_end"),
]
