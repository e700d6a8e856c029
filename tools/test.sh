#!/usr/bin/env bash
# Everything: what the tests need, the cheap checks, the tests on SQLite and on PostgreSQL, the journeys.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=config.settings.test

need_browser() {
    command -v chromium >/dev/null && return
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        echo "Installing Debian's Chromium for the journeys ..."
        apt-get update -qq >/dev/null && apt-get install -y -qq chromium >/dev/null
    else
        echo "Installing Playwright's Chromium for the journeys ..."
        playwright install chromium
    fi
}

# Other people's programs that judge the certificates: tests that need them are skipped without (with CI=true they fail).
need_pdf_tools() {
    command -v pdfsig qpdf zbarimg >/dev/null && [ "$(command -v pdfsig qpdf zbarimg | wc -l)" = 3 ] &&
        python -c 'import sys; from tools.pdfa import missing; sys.exit(bool(missing()))' && return
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        echo "Installing Debian's poppler-utils, qpdf, zbar-tools and PDFBox Preflight for the certificates ..."
        apt-get update -qq >/dev/null && apt-get install -y -qq poppler-utils qpdf zbar-tools \
            $(python -c 'from tools.pdfa import PACKAGES; print(*PACKAGES)') >/dev/null
    else
        echo; echo "== SKIPPED: what poppler-utils, qpdf, zbar-tools and PDFBox Preflight say of certificates (not all are installed)"
    fi
}

# Sets url to a PostgreSQL to test on: the one that answers, or an installed one started for this run.
find_postgresql() {
    url="${AMPARO_POSTGRESQL_URL:-postgresql://postgres@127.0.0.1:5432/postgres}"
    python -c 'import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()' "$url" 2>/dev/null && return
    url=""
    local bin; bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)"
    if [ -z "$bin" ] || [ "$(id -u)" = 0 ]; then return; fi
    cluster="$(mktemp -d)"
    "$bin/initdb" -D "$cluster" -A trust -U postgres >/dev/null
    "$bin/pg_ctl" -D "$cluster" -o "-p 54329 -c unix_socket_directories=$cluster" -w start >/dev/null
    trap '"'$bin'/pg_ctl" -D "$cluster" -m immediate stop >/dev/null; rm -rf "$cluster"' EXIT
    url="postgresql://postgres@127.0.0.1:54329/postgres"
}

own_redis() {
    redis-cli -h 127.0.0.1 ping >/dev/null 2>&1 && return
    command -v redis-server >/dev/null && redis-server --port 6379 --bind 127.0.0.1 --save "" --daemonize yes >/dev/null || true
}

need_browser
need_pdf_tools
bash tools/check.sh
own_redis

command -v npm >/dev/null || { echo; echo "== SKIPPED: badges before the verifiers of others (no Node.js)"; }
echo; echo "== tests on SQLite"
python -m pytest -n auto -m "not e2e" "$@"

find_postgresql
if [ -n "$url" ]; then
    echo; echo "== tests on PostgreSQL"
    AMPARO_TEST_DATABASE_URL="$url" python -m pytest -n auto -m "not e2e and not badge_verifiers" --ignore=tests/certificates/rendering "$@"
elif [ "${CI:-}" = true ]; then
    echo "No PostgreSQL answers, and CI skips nothing."; exit 1
else
    echo; echo "== SKIPPED: tests on PostgreSQL (none answers at 127.0.0.1:5432; set AMPARO_POSTGRESQL_URL)"
fi

echo; echo "== journeys in a real browser"
python -m pytest -n 2 --dist loadfile -m e2e tests/e2e "$@"
