//go:build !linux

package main

import (
	"context"
	"errors"
)

// startCluster is for Linux only.
func startCluster(context.Context, string) (databaseURL string, stop func(), err error) {
	return "", nil, errors.New("a private PostgreSQL is started on Linux only; set TEST_DATABASE_URL")
}
