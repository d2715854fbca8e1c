package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// While a start waits for its database: how long one attempt may take, how long
// it is until the next, and how often the log says so.
const (
	awaitTimeout = 5 * time.Second
	awaitEvery   = 250 * time.Millisecond
	awaitLog     = 5 * time.Second
)

// Await waits until PostgreSQL takes connections, as long as it may be starting
// or failing over; a wrong password is not waited for, and neither is SQLite.
func Await(ctx context.Context, url string, wait time.Duration, log *slog.Logger) error {
	if strings.HasPrefix(url, "sqlite:") {
		return nil
	}
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil //nolint:nilerror // Open says what is wrong with the URL.
	}
	var logged time.Time
	for began := time.Now(); ; {
		err := connectOnce(ctx, config)
		switch {
		case err == nil, ctx.Err() != nil:
			return ctx.Err()
		case !mayPass(err):
			return fmt.Errorf("open database: %w", err)
		case time.Since(began) >= wait:
			return fmt.Errorf("open database: after %v (DATABASE_WAIT): %w", wait, err)
		case time.Since(logged) >= awaitLog:
			log.WarnContext(ctx, "waiting for the database", "at most", wait, "so far", time.Since(began).Round(time.Second), "error", err)
			logged = time.Now()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(awaitEvery, max(wait-time.Since(began), 0))):
		}
	}
}

// connectOnce opens a connection and closes it.
func connectOnce(ctx context.Context, config *pgx.ConnConfig) error {
	connecting, cancel := context.WithTimeout(ctx, awaitTimeout)
	defer cancel()
	conn, err := pgx.ConnectConfig(connecting, config)
	if err != nil {
		return err
	}
	closing, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_ = conn.Close(closing)
	return nil
}

// mayPass reports whether what keeps a connection from being opened may pass by
// itself. A password or a name that is wrong (classes 28 and 3D) stays wrong.
func mayPass(err error) bool {
	var refused *pgconn.PgError
	return !errors.As(err, &refused) || !hasClass(refused.Code, "28", "3D")
}
