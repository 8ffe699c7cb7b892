# Terrace. `make` alone lists what there is.
#
# One virtual environment, .venv, made by plain pip from a lock of names, versions and hashes. A stamp in it remembers the lock that it
# was made from, so a second `make install` does nothing.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PIP := env -u PIP_REQUIRE_VIRTUALENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 $(BIN)/python -m pip
export DJANGO_SETTINGS_MODULE := terrace.web.settings

.DEFAULT_GOAL := help
.PHONY: help install install-test system demo test test-fast soak bench lint format messages migrations lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

install: ## what a school needs, into .venv
	@tools/install requirements.lock

install-test: ## the same, and what tests and quality checks need
	@tools/install requirements-test.lock

demo: install ## a demo school in the foreground: PORT (8000), TERRACE_HOME (./.terrace); Ctrl-C stops it
	@TERRACE_HOME="$${TERRACE_HOME:-$(CURDIR)/.terrace}" exec $(BIN)/terrace demo start

system: ## what tests need from the system: Chromium and a PostgreSQL server
	@tools/system

test: install-test ## everything a change must pass
	@$(BIN)/python tools/run_tests.py

test-fast: install-test ## seconds: no browser, no PostgreSQL
	@$(BIN)/python -m pytest -m "not soak and not browser"

soak: install-test ## what is too long for every change; goes on where it was stopped
	@$(BIN)/python tools/run_tests.py soak
	@mkdir -p .tools && $(BIN)/python bench/soak.py --bubbles 1000000 --record .tools/soak.jsonl

bench: install-test ## every measurement, as tables
	@set -e; for one in $$(grep -l '__main__' bench/*.py); do $(BIN)/python $$one; done

lint: install-test ## ruff, types, floors, translations, migrations
	@tools/lint

format: install-test ## lay the code out
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

messages: install-test ## collect what people read into the .po files, compile them, list what has no Chinese yet
	@$(BIN)/python tools/messages.py collect && $(BIN)/python -m terrace.web.translations && $(BIN)/python tools/messages.py check

migrations: install-test ## write migrations for changed models
	@TERRACE_SECRET=none $(BIN)/python -m django makemigrations $$(cd src/terrace/school && dirname */apps.py)

lock: ## resolve the locks again, from pyproject.toml
	@tools/lock

clean: ## remove what was made here, but no school's data
	rm -rf $(VENV) .tools dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests -name '*.mo' -delete -o -name __pycache__ -prune -exec rm -rf {} +
