"""A server never starts with a secret that others know."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "AMPARO_SECRET_KEY": "k3J-x9Qw7ZtB2vLmN8pRsT4uYcE6gHdFaXoWiV1yKbGqMzPnLj0",
    "AMPARO_BASE_URL": "https://amparo.example",
    "AMPARO_DATABASE_URL": "postgresql://amparo@localhost/amparo",
    "AMPARO_REDIS_URL": "redis://localhost:6379/0",
}


def check(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("AMPARO_")}
    env = {**kept, **GOOD, **changes, "AMPARO_DATA_DIR": str(tmp_path)}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_a_server_with_its_own_secrets_passes_the_deployment_check(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "secret", ["", "changeme", "django-insecure-" + "x" * 60, "a" * 60, "change-this-" + "k3Jx9" * 12]
)
def test_a_server_refuses_to_start_with_a_missing_default_or_weak_secret(tmp_path: Path, secret: str) -> None:
    done = check(tmp_path, AMPARO_SECRET_KEY=secret)
    assert done.returncode != 0
    assert "AMPARO_SECRET_KEY" in done.stderr


@pytest.mark.parametrize("name", ["AMPARO_BASE_URL", "AMPARO_DATABASE_URL", "AMPARO_REDIS_URL"])
def test_a_server_says_which_setting_is_missing(tmp_path: Path, name: str) -> None:
    done = check(tmp_path, **{name: ""})
    assert done.returncode != 0
    assert f"Set {name} in the environment" in done.stderr


def test_every_service_has_a_health_check_and_no_secret_stands_in_the_compose_file() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = compose["services"]
    assert set(services) == {"migrate", "web", "worker", "beat", "postgres", "redis", "proxy"}
    assert all("healthcheck" in service for name, service in services.items() if name != "migrate")
    assert {services[name]["image"] for name in ("web", "worker", "beat", "migrate")} == {"amparo:local"}
    passwords = [v for s in services.values() for k, v in (s.get("environment") or {}).items() if "PASSWORD" in k]
    assert passwords
    assert all(value.startswith("${") and ":?" in value for value in passwords)
