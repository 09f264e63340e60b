# The two commands of the studio: `make run` and `make test`.
#
#   make run                 installs what is missing, builds the front end, starts everything
#   make run PORT=9000       ... on another port; HOST= and STUDIO_* settings work alike
#   make test                every check but the slow ones
#   make test-all            every check
#   make picture            makes the README's picture anew
#   make screens           pictures of every page and state, light and dark, desktop and phone
#   make clean               removes .venv and everything built; keeps var/ (your pictures)

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := run
.PHONY: run test test-all checks ready ready-dev format picture screens clean

run: ready
	@$(BIN)/python manage.py assets
	@exec $(BIN)/python manage.py serve $(if $(PORT),--port "$(PORT)") $(if $(HOST),--host "$(HOST)")

test: checks
	$(BIN)/python -m pytest -m "not slow" $(TESTS)

test-all: checks
	$(BIN)/python -m pytest $(TESTS)

checks: ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py assets --check

ready:
	@$(PYTHON) .ci/install.py

ready-dev:
	@$(PYTHON) .ci/install.py dev

picture: ready-dev
	$(BIN)/python -m tests.browser.make_picture

screens: ready-dev
	$(BIN)/python manage.py assets
	$(BIN)/python -m tests.browser.screens $(STATES)

format: ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/out
