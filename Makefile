# Alongside: set-up, checks and tests. `make help` lists what there is.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python

.PHONY: setup
setup: $(VENV)/installed.lock ## Make the environment in .venv

$(PY):
	python3 -m venv $(VENV)

$(VENV)/installed.lock: requirements-dev.lock | $(PY)
	@sed -n '/^uv==/,/[^\\]$$/p' $< > $(VENV)/uv.lock
	$(PY) -m pip install --quiet --require-hashes -r $(VENV)/uv.lock
	$(PY) -m uv pip sync --quiet --python $(PY) --require-hashes $<
	cp $< $@
