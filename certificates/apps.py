from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates import receivers, triggers  # noqa: F401

        pre_migrate.connect(triggers.before_migrating, sender=self, dispatch_uid="certificates.before_migrating")
        post_migrate.connect(triggers.after_migrating, sender=self, dispatch_uid="certificates.after_migrating")
