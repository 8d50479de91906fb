# What one does with the product. `make` alone lists it.

VENV := .venv
BIN := $(VENV)/bin
FLASK := SURIAWASE_MODE=$${SURIAWASE_MODE:-demo} $(BIN)/flask --app wsgi
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--require-hashes --no-deps --only-binary :all:

RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp
CATALOGS := $(VENV)/catalogs.stamp

HOST = 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
PATHS ?= tests
TIMES ?= 10
CODE := app migrations tests scripts wsgi.py gunicorn.conf.py $(wildcard seed bench)
TYPED := app wsgi.py scripts $(wildcard seed bench)

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types contracts tests races seed migrate migration translations picture rules bench lock browser clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME) $(CATALOGS) ## install, prepare the database, load the demo once, serve on http://127.0.0.1:8000
	@$(FLASK) migrate
	@if [ "$${SURIAWASE_MODE:-demo}" = demo ]; then $(FLASK) seed; fi
	@SURIAWASE_MODE=$${SURIAWASE_MODE:-demo} HOST=$(HOST) PORT=$(PORT) \
		BASE_URL=$${BASE_URL:-http://$(HOST):$(PORT)} $(BIN)/python scripts/serve.py

test: check tests ## everything that must be green: check, then all tests on SQLite, PostgreSQL and in a browser

check: format lint types contracts ## formatting, lint, types and import contracts, without changing anything

format: $(DEV)
	$(BIN)/ruff format --check --quiet $(CODE)

lint: $(DEV)
	$(BIN)/ruff check --quiet $(CODE)

types: $(DEV)
	$(BIN)/mypy $(TYPED)

contracts: $(DEV)
	$(BIN)/lint-imports --no-cache

tests: $(DEV) $(CATALOGS) browser ## the tests alone; PATHS="tests/actions" runs a part
	$(BIN)/python -m pytest -n $(WORKERS) $(PATHS)

races: $(DEV) $(CATALOGS) ## run what several do at once again and again: make races TIMES=100
	RACES=$(TIMES) $(BIN)/python -m pytest -q -n $(WORKERS) -m race $(PATHS)

tidy: $(DEV) ## format the code and repair what lint can repair
	$(BIN)/ruff check --fix --quiet $(CODE) || true
	$(BIN)/ruff format --quiet $(CODE)

seed: $(RUNTIME) $(CATALOGS) ## load the demo council into the database; a second time changes nothing
	@$(FLASK) migrate
	@$(FLASK) seed

migrate: $(RUNTIME) ## bring the database to the newest schema
	@$(FLASK) migrate

migration: $(DEV) ## draft a migration from the models: make migration m="what changes"
	@test -n "$(m)" || { echo 'say what changes: make migration m="what changes"'; exit 1; }
	@$(FLASK) migration "$(m)"
	@$(BIN)/ruff check --fix --quiet migrations && $(BIN)/ruff format --quiet migrations

translations: $(RUNTIME) ## report texts of the interface without a translation, and translations without a text
	@$(FLASK) translations missing

picture: $(RUNTIME) ## draw the workflow again in README.md
	@$(FLASK) workflow-picture

rules: | $(BIN)/python ## list the rules of docs/rules.md with the tests that name them; fails where a rule has none
	@$(BIN)/python scripts/rules.py

bench: $(DEV) $(CATALOGS) ## measure the main pages under load with a large council
	$(BIN)/python -m bench

lock: $(DEV) ## lock the newest allowed versions of requirements*.in with their hashes
	$(BIN)/uv pip compile $(LOCK) --upgrade --output-file requirements.txt requirements.in
	$(BIN)/uv pip compile $(LOCK) --upgrade --output-file requirements-dev.txt requirements-dev.in
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

browser: $(DEV)
	@$(BIN)/python -m tests.support.browser

clean: ## remove the environment and caches; the database in instance/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find translations -name '*.mo' -delete

$(BIN)/python:
	@PYTHON="$(PYTHON)" sh scripts/venv.sh $(VENV)

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo "Installing what the product runs on…"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(BIN)/python
	@echo "Installing what tests and checks need…"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@ $(RUNTIME)

$(CATALOGS): $(wildcard translations/*/*.po) | $(RUNTIME)
	@$(FLASK) translations compile
	@touch $@
