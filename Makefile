# Every target does its own set-up: a .venv in this folder, with the versions of requirements.txt.
# Needs Python 3.11 or newer with venv, and make. Another Python: make PYTHON=/path/to/python3 test

PYTHON ?= python3.14 python3.13 python3.12 python3.11 python3 python
VENV := .venv
RUN := $(VENV)/bin/python -m

# Nothing of the caller's Python may leak into the .venv.
unexport PYTHONPATH PYTHONHOME
.NOTPARALLEL:
.DEFAULT_GOAL := help

.PHONY: help start demo test test-site verify lint notebooks images site site-serve bench fuzz pins clean

help: ## what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

start: $(VENV)/.has-base ## the student's notebooks in JupyterLab, in a folder of your own
	@$(VENV)/bin/course start

demo: $(VENV)/.has-grading ## a made-up class through release, grading and feedback
	@$(VENV)/bin/course demo

test: $(VENV)/.has-dev ## all tests (three processes: some wait for clocks and browsers)
	@$(RUN) pytest -n 3 --dist worksteal -q

test-site: $(VENV)/.has-dev ## the tests of the built web site, in a browser (some minutes)
	@$(RUN) pytest -n 2 --dist worksteal -q --site tests/site_builder tests/browser

verify: $(VENV)/.has-base ## the proof that every check is sound, an exercise a line
	@$(VENV)/bin/course verify

lint: $(VENV)/.has-dev ## style, format and types
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy

notebooks: $(VENV)/.has-bridge ## runs all notebooks and stores their outputs anew
	@$(RUN) ruff format -q notebooks
	@$(RUN) tests.refresh

images: $(VENV)/.has-base ## draws the pictures in images/ anew
	@$(RUN) course_utils.figures.images

site: $(VENV)/.has-site ## the web site into site/: the book, and the course in the browser; VENDOR=1: Python too
	@$(RUN) site_builder build $(if $(VENDOR),--vendor)

site-serve: $(VENV)/.has-site ## site/ on this machine, http://127.0.0.1:8000
	@$(RUN) site_builder serve

bench: $(VENV)/.has-dev ## how fast grading is, beside others
	@$(RUN) tests.bench

fuzz: $(VENV)/.has-dev ## damaged submissions and messages, for longer than `make test` has time
	@$(RUN) tests.fuzz

# The .venv of a checkout may be half made (Ctrl-C) or its Python gone (an upgrade): it is made
# anew then. A Python without ensurepip would leave a .venv without pip, so it is asked first.
$(VENV)/.made:
	@if $(RUN) pip --version >/dev/null 2>&1 \
	    && $(VENV)/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	    echo "Using the .venv that is here."; \
	else \
	    found=; novenv=; \
	    for python in $(PYTHON); do \
	        "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	        if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; fi; \
	        novenv=$$python; \
	    done; \
	    if [ -z "$$found" ] && [ -n "$$novenv" ]; then \
	        echo "$$novenv has no venv. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; \
	    elif [ -z "$$found" ]; then \
	        echo "No Python 3.11 or newer among: $(PYTHON). Install one, or: make PYTHON=/path/to/it" >&2; exit 1; \
	    fi; \
	    echo "Making .venv with $$("$$found" --version)."; \
	    "$$found" -m venv --clear $(VENV); \
	fi
	@touch $@

# One stamp a set of packages; a newer list of requirements makes it stale.
INSTALL = $(RUN) pip install --quiet --disable-pip-version-check --no-input -c requirements.txt
FAILED = { echo "Installing failed: is there a network? Then the same command goes on." >&2; exit 1; }

$(VENV)/.has-base: pyproject.toml requirements.txt | $(VENV)/.made
	@echo "Installing what a student needs into .venv (about a minute, once)."
	@$(INSTALL) -e . || $(FAILED)
	@touch $@

$(VENV)/.has-grading: pyproject.toml requirements.txt | $(VENV)/.made
	@echo "Installing what grading needs into .venv (about a minute, once)."
	@$(INSTALL) -e '.[grading]' || $(FAILED)
	@touch $(VENV)/.has-base $@

$(VENV)/.has-site: pyproject.toml requirements.txt | $(VENV)/.made
	@echo "Installing what builds the site into .venv (about two minutes, once)."
	@$(INSTALL) -e '.[site]' || $(FAILED)
	@touch $(VENV)/.has-base $(VENV)/.has-grading $@

$(VENV)/.has-dev: pyproject.toml requirements.txt | $(VENV)/.made
	@echo "Installing everything into .venv, tests and tools too (about two minutes, once)."
	@$(INSTALL) -e '.[dev]' || $(FAILED)
	@touch $(VENV)/.has-base $(VENV)/.has-grading $(VENV)/.has-site $@

# Scikit-learn and PyTorch, for the lessons' closing cells.
$(VENV)/.has-bridge: pyproject.toml requirements.txt | $(VENV)/.made
	@echo "Installing everything and the libraries of the closing cells into .venv (about three minutes, once)."
	@$(INSTALL) -e '.[dev,bridge]' || $(FAILED)
	@touch $(VENV)/.has-base $(VENV)/.has-grading $(VENV)/.has-site $(VENV)/.has-dev $@

# The comment at the head of requirements.txt is kept. Names are written in one spelling.
pins: $(VENV)/.made ## the newest versions into requirements.txt, environment.yml, site_builder/pins; then test
	@echo "Installing the newest versions into .venv-pins (about two minutes)."
	@$(VENV)/bin/python -m venv --clear .venv-pins
	@.venv-pins/bin/python -m pip install --quiet --disable-pip-version-check --no-input '.[dev]' || $(FAILED)
	@{ grep '^#' requirements.txt; \
	   .venv-pins/bin/python -m pip freeze | grep '^[A-Za-z0-9._-]*==' | tr 'A-Z_' 'a-z-' | LC_ALL=C sort; \
	 } > .venv-pins/requirements.txt
	@mv .venv-pins/requirements.txt requirements.txt
	@awk -F'==' 'NR == FNR { pin[$$1] = $$2; next } \
	    { name = $$1; sub(/.*- /, "", name); print (name in pin) ? $$1 "==" pin[name] : $$0 }' \
	    requirements.txt environment.yml > .venv-pins/environment.yml
	@mv .venv-pins/environment.yml environment.yml
	@.venv-pins/bin/python -m site_builder pins
	@rm -rf .venv-pins build course_utils.egg-info
	@echo "requirements.txt, environment.yml and site_builder/pins are new; now: make test test-site"

clean: ## removes .venv, caches and the site; no notebook, no class
	rm -rf $(VENV) .venv-pins site .site-cache build course_utils.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find course_utils tests -name __pycache__ -type d -exec rm -rf {} +
