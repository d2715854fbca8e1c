package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"time"

	"gorm.io/gorm"

	"omnimap/internal/turns"
	"omnimap/model"
)

// How many connections and processors reads may have. See ADR 24.
const (
	// maxHeavy is how many heavy reads run at once where there are enough
	// processors.
	maxHeavy = 8
	// MaxStreams is how many reads may last as long as their client takes, and
	// MaxStreamsOfAccount how many of one account.
	MaxStreams          = 3
	MaxStreamsOfAccount = 2
	// streamPatience is how long a stream waits for its turn.
	streamPatience = 10 * time.Second
	// timeoutGrace is how much longer than its context the database works at a
	// statement: the context's end is to come first, as it says why.
	timeoutGrace = time.Second
)

// ErrBusy says that others had all turns for too long.
var ErrBusy = errors.New("others have all turns")

// lanes are the ways by which reads outside of transactions come to a
// connection, apart from each other.
type lanes struct {
	unknown, light, heavy, stream lane
	// beside are the turns of heavy reads while other accounts are active, before
	// those of all: a processor is left for the others. recent tells which are.
	beside *turns.Turns[int64]
	recent activity
}

// A lane is connections, and the turns of the accounts that want them.
type lane struct {
	pool  *sql.DB
	gorm  *gorm.DB
	turns *turns.Turns[int64]
	// patience is how long a read waits for its turn; 0 as long as its context.
	patience time.Duration
	// short says that no read takes long, so that the database need not be told of
	// a limit.
	short bool
}

// heavyAtOnce is how many heavy reads run at once.
func heavyAtOnce() int { return min(runtime.GOMAXPROCS(0), maxHeavy) }

// heavyBeside is how many run at once beside the reads of other accounts.
func heavyBeside() int { return max(heavyAtOnce()-1, 1) }

// makeLanes makes the lanes over the two pools. One connection of light is left
// for Ping.
func (s *Store) makeLanes(light *sql.DB) {
	g := s.gorm.Session(&gorm.Session{NewDB: true})
	g.Statement.ConnPool = light
	all := func(places int) *turns.Turns[int64] { return turns.New[int64](places, places) }
	s.lanes = lanes{
		unknown: lane{pool: s.sql, gorm: s.gorm, turns: all(math.MaxInt)},
		light:   lane{pool: light, gorm: g, turns: all(light.Stats().MaxOpenConnections - 1), short: true},
		heavy:   lane{pool: s.sql, gorm: s.gorm, turns: all(heavyAtOnce())},
		stream:  lane{pool: s.sql, gorm: s.gorm, turns: turns.New[int64](MaxStreams, MaxStreamsOfAccount), patience: streamPatience},
		beside:  all(heavyBeside()),
	}
}

// of is the lane of a context's reads.
func (l *lanes) of(ctx context.Context) *lane {
	switch model.EffortOf(ctx) {
	case model.EffortLight:
		return &l.light
	case model.EffortHeavy:
		return &l.heavy
	}
	return &l.unknown
}

// enter waits for the turn of the context's account in a lane.
func (l *lanes) enter(ctx context.Context, lane *lane) (leave func(), err error) {
	account := model.ActorOf(ctx).AccountID
	if lane == &l.light {
		l.recent.see(account, time.Now())
	}
	if lane != &l.heavy || l.recent.isAlone(account, time.Now()) {
		return lane.enter(ctx)
	}
	leaveBeside, err := l.beside.Take(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("wait for a turn to read: %w", err)
	}
	leaveLane, err := lane.enter(ctx)
	if err != nil {
		leaveBeside()
		return nil, err
	}
	return func() { leaveLane(); leaveBeside() }, nil
}

// enter waits for the turn of the context's account.
func (l *lane) enter(ctx context.Context) (leave func(), err error) {
	waiting := ctx
	if l.patience > 0 {
		var cancel context.CancelFunc
		waiting, cancel = context.WithTimeout(ctx, l.patience)
		defer cancel()
	}
	leave, err = l.turns.Take(waiting, model.ActorOf(ctx).AccountID)
	if err != nil && ctx.Err() == nil {
		err = ErrBusy
	}
	if err != nil {
		return nil, fmt.Errorf("wait for a turn to read: %w", err)
	}
	return leave, nil
}

