package db

import (
	"database/sql/driver"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"omnimap/model"
)

// ErrUnavailable and ErrDiskFull are in the errors of a database that is away,
// read-only, locked, damaged or gone, and of one whose disk is full.
var (
	ErrUnavailable = model.ErrUnavailable
	ErrDiskFull    = model.ErrDiskFull
)

// A condition is what is wrong with a database, for those who use it.
type condition struct {
	kind    error
	message string
	// stale says that connections that were opened before may be of no use any
	// more.
	stale bool
	// hold is how long it is taken to last at least.
	hold time.Duration
	// ofOne says that it is about one statement, and others may do.
	ofOne bool
}

// fullFor is how long a full disk is taken to stay so: what is written after
// the first refusal may still fit.
const fullFor = 5 * time.Second

var (
	isAway      = condition{kind: ErrUnavailable, message: "The database does not answer. Try again later.", stale: true}
	isReadOnly  = condition{kind: ErrUnavailable, message: "The database is read-only for now. Try again later.", stale: true}
	isCrowded   = condition{kind: ErrUnavailable, message: "The database has no connection free. Try again later."}
	isLocked    = condition{kind: ErrUnavailable, message: "Another program keeps the database locked. Try again later."}
	isFailing   = condition{kind: ErrUnavailable, message: "The database reports a fault of its own. Try again later; if it stays, tell the person who runs the server."}
	isBroken    = condition{kind: ErrUnavailable, message: isFailing.message, ofOne: true}
	isNoFile    = condition{kind: ErrUnavailable, message: "The database's file cannot be read or written. Try again later; if it stays, tell the person who runs the server."}
	isDamaged   = condition{kind: ErrUnavailable, message: "The database's file is damaged. Tell the person who runs the server, and try again later."}
	isOverLimit = condition{kind: ErrDiskFull, message: "It takes more temporary files than the database lets one statement have. Ask for less at a time.", ofOne: true}
	isFull      = condition{kind: ErrDiskFull, message: "The disk of the database or of its temporary files is full. Try again when the person who runs the server has made room.", hold: fullFor}
)

// fault is an error that says what is wrong with the database.
func (c *condition) fault(err error) *model.Fault {
	return &model.Fault{Kind: c.kind, Message: c.message, Err: err}
}

// conditionOfPostgres says what an error of PostgreSQL or of the way to it
// means; nil if it is about the statement. What is no error of a server came
// from the network.
func conditionOfPostgres(err error) *condition {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		if isNetworkFault(err) {
			return &isAway
		}
		return nil
	}
	switch code := refused.Code; {
	case code == "53100":
		return &isFull
	case code == "53400": // configuration_limit_exceeded
		return &isOverLimit
	case code == "53300":
		return &isCrowded
	case code == "25006":
		return &isReadOnly
	case code == "55P03": // lock_not_available
		return &isLocked
	case hasClass(code, "08", "57P"), errors.As(err, new(*pgconn.ConnectError)):
		return &isAway
	case hasClass(code, "53", "58"): // resources, the operating system
		return &isFailing
	case hasClass(code, "XX"): // internal errors
		return &isBroken
	}
	return nil
}

func hasClass(code string, classes ...string) bool {
	for _, class := range classes {
		if strings.HasPrefix(code, class) {
			return true
		}
	}
	return false
}

// isNetworkFault reports whether an error is that of a connection to PostgreSQL
// that cannot be opened, or is lost.
func isNetworkFault(err error) bool {
	return errors.As(err, new(*pgconn.ConnectError)) || errors.Is(err, pgconn.ErrConnClosed) ||
		errors.Is(err, driver.ErrBadConn) || errors.As(err, new(*connectionError))
}

// conditionOfSQLite says what an error of SQLite means; nil if it is about the
// statement.
func conditionOfSQLite(err error) *condition {
	var refused *modernc.Error
	switch {
	case errors.As(err, &refused):
	case errors.Is(err, ErrUnavailable):
		return &isNoFile // The watch of the file found that.
	default:
		return nil
	}
	const primary = 0xff // An extended code has the primary one in its last byte.
	switch refused.Code() & primary {
	case sqlite3.SQLITE_FULL:
		return &isFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_PROTOCOL:
		return &isLocked
	case sqlite3.SQLITE_READONLY:
		if refused.Code() == sqlite3.SQLITE_READONLY_DBMOVED {
			return &isNoFile
		}
		return &isReadOnly
	case sqlite3.SQLITE_CANTOPEN:
		if isTemporaryFull() {
			return &isFull // The file was a temporary one.
		}
		return &isNoFile
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM:
		return &isNoFile
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return &isDamaged
	}
	return nil
}
