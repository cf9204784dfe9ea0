# Drumbeat's commands. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
TESTERS := $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))# tests wait about as long as they work

.PHONY: help setup demo test crash campaign stories check bench bench-peers screenshot pictures lock clean
help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(STAMP): pyproject.toml requirements-lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Drumbeat needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV); the first time takes a minute."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements-lock.txt -e '.[dev]'
	@touch $@

setup: $(STAMP) ## make .venv with .venv/bin/drumbeat

demo: $(STAMP) ## start Drumbeat beside a simulated Slack workspace in the browser
	$(BIN)/drumbeat playground $(if $(PORT),--port $(PORT))

test: $(STAMP) ## run every test, on all processors (browser tests need Chromium)
	$(BIN)/pytest -n $(TESTERS) --maxprocesses 5 --dist loadfile --no-loadscope-reorder

crash: $(STAMP) ## the whole campaign of crashes (slow; `make test` runs a spread of it)
	DRUMBEAT_CRASH=all $(BIN)/pytest tests/stories/test_crashes.py tests/stories/test_http_crashes.py tests/stories/test_nested_crashes.py tests/stories/test_backup.py --timeout 300

campaign: $(STAMP) ## three replicas, two workers, and kill -9 of any of them twenty times
	DRUMBEAT_CAMPAIGN=all $(BIN)/pytest tests/stories/test_campaign.py tests/stories/test_replicas.py --timeout 1200

stories: $(STAMP) ## the stories on PostgreSQL; `make test` has most of them on SQLite
	DRUMBEAT_DATABASE=postgresql $(BIN)/pytest tests/stories

check: $(STAMP) ## ruff, mypy --strict, pyright, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

bench: $(STAMP) ## measure; prints a table and writes bench.json (BENCH="--quick" or "--long")
	$(BIN)/python -m tests.benchmarks $(BENCH)

bench-peers: $(STAMP) ## the same job by DBOS, in turns with ours (installs it; about ten minutes)
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements-lock.txt -e '.[dev,peers]'
	$(BIN)/python -m tests.benchmarks --only peers $(BENCH)

screenshot: $(STAMP) ## make docs/playground.png again
	$(BIN)/python -m tests.browser.screenshot

pictures: $(STAMP) ## draw docs/pictures and docs/calendar.png again
	$(BIN)/python -m tests.pictures.gallery
	$(BIN)/python -m tests.pictures.calendar_gallery

lock: ## write requirements-lock.txt from a fresh environment
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet '.[dev]'
	.venv-lock/bin/pip freeze --exclude drumbeat | grep -v '@' > requirements-lock.txt
	rm -rf .venv-lock

clean: ## remove what was made here
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
