"""Addresses of marking and repair, below /admin/quizzes/."""

from django.urls import path

from quizzes.admin import marking, overrides, regrades, remarking, results, statistics

app_name = "quizzes_marking"
urlpatterns = [
    path("marking/", marking.queue, name="queue"),
    path("marking/attempt/<int:attempt_id>/", marking.open_attempt, name="open"),
    path("marking/<int:slot_id>/", marking.mark, name="mark"),
    path("marking/<int:slot_id>/change/", remarking.override, name="override"),
    path("results/", results.overview, name="results"),
    path("results/<uuid:quiz_id>/<int:cohort_id>/", results.cohort, name="cohort"),
    path("results/attempt/<int:attempt_id>/", results.history, name="history"),
    path("results/attempt/<int:attempt_id>/paper/", results.paper, name="paper"),
    path("statistics/<uuid:quiz_id>/", statistics.statistics, name="statistics"),
    path("regrade/<uuid:quiz_id>/", regrades.regrade, name="regrade"),
    path("regrade/<uuid:quiz_id>/<int:regrade_id>/", regrades.log, name="regrade_log"),
    path("overrides/<uuid:quiz_id>/", overrides.index, name="overrides"),
    path("overrides/<uuid:quiz_id>/choose/", overrides.choose, name="override_choose"),
    path("overrides/<uuid:quiz_id>/learner/<int:enrolment_id>/", overrides.for_learner, name="override_learner"),
    path("overrides/<uuid:quiz_id>/cohort/<int:cohort_id>/", overrides.for_cohort, name="override_cohort"),
    path("overrides/<uuid:quiz_id>/<int:override_id>/remove/", overrides.remove, name="override_remove"),
]
