package db

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm/logger"
)

// statementLogger logs GORM's statements at debug level, errors too: they go up
// to the caller, which knows whether they matter.
type statementLogger struct {
	log *slog.Logger
}

func (l statementLogger) LogMode(logger.LogLevel) logger.Interface { return l }

func (l statementLogger) Info(ctx context.Context, message string, args ...any) {
	l.log.InfoContext(ctx, fmt.Sprintf(message, args...))
}

func (l statementLogger) Warn(ctx context.Context, message string, args ...any) {
	l.log.WarnContext(ctx, fmt.Sprintf(message, args...))
}

func (l statementLogger) Error(ctx context.Context, message string, args ...any) {
	l.log.ErrorContext(ctx, fmt.Sprintf(message, args...))
}

func (l statementLogger) Trace(ctx context.Context, begin time.Time, statement func() (sql string, rows int64), err error) {
	if !l.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	text, rows := statement()
	l.log.DebugContext(ctx, "statement", "sql", text, "rows", rows, "took", time.Since(begin), "error", err)
}
