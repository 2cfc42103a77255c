# The whole surface of a contributor. Needs Python 3.11 or newer with venv, make and a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Compiled modules are kept, whatever the shell says: a command that tests start then begins in a
# third of the time, and so does pytest.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo quick test peers-test check bench schemas cases rule mutants format page site peers clean

demo: $(VENV)/.demo ## install and show the main job on the samples
	$(BIN)/aeo demo

# Some tests wait for processes, so there is a worker more than cores.
WORKERS = $$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))

# What it leaves to check stands in tests/which_tests.py.
test: $(VENV)/.test ## run the tests, each law with few examples, without peers
	$(BIN)/python -m pytest -rs -n $(WORKERS) --dist worksteal --ignore=tests/peers $(MORE)

peers-test: $(VENV)/.test ## ask the independent software that judges what we make (make peers)
	$(BIN)/python -m pytest -rs -n auto --dist worksteal tests/peers

# What it leaves out stands in tests/which_tests.py.
quick: $(VENV)/.test ## run what tells most of the tests in a minute, without peers
	$(BIN)/python -m pytest --quick -n $(WORKERS) --dist worksteal

# The laws once, with many examples: its tests leave them to the end.
check: MORE := --deeper --ignore=tests/laws
check: export HYPOTHESIS_PROFILE := more
check: test peers-test $(VENV)/.dev ## everything that must hold before a change lands
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/print_schemas.py --check
	$(BIN)/python tools/write_attestations.py --check
	$(BIN)/python tools/cases/write_cases.py --check
	$(BIN)/python tools/cases/write_suite.py --check
	HYPOTHESIS_PROFILE=ci $(BIN)/python -m pytest tests/laws --deeper -rs -n auto --dist worksteal

bench: export PYTHONPATH := tests:tools/cases
bench: $(VENV)/.dev ## speed, as ratios measured in one run
	$(BIN)/python -m tests.bench

schemas: $(VENV)/.test ## print schemas, code lists, dictionary, rule table, XML samples; sign samples
	$(BIN)/python tools/print_schemas.py
	$(BIN)/python tools/write_attestations.py

cases: $(VENV)/.test ## write the conformance cases from their definitions, and the suite about them
	$(BIN)/python tools/cases/write_cases.py
	$(BIN)/python tools/cases/write_suite.py

# RULE=AEO-LIF-06 and the like.
rule: $(VENV)/.dev ## of one rule: print, write its cases, ask what a rule touches
	@$(BIN)/python tools/cases/ask_rule.py $(RULE)

# SAMPLE=all makes every mutant, which takes hours; JOBS and SEED as they say.
SAMPLE ?= 30
JOBS ?= 2
SEED ?= 9
mutants: $(VENV)/.dev ## ask the suite of broken versions of both implementations, and score it (needs Node 20)
	npm ci --silent --prefix tools/mutants/javascript
	npm ci --silent --prefix conformance/implementations/node
	$(BIN)/python tools/mutants/run.py --sample $(SAMPLE) --jobs $(JOBS) --seed $(SEED)

format: $(VENV)/.dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

page: ## build the page for officers, web/verify, into build/verify (needs npm)
	npm ci --silent --prefix web/verify
	$(PYTHON) tools/build_page.py

# Each report of a conformance run is made again when the suite or what was asked is newer. Without
# Node the site says what it lacks.
REPORTS := build/reports
RUN := $(BIN)/aeo conformance run --level full --seed 1 --jobs 2 --quiet --force
site: $(VENV)/.site $(REPORTS)/python.json ## build the site of the standard into build/site
	@if command -v npm >/dev/null && command -v node >/dev/null; then \
	  $(MAKE) --no-print-directory $(REPORTS)/javascript.json page; \
	else echo "without Node: no report of JavaScript, no page to try"; fi
	$(BIN)/python tools/website/build_site.py --reports $(REPORTS) \
	  $$(command -v npm >/dev/null && echo --page build/verify)

$(REPORTS)/python.json: conformance/suite.json $(shell find src -name '*.py') | $(VENV)/.site
	mkdir -p $(REPORTS)
	$(RUN) --adapter 'exec:$(BIN)/aeo conformance adapter' --output $@ || [ $$? = 1 ]

NODE_ADAPTER := conformance/implementations/node
$(REPORTS)/javascript.json: conformance/suite.json $(wildcard $(NODE_ADAPTER)/*.mjs $(NODE_ADAPTER)/receiver/*.mjs) \
  $(shell find packages/verifier/src -name '*.mjs') | $(VENV)/.site
	mkdir -p $(REPORTS)
	npm ci --silent --prefix $(NODE_ADAPTER)
	$(RUN) --adapter 'exec:node $(NODE_ADAPTER)/adapter.mjs' --output $@ || [ $$? = 1 ]

peers: $(VENV)/.spark ## install what judges our schemas, the second implementation, Spark (needs Node 20)
	npm ci --prefix tests/peers/node
	npm ci --prefix conformance/implementations/node
	npm ci --prefix web/verify

clean: ## remove what make made
	rm -rf $(VENV) build dist

# pip compiles what it installs, but what stays where it is: ours is compiled beside it, once, and
# not by each worker of the first run of tests.
INSTALL = $(BIN)/python -m compileall -qq -j 0 src & \
  $(BIN)/pip install --quiet --disable-pip-version-check --editable

# Each stamp is newer than what it was made from; the later ones contain the earlier.
$(VENV)/.demo: pyproject.toml | $(VENV)/.made
	$(INSTALL) . && wait
	touch $@

$(VENV)/.site: pyproject.toml | $(VENV)/.made
	$(INSTALL) '.[site]' && wait
	touch $@ $(VENV)/.demo

$(VENV)/.test: pyproject.toml | $(VENV)/.made
	$(INSTALL) '.[test]' && wait
	touch $@ $(VENV)/.demo $(VENV)/.site

$(VENV)/.dev: pyproject.toml | $(VENV)/.made
	$(INSTALL) '.[dev]' && wait
	touch $@ $(VENV)/.demo $(VENV)/.site $(VENV)/.test

# Of the peers alone: 450 MB.
$(VENV)/.spark: pyproject.toml | $(VENV)/.test
	$(INSTALL) '.[spark]' && wait
	touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is missing: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing: on Debian, apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@
