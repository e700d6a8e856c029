from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self) -> None:
        from courses import contributions, players, stalled, trials
        from quizzes import concerns, privacy
        from quizzes.models import Attempt, AttemptEvent, AttemptSlot, QuizPage, SavedResponse
        from quizzes.obstacles import without_attempts
        from quizzes.readiness import pools
        from quizzes.services.copying import copy_quizzes
        from quizzes.services.purposes import settle

        privacy.start()
        players.register("quiz", "quizzes:quiz")
        contributions.register_check(pools)
        contributions.register_concerns(concerns.of_regrades)
        stalled.register_obstacles(without_attempts)
        contributions.register_copier(copy_quizzes)
        contributions.register_pages("quiz", QuizPage, settle)
        trials.carry(Attempt, lambda place: Attempt.objects.filter(enrolment=place))
        trials.carry(AttemptSlot, lambda place: AttemptSlot.objects.filter(attempt__enrolment=place))
        trials.carry(SavedResponse, lambda place: SavedResponse.objects.filter(slot__attempt__enrolment=place))
        trials.carry(AttemptEvent, lambda place: AttemptEvent.objects.filter(attempt__enrolment=place))
