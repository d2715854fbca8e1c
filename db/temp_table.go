package db

import (
	"fmt"
	"strings"
)

// A TempTable is a temporary table: its name, and its columns as in CREATE
// TABLE. KEYTEXT is the type of a text that is compared by code point, and
// DECIMALTYPE that of an exact decimal number.
type TempTable struct{ Name, Columns string }

// CreateTempTables creates empty temporary tables by one statement. They stay
// with the connection, so creating them again is cheap. See ADR 1.
func (tx *Tx) CreateTempTables(tables ...TempTable) error {
	var statements strings.Builder
	for _, table := range tables {
		statements.WriteString(emptyTable(table.Name, tx.dialect.table(table.Columns)))
	}
	if err := tx.Exec(statements.String()).Error; err != nil {
		return fmt.Errorf("create temporary tables: %w", err)
	}
	return nil
}

// emptyTable creates a temporary table, or empties the one that the connection
// has. columns are in parentheses.
func emptyTable(name, columns string) string {
	return "CREATE TEMPORARY TABLE IF NOT EXISTS " + name + " " + columns + "; DELETE FROM " + name + "; "
}

// ExpectFew says whether the following statements concern few rows. Few rows
// are looked up by their keys, whatever the planner expects, and temporary
// tables are not analyzed, which would cost more than the rest.
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

// Analyze refreshes the planner's statistics of temporary tables that were
// filled, unless few rows are expected. The only columns of interest can follow
// a table's name in parentheses: on PostgreSQL wide columns take long.
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

// AnalyzeShared is Analyze for tables that all accounts share. It skips a table
// that another transaction analyzes or vacuums. On SQLite it does nothing. See
// ADR 1.
func (tx *Tx) AnalyzeShared(tables ...string) error {
	if tx.dialect.name == "sqlite" {
		return nil
	}
	return tx.analyze("ANALYZE (SKIP_LOCKED) ", tables)
}
