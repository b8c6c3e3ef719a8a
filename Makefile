# Two commands matter: `make manual` and `make test`. Both install what is missing first and start at once the second time.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: manual test mutations fuzz lint docs benchmark conformance upgrade clean help

help:
	@echo "make manual       the sample manual, into output/"
	@echo "make test         style, types and all tests"
	@echo "make fuzz         every hostile project and long fuzzing, some twenty minutes"
	@echo "make mutations   slips a person could make, one after the other: whether the tests notice, some fifteen minutes"
	@echo "make docs         the generated reference pages and the gallery of diagrams"
	@echo "make benchmark    what procdocs takes in time and memory, into docs/performance.md (ASKED='--peers --against 2fa4ab1' for others too)"
	@echo "make conformance  every PDF of the sample through veraPDF (needs Java)"
	@echo "make upgrade      the newest versions of all dependencies, and their list for everybody else"
	@echo "make clean        remove what was generated and installed"

manual: .venv/installed
	$(BIN)/procdocs build

test: .venv/installed-dev lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

mutations: .venv/installed-dev
	$(BIN)/python -m tests.mutations

fuzz: .venv/installed-dev
	PROCDOCS_FUZZ=1 $(BIN)/python -m pytest -n 2 tests/test_hostile.py tests/test_hostile_corpus.py tests/test_hostile_fuzz.py tests/test_kills.py tests/test_environments.py

lint: .venv/installed-dev
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy

.venv/installed: pyproject.toml tools/constraints.txt tools/system-libraries.sh
	sh tools/system-libraries.sh
	$(PYTHON) -c 'import sys; sys.exit("procdocs needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(INSTALL) --constraint tools/constraints.txt --editable '.[serve]'
	@touch $@

.venv/installed-dev: .venv/installed tools/browser.sh
	sh tools/system-libraries.sh test
	$(INSTALL) --constraint tools/constraints.txt --group dev
	sh tools/browser.sh $(BIN)
	@touch $@

docs: .venv/installed-dev
	$(BIN)/python -m procdocs.reference docs/reference
	$(BIN)/python benchmarks/gallery.py docs/gallery

# What else can be asked for says `.venv/bin/python -m benchmarks --help`.
benchmark: .venv/installed-dev
	$(BIN)/python -m benchmarks --write $(ASKED)

conformance: manual
	sh tools/system-libraries.sh conformance
	sh tools/conformance/verify.sh output

# Everybody installs the versions of tools/constraints.txt, so that a release of somebody else's library breaks nothing by itself.
upgrade: .venv/installed-dev
	$(INSTALL) --upgrade --upgrade-strategy eager --editable . --group dev
	$(BIN)/python -m pip freeze --exclude-editable > tools/constraints.txt
	@touch .venv/installed .venv/installed-dev

clean:
	rm -rf output .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
