# Everything starts here; 'make help' lists it. Python 3.11 or newer is all a machine needs.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
export PORT HOST

V := .venv/bin
PY_FILES := benchmarks config crm matching prospects tests manage.py
UV ?= uv
LOCK := pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
	--universal --python-version 3.11
# Extra arguments for pytest: make test ARGS="tests/prospects -x"
ARGS ?= -n 2 --dist worksteal

.PHONY: help setup run test check fmt bench lock messages api-schema

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Make .venv, fetch the front-end packages, compile the translations
	@command -v $(PYTHON) >/dev/null || { echo "dongban: $(PYTHON) is not installed; Python 3.11 or newer is needed (apt-get install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) config/bootstrap.py

run: setup ## Start everything on HOST:PORT (127.0.0.1:8000) with the demo set; Ctrl-C stops it
	@exec $(V)/python -m config.run

test: setup ## Run all tests on a database of their own (ARGS="tests/prospects -x" chooses)
	@exec $(V)/python -m pytest $(ARGS)

check: setup ## Lint, types, import rules, templates, migrations, API schema, translations
	$(V)/ruff check .
	$(V)/ruff format --check .
	$(V)/lint-imports
	$(V)/djlint crm/templates --lint --check --quiet
	$(V)/python -m config.translations check
	$(V)/python manage.py makemigrations --check --dry-run
	$(V)/python manage.py spectacular --validate --fail-on-warn --file var/openapi.yaml
	@diff -u docs/openapi.yaml var/openapi.yaml || { echo "The API has changed: 'make api-schema' writes docs/openapi.yaml anew." >&2; exit 1; }
	$(V)/mypy

fmt: setup ## Format the Python files and the templates
	$(V)/ruff check --fix --quiet . || true
	$(V)/ruff format .
	$(V)/djlint crm/templates --reformat --quiet || true

bench: setup ## Measure the register load and the list pages against their floors
	@exec $(V)/python -m benchmarks

lock: ## Resolve requirements*.in into the lock files (needs uv)
	$(UV) $(LOCK) requirements.in -o requirements.lock
	$(UV) $(LOCK) requirements-dev.in -o requirements-dev.lock

messages: setup ## Collect new strings into locale/ and compile it
	$(V)/python -m config.translations update

api-schema: setup ## Write docs/openapi.yaml from the code
	$(V)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
