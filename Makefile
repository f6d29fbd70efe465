# Two main commands: make site, make test. Dependencies are installed into .venv at pinned versions verified by hash.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

.PHONY: site test serve check verify bench fuzz clean lock

site: .venv/ready ## build and verify docs/ and site/
	@$(BIN)/edition build

serve: .venv/ready ## preview the site; pages follow changes to source texts, apparatus files and registers
	@$(BIN)/edition serve

check: .venv/ready ## report all errors in the inputs
	@$(BIN)/edition check

verify: .venv/ready ## verify the built site again
	@$(BIN)/edition verify

test: .venv/test ## run everything that CI runs
	@$(BIN)/ruff check build_scripts tests
	@$(BIN)/ruff format --check build_scripts tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

bench: .venv/bench ## benchmark time and memory at several sizes, compared with stock MkDocs
	@$(BIN)/edition build
	@$(BIN)/python -m tests.lighthouse
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.suggesting
	@$(BIN)/python -m tests.bench_pdf

fuzz: .venv/fuzz ## fuzz every reader, SECONDS for each; failing inputs are kept as test cases
	@nice $(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60) $(TARGETS)

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (make PYTHON=python3.12 site)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python's venv is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	@echo "Installing into .venv (first time only; takes a minute or two)"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m venv .venv; } # a half-made one is made anew
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/ready requirements-test.txt tests/tools/package-lock.json
	@echo "Installing test dependencies"
	@$(PIP) --require-hashes -r requirements-test.txt
	@sh tests/install-chromium.sh
	@sh tests/install-java.sh
	@cd tests/tools && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error --no-audit --no-fund --omit=dev --ignore-scripts
	@touch $@

.venv/bench: .venv/test
	@echo "Installing benchmark dependencies"
	@cd tests/tools && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error --no-audit --no-fund --ignore-scripts
	@touch $@

.venv/fuzz: .venv/test requirements-fuzz.txt
	@echo "Installing the fuzzer"
	@$(PIP) --require-hashes -r requirements-fuzz.txt
	@touch $@

lock: .venv/test ## update dependencies to the newest versions and record their hashes
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet \
	  --output-file requirements.txt pyproject.toml requirements-build.in
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet \
	  --extra test --output-file requirements-test.txt pyproject.toml requirements-build.in -c requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet \
	  --output-file requirements-fuzz.txt requirements-fuzz.in
	cd tests/tools && PATH="$(CURDIR)/$(BIN):$$PATH" npm update --package-lock-only --ignore-scripts

clean: ## remove everything that can be rebuilt
	rm -rf .venv .cache site build *.egg-info
