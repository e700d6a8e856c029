from django.urls import path

from quizzes.views import attempt, inline, quiz, result

app_name = "quizzes"
urlpatterns = [
    path("quiz/<slug:slug>/<slug:activity>/check/<slug:code>/", inline.check, name="inline"),
    path("quiz/<slug:slug>/<slug:activity>/", quiz.quiz, name="quiz"),
    path("quiz/<slug:slug>/<slug:activity>/start/", quiz.start, name="start"),
    path("attempt/<int:attempt_id>/<int:position>/", attempt.question, name="question"),
    path("attempt/<int:attempt_id>/<int:position>/save/", attempt.save, name="save"),
    path("attempt/<int:attempt_id>/check/", attempt.check, name="check"),
    path("attempt/<int:attempt_id>/submit/", attempt.submit, name="submit"),
    path("attempt/<int:attempt_id>/result/", result.result, name="result"),
]
