# make help lists the targets.
.PHONY: help test test-scale nightly check lint generated generate tests tests-changed bench screenshots

# The race detector would spend most of its time in SQLite, which is C turned
# into Go and none of our code. Wider patterns give false reports in gorm.
RACE := -race -gcflags=modernc.org/sqlite/lib=-race=false

# Tests wait for the programs and databases that they start, so twice as many
# run at once as there are processors.
PARALLEL := -parallel $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))

# Runs targets beside each other, all to their ends, each line as it comes.
BESIDE := $(MAKE) --no-print-directory --jobs --keep-going --output-sync=line

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

# Generated code is looked at first: what is stale is written, and tests embed it.
test: generated ## Check generated code, then lint and run every test on both databases
	@$(BESIDE) lint tests

tests: ## Run every test on both databases, with the race detector
	go test $(RACE) $(PARALLEL) -timeout 15m ./...

# The tests that do more with the build tag scale.
SCALED := TestGivenUp TestKill TestPages TestPaused TestReplicasKilled TestSlowReader TestStory TestUndoDeleteAll TestWorlds TestWorldsPartitioned
empty :=

test-scale: ## Run the tests of worlds, kills and pages in their full number
	@for test in $(SCALED); do git grep -q "^func $$test(" -- "*_test.go" || { echo "there is no $$test"; exit 1; }; done
	go test $(RACE) $(PARALLEL) -tags scale -timeout 20m -run '^($(subst $(empty) ,|,$(SCALED)))$$' $$(.ci/using omnimap/internal/scale)

nightly: ## Draw 2,000 worlds in each test that draws
	go test $(RACE) -tags scale -timeout 10h $$(.ci/using pgregory.net/rapid) -rapid.checks=2000

check: generated ## Check generated code, lint, and run the unit tests of what changed since main
	@$(BESIDE) lint tests-changed

tests-changed: ## Run the unit tests of what changed since main, without the race detector
	@packages=$$(.ci/changed); if [ -z "$$packages" ]; then echo "no package has changed"; else go test -short $$packages; fi

lint: ## Check formatting, lint, and who imports whom
	go tool -modfile=tools/go.mod golangci-lint run

generated: ## Check that generated code is fresh
	@generated() { cat graph/*.go examples/go/*.go $$(find web/dist web/dist.sum web/src/gql -type f | sort) | cksum; }; \
	before=$$(generated); go generate ./... && after=$$(generated); \
	if [ "$$before" != "$$after" ]; then echo "generated code was stale; commit what make generate wrote"; exit 1; fi

generate: ## Write the generated code anew
	go generate ./...

N ?= 1000000
bench: ## Measure beside the baselines, into docs/benchmarks.md (N=1000000)
	go run ./bench -n $(N)

screenshots: ## Take the README's screenshots anew (GALLERY=folder: of every page and state, into it)
	SCREENSHOTS=$(CURDIR)/docs go test -count=1 -run '^TestScreenshots$$' ./e2e
