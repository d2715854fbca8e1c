package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"reflect"
	"sync/atomic"
	"time"
)

// connector opens the connections of a pool. It wraps those of a driver, so
// that every error that says that the database is not available is a
// model.Fault, wherever it comes from, and is known to the store's health.
type connector struct {
	driver.Connector
	dialect dialect
	health  *health
	// open counts the connections.
	open atomic.Int64
}

// Connect opens a connection.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	// Read before it is opened, since what is known then may be stale then.
	generation := c.health.generation.Load()
	opened, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, c.explain(ctx, err)
	}
	c.open.Add(1)
	return &conn{Conn: opened, connector: c, generation: generation}, nil
}

// explain makes an error a fault if it is one. What the end of the caller's
// context brought about is none. database/sql tries again by itself after
// ErrBadConn.
func (c *connector) explain(ctx context.Context, err error) error {
	if err == nil || hasEnded(ctx) {
		return err
	}
	found := c.dialect.condition(err)
	if found == nil {
		return err
	}
	if !found.ofOne && !errors.Is(err, driver.ErrBadConn) {
		c.health.recordFault(found, err)
	}
	return found.fault(err)
}

// hasEnded reports whether a context has ended. Work that ends by its deadline,
// as opening a connection does, may end a moment before the context says so: it
// waits for that.
func hasEnded(ctx context.Context) bool {
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done()
	}
	return ctx.Err() != nil
}

// conn is a connection whose errors are explained.
type conn struct {
	driver.Conn
	*connector
	generation int64
}

// Close closes the connection.
func (c *conn) Close() error {
	c.open.Add(-1)
	return c.Conn.Close()
}

// Ping asks whether the database answers.
func (c *conn) Ping(ctx context.Context) error {
	return c.explain(ctx, c.Conn.(driver.Pinger).Ping(ctx))
}

// ResetSession is called before the connection is used again. One that may be
// stale is replaced.
func (c *conn) ResetSession(ctx context.Context) error {
	if !c.IsValid() {
		return driver.ErrBadConn
	}
	return c.Conn.(driver.SessionResetter).ResetSession(ctx)
}

// IsValid is called before the connection goes back to the pool.
func (c *conn) IsValid() bool {
	if c.generation != c.health.generation.Load() {
		return false
	}
	inner, ok := c.Conn.(driver.Validator)
	return !ok || inner.IsValid()
}

// CheckNamedValue prepares an argument as the driver wants it.
func (c *conn) CheckNamedValue(value *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(value)
	}
	return driver.ErrSkip
}

// BeginTx begins a transaction.
func (c *conn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	begun, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, options)
	if err != nil {
		return nil, c.explain(ctx, err)
	}
	return &transaction{begun, c.connector, ctx}, nil
}

// PrepareContext prepares a statement.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	prepared, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
	if err != nil {
		return nil, c.explain(ctx, err)
	}
	return &preparedStatement{prepared, c.connector}, nil
}

// ExecContext executes a statement.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	result, err := c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
	return result, c.explain(ctx, err)
}

// QueryContext runs a query.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.rows(ctx)(c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args))
}

// rows wraps what a query gave.
func (c *connector) rows(ctx context.Context) func(driver.Rows, error) (driver.Rows, error) {
	return func(found driver.Rows, err error) (driver.Rows, error) {
		if err != nil {
			return nil, c.explain(ctx, err)
		}
		return &rows{found, c, ctx}, nil
	}
}

// transaction is a transaction whose errors are explained.
type transaction struct {
	driver.Tx
	*connector
	ctx context.Context
}

func (t *transaction) Commit() error   { return t.explain(t.ctx, t.Tx.Commit()) }
func (t *transaction) Rollback() error { return t.explain(t.ctx, t.Tx.Rollback()) }

// preparedStatement is a prepared statement whose errors are explained.
type preparedStatement struct {
	driver.Stmt
	*connector
}

// ExecContext executes the statement.
func (s *preparedStatement) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	result, err := s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
	return result, s.explain(ctx, err)
}

// QueryContext runs the statement's query.
func (s *preparedStatement) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.rows(ctx)(s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args))
}

// rows are rows of which a later one may be an error, too.
type rows struct {
	driver.Rows
	connector *connector
	ctx       context.Context
}

// Next reads the next row.
func (r *rows) Next(into []driver.Value) error {
	err := r.Rows.Next(into)
	if err == nil || err == io.EOF {
		return err
	}
	return r.connector.explain(r.ctx, err)
}

// ColumnTypeDatabaseTypeName is the name of a column's type.
func (r *rows) ColumnTypeDatabaseTypeName(i int) string {
	return r.Rows.(driver.RowsColumnTypeDatabaseTypeName).ColumnTypeDatabaseTypeName(i)
}

// ColumnTypeScanType is the type of Go for a column.
func (r *rows) ColumnTypeScanType(i int) reflect.Type {
	return r.Rows.(driver.RowsColumnTypeScanType).ColumnTypeScanType(i)
}
