# Each target sets up what it needs; run any of them on a fresh clone. Needs Python 3.11 or later, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --disable-pip-version-check --constraint constraints.txt
PAGES := $(shell find web src/grandstand/locales -type f -not -path '*/node_modules/*' -not -name .built 2>/dev/null)

PAGES_BUILT = if [ -e src/grandstand/web/pages/index.html ]; then touch $(VENV)/.pages; \
  else echo "WARNING: the browser pages were not built; Grandstand runs without them. make build shows why."; fi

.PHONY: up test check build bench format clean
.DEFAULT_GOAL := up

up: $(VENV)/.installed $(VENV)/.pages   ## set up, start the evening's demo, print the addresses
	$(BIN)/grandstand up --demo

test: check                            ## set up, check, run every test
	@if command -v npm >/dev/null; then npm --prefix web test; else echo "No npm: the browser's unit tests are left out."; fi
	$(BIN)/pytest --numprocesses 2 --dist loadfile --durations 25 --durations-min 5

check: $(VENV)/.installed-dev $(VENV)/.pages  ## layers, lint, types of Python and TypeScript
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

bench: $(VENV)/.installed-dev $(VENV)/.pages  ## every promise of the README, measured
	$(BIN)/python benchmarks/token_verify.py
	$(BIN)/python benchmarks/campaign_night.py
	$(BIN)/python benchmarks/live_feed.py
	$(BIN)/python benchmarks/replay_faults.py

format: $(VENV)/.installed-dev         ## let ruff lay out and tidy the Python
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

build: $(VENV)/.installed              ## build the browser pages, showing every step
	rm -f web/.built
	$(PIP) --verbose --no-deps --editable .
	@$(PAGES_BUILT)

clean:                                 ## remove what was set up and built; data is kept
	rm -rf $(VENV) build dist web/node_modules web/.built src/grandstand/web/pages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Grandstand needs Python 3.11 or later: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python's venv module is missing: apt install python3-venv"; exit 1; }

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt hatch_build.py
	@echo "Setting up in $(VENV): 260 MB to download the first time, 60 MB more where Node has to come along."
	$(PIP) --editable '.[all]'
	@$(BIN)/python -m compileall -q src  # some machines write no bytecode by themselves, and each process compiles all
	@$(PAGES_BUILT)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Setting up the tools of the tests: about 240 MB more."
	$(PIP) --editable '.[dev]'
	@touch $@

# Installing builds the pages through hatch_build.py; afterwards only when their sources have changed.
$(VENV)/.pages: $(VENV)/.installed $(PAGES)
	$(PIP) --quiet --no-deps --editable .
	@$(PAGES_BUILT)
