"""`make run`: prepare what is missing, then keep the site and its background work running.

The database is made under another name and renamed when it is complete, so that an interrupted first
start leaves nothing half made behind.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("AMPARO_DATA_DIR", ROOT / "var"))
DATABASE = DATA / "amparo.sqlite3"
PORT = os.environ.get("PORT", "8000")
PYTHON = sys.executable
ACCOUNTS = "learner@amparo.example, trainer@amparo.example, reviewer@amparo.example, admin@amparo.example"


def main() -> int:
    """Prepare, start, supervise. Returns the exit code."""
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ["AMPARO_DATA_DIR"] = str(DATA)
    os.environ.setdefault("AMPARO_BASE_URL", f"http://127.0.0.1:{PORT}")
    problem = port_problem(PORT)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    prepare()
    print(f"\nAmparo: http://127.0.0.1:{PORT}/   (stop with Ctrl+C)")
    print(f"Demonstration accounts: {ACCOUNTS}\nPassword of all: amparo-demo-2026\n", flush=True)
    return Supervisor().run()


def port_problem(port: str) -> str:
    """Why the port cannot be used, with what to do; empty if it can."""
    if not port.isdigit() or not 0 < int(port) < 65536:
        return f"PORT={port} is not a port number. Example: PORT=8080 make run"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            return f"Port {port} cannot be used ({error.strerror}). Stop what uses it, or choose another: PORT=8080 make run"
    return ""


def prepare() -> None:
    """Translations, static files, database: each only if it is missing or old."""
    DATA.mkdir(parents=True, exist_ok=True)
    if newest(ROOT / "locale", "*.po") > oldest_compiled():
        step("Compiling translations", "-m", "tools.compile_messages")
    stamp = DATA / "static.stamp"
    if not stamp.exists() or newest(ROOT / "static", "*") > stamp.stat().st_mtime or lock_is_newer(stamp):
        step("Collecting static files", "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        stamp.touch()
    migrated = DATA / "migrated.stamp"
    if not DATABASE.exists():
        make_database()
        migrated.touch()
    elif not migrated.exists() or newest(ROOT, "migrations/*.py") > migrated.stat().st_mtime or lock_is_newer(migrated):
        step("Bringing the database up to date", "manage.py", "migrate", "--verbosity", "0")
        migrated.touch()


def make_database() -> None:
    """Migrate, load content, make the demonstration accounts; only then give the database its name."""
    unfinished = DATA / "unfinished"
    for leftover in unfinished.glob("amparo.sqlite3*"):
        leftover.unlink()
    unfinished.mkdir(exist_ok=True)
    env = {**os.environ, "AMPARO_DATABASE_FILE": str(unfinished / "amparo.sqlite3")}
    step("Making the database with courses, library and accounts", "-m", "tools.make_database", env=env)
    (unfinished / "amparo.sqlite3").rename(DATABASE)


def step(title: str, *arguments: str, env: dict[str, str] | None = None) -> None:
    """Run one step of the preparation; on failure say which, and stop."""
    began = time.monotonic()
    print(f"{title} ...", end=" ", flush=True)
    done = subprocess.run([PYTHON, *arguments], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"failed.\n{done.stdout}{done.stderr}", file=sys.stderr)
        print(
            f"{title} failed: see above. Nothing was left half made; run it again when it is mended.", file=sys.stderr
        )
        raise SystemExit(1)
    print(f"{time.monotonic() - began:.1f} s")


def newest(folder: Path, pattern: str) -> float:
    """When the newest matching file below the folder was changed; 0 without one."""
    return max((path.stat().st_mtime for path in folder.rglob(pattern) if ".venv" not in path.parts), default=0.0)


def oldest_compiled() -> float:
    """When the oldest compiled catalogue was made; 0 if one is missing."""
    compiled = [path.with_suffix(".mo") for path in (ROOT / "locale").rglob("*.po")]
    compiled.append(ROOT / "locale" / "packages" / "pt" / "LC_MESSAGES" / "django.mo")
    return min((path.stat().st_mtime if path.exists() else 0.0 for path in compiled), default=0.0)


def lock_is_newer(stamp: Path) -> bool:
    """Packages bring static files of their own."""
    return (ROOT / "uv.lock").stat().st_mtime > stamp.stat().st_mtime


class Supervisor:
    """Keeps the web server and the drainer running; a drainer that dies is started again."""

    def __init__(self) -> None:
        self.stopping = False
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)

    def stop(self, *_args: object) -> None:
        self.stopping = True

    def start(self, name: str) -> None:
        commands = {
            "web": [
                "-m",
                "gunicorn",
                "config.wsgi",
                "--bind",
                f"127.0.0.1:{PORT}",
                "--worker-class",
                "gthread",
                "--workers",
                "2",
                "--threads",
                "4",
                "--log-level",
                "warning",
            ],
            "drainer": ["manage.py", "drain_outbox"],
        }
        self.children[name] = subprocess.Popen([PYTHON, *commands[name]], start_new_session=True)

    def run(self) -> int:
        """Until stopped, or until the web server ends. Returns the exit code."""
        self.start("web")
        self.start("drainer")
        while not self.stopping and self.children["web"].poll() is None:
            if self.children["drainer"].poll() is not None:
                print("The background worker stopped; starting it again.", file=sys.stderr)
                time.sleep(1)
                self.start("drainer")
            time.sleep(0.3)
        return self.end()

    def end(self) -> int:
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
        return 0 if self.stopping else 1


if __name__ == "__main__":
    raise SystemExit(main())
