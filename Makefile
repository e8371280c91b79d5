# One word each: demo, test, lint, bench, windows, accept, pictures, clean. Every target sets up .venv by itself when it is missing or stale.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: demo test lint bench windows accept pictures clean

demo: $(STAMP)
	$(BIN)/zongjie build inputs/*.yaml inputs/example inputs/公文 -o outputs
	$(BIN)/zongjie build inputs/towns -o outputs/towns --jobs 2
	$(BIN)/zongjie build inputs/草稿 --draft -o outputs/草稿

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --coverage

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python -m pip install -q --group bench
	$(BIN)/python -m benchmarks

# A folder with Python inside, for computers where nothing may be installed: dist/zongjie-windows and its .zip.
windows: $(STAMP)
	$(BIN)/python -m windows

# Rewrites the golden documents; look at `git diff tests/golden` before you commit.
accept: $(STAMP)
	$(BIN)/python -m pytest tests/test_golden.py --accept

# Renders the pictures of the manuals anew, in the fonts of this machine; look at them before you commit.
pictures: $(STAMP)
	$(BIN)/python tests/pictures.py

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --upgrade pip
	$(BIN)/python -m pip install -q -e '.[charts,excel]' --group dev
	touch $@
