# `make demo` and `make test` set up everything they need on a fresh machine: Python 3.11 or later, make, and apt.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help setup demo test lint format generate bench lock clean

help:  ## List the targets.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

setup: $(VENV)/dev.stamp  ## Install grader and its development tools into .venv.

demo: $(VENV)/base.stamp  ## Grade a small class of real hand-ins and name the folder with the reports.
	$(BIN)/grader demo

test: setup lint  ## Run the linters and all tests.
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder tests/exercises tests/grader

lint: setup  ## Check style, types and the layers of the architecture.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check grader
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## Format grader/.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format grader

generate: setup  ## Write exercises/ anew from solutions/ and templates/.
	$(BIN)/grader generate

bench: setup  ## Measure; prints a table (method: benchmarks/README.md).
	$(BIN)/python benchmarks/run.py

$(VENV)/base.stamp: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory apt-venv
	@$(PYTHON) -c 'import ctypes; ctypes.CDLL("libseccomp.so.2")' 2>/dev/null || $(MAKE) --no-print-directory apt-libseccomp2
	@command -v bwrap >/dev/null || $(MAKE) --no-print-directory apt-bubblewrap || echo "Going on without bubblewrap."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# Debian and Ubuntu keep these in packages of their own; bubblewrap is an outer layer one can do without.
.PHONY: apt-venv apt-libseccomp2 apt-bubblewrap
apt-venv: PACKAGE = $(shell $(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
apt-libseccomp2: PACKAGE = libseccomp2
apt-bubblewrap: PACKAGE = bubblewrap
apt-venv apt-libseccomp2 apt-bubblewrap:
	@command -v apt-get >/dev/null || { echo "Please install $(PACKAGE)."; exit 1; }
	@SUDO=$$(test "$$(id -u)" = 0 || echo sudo); $$SUDO apt-get update -q && $$SUDO apt-get install -yq $(PACKAGE)

LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links
lock: setup  ## Pin the newest versions that pyproject.toml allows, with hashes (needs uv).
	uv $(LOCK) pyproject.toml --extra build --extra tensorflow -o requirements/base.txt
	uv $(LOCK) pyproject.toml --extra build --extra tensorflow --extra audit --extra dev -o requirements/dev.txt

clean:  ## Remove what tests and tools leave behind.
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist demo-results
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
