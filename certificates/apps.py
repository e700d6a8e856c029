from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates import checks, copying, privacy, readiness, receivers, triggers  # noqa: F401
        from courses import contributions

        privacy.start()
        contributions.register_check(readiness.policy)
        contributions.register_holders(readiness.holders)
        contributions.register_copier(copying.copy_policy)
        pre_migrate.connect(triggers.before_migrating, sender=self, dispatch_uid="certificates.before_migrating")
        post_migrate.connect(triggers.after_migrating, sender=self, dispatch_uid="certificates.after_migrating")
