from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses import privacy, receivers  # noqa: F401

        privacy.start()