// Read runs fn with a handle for queries outside of a transaction, when it is
// the turn of the context's account. fn must not begin another read.
func (s *Store) Read(ctx context.Context, fn func(*gorm.DB) error) error {
	lane := s.lanes.of(ctx)
	leave, err := s.lanes.enter(ctx, lane)
	if err != nil {
		return err
	}
	defer leave()
	limit := lane.limit(ctx)
	if limit == 0 || s.dialect.timeLimit == "" {
		return fn(lane.gorm.WithContext(ctx))
	}
	return s.readWithin(ctx, lane, limit, fn)
}

// readWithin is Read in a transaction, at each of whose statements the database
// works no longer than a limit.
func (s *Store) readWithin(ctx context.Context, lane *lane, limit time.Duration, fn func(*gorm.DB) error) error {
	tx, err := lane.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin a read: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // Nothing was written.
	if _, err := tx.ExecContext(ctx, s.dialect.timeLimit, milliseconds(limit)); err != nil {
		return fmt.Errorf("limit the time of a read: %w", err)
	}
	handle := lane.gorm.Session(&gorm.Session{NewDB: true, Context: ctx})
	handle.Statement.ConnPool = tx
	return fn(handle)
}

// Each runs a query outside of any transaction, with arguments as GORM takes
// them, when it is the turn of the context's account, and calls each for its
// rows. each must not begin another read.
func (s *Store) Each(ctx context.Context, query string, args []any, each func(Row) error) error {
	return s.eachIn(ctx, s.lanes.of(ctx), query, args, each)
}

// EachFew is Each for a query that concerns few rows: they are looked up by
// their keys, whatever the planner expects.
func (s *Store) EachFew(ctx context.Context, query string, args []any, each func(Row) error) error {
	if s.dialect.fewRows == nil {
		return s.Each(ctx, query, args, each)
	}
	lane := s.lanes.of(ctx)
	leave, err := s.lanes.enter(ctx, lane)
	if err != nil {
		return err
	}
	defer leave()
	return s.readWithin(ctx, lane, lane.limit(ctx), func(g *gorm.DB) error {
		tx := &Tx{DB: g, dialect: s.dialect}
		if err := tx.ExpectFew(true); err != nil {
			return err
		}
		rows, err := tx.Raw(query, args...).Rows()
		if err != nil {
			return err
		}
		_, err = ScanRows(rows, func(rows *sql.Rows) (struct{}, error) { return struct{}{}, each(rows) })
		return err
	})
}

// Stream is Each for a query whose rows are read as slowly as a client takes
// them. Few run at once. each may begin other reads. It returns ErrBusy if its
// turn does not come soon.
func (s *Store) Stream(ctx context.Context, query string, args []any, each func(Row) error) error {
	return s.eachIn(ctx, &s.lanes.stream, query, args, each)
}

func (s *Store) eachIn(ctx context.Context, lane *lane, query string, args []any, each func(Row) error) error {
	leave, err := s.lanes.enter(ctx, lane)
	if err != nil {
		return err
	}
	defer leave()
	built := lane.gorm.WithContext(ctx).Raw(query, args...).Statement
	text, began, rows := built.SQL.String(), time.Now(), int64(0)
	err = s.dialect.each(ctx, lane.pool, statement{text, built.Vars, lane.limit(ctx)}, func(row Row) error {
		rows++
		return each(row)
	})
	s.gorm.Logger.Trace(ctx, began, func() (string, int64) { return s.gorm.Explain(text, built.Vars...), rows }, err)
	return err
}

// A statement is a query with its arguments, and how long the database may work
// at it; 0 for no limit.
type statement struct {
	text  string
	args  []any
	limit time.Duration
}

// limit is how long the database may work at a statement of the context; 0 for
// no limit.
func (l *lane) limit(ctx context.Context) time.Duration {
	deadline, limited := ctx.Deadline()
	if !limited || l.short {
		return 0
	}
	return max(time.Until(deadline), 0) + timeoutGrace
}

func milliseconds(limit time.Duration) string {
	return strconv.FormatInt(limit.Milliseconds(), 10)
}
