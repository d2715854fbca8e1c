# make help lists the targets.
.PHONY: help test lint generate

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

test: lint ## Check formatting, lint and generated code, then run every test on both databases
	go test -race -timeout 30m ./...

lint: ## Check formatting and lint
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "not gofmt-clean: $$unformatted"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

generate: ## Write the generated code anew
	go generate ./...
