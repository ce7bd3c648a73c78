# `make html` on a fresh machine makes .venv, installs the pinned packages and builds the site; `make help` lists the rest.

SHELL      := /bin/sh
PYTHON     ?= python3
SPHINXOPTS ?= -W --keep-going -n -j auto
SOURCEDIR  := .
BUILDDIR   ?= _build
PYTESTOPTS ?=
VENV       := .venv
BIN        := $(VENV)/bin
BUILDERS   := dirhtml singlehtml epub latex latexpdf text man texinfo info gettext xml pseudoxml json dummy changes

.DEFAULT_GOAL := help
.PHONY: help html live twins test lint bench diagrams charts linkcheck published lock clean system $(BUILDERS)

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' Makefile
	@echo "And Sphinx's other builders by name: $(BUILDERS)"
	@echo "Variables: SPHINXOPTS='$(SPHINXOPTS)' BUILDDIR='$(BUILDDIR)' PYTHON='$(PYTHON)'"

html: $(VENV)/.site ## build the site in _build/html
	@$(BIN)/sphinx-build -M html $(SOURCEDIR) $(BUILDDIR) $(SPHINXOPTS) $(O)
	@echo "Open $(BUILDDIR)/html/index.html in a browser."

twins: html ## put a plain-text twin beside every page, and llms.txt, which leads to them
	@$(BIN)/sphinx-build -b text_twins -d $(BUILDDIR)/doctrees $(SPHINXOPTS) $(SOURCEDIR) $(BUILDDIR)/html $(O)

live: $(VENV)/.tests ## serve the site, rebuild and reload on save
	$(BIN)/sphinx-autobuild -j auto --open-browser --ignore '$(abspath $(BUILDDIR))/*' --ignore '$(abspath $(VENV))/*' --watch _ext $(SOURCEDIR) $(BUILDDIR)/live

test: $(VENV)/.tests system ## run the tests, after installing what they need
	$(BIN)/python -m pytest $(PYTESTOPTS)

lint: $(VENV)/.tests ## check the code: ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.bench ## measure builds beside bare Sphinx and others; SIZES="200 1000" sessions
	$(BIN)/python benchmarks/bench.py $(SIZES) $(BENCHOPTS)

diagrams: $(VENV)/.site $(VENV)/.mermaid ## draw new and changed Mermaid diagrams (needs Node.js and Chromium)
	@$(BIN)/sphinx-build -M mermaid_sources $(SOURCEDIR) $(BUILDDIR) -q
	@node $(VENV)/mermaid/render.mjs $(BUILDDIR)/mermaid_sources diagrams

charts: $(VENV)/bin/python ## draw the chart of tracks/comparison.csv
	@$(BIN)/python diagrams/charts.py

linkcheck: $(VENV)/.site ## ask every external link whether it still answers
	$(BIN)/sphinx-build -M linkcheck $(SOURCEDIR) $(BUILDDIR) $(O)

published: $(VENV)/.site ## add new names and addresses to tests/published.txt, which says what must never vanish
	@READTHEDOCS_CANONICAL_URL=https://report.example/ $(BIN)/sphinx-build -q -b html -d $(BUILDDIR)/published/doctrees $(SPHINXOPTS) $(SOURCEDIR) $(BUILDDIR)/published/html
	@$(BIN)/python tests/promise.py $(BUILDDIR)/published/html

lock: $(VENV)/.tests ## pin the requirements anew, with hashes, for every platform and Python from 3.11
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 -c requirements.txt tests/requirements.in -o tests/requirements.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 -c requirements.txt -c tests/requirements.txt benchmarks/requirements.in -o benchmarks/requirements.txt

clean: ## remove what was built
	rm -rf $(BUILDDIR)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, and $(PYTHON) is %d.%d. Try: make PYTHON=python3.12 html" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.site: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@

$(VENV)/.bench: benchmarks/requirements.txt $(VENV)/.site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.txt
	@touch $@

$(VENV)/.mermaid: diagrams/package.json diagrams/package-lock.json diagrams/render.mjs | $(VENV)/bin/python
	@command -v npm >/dev/null || { echo "Node.js with npm is not installed; diagrams are drawn with it. On Debian and Ubuntu: apt install nodejs npm" >&2; exit 1; }
	@mkdir -p $(VENV)/mermaid && cp diagrams/package.json diagrams/package-lock.json diagrams/render.mjs $(VENV)/mermaid
	npm ci --prefix $(VENV)/mermaid --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# System packages: installed where this user may, else named; the tests that need them are then skipped by name.
system:
	@missing=$$( \
	  command -v epubcheck >/dev/null || echo epubcheck; \
	  command -v chromium >/dev/null || echo chromium; \
	  fc-list :lang=ja 2>/dev/null | grep -q . || echo fonts-noto-cjk); \
	[ -z "$$missing" ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends fontconfig $$missing >/dev/null; } || \
	  echo "Not installed:" $$missing "(Debian and Ubuntu: apt install" $$missing"). Tests that need it are skipped."

$(BUILDERS): $(VENV)/.site
	@$(BIN)/sphinx-build -M $@ $(SOURCEDIR) $(BUILDDIR) $(SPHINXOPTS) $(O)
