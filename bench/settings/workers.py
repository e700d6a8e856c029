"""A server's set-up in small, for bench/issuing.py: PostgreSQL, Redis, Celery; mails become files."""

import os

from config.settings.databases import postgresql
from config.settings.test import *  # noqa: F403
from config.settings.test import DATA_DIR

DATABASES = {"default": postgresql(os.environ["AMPARO_DATABASE_URL"])}
OUTBOX_RELAY = "celery"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mails"
