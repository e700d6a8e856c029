from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms.translation.declared import declare
        from cms.translation.readiness import below_par
        from courses.contributions import register_check

        declare()
        register_check(below_par)
