# make demo: see it work. make test: what CI runs. make gate: the long runs. Each sets up what it needs.
.PHONY: setup demo test sample gate lint types pytest clean
BIN := .venv/bin

setup:
	@scripts/setup

demo: setup
	@$(BIN)/gongkai demo

test: lint types pytest sample

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

pytest: setup
	$(BIN)/pytest -n auto --dist loadfile -m "not gate"

sample: setup
	$(BIN)/python -m tests.gate --quick --only html,text,docx,xlsx,real

gate: setup
	$(BIN)/pytest -n auto --dist loadfile -m gate
	$(BIN)/python -m tests.gate

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
