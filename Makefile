# `make html` on a fresh machine makes .venv, installs the pinned packages and builds the site; `make help` lists the rest.

SHELL      := /bin/sh
PYTHON     ?= python3
SPHINXOPTS ?= -W --keep-going -n -j auto
SOURCEDIR  := .
BUILDDIR   ?= _build
PYTESTOPTS ?=
VENV       := .venv
BIN        := $(VENV)/bin
OUT        = '$(subst ','\'',$(BUILDDIR))'
ABSOLUTE   = $(if $(filter /%,$(firstword $(BUILDDIR))),,$(CURDIR)/)$(BUILDDIR)
BUILDERS   := singlehtml epub latex latexpdf text man texinfo info gettext xml pseudoxml json pickle htmlhelp qthelp devhelp applehelp dummy changes

.DEFAULT_GOAL := help
.PHONY: help html dirhtml live twins test test-large lint bench diagrams charts linkcheck translations published lock clean system $(BUILDERS)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' Makefile
	@echo "And Sphinx's other builders by name: $(BUILDERS)"
	@echo "Books in the other languages: $(BOOKS)"
	@echo "Variables: SPHINXOPTS='$(SPHINXOPTS)' BUILDDIR='$(BUILDDIR)' PYTHON='$(PYTHON)'"

# The languages besides English, as in conf.py: $(call editions,BUILDER,FOLDER) builds each in a folder inside the English.
TRANSLATED := ja
define editions
	@$(BIN)/sphinx-build -b $(1) -d $(OUT)/doctrees $(SPHINXOPTS) $(SOURCEDIR) $(OUT)/$(2) $(O)
	@$(foreach language,$(TRANSLATED),$(BIN)/sphinx-build -b $(1) -d $(OUT)/doctrees-$(language) -D language=$(language) $(SPHINXOPTS) $(SOURCEDIR) $(OUT)/$(2)/$(language) $(O) &&) true
endef

html: $(VENV)/.site ## build the site in _build/html, in Japanese in _build/html/ja
	@rm -f $(OUT)/html.done
	$(call editions,html,html)
	@touch $(OUT)/html.done
	@echo Open $(OUT)/html/index.html in a browser.

dirhtml: $(VENV)/.site ## the same with addresses without .html, in _build/dirhtml
	$(call editions,dirhtml,dirhtml)

# A book in each of the other languages: epub-ja in _build/epub-ja, latexpdf-ja in _build/latex-ja
BOOKS := $(TRANSLATED:%=epub-%) $(TRANSLATED:%=latexpdf-%)
.PHONY: $(BOOKS)
$(TRANSLATED:%=epub-%): epub-%: $(VENV)/.site
	@$(BIN)/sphinx-build -b epub -d $(OUT)/doctrees-$* -D language=$* $(SPHINXOPTS) $(SOURCEDIR) $(OUT)/$@ $(O)

$(TRANSLATED:%=latexpdf-%): latexpdf-%: $(VENV)/.site
	@$(BIN)/sphinx-build -b latex -d $(OUT)/doctrees-$* -D language=$* $(SPHINXOPTS) $(SOURCEDIR) $(OUT)/latex-$* $(O)
	@$(MAKE) -C $(OUT)/latex-$* all-pdf

twins: html ## put a plain-text twin beside every page, and llms.txt, which leads to them
	@rm -f $(OUT)/html.done  # the tests do not expect the twins
	$(call editions,text_pages,html)

live: $(VENV)/.tests ## serve the site, rebuild and reload on save
	$(BIN)/sphinx-autobuild -j auto --open-browser --ignore '$(ABSOLUTE)/*' --ignore '$(abspath $(VENV))/*' --watch _ext $(SOURCEDIR) $(OUT)/live

test: $(VENV)/.tests system ## run the tests, after installing what they need
	$(BIN)/python -m pytest -n 2 $(PYTESTOPTS)

test-large: $(VENV)/.tests system ## the same with 1,000 sessions, and a random search for faults
	$(BIN)/python -m pytest -n 2 --large $(PYTESTOPTS)

lint: $(VENV)/.tests ## check the code: ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.bench ## measure builds beside bare Sphinx and others; SIZES="200 1000" sessions
	$(BIN)/python benchmarks/bench.py $(SIZES) $(BENCHOPTS)

diagrams: SPHINXOPTS := -q
diagrams: $(VENV)/.site $(VENV)/.mermaid ## draw new and changed Mermaid diagrams (needs Node.js and Chromium)
	@rm -rf $(OUT)/mermaid_sources
	$(call editions,mermaid_sources,mermaid_sources)
	@node $(VENV)/mermaid/render.mjs $(OUT)/mermaid_sources diagrams

charts: $(VENV)/.bench ## draw the chart of tracks/comparison.csv
	@$(BIN)/python diagrams/charts.py

linkcheck: $(VENV)/.site ## ask every external link whether it still answers
	$(BIN)/sphinx-build -M linkcheck $(SOURCEDIR) $(OUT) $(O)

translations: $(VENV)/.tests ## bring the catalogues in locales/ up to date, and say what is left to translate
	@rm -rf $(OUT)/templates
	@$(BIN)/sphinx-build -q -b gettext -d $(OUT)/doctrees-gettext $(SPHINXOPTS) $(SOURCEDIR) $(OUT)/templates $(O)
	@$(BIN)/python locales/update.py $(OUT)/templates

published: $(VENV)/.site ## add new names and addresses to tests/published.txt, which says what must never vanish
	@READTHEDOCS_CANONICAL_URL=https://report.example/ $(BIN)/sphinx-build -q -b html -d $(OUT)/published/doctrees $(SPHINXOPTS) $(SOURCEDIR) $(OUT)/published/html
	@$(BIN)/python tests/promise.py $(OUT)/published/html

lock: $(VENV)/.tests ## pin the requirements anew, with hashes, for every platform and Python from 3.11
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 -c requirements.txt tests/requirements.in -o tests/requirements.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 -c requirements.txt -c tests/requirements.txt benchmarks/requirements.in -o benchmarks/requirements.txt

clean: ## remove what was built
	rm -rf -- $(OUT)

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
	@$(BIN)/sphinx-build -M $@ $(SOURCEDIR) $(OUT) $(SPHINXOPTS) $(O)
