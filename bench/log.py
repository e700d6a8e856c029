"""The transparency log at a million entries, and with eight writers. Prints the medians of one run.

    python bench/log.py                                    proofs, on an SQLite file of its own
    AMPARO_BENCH_DATABASE_URL=postgresql://postgres@127.0.0.1:5432/postgres python bench/log.py
                                                           proofs and appends, on a database made and dropped

A proof is measured as a page asks for it: one query through Django, and the hashing.
"""

import hashlib
import os
import random
import statistics
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
URL = os.environ.get("AMPARO_BENCH_DATABASE_URL", "")
ENTRIES = int(os.environ.get("ENTRIES", "1000000"))
WRITERS, EACH = 8, 50


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"AMPARO_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        os.environ["AMPARO_TEST_DATABASE_URL"] = URL
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection, connections

        name = f"amparo_bench_{os.getpid()}"
        if URL:
            run(f"CREATE DATABASE {name}")
            connection.settings_dict["NAME"] = name
            connection.close()
        try:
            call_command("migrate", verbosity=0)
            if URL:
                measure_appends()
            measure_proofs()
        finally:
            connections.close_all()
            if URL:
                connection.settings_dict["NAME"] = "postgres"
                run(f"DROP DATABASE {name} WITH (FORCE)")
    return 0


def run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def measure_appends() -> None:
    """Whole appends, each in a transaction of its own, by eight processes at once. What each waits is counted."""
    from django.db import connections

    shares = [[c.pk for c in make_certificates(EACH)] for _writer in range(WRITERS)]
    connections.close_all()
    began = time.perf_counter()
    with get_context("fork").Pool(WRITERS) as writers:
        whole = [one for took_by in writers.map(append_all, shares, chunksize=1) for one in took_by]
    took = time.perf_counter() - began
    print(f"appends, {WRITERS} writers: {len(whole) / took:.0f}/s")
    print(f"  median of one with its wait for the other seven: {statistics.median(whole) * 1000:.1f} ms (goal 20)")
    alone = append_all([c.pk for c in make_certificates(100)])
    print(f"  median of one alone: {statistics.median(alone) * 1000:.1f} ms")


def append_all(ids: list) -> list[float]:  # type: ignore[type-arg]
    """How long each took, in seconds, from the begin of its transaction to its commit."""
    from django.db import connections, transaction

    from certificates.models import Certificate
    from certificates.services.log import append_entry
    from tests.factories import NOW

    took = []
    for certificate in Certificate.objects.filter(pk__in=ids):
        began = time.perf_counter()
        with transaction.atomic():
            append_entry(certificate, "issue", at=NOW)
        took.append(time.perf_counter() - began)
    connections.close_all()
    return took


def make_certificates(count: int) -> list:  # type: ignore[type-arg]
    """Certificates that wait: the log needs no more of them."""
    from certificates.domain.codes import new_code
    from certificates.models import Certificate, TemplateVersion
    from courses.models import Enrolment
    from tests.factories import NOW, UserFactory, certify, make_course, make_enrolment

    enrolment = Enrolment.objects.first()
    if enrolment is None:
        course = make_course("bench", modules=(1,), languages=("es",), quiz=False)
        certify(course)
        enrolment = make_enrolment(course, UserFactory())
    first = Certificate.objects.count() + 1
    rows = [
        Certificate(
            enrolment=enrolment,
            version=first + n,
            code=new_code(),
            snapshot={},
            snapshot_sha256=hashlib.sha256(b"").hexdigest(),
            template_version=TemplateVersion.objects.latest("number"),
            created_at=NOW,
        )
        for n in range(count)
    ]
    return Certificate.objects.bulk_create(rows)


def measure_proofs() -> None:
    """Proofs and roots from a tree whose nodes are written at once."""
    from django.db import connection

    from certificates.domain import merkle
    from certificates.services.log import consistency_proof, inclusion_proof, root_at

    triggers_off()
    peaks: dict[merkle.Node, bytes] = {}
    rows: list[tuple[int, bytes]] = []
    for index in range(ENTRIES):
        leaf = merkle.leaf_hash(index.to_bytes(32, "big"))
        siblings = [peaks.pop(node) for node in merkle.left_siblings(index)]
        written = merkle.completed_nodes(index, leaf, siblings)
        peaks[written[-1][0]] = written[-1][1]
        rows += [(merkle.position(node), value) for node, value in written]
        if len(rows) > 20_000 or index == ENTRIES - 1:
            write(rows)
            rows = []
    root = root_at(ENTRIES)
    print(f"{connection.vendor}, {ENTRIES:,} entries")
    places = [random.randrange(ENTRIES) for _ in range(500)]
    print(f"  inclusion proof: {median(lambda n: inclusion_proof(n, ENTRIES), places):.2f} ms (goal 1)")
    print(f"  consistency proof: {median(lambda n: consistency_proof(n + 1, ENTRIES), places):.2f} ms")
    print(f"  root: {median(lambda n: root_at(n + 1), places):.2f} ms")
    for n in places[:50]:
        leaf = merkle.leaf_hash(n.to_bytes(32, "big"))
        assert merkle.verify_inclusion(leaf, n, ENTRIES, inclusion_proof(n, ENTRIES), root)


def write(rows: list[tuple[int, bytes]]) -> None:
    """Many nodes at once, past the models: two million objects would take longer than everything else."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO certificates_lognode (position, hash) VALUES (%s, %s)", rows)


def triggers_off() -> None:
    """Only so that the nodes of the appends before do not stand in the way."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE certificates_lognode DISABLE TRIGGER USER")
            cursor.execute("TRUNCATE certificates_lognode")


def median(ask, places: list[int]) -> float:  # type: ignore[no-untyped-def]
    """Milliseconds."""
    took = []
    for place in places:
        began = time.perf_counter()
        ask(place)
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
