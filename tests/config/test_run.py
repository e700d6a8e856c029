"""`make run` says what is wrong in words, and leaves nothing half made."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import run

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tools/run.py"]
    full = {**os.environ, "AMPARO_DATA_DIR": str(tmp_path), **env}
    return subprocess.run(command, cwd=ROOT, env=full, capture_output=True, text=True, check=False, timeout=120)


def test_a_port_in_use_is_said_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = start(tmp_path, PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "PORT=8080 make run" in done.stderr


def test_a_port_that_is_no_number_is_said() -> None:
    assert "not a port number" in run.port_problem("eighty")
    assert "not a port number" in run.port_problem("70000")
    assert run.port_problem("0") != ""


def test_a_database_that_was_interrupted_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    (unfinished / "amparo.sqlite3").write_text("half a database")
    steps: list[str] = []

    def step(title: str, *arguments: str, env: dict[str, str] | None = None) -> None:
        steps.append(title)
        assert env is not None
        assert not Path(env["AMPARO_DATABASE_FILE"]).exists(), "the half-made file is gone first"
        Path(env["AMPARO_DATABASE_FILE"]).write_text("whole")

    monkeypatch.setattr(run, "DATA", tmp_path)
    monkeypatch.setattr(run, "DATABASE", tmp_path / "amparo.sqlite3")
    monkeypatch.setattr(run, "step", step)
    run.make_database()
    assert (tmp_path / "amparo.sqlite3").read_text() == "whole"
    assert len(steps) == 1


def test_a_failing_step_stops_and_gives_the_database_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PYTHON", "false")
    monkeypatch.setattr(run, "DATA", tmp_path)
    monkeypatch.setattr(run, "DATABASE", tmp_path / "amparo.sqlite3")
    with pytest.raises(SystemExit):
        run.make_database()
    assert not (tmp_path / "amparo.sqlite3").exists()
