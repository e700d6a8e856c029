from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self) -> None:
        from courses import contributions, players
        from quizzes.readiness import pools

        players.register("quiz", "quizzes:quiz")
        contributions.register_check(pools)
