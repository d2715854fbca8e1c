package db

import (
	"fmt"
	"strings"
)

// A TempTable is a temporary table: its name, and its columns as in CREATE
// TABLE. The type KEYTEXT is a text compared by code point, and DECIMALTYPE an
// exact decimal number.
type TempTable struct{ Name, Columns string }

// CreateTempTables makes empty temporary tables for this transaction, by one statement.
// They stay with the connection, so that making them again costs little.
func (tx *Tx) CreateTempTables(tables ...TempTable) error {
	var statements strings.Builder
	for _, table := range tables {
		statements.WriteString(emptyTable(table.Name, tx.dialect.table(table.Columns)))
	}
	if err := tx.Exec(statements.String()).Error; err != nil {
		return fmt.Errorf("make temporary tables: %w", err)
	}
	return nil
}

// emptyTable is how a temporary table is made, or emptied where the connection
// has it already. columns are in parentheses.
func emptyTable(name, columns string) string {
	return "CREATE TEMPORARY TABLE IF NOT EXISTS " + name + " " + columns + "; DELETE FROM " + name + "; "
}

// ExpectFew says whether what follows is about few rows, which are best looked
// up by their keys, whatever the planner takes the temporary tables for. They
// need not be analyzed then, which costs more than the rest does.
func (tx *Tx) ExpectFew(few bool) error {
	if tx.few == few {
		return nil
	}
	tx.few = few
	if tx.dialect.fewRows == nil {
		return nil
	}
	var statements strings.Builder
	for name, value := range tx.dialect.fewRows {
		if !few {
			value = "DEFAULT"
		}
		statements.WriteString("SET LOCAL " + name + " TO " + value + "; ")
	}
	if err := tx.Exec(statements.String()).Error; err != nil {
		return fmt.Errorf("set the planner: %w", err)
	}
	return nil
}

// Analyze refreshes the planner's statistics of temporary tables that have just
// been filled, unless few rows are expected. After a table's name may stand, in
// parentheses, the only columns that are of interest: PostgreSQL takes as long
// for each wide one as for many narrow ones.
func (tx *Tx) Analyze(tables ...string) error {
	if tx.few {
		return nil
	}
	return tx.analyze("ANALYZE ", tables)
}

func (tx *Tx) analyze(statement string, tables []string) error {
	for _, table := range tables {
		if tx.dialect.name == "sqlite" {
			table, _, _ = strings.Cut(table, " (")
		}
		if err := tx.Exec(statement + table).Error; err != nil {
			return fmt.Errorf("analyze %s: %w", table, err)
		}
	}
	return nil
}

// AnalyzeShared does so for tables that all share, where the planner goes by
// what it was told last. A table that another transaction analyzes or vacuums
// at the time is left out: whoever analyzes holds a lock until the end, and loads
// of different accounts are not to wait for each other. SQLite's planner was
// told once for all, by a migration.
func (tx *Tx) AnalyzeShared(tables ...string) error {
	if tx.dialect.name == "sqlite" {
		return nil
	}
	return tx.analyze("ANALYZE (SKIP_LOCKED) ", tables)
}
