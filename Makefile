# make book: the rendered book in _build/html/index.html. make check: after a change of a line.
# make test: every check there is. make pdf: the rendered book on paper.
# Each sets up what it needs, in .venv, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHAPTERS := $(wildcard chapters/*.ipynb)
ASSIGNMENTS := $(wildcard teaching/source/*/*.ipynb)
BOOK := _build/html/index.html
WITHOUT_SOLUTIONS := _build/without_solutions/html/index.html
PDF := _build/html/deriving_the_derivatives.pdf
SOURCES := $(CHAPTERS) $(wildcard chapters/*.md chapters/*.tex) _config.yml _toc.yml \
	CITATION.cff LICENSE pyproject.toml \
	$(wildcard _static/* _ext/*.* live/*.* live/page/*.* live/page/*/*.*) $(shell find nnderiv -name '*.py' -o -name '*.js' -o -name '*.css' -o -name '*.mplstyle')

# A word that is not understood must not publish the solutions.
ifneq ($(filter-out yes no,$(SOLUTIONS)),)
$(error SOLUTIONS is yes or no, not $(SOLUTIONS). A book for a course: make book SOLUTIONS=no)
endif

# ESLint, and axe-core for the tests of the pages, from npm.
SCRIPTS := tools/javascript
ESLINT := $(BIN)/node $(SCRIPTS)/node_modules/eslint/bin/eslint.js --config $(SCRIPTS)/eslint.config.mjs

# The reader's own settings of IPython, Jupyter and matplotlib must not change what chapters print.
export IPYTHONDIR := $(CURDIR)/$(VENV)/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/$(VENV)/jupyter
export JUPYTER_PREFER_ENV_PATH := 1
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/matplotlib
export PYDEVD_DISABLE_FILE_VALIDATION := 1
# Threads that share the product of two small matrices wait longer than they compute.
export OPENBLAS_NUM_THREADS := 1

# Every digit of every output is compared, but round-off has other last digits on other processors.
ifneq ($(shell uname -m),x86_64)
COMPARE := --nbval-sanitize-with=tests/chapters/sanitize_other_processors.cfg
endif

# A worker for each processor, but not more than the memory bears: each has a browser of its own.
# What hangs is ended (pyproject.toml) and tried once more by a new worker, not again and again.
PYTEST := $(BIN)/python -m pytest -n logical --maxprocesses 4 --max-worker-restart 1

.PHONY: help book pdf check test lint lint-js notebooks lab clean
.DELETE_ON_ERROR:

help:
	@echo "make book       build the book: $(BOOK)"
	@echo "                SOLUTIONS=no leaves its solutions out: $(WITHOUT_SOLUTIONS)"
	@echo "make pdf        print the book into one file, which its pages then offer"
	@echo "make check      run the quick checks: style, types, unit tests"
	@echo "make test       run every check"
	@echo "make lab        open the chapters in JupyterLab; LAB_OPTIONS=--no-browser only serves them"
	@echo "make notebooks  execute the chapters and the assignment, and store their outputs in normal form"
	@echo "make clean      remove what was built and installed"

book: $(if $(filter no,$(SOLUTIONS)),$(WITHOUT_SOLUTIONS),$(BOOK))
	@echo "The book is in $<"

# The build executes the chapters although nbval does, too: it shows what the code gives now, and on
# processors whose last digits are not those that are stored.
$(BOOK): $(SOURCES) $(VENV)/book-installed
	@echo "== Executing the chapters and building the book"
	@rm -rf _build/html _build/.doctrees # what failed once must not pass the second time
	$(BIN)/jupyter-book build . --all -n -W --keep-going

$(WITHOUT_SOLUTIONS): $(SOURCES) tools/without_solutions.py $(VENV)/book-installed
	@echo "== Executing the chapters and building the book without its solutions"
	$(BIN)/python -m tools.without_solutions

pdf: $(PDF)
	@echo "The book on paper is in $(PDF)"

$(PDF): $(BOOK) tools/pdf.py tools/paper.py $(VENV)/browser-found
	@echo "== Printing the book"
	PYTHONPATH=_ext $(BIN)/python -m tools.pdf

check: lint
	@echo "== Running the tests that need neither the built pages nor many seconds"
	$(PYTEST) -m "not slow" tests nnderiv --ignore=tests/browser --ignore=tests/pages

test: lint $(BOOK) $(VENV)/browser-found
	@echo "== Running the tests: the package, the chapters, the built pages"
	$(PYTEST) --nbval --nbval-current-env $(COMPARE)

lint: $(VENV)/test-installed
	@echo "== Checking style and types"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(MAKE) --no-print-directory lint-js

lint-js: $(VENV)/test-installed
	$(ESLINT) --max-warnings 0 _ext _static live nnderiv tests tools

notebooks: $(VENV)/book-installed
	$(BIN)/python -m tools.notebooks $(CHAPTERS) $(ASSIGNMENTS)

# JupyterLab refuses root unless told otherwise, so that nobody opens a server of root's by mistake.
# Here it is told: the server answers this machine alone, and only those who have its token.
lab: $(VENV)/book-installed
	@$(BIN)/jupyter trust $(CHAPTERS) > /dev/null # JupyterLab hides stored figures that it does not trust
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_OPTIONS) chapters

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "The book needs Python 3.11 or newer, but $(PYTHON) is `$(PYTHON) --version`. Name another: make PYTHON=python3.12"; exit 1; }
	@echo "== Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python's venv is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/book-installed: requirements.txt constraints.txt pyproject.toml | $(VENV)/bin/python
	@echo "== Installing what the book needs (a few minutes, once)"
	$(BIN)/python -m pip install --progress-bar on -r requirements.txt
	@touch $@

$(VENV)/test-installed: requirements-test.txt $(SCRIPTS)/package-lock.json $(VENV)/book-installed
	@echo "== Installing what the tests need"
	$(BIN)/python -m pip install --progress-bar on -r requirements-test.txt
	NODE_USE_SYSTEM_CA=1 $(BIN)/npm ci --prefix $(SCRIPTS) --ignore-scripts --no-audit --no-fund --no-update-notifier
	@touch $@

$(VENV)/browser-found: $(VENV)/test-installed
	sh tools/install_browser.sh $(BIN)/python
	@touch $@

clean:
	rm -rf _build $(VENV) .wheels _ext/node_modules live/node_modules $(SCRIPTS)/node_modules
