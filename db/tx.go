package db

import (
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gorm.io/gorm"

	"omnimap/model"
)

// Tx is a transaction. Its embedded DB runs any statement.
type Tx struct {
	*gorm.DB
	dialect dialect
	// few says that few rows are expected.
	few bool
	// events are the texts to send to this process's listeners on commit.
	events []string
	// isWork says that its commit shows that the database takes writes.
	isWork bool
}

// IsWork says that the transaction does what a caller asked for, so that its
// commit ends a fault of the database. The books that are kept about work are
// small, and may find room where work does not.
func (tx *Tx) IsWork() { tx.isWork = true }

// Run executes one statement and returns the number of rows that it wrote. The
// statement may name any of args as @name, and need not name all.
func (tx *Tx) Run(query string, args ...sql.NamedArg) (int64, error) {
	result := tx.Exec(query, Used(query, args)...)
	return result.RowsAffected, result.Error
}

// Read runs a query for one row, with arguments as in Run, and reads its
// columns into dst.
func (tx *Tx) Read(query string, args []sql.NamedArg, dst ...any) error {
	return tx.Raw(query, Used(query, args)...).Row().Scan(dst...)
}

// Query runs a query with arguments as in Run.
func (tx *Tx) Query(query string, args ...sql.NamedArg) (*sql.Rows, error) {
	return tx.Raw(query, Used(query, args)...).Rows()
}

// Select runs a query with arguments as in Run and reads its rows into dst, a
// pointer to a slice.
func (tx *Tx) Select(query string, args []sql.NamedArg, dst any) error {
	return tx.Raw(query, Used(query, args)...).Scan(dst).Error
}

// Used are the arguments that the query names: GORM accepts no others.
func Used(query string, args []sql.NamedArg) []any {
	var values []any
	for _, arg := range args {
		if names(query, arg.Name) {
			values = append(values, arg)
		}
	}
	return values
}

// names reports whether the query names the argument: @skus does not name sku.
func names(query, argument string) bool {
	for {
		_, rest, found := strings.Cut(query, "@"+argument)
		if !found {
			return false
		}
		next, _ := utf8.DecodeRuneInString(rest)
		if next != '_' && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return true
		}
		query = rest
	}
}

// ShareAccount takes the account's lock for a change of an integration: shared
// with other such changes, but not with a change of the Omni catalogue.
func (tx *Tx) ShareAccount(account int64) error {
	return tx.lockAccount(account, tx.dialect.forShare)
}

// LockAccount takes the account's lock exclusively, to change the Omni
// catalogue, which all integrations read.
func (tx *Tx) LockAccount(account int64) error {
	return tx.lockAccount(account, tx.dialect.forUpdate)
}

func (tx *Tx) lockAccount(account int64, lock string) error {
	var id int64
	err := tx.Raw("SELECT id FROM accounts WHERE id = ? "+lock, account).Row().Scan(&id)
	if err != nil {
		return fmt.Errorf("lock account %d: %w", account, err)
	}
	return nil
}

// IntegrationColumns are the columns of a row of integrations, with the other
// integration of its pair. Their argument is the account.
const IntegrationColumns = `integrations.*, (SELECT o.id FROM integrations o WHERE o.account_id = ?
AND o.seller_id = integrations.seller_id AND o.marketplace_id = integrations.marketplace_id AND o.id <> integrations.id) AS counterpart_id`

// LockIntegration takes the integration's lock, after the account's, and reads
// its row under the lock. An unknown id returns gorm.ErrRecordNotFound.
func (tx *Tx) LockIntegration(account, integration int64) (*model.Integration, error) {
	var found model.Integration
	err := tx.Raw("SELECT "+IntegrationColumns+" FROM integrations WHERE account_id = ? AND id = ? "+tx.dialect.forUpdate, account, account, integration).
		Take(&found).Error
	if err != nil {
		return nil, fmt.Errorf("lock integration: %w", err)
	}
	return &found, nil
}

// ReadIntegration is LockIntegration without the lock, for what changes nothing.
func (tx *Tx) ReadIntegration(account, integration int64) (*model.Integration, error) {
	var found model.Integration
	if err := tx.Where("account_id = ? AND id = ?", account, integration).Take(&found).Error; err != nil {
		return nil, fmt.Errorf("read integration: %w", err)
	}
	return &found, nil
}

