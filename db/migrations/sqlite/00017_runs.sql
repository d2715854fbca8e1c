-- Runs: operations that go on after the process that carries them out has died.

-- +goose Up
CREATE TABLE runs (
    account_id     integer NOT NULL,
    -- That of its operation.
    operation_id   text NOT NULL,
    kind           text NOT NULL CHECK (kind <> ''),
    integration_id integer,
    -- When it goes on.
    due_at         integer NOT NULL,
    -- Until when the holder of the token has it; 0 while none has.
    lease_until    integer NOT NULL,
    -- One more each time that it is taken.
    token          integer NOT NULL,
    -- When its state last changed, the faults since, and all faults.
    moved_at       integer NOT NULL,
    attempts       integer NOT NULL,
    faults         integer NOT NULL,
    -- It is to end at its next step, or has ended so.
    cancelled      boolean NOT NULL,
    ended_at       integer,
    -- JSON, of its kind: how far it has come.
    state          text NOT NULL,
    PRIMARY KEY (account_id, operation_id)
) WITHOUT ROWID;
-- One run of a kind at a time.
CREATE UNIQUE INDEX runs_kind ON runs (account_id, kind, coalesce(integration_id, 0)) WHERE ended_at IS NULL;
CREATE INDEX runs_due ON runs (due_at) WHERE ended_at IS NULL;

-- +goose Down
DROP TABLE runs;
