"""The real thing: the site as `make run` starts it, with its background work, and a real browser."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=20_000)  # milliseconds: two sites and two browsers may share two cores
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


class Site:
    """A running site: where it is, where it keeps its data."""

    def __init__(self, url: str, data: Path) -> None:
        self.url, self.data = url, data

    def mails(self) -> list[str]:
        """The e-mails sent so far, as text, the oldest first."""
        files = sorted((self.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text(encoding="utf-8") for path in files]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Static files and the database with everything in it, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    data = (base if worker_id == "master" else base.parent) / "prepared"
    with data.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / "migrated.stamp").exists():
            env = {**os.environ, "AMPARO_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
            subprocess.run(
                [sys.executable, "-c", "from tools import run; run.prepare()"], cwd=ROOT, env=env, check=True
            )
    return data


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data, port = tmp_path_factory.mktemp("sites") / "site", free_port()
    shutil.copytree(prepared, data)
    env = {
        **os.environ,
        "PORT": str(port),
        "AMPARO_DATA_DIR": str(data),
        "AMPARO_BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    log = (data / "run.log").open("w")
    process = subprocess.Popen([sys.executable, "tools/run.py"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/health/", process, data / "run.log")
        yield Site(f"http://127.0.0.1:{port}", data)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _second in range(180):
        if process.poll() is not None:
            pytest.fail(f"the site did not start:\n{log.read_text()}")
        try:
            urllib.request.urlopen(url, timeout=2)
        except OSError:
            time.sleep(1)
        else:
            return
    pytest.fail(f"the site did not answer in three minutes:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = shutil.which("chromium")
        launched = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a fresh browser context; fails the test if the page logs an error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(**options: Any) -> Page:
        usual = {"viewport": {"width": 1280, "height": 900}, "locale": "es"}
        still = {"reduced_motion": "reduce"}  # colours are judged as they stay, not half way to them
        context = browser.new_context(**{**usual, **still, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console", lambda m: errors.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def sign_in(site: Site) -> Callable[[Page, str], None]:
    def signed_in(page: Page, email: str) -> None:
        page.goto(f"{site.url}/es/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", "amparo-demo-2026")
        page.click("main form button[type=submit]")
        page.wait_for_url("**/my-learning/")

    return signed_in
