#!/usr/bin/env bash
# The cheap checks, cheapest first. Each says what it looks at.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '\n== %s\n' "$1"; }

say "lock file";   uv lock --check --quiet
say "format";      ruff format --check --quiet .
say "lint";        ruff check --quiet .
say "imports";     lint-imports | tail -n 3
say "templates";   djlint templates --lint --quiet
say "types";       mypy
say "messages";    python -m tools.compile_messages
say "migrations";  DJANGO_SETTINGS_MODULE=config.settings.test python manage.py makemigrations --check --dry-run
say "content";     DJANGO_SETTINGS_MODULE=config.settings.test python manage.py load_content --check
say "texts";       DJANGO_SETTINGS_MODULE=config.settings.test python manage.py check_content --errors
say "deployment"
AMPARO_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
AMPARO_BASE_URL=https://amparo.example AMPARO_DATABASE_URL=postgresql://amparo@localhost/amparo \
AMPARO_REDIS_URL=redis://localhost:6379/0 DJANGO_SETTINGS_MODULE=config.settings.production \
    python manage.py check --deploy --fail-level WARNING
