"""A PostgreSQL where everything commits, so that threads see each other, and no other test sees them.

A test marked transaction=True would empty the worker's database afterwards, and with it the root page
and the locales that the migrations made. A copy that is thrown away spares everybody that.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from tests import conftest as databases

TEMPLATE = f"amparo_template_{databases._fingerprint()}"

on_postgresql = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about locked rows: needs PostgreSQL"),
    pytest.mark.usefixtures("committed_database"),
]


@pytest.fixture(scope="module")
def committed_database(django_db_setup: None, django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    mine = f"amparo_races_{os.getpid()}_{worker_id}"
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        with databases._locked("postgresql"):
            databases._run(before, f"DROP DATABASE IF EXISTS {mine}", f"CREATE DATABASE {mine} TEMPLATE {TEMPLATE}")
        databases._use(mine)
        yield
        connections.close_all()
        databases._run(before, f"DROP DATABASE IF EXISTS {mine} WITH (FORCE)")


def together(work: Callable[[int], Any], times: int, *, at_once: int = 20) -> list[Any]:
    """Call work(0), work(1), … in threads that begin at the same moment. Errors come back as results."""
    ready = Barrier(min(times, at_once))

    def one(n: int) -> Any:
        try:
            if n < at_once:
                ready.wait(timeout=20)
            return work(n)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(min(times, at_once)) as threads:
        return list(threads.map(one, range(times)))
