"""Certificates through Celery's workers on Redis and PostgreSQL, with workers killed (-9) in the middle.

    WORKERS=2 python -m bench.issuing [certificates, 10000 by default]

So many learners complete a course; their jobs wait in Redis. Then workers and beat start as on a server, and each
time another part of the certificates is issued, a worker dies by kill -9 and a new one takes its place. At the end:
one certificate and one PDF each, serials without gaps, the log's root as the stand-alone verifier computes it, and
the mails. Exit code 1 if anything is not so.

A database is made on AMPARO_BENCH_DATABASE_URL and dropped again; AMPARO_BENCH_REDIS_URL names an empty Redis
database, which is emptied afterwards.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import redis
from psycopg import sql

SERVER = os.environ.get("AMPARO_BENCH_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("AMPARO_BENCH_REDIS_URL", "redis://127.0.0.1:6379/13")
NAME = f"amparo_issuing_{os.getpid()}"
WORKERS, KILLS = int(os.environ.get("WORKERS", "2")), 5
LONGEST = 120  # seconds for each hundred certificates, and then it is called stuck
LOOKS = 0.5  # seconds between looks at how far it is: they cost too
MESSAGE = re.compile(rb"^Message-ID: (<certificate-[^>]+>)", re.MULTILINE)
Process = subprocess.Popen[bytes]


def missing() -> str:
    """What is not there to run on; empty if everything is."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.Error:
        return f"no PostgreSQL answers at {SERVER.rpartition('@')[2]}"
    try:
        rows = redis.Redis.from_url(REDIS).dbsize()
    except redis.RedisError:
        return f"no Redis answers at {REDIS.rpartition('@')[2]}"
    return "the Redis database is not empty; name another in AMPARO_BENCH_REDIS_URL" if rows else ""


def on_server(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(NAME)))


@contextmanager
def surroundings() -> Iterator[Path]:
    """A folder, a database and a Redis that go afterwards; Django set up on them."""
    folder = Path(tempfile.mkdtemp(prefix="amparo-issuing-"))
    os.environ |= {
        "AMPARO_DATA_DIR": str(folder),
        "AMPARO_KEYS_DIR": str(folder / "keys"),
        "AMPARO_DATABASE_URL": f"{SERVER.rpartition('/')[0]}/{NAME}",
        "AMPARO_REDIS_URL": REDIS,
        "DJANGO_SETTINGS_MODULE": "bench.settings.workers",
    }
    on_server("CREATE DATABASE {}")
    try:
        import django

        django.setup()
        yield folder
    finally:
        from django.db import connections

        connections.close_all()
        on_server("DROP DATABASE {} WITH (FORCE)")
        redis.Redis.from_url(REDIS).flushdb()
        shutil.rmtree(folder, ignore_errors=True)


def complete_courses(number: int) -> None:
    """So many learners have completed a course; each completion asks for a certificate, as it does on a server."""
    from django.core.management import call_command
    from django.db import transaction

    from accounts.models import User
    from courses.models import Enrolment
    from courses.signals import course_completed
    from tests.factories import UserFactory, certify, make_cohort, make_course

    call_command("migrate", verbosity=0)
    course = make_course("bench", modules=(1,), languages=("es",), quiz=False)
    certify(course)
    cohort, now = make_cohort(course), datetime.now(UTC)
    people = User.objects.bulk_create(UserFactory.build_batch(number, password="!"), batch_size=1000)
    done = {"cohort": cohort, "state": "completed", "enrolled_at": now, "completed_at": now, "language": "es"}
    places = Enrolment.objects.bulk_create([Enrolment(learner=one, **done) for one in people], batch_size=1000)
    for begin in range(0, number, 500):
        with transaction.atomic():
            for place in places[begin : begin + 500]:
                course_completed.send(Enrolment, enrolment=place, at=now)


def start(folder: Path, *arguments: str) -> Process:
    log = (folder / "celery.log").open("ab")
    command = [sys.executable, "-m", "celery", "-A", "config", *arguments]
    return subprocess.Popen(command, stdout=log, stderr=log, cwd=Path(__file__).resolve().parent.parent)


