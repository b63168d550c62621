# Two commands: `make demo` shows the whole job on this machine, `make test` passes the checks; CI runs `make thorough` too.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# What one process has compiled, the others need not compile again: workers, programs that tests start, the next run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test quick bench check types style rooms packages setup system lock docs clean

demo: setup
	$(PY) run_intake.py demo --keep demo

test: setup system check
	$(PY) -m pytest -n 4 --dist worksteal -m "not thorough"
	@$(PY) tests/not_run.py

# A slice of the torture, a season played day by day, judges to certificates with a kill, and in its whole breadth
# what `make test` tries by one or two of a kind: minutes, so beside it.
.PHONY: thorough
thorough: setup system
	$(PY) -m pytest -n 3 --dist worksteal -m thorough

# What one runs while working: the checks, and the tests that need no server, no desk and no other program.
quick: check
	$(PY) -m pytest -n 2 --dist worksteal -m "not long"

# Minutes of kill -9, full disks, failing servers and hostile mail; prints a table of tries and zeros.
.PHONY: torture
torture: setup system
	$(PY) -m tests.torture

# Side by side, for each of them uses one core.
check: setup
	@$(MAKE) --no-print-directory --jobs=2 --output-sync types style rooms packages

types:
	$(VENV)/bin/mypy
	$(VENV)/bin/mypy run_intake.py

style:
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

rooms:
	$(VENV)/bin/lint-imports

packages:
	$(VENV)/bin/deptry .

setup: $(VENV)/ready

$(VENV)/ready: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# What tests need beyond Python; installed where we may, otherwise said in the last lines.
system:
	@sh tests/install_system.sh

# The goals of speed and memory, measured; ARGS=--write puts the tables into docs/benchmarks.md.
bench: setup system
	$(PY) -m tests.benchmarks $(ARGS)

docs: setup
	$(PY) -m tests.write_docs

lock:
	$(PYTHON) -m venv .lock && .lock/bin/pip install --quiet uv
	.lock/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --extra test \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock
	.lock/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make lock" --constraints requirements.lock pyproject.toml -o deploy/requirements.lock
	rm -r .lock

clean:
	rm -rf $(VENV) demo
