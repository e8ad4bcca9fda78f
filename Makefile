# Every command of the project. On a fresh Debian with python3, make and git:
#   make run    serves the site;   make test   checks everything.
# PORT, HOST, SITE_URL and DATABASE_URL can be given on the command line.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

PYTHON3 ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Tests run on this many processes
JOBS ?= 2
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT_GET := $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: help
help:
	@echo 'make run         serve the site (PORT=8000, HOST=127.0.0.1; HOST=0.0.0.0 for the network)'
	@echo 'make test        check everything (about 8 minutes at most)'
	@echo 'make test-long   check the rest: many examples, everything on PostgreSQL'
	@echo 'make setup       make the environment in .venv and the settings in .env'
	@echo 'make data        bring the database and its facts up to date'
	@echo 'make demo        add a class to look at, with ten weeks of work (LEARNERS=200)'
	@echo 'make messages    collect the words of the interface for translation'
	@echo 'make format      format the code and the templates'
	@echo 'make bench       measure, as a table and as JSON lines in data/'
	@echo 'make audit       ask for known faults in the dependencies'
	@echo 'make lock        lock the dependencies of pyproject.toml anew'

# --- Set-up ---------------------------------------------------------------------------
# Two stamps: the site needs less than the tests, and a second run has nothing to do.

.PHONY: setup
setup: $(VENV)/site.stamp .env
	@mkdir -p data

$(VENV)/bin/python:
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or later is needed; say where it is: make PYTHON3=/path/to/python3'; \
		exit 1; }
	@$(PYTHON3) -c 'import ensurepip' 2>/dev/null || { \
		echo 'Installing python3-venv'; \
		$(APT_GET) update -qq && $(APT_GET) install -qq -y python3-venv >/dev/null; } || { \
		echo 'Python cannot make environments here. As root, type: apt-get install python3-venv'; \
		exit 1; }
	@$(PYTHON3) -m venv $(VENV)

$(VENV)/site.stamp: requirements.txt | $(VENV)/bin/python
	@echo 'Installing what the site needs'
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/tests.stamp: requirements-dev.txt | $(VENV)/bin/python
	@echo 'Installing what the tests need'
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/site.stamp

# Written once and kept: whoever has the key can sign in as anybody.
.env: | $(VENV)/bin/python
	@umask 077; $(PY) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@
	@echo 'Wrote a new secret key to .env'

.PHONY: lock
lock: $(VENV)/tests.stamp
	@for target in requirements.txt "requirements-dev.txt --group dev --constraint requirements.txt"; do \
		$(VENV)/bin/uv pip compile pyproject.toml --output-file $$target --quiet \
			--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--custom-compile-command 'make lock' $(LOCK_OPTIONS) || exit 1; \
	done

# --- The site -------------------------------------------------------------------------

.PHONY: words
words:
	@$(PY) manage.py locale compile

# After words have changed: brings the .po files up to date; then translate what is empty.
.PHONY: messages
messages: setup
	@$(PY) manage.py locale extract
	@$(PY) manage.py locale compile

# Again and again without harm; what a person has edited is left as it is.
.PHONY: data
data: setup words
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py facts load

# Once: a second time it only says that the class is there.
LEARNERS ?= 30
.PHONY: demo
demo: data
	@$(PY) manage.py demo --learners $(LEARNERS)

# Hashed and compressed once, and again when a file has changed.
STATIC := $(shell find quizzes/static -type f 2>/dev/null)
data/static/staticfiles.json: $(VENV)/site.stamp $(STATIC) | .env
	@mkdir -p data
	@echo 'Compressing the static files'
	@$(PY) manage.py collectstatic --no-input --clear --verbosity 0

.PHONY: run
run: setup words data/static/staticfiles.json
	@$(PY) manage.py serve --check
	@$(MAKE) data
	@exec $(PY) manage.py serve

# --- Checks ---------------------------------------------------------------------------

.PHONY: test
test: $(VENV)/tests.stamp setup browser words lint
	@echo '== Tests on SQLite'
	@$(PY) -m pytest -q -n $(JOBS) --dist worksteal
	@echo '== Tests on PostgreSQL of what touches constraints, locks, search, JSON and time'
	@$(PY) -m tests.with_postgres $(PY) -m pytest -q -n $(JOBS) --dist worksteal -m 'postgres and not long'

# What `make test` leaves out. pytest says 5 if no test is marked.
.PHONY: test-long
test-long: $(VENV)/tests.stamp setup browser words
	@echo '== Long tests on SQLite'
	@$(PY) -m pytest -q -n $(JOBS) -m long --hypothesis-profile=long || [ $$? = 5 ]
	@echo '== All tests on PostgreSQL'
	@$(PY) -m tests.with_postgres $(PY) -m pytest -q -n $(JOBS) -m '' --hypothesis-profile=long

.PHONY: lint
lint: $(VENV)/tests.stamp setup
	@echo '== Lint and types'
	@$(VENV)/bin/ruff check --quiet
	@$(VENV)/bin/ruff format --quiet --check
	@$(VENV)/bin/djlint --quiet --check --lint templates
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(PY) manage.py makemigrations --check --dry-run

.PHONY: format
format: $(VENV)/tests.stamp
	@$(VENV)/bin/ruff check --quiet --fix --exit-zero
	@$(VENV)/bin/ruff format --quiet
	@$(VENV)/bin/djlint --quiet --reformat templates || true
	@$(VENV)/bin/ruff check

.PHONY: browser
browser:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || \
	command -v google-chrome >/dev/null || { \
		echo 'Installing a browser for the tests'; \
		$(APT_GET) update -qq && { $(APT_GET) install -qq -y chromium-headless-shell || \
		$(APT_GET) install -qq -y chromium; } >/dev/null; } || { \
		echo 'The tests need a browser. As root, type: apt-get install chromium'; \
		exit 1; }

.PHONY: bench
bench: $(VENV)/tests.stamp setup words
	@$(PY) -m tests.benchmarks

.PHONY: audit
audit: $(VENV)/tests.stamp
	@$(VENV)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.txt
	@$(VENV)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements-dev.txt
