-- What was begun on many users at once: each of its changes names it.
ALTER TABLE journal ADD COLUMN run TEXT;

CREATE INDEX journal_run ON journal (run) WHERE run IS NOT NULL;

CREATE TRIGGER journal_run_is_not_rewritten BEFORE UPDATE OF run ON journal
BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;