// Clear deletes an integration's rows of a table and returns their number. On
// SQLite it empties the whole table if there are no other rows, which does not
// look at each of them.
func (tx *Tx) Clear(table string, integration *model.Integration) (int64, error) {
	args := []sql.NamedArg{sql.Named("account", integration.AccountID), sql.Named("integration", integration.ID)}
	const own = "account_id = @account AND integration_id = @integration"
	condition := " WHERE " + own
	if tx.dialect.lock == "" {
		alone := false
		first := "(SELECT " + own + " FROM " + table + " ORDER BY account_id, integration_id LIMIT 1)"
		last := "(SELECT " + own + " FROM " + table + " ORDER BY account_id DESC, integration_id DESC LIMIT 1)"
		if err := tx.Read("SELECT coalesce("+first+" AND "+last+", 1 = 0)", args, &alone); err != nil {
			return 0, fmt.Errorf("look for other rows in %s: %w", table, err)
		}
		if alone {
			condition = ""
		}
	}
	n, err := tx.Run("DELETE FROM "+table+condition, args...)
	if err != nil {
		return 0, fmt.Errorf("clear %s: %w", table, err)
	}
	return n, nil
}

// Now is the database's time.
func (tx *Tx) Now() (model.Time, error) {
	var now model.Time
	if err := tx.Raw("SELECT " + tx.dialect.now).Row().Scan(&now); err != nil {
		return now, fmt.Errorf("read the database's time: %w", err)
	}
	return now, nil
}

// Tick returns the database's time, later than any that it returned for the
// integrations before, even if the clock stood still or went back. The
// integrations' locks must be held.
func (tx *Tx) Tick(integrations ...*model.Integration) (latest model.Time, err error) {
	for _, integration := range integrations {
		var now model.Time
		err := tx.Raw(`UPDATE integrations SET clock = `+tx.dialect.greatest+`(clock + 1, `+tx.dialect.now+`)
WHERE account_id = ? AND id = ? RETURNING clock`, integration.AccountID, integration.ID).Row().Scan(&now)
		if err != nil {
			return now, fmt.Errorf("read the integration's time: %w", err)
		}
		if now.After(latest.Time) {
			latest = now
		}
	}
	if len(integrations) < 2 {
		return latest, nil
	}
	for _, integration := range integrations {
		if err := tx.Exec("UPDATE integrations SET clock = ? WHERE account_id = ? AND id = ?", latest, integration.AccountID, integration.ID).Error; err != nil {
			return latest, fmt.Errorf("set the integration's time: %w", err)
		}
	}
	return latest, nil
}

// NextIDs reserves n consecutive ids of the account's counter and returns the
// last one before them.
func (tx *Tx) NextIDs(account int64, counter string, n int64) (last int64, err error) {
	err = tx.Raw(`INSERT INTO counters (account_id, name, last) VALUES (?, ?, ?)
ON CONFLICT (account_id, name) DO UPDATE SET last = counters.last + excluded.last RETURNING last`,
		account, counter, n).Row().Scan(&last)
	if err != nil {
		return 0, fmt.Errorf("reserve ids of %s: %w", counter, err)
	}
	return last - n, nil
}

// UUID casts an argument that is the text of a UUID to the dialect's type.
func (tx *Tx) UUID(argument string) string {
	if tx.dialect.name == "postgres" {
		return "CAST(" + argument + " AS uuid)"
	}
	return argument
}

// ForUpdateFree ends a query whose rows are to be locked, and leaves out those
// that another transaction has locked.
func (tx *Tx) ForUpdateFree() string { return tx.dialect.forUpdateFree }

// LimitIdle has the database end the transaction, and let go of what it locked,
// once its process has done nothing in it for so long: the process may be paused.
// If one process serves the database, it does nothing.
func (tx *Tx) LimitIdle(limit time.Duration) error {
	if tx.dialect.idleLimit == "" {
		return nil
	}
	if err := tx.Exec(tx.dialect.idleLimit, milliseconds(limit)).Error; err != nil {
		return fmt.Errorf("limit how long the transaction may be idle: %w", err)
	}
	return nil
}