def start_worker(folder: Path, number: int) -> Process:
    """One process: who kills it kills everything of it."""
    return start(folder, "worker", "--pool", "solo", "--hostname", f"w{number}@localhost", "--loglevel", "WARNING")


def work_off(folder: Path, number: int) -> int:
    """Let workers do all jobs, killing one KILLS times on the way. Return how many were killed at work."""
    beat = start(folder, "beat", "--schedule", str(folder / "beat"), "--pidfile", str(folder / "beat.pid"))
    workers = [start_worker(folder, n) for n in range(WORKERS)]
    killed, ends = 0, time.monotonic() + 180 + LONGEST * number / 100
    try:
        while open_jobs() and time.monotonic() < ends:
            if killed < KILLS and issued() >= (killed + 1) * number // (KILLS + 1):
                os.kill(workers[0].pid, signal.SIGKILL)
                workers.pop(0).wait()
                killed += 1
                workers.append(start_worker(folder, WORKERS + killed))
            time.sleep(LOOKS)
    finally:
        for process in (beat, *workers):
            process.terminate()
        for process in (beat, *workers):
            process.wait(30)
    return killed


def open_jobs() -> int:
    """Jobs of certificates that are not done; what beat asks for daily does not count."""
    from outbox.models import Job

    return Job.objects.filter(task__startswith="certificates.", done_at=None, failed_at=None).count()


def issued() -> int:
    from certificates.models import Certificate

    return Certificate.objects.count()


def counted(folder: Path, number: int) -> dict[str, tuple[int, int]]:
    """{what: (how many, how many there should be)}."""
    from certificates.domain.codes import parse_serial
    from certificates.models import Certificate, CertificateFile
    from outbox.models import Job

    holders = Counter(Certificate.objects.values_list("enrolment_id", flat=True))
    serials = {parse_serial(one)[1] for one in Certificate.objects.values_list("serial", flat=True) if one}
    sent = Counter(m for path in (folder / "mails").glob("*") for m in MESSAGE.findall(path.read_bytes()))
    stored = {Path(one.file.path) for one in CertificateFile.objects.filter(kind="pdf")}
    on_disk = set((folder / "private").rglob("*.pdf"))
    return {
        "certificates": (sum(holders.values()), number),
        "doubled": (sum(times > 1 for times in holders.values()), 0),
        "lost": (number - len(holders), 0),
        "gaps between serials": (len(set(range(1, number + 1)) ^ serials), 0),
        "PDFs": (len(stored & on_disk), number),
        "PDFs without a row": (len(on_disk - stored), 0),
        "holders who got mail": (len(sent), number),
        "mails sent twice, with the same identifier": (sum(sent.values()) - len(sent), 0),
        "jobs failed": (Job.objects.exclude(failed_at=None).count(), 0),
        "jobs left": (open_jobs(), 0),
    }


def is_root_right() -> bool:
    """Whether the log's root is what the stand-alone verifier computes from the leaves alone."""
    from certificates.models import LogEntry
    from certificates.services.log import log_size, root_at
    from tools.verify_log import roots_at

    leaves = [bytes(leaf) for leaf in LogEntry.objects.order_by("index").values_list("leaf", flat=True)]
    return len(leaves) == log_size() and roots_at(leaves, {len(leaves)})[len(leaves)] == root_at(len(leaves))


def main(number: int) -> int:
    if lacking := missing():
        print(f"== SKIPPED: issuing through Celery's workers ({lacking})")
        return 0
    with surroundings() as folder:
        complete_courses(number)
        began = time.monotonic()
        killed = work_off(folder, number)
        took, used = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{number} completions, {WORKERS} workers, {killed} killed: {took:.0f} s, {number / took:.1f}/s")
        print(f"{(used.ru_utime + used.ru_stime) / number * 1000:.0f} ms of the workers' CPU for each")
        found = counted(folder, number)
        for what, (value, wanted) in found.items():
            print(f"{'right' if value == wanted else 'WRONG'}  {value:7} {what}")
        right = is_root_right()
        print("right  the log's root is what its entries give" if right else "WRONG  root of the log")
    return 0 if right and all(value == wanted for value, wanted in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
