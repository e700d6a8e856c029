# `make` lists the targets. Python 3.11 or later, make and git are all that must be there.
SHELL := /bin/bash
PYTHON3 ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help run test fast check format messages bench clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/ready: pyproject.toml uv.lock
	@command -v $(PYTHON3) >/dev/null || { echo "Python 3.11 or later is needed: install python3 and try again."; exit 1; }
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON3) is older. Name another: PYTHON3=python3.12 make run"; exit 1; }
	@test -x $(PY) || $(PYTHON3) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv."; exit 1; }
	@test -x $(UV) || $(VENV)/bin/pip install --quiet --disable-pip-version-check uv
	@$(UV) sync --quiet --frozen --inexact --compile-bytecode
	@touch $@

run: $(VENV)/ready ## start the site with demonstration content (PORT=8000)
	@exec $(PY) tools/run.py

test: $(VENV)/ready ## install what the tests need and run everything
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" bash tools/test.sh

fast: $(VENV)/ready ## the tests without browser, in parallel
	@$(PY) -m tools.compile_messages
	@$(PY) -m pytest -n auto -q -m "not e2e and not badge_verifiers"

check: $(VENV)/ready ## format, lint, imports, types, templates, migrations, deployment
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" bash tools/check.sh

format: $(VENV)/ready ## format the code
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix --quiet .

messages: $(VENV)/ready ## collect strings for translation (needs gettext)
	@$(PY) manage.py makemessages -l es -l en -l fr -l pt --no-obsolete --no-location -i .venv -i var -i bench

bench: $(VENV)/ready ## benchmarks; they print ratios taken in one run
	@for file in bench/*.py; do $(PY) -m bench.$$(basename $$file .py); done

clean: ## remove what was made: environment, database, files
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
