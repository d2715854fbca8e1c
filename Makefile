# make help lists the targets.
.PHONY: help test lint generate bench screenshots

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

test: lint ## Check formatting, lint and generated code, then run every test on both databases
	go test -race -timeout 30m ./...

lint: ## Check formatting, lint, and that generated code is fresh
	go tool -modfile=tools/go.mod golangci-lint run
	@generated() { cat graph/*.go examples/go/*.go $$(find web/dist web/dist.sum web/src/gql -type f | sort) | cksum; }; \
	before=$$(generated); go generate ./... && after=$$(generated); \
	if [ "$$before" != "$$after" ]; then echo "generated code was stale; commit what make generate wrote"; exit 1; fi

generate: ## Write the generated code anew
	go generate ./...

N ?= 1000000
bench: ## Measure beside the baselines, into docs/benchmarks.md (N=1000000)
	go run ./bench -n $(N)

screenshots: ## Take the README's screenshots anew
	SCREENSHOTS=$(CURDIR)/docs go test -count=1 -run '^TestScreenshots$$' ./e2e
