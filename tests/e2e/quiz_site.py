"""Quizzes in the running site: made beside it, entered without the sign-in form, read from its database."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import ROOT, Site


class Quizzes:
    """The course of tests/e2e/seed_quizzes.py in a running site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.types: list[str] = self.do("course")["types"]

    def do(self, command: str, *arguments: str) -> dict[str, Any]:
        """Run a command of seed_quizzes beside the site."""
        env = {**os.environ, "AMPARO_DATA_DIR": str(self.site.data), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        code = f"from tests.e2e.seed_quizzes import run; run{(command, *arguments)!r}"
        line = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
        done = subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def begin(self, quiz: str) -> "Sitting":
        """A new learner with a new attempt."""
        made = self.do("attempt", quiz)
        return Sitting(self, made["attempt"], made["session"], made["questions"])

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Read the site's database."""
        address = f"file:{self.site.data / 'amparo.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=20)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]


class Sitting:
    """A learner's attempt: how to open its pages, what the server holds of it."""

    def __init__(self, quizzes: Quizzes, attempt: int, session: str, questions: int) -> None:
        self.quizzes, self.attempt, self.session, self.questions = quizzes, attempt, session, questions

    def url(self, position: int | str, language: str = "es") -> str:
        return f"{self.quizzes.site.url}/{language}/attempt/{self.attempt}/{position}/"

    def enter(self, context: BrowserContext) -> None:
        """Sign the learner in."""
        context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.quizzes.site.url}])

    def open(self, open_page: Callable[..., Page], position: int | str = 1, **options: Any) -> Page:
        page = open_page(**options)
        self.enter(page.context)
        page.goto(self.url(position))
        return page

    def slot(self, position: int) -> dict[str, Any]:
        """What stands as the answer to a question."""
        query = "SELECT * FROM quizzes_attemptslot WHERE attempt_id = ? AND position = ?"
        row = self.quizzes.rows(query, self.attempt, position)[0]
        return {**row, "response": json.loads(row["response"] or "null")}

    def saves(self, position: int) -> list[dict[str, Any]]:
        """Every message that reached the server, in order."""
        query = "SELECT * FROM quizzes_savedresponse WHERE slot_id = ? ORDER BY id"
        found = self.quizzes.rows(query, self.slot(position)["id"])
        return [{**row, "response": json.loads(row["response"])} for row in found]
