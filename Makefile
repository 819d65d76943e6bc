# Two commands do everything on a fresh machine with Python 3.11: `make app` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PORT ?= 8501
# Two more than the cores: a test in the browser waits more than it works.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 2)

.PHONY: app test check bench coverage mutation docs lock clean

app: $(VENV)/app.done  ## installs the app and opens it on 127.0.0.1
	$(BIN)/kb serve --port $(PORT)

test: check  ## installs what the tests need and runs them
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

check: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

coverage: $(VENV)/dev.done  ## lines and branches that the tests execute, by room
	$(BIN)/python -m pytest --cov --cov-context=test --cov-report=
	$(BIN)/python benchmarks/covered.py

mutation: coverage  ## small errors that no test notices, by sample (an hour)
	$(BIN)/python benchmarks/mutation.py

ALONE := $(addprefix benchmarks/,scale.py covered.py mutation.py)

bench: $(VENV)/dev.done  ## figures beside peers, of one run (the million clauses: benchmarks/scale.py alone)
	@for file in $(filter-out $(ALONE),$(wildcard benchmarks/[a-z]*.py)); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

$(VENV)/app.done: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.done: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/app.done

docs: $(VENV)/dev.done  ## the documentation as a site in site/
	$(BIN)/mkdocs build --strict --quiet

lock:  ## pins the newest versions that pyproject.toml allows (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --extra build -o requirements.lock pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-header --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
