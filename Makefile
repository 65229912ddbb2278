# make demo: see it work. make test, then make gate: what CI runs. Each sets up what it needs.
.PHONY: setup demo test gate lint types pytest clean
BIN := .venv/bin

setup:
	@scripts/setup

demo: setup
	@$(BIN)/gongkai demo

test: lint types pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

pytest: setup
	$(BIN)/pytest -n auto --dist loadfile -m "not gate"

gate: setup
	$(BIN)/pytest -n auto --dist loadfile -m gate
	$(BIN)/python -m tests.gate

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
