"""Tests: SQLite unless AMPARO_TEST_DATABASE_URL names a PostgreSQL; nothing leaves the machine."""

import os
import tempfile
from pathlib import Path

_SCRATCH = Path(tempfile.gettempdir()) / f"amparo-test-{os.getuid()}"
os.environ.setdefault("AMPARO_DATA_DIR", str(_SCRATCH))

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import DATA_DIR, STORAGES  # noqa: E402
from config.settings.databases import postgresql, sqlite  # noqa: E402

DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
_URL = os.environ.get("AMPARO_TEST_DATABASE_URL", "")
DATABASES = {"default": postgresql(_URL) if _URL else sqlite(DATA_DIR / "test.sqlite3")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AMPARO_DEMO = True
AMPARO_SERVES_MEDIA = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
