package main

import (
	"context"
	"os"
	"os/exec"
)

// suggestCommand, before other arguments, fits, evaluates or measures the
// suggestions:
//
//	go run ./bench suggest fit SET…            # fits the weights
//	go run ./bench suggest eval SET OUT.json   # suggests for the listings of a set
//	go run ./bench suggest bands               # the tables of docs/suggestions.md
//	go run ./bench suggest speed               # a million options
const suggestCommand = "suggest"

// tuneSuggestions runs the command beside the engine: only what stands below
// service may import that.
func tuneSuggestions(ctx context.Context, args []string) error {
	tune := exec.CommandContext(ctx, "go", append([]string{"run", "./service/internal/suggest/tune"}, args...)...)
	tune.Stdout, tune.Stderr = os.Stdout, os.Stderr
	return tune.Run()
}
