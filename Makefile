# Two commands matter: `make manual` and `make test`. Both install what is missing first and start at once the second time.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: manual test lint docs conformance clean help

help:
	@echo "make manual       the sample manual, into output/"
	@echo "make test         style, types and all tests"
	@echo "make docs         the generated reference pages and the gallery of diagrams"
	@echo "make conformance  every PDF of the sample through veraPDF (needs Java)"
	@echo "make clean        remove what was generated and installed"

manual: .venv/installed
	$(BIN)/procdocs build

test: .venv/installed-dev lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: .venv/installed-dev
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy

.venv/installed: pyproject.toml tools/system-libraries.sh
	sh tools/system-libraries.sh
	$(PYTHON) -c 'import sys; sys.exit("procdocs needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	sh tools/system-libraries.sh test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

docs: .venv/installed-dev
	$(BIN)/python -m procdocs.reference docs/reference
	$(BIN)/python benchmarks/gallery.py docs/gallery

conformance: manual
	sh tools/system-libraries.sh conformance
	sh tools/conformance/verify.sh output

clean:
	rm -rf output .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
