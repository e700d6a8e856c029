"""The databases of the tests, and the people and courses that many tests need.

Migrating takes 12 s; a template migrated once is copied for every worker.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"


def _fingerprint() -> str:
    """Changes with any migration, trigger and package."""
    files = [*sorted(ROOT.glob("*/migrations/*.py")), *sorted(ROOT.glob("*/triggers.py")), ROOT / "uv.lock"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """A migrated database for this worker, copied from a template."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            yield from _sqlite(worker_id)
        else:
            yield from _postgresql(worker_id)


def _locked(name: str) -> Any:
    import fcntl

    handle = (settings.DATA_DIR / f"{name}.lock").open("w")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _use(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _sqlite(worker_id: str) -> Iterator[None]:
    template = settings.DATA_DIR / f"template-{_fingerprint()}.sqlite3"
    with _locked(template.name):
        if not template.exists():
            making = template.with_suffix(".making")
            making.unlink(missing_ok=True)
            _use(str(making))
            call_command("migrate", verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            making.rename(template)
    mine = settings.DATA_DIR / f"test-{os.getpid()}-{worker_id}.sqlite3"
    shutil.copy(template, mine)
    _use(str(mine))
    yield
    connections.close_all()
    for leftover in settings.DATA_DIR.glob(f"{mine.name}*"):
        leftover.unlink()


def _postgresql(worker_id: str) -> Iterator[None]:
    base = connection.settings_dict["NAME"]
    template, mine = f"amparo_template_{_fingerprint()}", f"amparo_test_{os.getpid()}_{worker_id}"
    with _locked("postgresql"):
        _use(base)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
            exists = cursor.fetchone()
        if not exists:
            _run(base, f"DROP DATABASE IF EXISTS {template}_making", f"CREATE DATABASE {template}_making")
            _use(f"{template}_making")
            call_command("migrate", verbosity=0)
            _run(base, f"ALTER DATABASE {template}_making RENAME TO {template}")
        _run(base, f"CREATE DATABASE {mine} TEMPLATE {template}")
    _use(mine)
    yield
    connections.close_all()
    _run(base, f"DROP DATABASE IF EXISTS {mine} WITH (FORCE)")


def _run(database: str, *statements: str) -> None:
    _use(database)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Cached outlines and rate limits of one test are not another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _source_language(request: pytest.FixtureRequest) -> Iterator[None]:
    """A request leaves its language active: the next test begins in the site's own, or in English if marked so."""
    with translation.override("en" if request.node.get_closest_marker("english") else settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _private_files(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test writes go with it. A model's field took its storage when it was loaded: it gets the test's."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AMPARO_KEYS_DIR = tmp_path / "keys"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
    }
    from certificates.models import CertificateFile
    from certificates.models.history import private_storage

    monkeypatch.setattr(CertificateFile._meta.get_field("file"), "storage", private_storage())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs a server that is not there is skipped with a reason; with CI=true it is an error."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        _only_about_the_database(config, items)
    for mark, is_there, what in (("redis", _redis_answers, "Redis"),):
        wanted = [item for item in items if item.get_closest_marker(mark)]
        if wanted and not is_there():
            if CI:
                raise pytest.UsageError(f"{what} does not answer, and CI skips nothing.")
            for item in wanted:
                item.add_marker(pytest.mark.skip(reason=f"no {what} answers"))


def _only_about_the_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL the second time: rules in plain Python were tested on SQLite and know of no database."""
    used = {"db", "transactional_db", "django_db_setup"}
    about = {item for item in items if item.get_closest_marker("django_db") or used & set(item.fixturenames)}  # type: ignore[attr-defined]
    config.hook.pytest_deselected(items=[item for item in items if item not in about])
    items[:] = [item for item in items if item in about]


def _redis_answers() -> bool:
    import redis

    try:
        return bool(redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False
