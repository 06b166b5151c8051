# Everything a developer or a curious person runs. Needs Python 3.11 or newer with pip; the rest is installed here, in .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: help install demo test check bench kills processes storm soak verifier picture words lock clean

help:            ## what there is to make
	@grep -E '^[a-z]+: .*##|^[a-z]+:  .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

install: $(VENV)/installed     ## .venv/bin/guildbot, with every version and hash from requirements.lock

$(VENV)/installed: requirements.lock bootstrap.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock bootstrap.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

demo: install    ## two weeks of a guild across two Slack workspaces and a Discord server
	$(BIN)/guildbot demo

test: install    ## the stories, in parallel, without network
	$(BIN)/pytest -n auto

check: install   ## style, types and the house's arrows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install   ## the goals as ratios, in one table; JSON in build/
	$(BIN)/python -m tests.benchmarks

kills: install   ## 20 × kill -9 with 500 events in flight, beside a control that acknowledges first
	$(BIN)/python -m tests.faults.kills

processes: install ## many processes on one PostgreSQL, a limit under eight writers, a server that is killed; beside controls
	$(BIN)/python -m tests.faults.processes

storm: install   ## 10,000 digests in one minute; one call in ten limited, one answer in twenty lost; beside a control
	$(BIN)/python -m tests.faults.storm

verifier: install ## a sealed record before Digital Bazaar's verifier (npm; then without network)
	cd tests/verifier && npm ci --silent --ignore-scripts --no-audit --no-fund
	GUILDBOT_TEST_VERIFIER=1 $(BIN)/pytest tests/test_verifier.py

soak: install    ## the long walks: 2,000 runs of several accounts, every half hour of every zone, 500 clocks; some twenty minutes
	GUILDBOT_SOAK=1 $(BIN)/pytest -n auto -s tests/core/test_accounts_stateful.py tests/core/test_calendar_zones.py tests/core/test_calendar_steps.py

picture: install ## the README's picture, made by the demo
	$(BIN)/python -m adapters.demo docs/demo.svg

words: install   ## the catalogue's template, from the sentences in the code
	$(BIN)/pybabel --quiet extract --keywords m --keywords several:1,2 --omit-header --add-location=file --sort-by-file --no-wrap -o guildbot/locale/guildbot.pot guildbot adapters

lock:            ## newest versions that pyproject.toml allows
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
