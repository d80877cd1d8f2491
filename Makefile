# The commands of the project. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3)
BIN := .venv/bin
EXT := ckanext-govopen ckanext-masking ckanext-openindex ckanext-prov

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | \
	  while IFS=$$'\t' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

.PHONY: up
up: python ## a working portal with a demonstration catalogue (PORT=, PG_PORT=, REDIS_PORT=, SOLR_PORT=)
	@$(PYTHON) -m stack up

.PHONY: down
down: ## stop what `make up` started; the data stay
	@$(PYTHON) -m stack down

.PHONY: doctor
doctor: python ## check each service and setting; name what is broken and what to do
	@$(PYTHON) -m stack doctor

.PHONY: python
python:
	@command -v python3 >/dev/null || { echo "installing python3"; \
	  sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); $$sudo apt-get update -q && \
	  $$sudo apt-get install -y -q --no-install-recommends python3 python3-venv; }

.PHONY: test-services
test-services: python ## start the services of the tests and write .stack/test.ini
	@$(PYTHON) -m stack test-services

.PHONY: test
test: test-services ## every test: lint, unit, packaging, integration, browser, SolrCloud
	@$(MAKE) --no-print-directory lint test-unit
	$(BIN)/python -m pytest tests/packaging -p no:ckan -p no:ckan_fixtures -q
	$(BIN)/python -m pytest tests/integration tests/browser --ckan-ini=.stack/test.ini -q --durations=15
	@$(PYTHON) -m stack test-cloud

.PHONY: test-cloud
test-cloud: test-services ## the search tests against two SolrCloud nodes with ZooKeeper
	@$(PYTHON) -m stack test-cloud

.PHONY: test-unit
test-unit: ## the tests that need no service
	$(BIN)/python -m pytest tests/unit -p no:ckan -p no:ckan_fixtures -q -n auto

.PHONY: i18n
i18n: ## bring the translations up to date with the code and compile them
	$(BIN)/python -m stack.i18n

.PHONY: lint
lint: ## ruff on everything, pyright (strict) on domain code
	$(BIN)/ruff check .
	$(BIN)/pyright

.PHONY: bench
bench: test-services ## all measurements, or one: make bench B=harvest
	$(BIN)/python -m bench $(B)
