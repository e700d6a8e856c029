"""The embedded set-up behind `make run`: SQLite, a drainer process, demonstration accounts."""

import os
import sys

from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR
from config.settings.databases import sqlite

DATA_DIR.mkdir(parents=True, exist_ok=True)


def _own_secret() -> str:
    """A secret of this installation's own, made on first use: never one that stands in a repository."""
    import secrets

    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = False
SECRET_KEY = _own_secret()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DATABASES = {"default": sqlite(os.environ.get("AMPARO_DATABASE_FILE", DATA_DIR / "amparo.sqlite3"))}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",  # shared by web and drainer
        "LOCATION": DATA_DIR / "cache",
    }
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
AMPARO_DEMO = True
AMPARO_SERVES_MEDIA = True
# Under `manage.py runserver` static files come from their sources; `make run` collects and compresses them.
if "runserver" in sys.argv:
    WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
    STORAGES = {
        **STORAGES,  # noqa: F405
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
