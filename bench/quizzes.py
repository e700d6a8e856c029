"""What quizzes cost: scores, GIFT questions and whole attempts a second. Prints ratios of one run.

    python bench/quizzes.py [seconds per measurement]

The attempts go over HTTP to gunicorn as tools/run.py starts it, on a database of its own: SQLite, and PostgreSQL if
one answers at AMPARO_POSTGRESQL_URL. Settings: config.settings.test, the same for both. Clients and server share
the machine. How to read it: bench/README.md.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # before bench/, where this file has the name of an app
POSTGRESQL = os.environ.get("AMPARO_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
SCORES_GOAL, GIFT_GOAL = 100_000, 1_000  # a second, on one core
CLIENTS = (2, 8, 32)
QUESTIONS = 10
REQUESTS = 2 * QUESTIONS + 5  # of one attempt
TOKEN = "b" * 32


def main() -> int:
    if sys.argv[1:] == ["seed"]:
        return seed()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    measure_scores(min(seconds, 2.0))
    measure_gift()
    measure_attempts("SQLite", "", seconds)
    if postgresql_answers():
        with postgresql_database() as url:
            measure_attempts("PostgreSQL", url, seconds)
    else:
        print("\nSKIPPED: attempts on PostgreSQL (none answers at AMPARO_POSTGRESQL_URL)")
    return 0


# --- Scores and files -----------------------------------------------------------------------------


def corpus() -> dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
    """Questions of each type with answers to them: right, wrong, none."""
    from quizzes.domain.scoring import full_key
    from tests.quizzes.domain.samples import SAMPLES
    from tests.quizzes.secretive import ALL_TYPES, secretive, wrong

    found = {kind: [(content, full_key(content) or {"text": "Algo."})] for kind, content in SAMPLES.items()}
    for kind in ALL_TYPES:
        content = secretive(kind)
        answers = [full_key(content) or {"text": "Algo."}, wrong(content), {}]
        found.setdefault(kind, []).extend((content, answer) for answer in answers)
    return found


def measure_scores(seconds: float) -> None:
    from quizzes.domain.scoring import score

    kinds = corpus()
    alike = [islice(cycle(pairs), 12) for pairs in kinds.values()]
    mixed = [pair for pairs in zip(*alike, strict=True) for pair in pairs]
    total = scores_a_second(score, mixed, seconds)
    print(f"{'scores':34}{'a second':>12}{'of mixed':>10}")
    print(f"{'mixed, every type alike':34}{total:12,.0f}{1:10.2f}   {judged(total, SCORES_GOAL)}")
    for kind, pairs in kinds.items():
        rate = scores_a_second(score, pairs, seconds / 8)
        print(f"{kind:34}{rate:12,.0f}{rate / total:10.2f}")


def scores_a_second(score: Callable[..., Any], pairs: list[Any], seconds: float) -> float:
    """By the time of this process: what one core does, also on a busy machine."""
    count, began = 0, time.process_time()
    while (took := time.process_time() - began) < seconds:
        for content, response in pairs:
            score(content, response)
        count += len(pairs)
    return count / took


def measure_gift() -> None:
    try:
        from quizzes.domain.formats import read
    except ImportError as error:
        print(f"\nSKIPPED: GIFT ({error})")
        return
    file = gift(GIFT_GOAL).encode()
    began = time.process_time()
    found = read(file, name="bench.gift", language="es")
    rate = len(found.parsed) / (time.process_time() - began)
    if found.problems or len(found.parsed) != GIFT_GOAL:
        raise SystemExit(f"the GIFT of the bench is not read: {found.problems[:1]}")
    print(f"\n{'GIFT questions read':34}{rate:12,.0f}{'':10}   {judged(rate, GIFT_GOAL)}")


def gift(count: int) -> str:
    """Questions of the common kinds, as trainers write them."""
    blocks = (
        "::P{n}:: ¿Qué protege el principio {n}? {{=A quien llega#Así es. ~%-25%A nadie#No. ~A algunos#Lea otra vez.}}",
        "::P{n}:: Marque lo que vale en el caso {n}. {{~%50%uno#Sí. ~%50%dos ~%-100%tres#No.####Vea el artículo 3.}}",
        "::P{n}:: El protocolo {n} es de 2000. {{T#No.#Sí.}}",
        "::P{n}:: Una {{=uno -> 1 =dos -> 2 =tres -> 3 = -> 4}}",
        "// una nota\n::P{n}:: ¿Cuántos días? {{#=90:0.5#Sí. =%50%{n}:1}}",
        "::P{n}:: [html]<p>Nombre <b>una</b> palabra.</p>{{=asilo =%50%asil* =refugio#También.}}",
    )
    return "\n\n".join(block.format(n=n) for n, block in zip(range(count), cycle(blocks), strict=False))


def judged(rate: float, goal: int) -> str:
    return f"goal {goal:,}: {'reached' if rate >= goal else 'NOT reached'}"


# --- Attempts over HTTP -----------------------------------------------------------------------------


def postgresql_answers() -> bool:
    import psycopg

    try:
        psycopg.connect(POSTGRESQL, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def postgresql_database() -> Iterator[str]:
    """A database that goes when the bench is over."""
    import psycopg

    name = f"amparo_bench_{os.getpid()}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure_attempts(database: str, url: str, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "AMPARO_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        env |= {"AMPARO_TEST_DATABASE_URL": url, "AMPARO_LOG_LEVEL": "ERROR"}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        line = [sys.executable, str(Path(__file__).resolve()), "seed"]
        seeded = subprocess.run(line, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
        sessions = json.loads(seeded.stdout.splitlines()[-1])
        with server(env) as port:
            attempts_a_second(port, sessions[:2], 2.0)  # warm
            rates = {clients: attempts_a_second(port, sessions[:clients], seconds) for clients in CLIENTS}
    heading = f"attempts of {QUESTIONS} questions, {database}"
    print(f"\n{heading:34}{'a second':>12}{f'of {CLIENTS[0]}':>10}{'requests':>12}")
    for clients, rate in rates.items():
        of = rate / rates[CLIENTS[0]]
        print(f"{f'{clients} clients':34}{rate:12.2f}{of:10.2f}{rate * REQUESTS:12.0f}")


def seed() -> int:
    """A course with a quiz, a learner for each client; prints their sessions. Runs with the settings of the bench."""
    import django

    django.setup()
    from django.utils import timezone

    from courses.services import enrol
    from quizzes.models import QuizDraw
    from quizzes.services import put_question
    from tests.e2e.seed_quizzes import session_of
    from tests.factories import UserFactory, choice, make_cohort, make_course, quiz_of
    from tests.quizzes.domain.samples import SAMPLES

    course = make_course("bench", modules=(1,))
    quiz = quiz_of(course)
    quiz.draws.all().delete()
    for n in range(2 * QUESTIONS):
        content = choice(stem=f"Pregunta {n}") if n % 5 else SAMPLES["short"]
        put_question(course, f"bench-{n}", content, category="B")
    QuizDraw.objects.create(quiz=quiz, position=0, category="B", count=QUESTIONS)
    cohort = make_cohort(course)
    learners = [UserFactory() for _n in range(max(CLIENTS))]
    for learner in learners:
        enrol(learner, cohort, now=timezone.now(), language="es")
    print(json.dumps([session_of(learner) for learner in learners]))
    return 0


@contextmanager
def server(env: dict[str, str]) -> Iterator[int]:
    """gunicorn with the arguments of tools/run.py."""
    from tests.e2e.conftest import free_port

    port = free_port()
    arguments = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "error"]
    line = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *arguments]
    process = subprocess.Popen(line, cwd=ROOT, env=env)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    for _half_second in range(120):
        try:
            HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/health/")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server did not start")


def attempts_a_second(port: int, sessions: list[str], seconds: float) -> float:
    """Every client sits one attempt after the other; requests are counted, so that halves of attempts count too."""
    end = time.perf_counter() + seconds
    clients = [Client(port, session, end) for session in sessions]
    began = time.perf_counter()
    threads = [Thread(target=client.run) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed := [client.error for client in clients if client.error]:
        raise SystemExit(f"{len(failed)} clients failed: {failed[0]}")
    return sum(client.requests for client in clients) / REQUESTS / (time.perf_counter() - began)


class Client:
    """A learner without script: every page is loaded, every answer sent with its form."""

    def __init__(self, port: int, session: str, end: float) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        self.end, self.requests, self.error = end, 0, ""

    def run(self) -> None:
        try:
            while time.perf_counter() < self.end:
                self.sit()
        except Exception as error:
            self.error = repr(error)
        finally:
            self.connection.close()

    def sit(self) -> None:
        self.ask("GET", "/es/quiz/bench/quiz/")
        url = self.ask("POST", "/es/quiz/bench/quiz/start/", {})
        while not url.endswith("/check/"):
            if time.perf_counter() > self.end:
                return
            url = self.answer(url)
        self.ask("GET", url)
        self.ask("GET", self.ask("POST", url.replace("/check/", "/submit/"), {}))

    def answer(self, url: str) -> str:
        page = self.ask("GET", url)
        form = {name: one(rf'name="{name}" value="([^"]*)"', page) for name in ("sequence", "page")}
        options = re.findall(r'name="choice" value="([^"]+)"', page)
        form |= {"choice": options[self.requests % len(options)]} if options else {"text": "trata de personas"}
        return self.ask("POST", url, {**form, "goto": one(r'class="btn" name="goto" value="(\w+)"', page)})

    def ask(self, method: str, url: str, form: dict[str, str] | None = None) -> str:
        """The page, or where it leads."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        self.connection.request(method, url, urlencode(form) if form is not None else None, {**self.headers, **kind})
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if answer.status not in (200, 302):
            raise RuntimeError(f"{method} {url}: {answer.status}")
        self.requests += 1
        return answer.headers["Location"] if answer.status == 302 else page


def one(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise RuntimeError(f"the page has no {pattern}")
    return found[1]


if __name__ == "__main__":
    raise SystemExit(main())
