package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"
	"time"

	"omnimap/auth"
	"omnimap/db"
	"omnimap/internal/config"
	"omnimap/model"
	"omnimap/service"
)

const keysUsage = `usage:
  omnimap keys create -role viewer|editor|admin -name LABEL [-account NAME] [-expires 2027-01-31]
  omnimap keys list [-account NAME]
  omnimap keys revoke -name LABEL|ID [-account NAME]`

// keyCommand has the flags of a keys subcommand.
type keyCommand struct {
	account, name, role, expires string
}

// manageKeys creates, lists and revokes API keys.
func manageKeys(ctx context.Context, args []string) error {
	commands := map[string]func(context.Context, *db.Store, keyCommand) error{"create": createKey, "list": listKeys, "revoke": revokeKey}
	if len(args) > 0 && (args[0] == "help" || flagsOfCommands[args[0]] == "help") {
		fmt.Println(keysUsage)
		return nil
	}
	if len(args) == 0 || commands[args[0]] == nil {
		return usageError{"keys wants one of its own commands\n" + keysUsage}
	}
	var c keyCommand
	flags := flag.NewFlagSet("omnimap keys "+args[0], flag.ContinueOnError)
	flags.StringVar(&c.account, "account", service.DefaultAccount, "the account's name")
	if args[0] != "list" {
		flags.StringVar(&c.name, "name", "", "the key's label, which operations remember")
	}
	if args[0] == "create" {
		flags.StringVar(&c.role, "role", "", "viewer (reads), editor (also loads, maps, deletes) or admin (also makes and deletes integrations)")
		flags.StringVar(&c.expires, "expires", "", "the day from which on it is refused, as in 2027-01-31, or a time as in 2027-01-31T12:00:00Z")
	}
	helped, err := parse(flags, args[1:], keysUsage)
	if helped || err != nil {
		return err
	}
	if args[0] == "create" {
		if err := c.check(); err != nil {
			return err
		}
	}
	store, err := openForKeys(ctx, args[0] == "create")
	if err != nil {
		return err
	}
	defer store.Close()
	return commands[args[0]](ctx, store, c)
}

// openForKeys opens the database that is there. The first key can be made before
// the first start, and makes the database.
func openForKeys(ctx context.Context, mayMake bool) (*db.Store, error) {
	log := slog.New(slog.DiscardHandler)
	store, err := db.OpenExisting(ctx, config.DatabaseURL(), log)
	if !mayMake || !errors.Is(err, db.ErrNoDatabase) {
		return store, err
	}
	if store, err = db.Open(ctx, config.DatabaseURL(), log); err == nil {
		fmt.Fprintln(os.Stderr, "The database is new: there was none.")
	}
	return store, err
}

// check refuses a key that cannot be made, before there is a database for it.
func (c keyCommand) check() error {
	if _, err := readExpiry(c.expires); err != nil {
		return err
	}
	return auth.CheckKey(c.name, model.Role(c.role))
}

// createKey prints only the key to standard output, so that scripts can take
// it, and the rest to standard error.
func createKey(ctx context.Context, store *db.Store, c keyCommand) error {
	expires, err := readExpiry(c.expires)
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	account, made, err := service.New(store, log).Account(ctx, c.account)
	if err != nil {
		return err
	}
	if made && c.account != service.DefaultAccount {
		fmt.Fprintf(os.Stderr, "The account %q is new.\n", c.account)
	}
	text, err := auth.New(store, log).Create(ctx, account, c.name, model.Role(c.role), expires)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "This is the key. It is shown this once and kept nowhere:")
	fmt.Println(text)
	return nil
}

// readExpiry reads a day, which begins in UTC, or a time; nil if the text is
// empty.
func readExpiry(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			if !at.After(time.Now()) {
				return nil, fmt.Errorf("-expires %s is in the past", text)
			}
			return &at, nil
		}
	}
	return nil, fmt.Errorf("-expires %s is neither a day, as in 2027-01-31, nor a time, as in 2027-01-31T12:00:00Z", text)
}

func listKeys(ctx context.Context, store *db.Store, c keyCommand) error {
	account, err := findAccount(ctx, store, c.account)
	if err != nil {
		return err
	}
	keys, err := auth.New(store, slog.New(slog.DiscardHandler)).List(ctx, account)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tNAME\tROLE\tCREATED\tLAST USED\tSTATE")
	for _, key := range keys {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", key.ID, key.Name, key.Role, when(&key.CreatedAt), when(key.LastUsedAt), keyState(key, time.Now()))
	}
	return table.Flush()
}

// findAccount returns the id of the account with that name; that of the default
// one, which is there once it is used, may be 0.
func findAccount(ctx context.Context, store *db.Store, name string) (int64, error) {
	var account model.Account
	found := store.Reader(ctx).Where("name = ?", name).Limit(1).Find(&account)
	if found.Error != nil {
		return 0, fmt.Errorf("find account: %w", found.Error)
	}
	if found.RowsAffected == 0 && name != service.DefaultAccount {
		return 0, fmt.Errorf("there is no account %q", name)
	}
	return account.ID, nil
}

func when(at *model.Time) string {
	if at == nil {
		return "never"
	}
	return at.Format("2006-01-02 15:04")
}

func keyState(key *model.APIKey, now time.Time) string {
	switch {
	case key.RevokedAt != nil:
		return "revoked " + when(key.RevokedAt)
	case key.ExpiresAt == nil:
		return "in use"
	case now.Before(key.ExpiresAt.Time):
		return "in use until " + when(key.ExpiresAt)
	}
	return "expired " + when(key.ExpiresAt)
}

func revokeKey(ctx context.Context, store *db.Store, c keyCommand) error {
	account, err := findAccount(ctx, store, c.account)
	if err != nil {
		return err
	}
	if err := auth.New(store, slog.New(slog.DiscardHandler)).Revoke(ctx, account, c.name); err != nil {
		return err
	}
	fmt.Printf("The key %q is revoked; running servers refuse it within a few seconds.\n", c.name)
	return nil
}
