# Two commands do everything on a fresh machine with Python 3.11 or newer: `make app` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501
CORES ?= $(shell nproc 2>/dev/null || echo 2)
# Two more than the cores: a test in the browser waits more than it works.
WORKERS ?= $(shell expr $(CORES) + 2)

# Hundreds of programs are started by the tests: each would compile the same files.
unexport PYTHONDONTWRITEBYTECODE

# Where the home cannot be written to, the user's data stand in this folder.
DATA := $(shell test -n "$$SALYSTYRMA_HOME" || test -w "$$HOME" || echo "SALYSTYRMA_HOME='$(CURDIR)/.home'")

.PHONY: app test quick days search check bench coverage mutation docs lock clean install-app install-test install-all

app: install-app  ## installs the app and opens it on 127.0.0.1
	$(DATA) $(BIN)/python -m kb serve --port $(PORT)

test: check  ## installs what the tests need and runs them
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

QUICK := not browser and not office and not slow

quick: install-test  ## the tests for every other minute: no browser, no office program, nothing enormous
	$(BIN)/ruff check --quiet .
	$(BIN)/python -m pytest -n $(CORES) --dist worksteal -m "$(QUICK)"

days: install-test  ## the same as if today were another day: nothing answers otherwise
	@for day in 2027-03-01 2028-02-29 2031-12-31; do echo "== $$day"; $(BIN)/python -m pytest -n $(CORES) --dist worksteal -m "$(QUICK)" --today $$day || exit 1; done

search: install-test  ## new examples for the laws that must always hold: those of `make test` are the same every day
	$(BIN)/python -m pytest -n $(CORES) --dist worksteal --hypothesis-profile search $(shell grep -l "@given" tests/test_*.py)

check: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy

coverage: install-test  ## lines and branches that the tests execute, by room
	$(BIN)/python -m pytest --cov --cov-context=test --cov-report=
	$(BIN)/python benchmarks/covered.py

mutation: coverage  ## small errors that no test notices, by sample (an hour)
	$(BIN)/python benchmarks/mutation.py

ALONE := $(addprefix benchmarks/,scale.py scale_postgres.py house.py covered.py mutation.py)

bench: install-all  ## figures beside peers, of one run (the million clauses: benchmarks/scale.py alone)
	@for file in $(filter-out $(ALONE),$(wildcard benchmarks/[a-z]*.py)); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

docs: install-test  ## the documentation as a site in site/
	$(BIN)/python -m mkdocs build --strict --quiet

# What is installed already is left in a moment; what is not, or only half, is made anew.
install-app install-test install-all: install-%:
	@command -v $(PYTHON) >/dev/null || { echo "Установка не удалась: нет программы $(PYTHON); назовите Python 3.11 или новее: make PYTHON=…" >&2; exit 2; }
	@$(PYTHON) install.py $*

lock: install-app  ## pins the newest versions that pyproject.toml allows, and the newest uv
	$(BIN)/uv lock --upgrade --no-config
	{ head -n 1 requirements-uv.txt; echo uv | $(BIN)/uv pip compile --no-config --quiet --upgrade --universal --generate-hashes --no-header --no-annotate --only-binary :all: -; } > requirements-uv.new
	mv requirements-uv.new requirements-uv.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
