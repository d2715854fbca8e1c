// Command tune fits the weights of suggestions, evaluates them on a set, and
// measures them. It is run by "go run ./bench suggest".
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

func main() {
	log.SetFlags(log.Ltime)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		log.Fatalln("suggest:", err)
	}
}

// errUsage says how the command is called.
var errUsage = errors.New("usage: suggest fit SET… | eval SET OUT.json | bands | speed")

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	switch {
	case args[0] == "fit":
		return fit(ctx, args[1:])
	case args[0] == "eval" && len(args) == 3:
		return evaluate(ctx, args[1], args[2])
	case args[0] == "bands" && len(args) == 1:
		return printBands(ctx, os.Stdout)
	case args[0] == "speed" && len(args) == 1:
		return measureSpeed(ctx)
	}
	return fmt.Errorf("%q: %w", args, errUsage)
}

func workers() int { return runtime.NumCPU() }
