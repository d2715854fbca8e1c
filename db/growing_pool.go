package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"
)

// How long a request waits for PostgreSQL to have a connection free, where this
// process has none for it, and how often it asks.
const (
	crowdedPatience = 30 * time.Second
	crowdedEvery    = 100 * time.Millisecond
)

// patientConnector opens connections to PostgreSQL. If there are no more to be
// had it waits, and does not fail.
type patientConnector struct {
	driver.Connector
	// silent says that the database is silent; nil for the connection that finds
	// that out.
	silent func() error
	// crowded is called when there are no more. Its error is returned at once.
	crowded func() error
}

// Connect opens a connection.
func (c *patientConnector) Connect(ctx context.Context) (driver.Conn, error) {
	for began := time.Now(); ; {
		if c.silent != nil {
			if err := c.silent(); err != nil {
				return nil, err
			}
		}
		opened, err := c.Connector.Connect(ctx)
		if err == nil || conditionOfPostgres(err) != &isCrowded || time.Since(began) > crowdedPatience {
			return opened, err
		}
		if err := c.crowded(); err != nil {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(crowdedEvery):
		}
	}
}

// growingPool is the pool of connections to PostgreSQL. If it cannot have as
// many as it may, it makes do with those that it has.
type growingPool struct {
	*sql.DB
	opened *connector
	// most is how many connections it may have.
	most int
	// beside is the other pool.
	beside *growingPool
}

// newGrowingPools makes two pools that may have so many connections.
func newGrowingPools(opens driver.Connector, h *health, most, mostBeside int) (pool, beside *growingPool) {
	pool, beside = newGrowingPool(opens, h, most), newGrowingPool(opens, h, mostBeside)
	pool.beside, beside.beside = beside, pool
	return pool, beside
}

func newGrowingPool(opens driver.Connector, h *health, most int) *growingPool {
	p := &growingPool{most: most}
	p.opened = &connector{Connector: &patientConnector{opens, h.errIfSilent, p.makeDo}, dialect: h.dialect, health: h}
	p.DB = sql.OpenDB(p.opened)
	p.SetConnMaxIdleTime(5 * time.Minute)
	p.grow()
	return p
}

// grow lets the pool have as many connections as it may.
func (p *growingPool) grow() {
	p.SetMaxOpenConns(p.most)
	p.SetMaxIdleConns(p.most)
}

// makeDo has those who need a connection wait for one of the pool's, if it has
// any: database/sql asks again after ErrBadConn. Else the other pool gives one up.
func (p *growingPool) makeDo() error {
	n := p.opened.open.Load()
	if n == 0 {
		return p.makeRoom()
	}
	p.SetMaxOpenConns(int(n))
	return driver.ErrBadConn
}

// makeRoom has the larger of the two pools give up a connection, for one that is
// needed elsewhere. Its last one it keeps.
func (p *growingPool) makeRoom() error {
	larger := p
	if p.beside.opened.open.Load() > p.opened.open.Load() {
		larger = p.beside
	}
	larger.SetMaxOpenConns(max(1, int(larger.opened.open.Load())-1))
	return nil
}

// tryWritePostgres writes some pages of a temporary table, and to the log.
func tryWritePostgres(ctx context.Context, s *Store) error {
	tx, err := s.health.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `CREATE TEMPORARY TABLE tried_write ON COMMIT DROP AS
SELECT n, repeat(md5(CAST(n AS text)), 50) AS text FROM generate_series(1, 250) n`)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
