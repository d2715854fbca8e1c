package app

import (
	"context"
	"fmt"
	"log/slog"

	"omnimap/db"
	"omnimap/internal/config"
	"omnimap/service"
)

// verify checks a database and says what is wrong with it, or that nothing is.
func verify(ctx context.Context, args []string) error {
	helped, err := withoutFlags("verify", args)
	if helped || err != nil {
		return err
	}
	store, err := db.OpenExisting(ctx, config.DatabaseURL(), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer store.Close()
	faults, err := service.New(store, slog.New(slog.DiscardHandler)).Verify(ctx)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		fmt.Println(fault)
	}
	if len(faults) > 0 {
		return fmt.Errorf("the database has faults: %d", len(faults))
	}
	fmt.Println("Nothing is wrong.")
	return nil
}
