"""One organisation's server: PostgreSQL, Redis, Celery. Secrets come from the environment only."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.databases import postgresql


def _required(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: see docs/operators.md.")
    return value


def _secret(name: str) -> str:
    value = _required(name)
    if len(value) < 50 or len(set(value)) < 5 or value.lower().startswith(("change", "insecure", "django-insecure")):
        raise ImproperlyConfigured(
            f"{name} is a default or too weak. Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return value


DEBUG = False
SECRET_KEY = _secret("AMPARO_SECRET_KEY")
# Former keys open what they locked, and sign nothing any more: docs/operators.md, "Second factors".
AMPARO_FORMER_SECRET_KEYS = [key for key in os.environ.get("AMPARO_FORMER_SECRET_KEYS", "").split(",") if key]
AMPARO_BASE_URL = _required("AMPARO_BASE_URL")
ALLOWED_HOSTS = [host for host in os.environ.get("AMPARO_HOSTS", "").split(",") if host] or [
    urlsplit(AMPARO_BASE_URL).hostname or ""
]
CSRF_TRUSTED_ORIGINS = [AMPARO_BASE_URL]
DATABASES = {"default": postgresql(_required("AMPARO_DATABASE_URL"))}
REDIS_URL = _required("AMPARO_REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL
OUTBOX_RELAY = "celery"

EMAIL_HOST = os.environ.get("AMPARO_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("AMPARO_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("AMPARO_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("AMPARO_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("AMPARO_SMTP_TLS", "1") == "1"

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1
