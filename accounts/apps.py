from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.privacy import own, wagtail_traces
        from accounts.security import receivers  # noqa: F401  # they listen from here on

        own.start()
        wagtail_traces.start()
