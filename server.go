// Command omnimap is a GraphQL server that keeps Amazon listings and Cin7 Omni
// items mapped to each other. See README.md.
package main

//go:generate go tool gqlgen generate

import (
	"os"

	"omnimap/internal/app"
)

func main() { os.Exit(app.Main()) }
