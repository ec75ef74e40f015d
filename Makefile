# Everything a person runs. `make run` opens the app, `make test` runs every test; both set up what they need.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501

.PHONY: run test check data bench figures interop hostile kiosk torture signin crash pictures lock clean

$(VENV)/ready: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Incident Atlas needs Python 3.11 or newer, this is %s; try: make PYTHON=python3.12" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

run: $(VENV)/ready
	$(PY) -m streamlit run app.py --server.port $(PORT)

# Compiled files are kept whatever the environment says: the tests start some seventy processes, and each would compile all.
test: $(VENV)/ready-dev
	export PYTHONDONTWRITEBYTECODE= && ATLAS_CHROMIUM="$$($(PY) -m tests.browser.chromium)" && export ATLAS_CHROMIUM && $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/ready-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m pyright
	$(VENV)/bin/lint-imports

data: $(VENV)/ready-dev
	$(PY) -m gazetteer.build
	$(PY) -m maps.build

# What the benchmarks compare with, apart from what the product runs on.
.venv-bench/ready: requirements-bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@

# Prints each measurement when it has ended, and keeps all in benchmarks.txt. `make bench BENCH=--quick` for small sizes.
bench: $(VENV)/ready-dev .venv-bench/ready
	ATLAS_CHROMIUM="$$($(PY) -m tests.browser.chromium)" $(PY) -m benchmarks --to benchmarks.txt $(BENCH)

figures: $(VENV)/ready-dev
	$(PY) -m maps.gallery

interop: $(VENV)/ready-dev
	$(PY) -m docs.interop

hostile: $(VENV)/ready-dev
	$(PY) -m tests.hostile_imports

torture: $(VENV)/ready-dev
	$(PY) -m tests.ledger_torture

signin: $(VENV)/ready-dev
	ATLAS_CHROMIUM="$$($(PY) -m tests.browser.chromium)" $(PY) -m tests.sign_in

kiosk: $(VENV)/ready-dev
	ATLAS_CHROMIUM="$$($(PY) -m tests.browser.chromium)" $(PY) -m benchmarks.kiosk $(KIOSK)

crash: $(VENV)/ready-dev
	$(PY) -m tests.crash_imports

pictures: $(VENV)/ready-dev
	ATLAS_CHROMIUM="$$($(PY) -m tests.browser.chromium)" && export ATLAS_CHROMIUM && $(PY) -m docs.pictures && $(PY) -m docs.figures_walk

lock: $(VENV)/ready-dev
	$(PY) -m pip install --quiet uv==0.13.9
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements-dev.lock pyproject.toml -o requirements.lock
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements-dev.lock --group pyproject.toml:bench -o requirements-bench.lock

clean:
	rm -rf $(VENV) .venv-bench
