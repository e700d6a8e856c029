"""Addresses of a quiz's settings and questions, below /admin/quizzes/quiz/."""

from django.urls import path

from quizzes.admin.quiz import parts, quizzes, settings

app_name = "quiz_settings"

urlpatterns = [
    path("", quizzes.index, name="index"),
    path("<uuid:quiz_id>/", settings.edit, name="edit"),
    path("<uuid:quiz_id>/questions/", parts.index, name="parts"),
    path("<uuid:quiz_id>/questions/draw/", parts.draw, name="draw"),
    path("<uuid:quiz_id>/questions/fix/", parts.fix, name="fix"),
    path("<uuid:quiz_id>/questions/<int:part_id>/", parts.change, name="part"),
    path("<uuid:quiz_id>/questions/<int:part_id>/move/", parts.move, name="move"),
    path("<uuid:quiz_id>/questions/<int:part_id>/remove/", parts.remove, name="remove"),
]
