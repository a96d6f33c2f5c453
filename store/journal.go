package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/change"
)

// Journal is the technician's record of what was changed. It is only added to: the database refuses the rest. Nothing that
// deletes a tenant's data deletes from it (Forget says why); only EraseJournal does.
func (s *Store) Journal() Journal { return Journal{s} }

// Journal keeps changes, as change.Journal wants.
type Journal struct{ store *Store }

// Begin records a change before its first request. Each id begins once.
func (j Journal) Begin(ctx context.Context, entry change.Entry) error {
	entry.State = change.Running
	err := j.store.writeThrough(ctx, func(tx *sql.Tx) error {
		num, err := insertEntry(ctx, tx, entry)
		if err != nil {
			return err
		}
		return insertSteps(ctx, tx, num, entry, entry.At)
	})
	return j.store.fault(ctx, err, "record change %s of user %s", entry.ID, entry.Target.Key)
}

// Again records that a change is carried out once more, before the first request of that; also the id of a user who had
// none when it began. It is ErrNotFound for one that never began.
func (j Journal) Again(ctx context.Context, entry change.Entry) error {
	entry.State = change.Running
	err := j.store.writeThrough(ctx, func(tx *sql.Tx) error {
		var num int64
		err := tx.QueryRowContext(ctx, "UPDATE journal SET state = ? WHERE id = ? RETURNING num", resultRunning, entry.ID).Scan(&num)
		if err != nil {
			return orNotFound(err)
		}
		if _, err := tx.ExecContext(ctx, "UPDATE journal SET object = ? WHERE num = ? AND object = ''", entry.Target.Key.ID, num); err != nil {
			return err
		}
		return insertSteps(ctx, tx, num, entry, j.store.now())
	})
	return j.store.fault(ctx, err, "record that change %s of user %s is carried out again", entry.ID, entry.Target.Key)
}

// End records how a change went. A change that is retried ends again, and what it ended in last counts. It is ErrNotFound
// for one that never began.
func (j Journal) End(ctx context.Context, entry change.Entry) error {
	err := j.store.writeThrough(ctx, func(tx *sql.Tx) error {
		result, known := results[entry.State]
		if !known || entry.State == change.Running {
			return fmt.Errorf("a change cannot end as %q", entry.State)
		}
		var num int64
		ids := requestIDs(entry.Steps)
		err := tx.QueryRowContext(ctx, "UPDATE journal SET state = ?, request_id = ?, request_id_fold = ? WHERE id = ? RETURNING num",
			result, ids, folded(ids), entry.ID).Scan(&num)
		if err != nil {
			return orNotFound(err)
		}
		return insertSteps(ctx, tx, num, entry, entry.Ended)
	})
	return j.store.fault(ctx, err, "record end of change %s of user %s", entry.ID, entry.Target.Key)
}

// Entry is a change as it ended last, or ErrNotFound.
func (j Journal) Entry(ctx context.Context, id string) (change.Entry, error) {
	entries, err := collect(ctx, j.store.reader, scanEntry, entriesWhere+"j.id = ?", resultDone, id)
	if err == nil && len(entries) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return change.Entry{}, j.store.fault(ctx, orNotFound(err), "read change %s", id)
	}
	return entries[0], nil
}

// Run gives the changes of what was begun on many users at once, in the order in which they began.
func (j Journal) Run(ctx context.Context, run string) ([]change.Entry, error) {
	entries, err := collect(ctx, j.store.reader, scanEntry, entriesWhere+"j.run = ? ORDER BY j.num", resultDone, run)
	return entries, j.store.fault(ctx, err, "read the changes of run %s", run)
}

// Since gives the changes that began at a time or later, in the order in which they began.
func (j Journal) Since(ctx context.Context, at time.Time) ([]change.Entry, error) {
	entries, err := collect(ctx, j.store.reader, scanEntry, entriesWhere+"j.at >= ? ORDER BY j.num", resultDone, at.UnixMicro())
	return entries, j.store.fault(ctx, err, "read the changes since %s", at)
}

// entriesWhere reads changes as they ended last.
const entriesWhere = `
		SELECT j.id, j.at, j.who, j.action, j.tenant, j.object, j.user_name, j.username, j.tenant_name, j.title, j.undoes, j.run,
			(SELECT u.id FROM journal u WHERE u.undoes = j.id AND u.state = ? ORDER BY u.num DESC LIMIT 1),
			s.at, s.state, s.steps
		FROM journal j JOIN journal_steps s ON s.num = (SELECT max(num) FROM journal_steps WHERE change = j.num)
		WHERE `

func scanEntry(rows *sql.Rows) (entry change.Entry, err error) {
	var at, ended, result int64
	var undoes, undoneBy, run sql.NullString
	var steps []byte
	target := &entry.Target
	err = rows.Scan(&entry.ID, &at, &entry.Who, &entry.Action, &target.Key.Tenant, &target.Key.ID, &target.Name, &target.Username,
		&target.Tenant, &entry.Title, &undoes, &run, &undoneBy, &ended, &result, &steps)
	if err == nil {
		err = json.Unmarshal(steps, &entry.Steps)
	}
	if err != nil {
		return change.Entry{}, err
	}
	entry.At, entry.State = time.UnixMicro(at).UTC(), stateOf(result)
	entry.Undoes, entry.UndoneBy, entry.Run = undoes.String, undoneBy.String, run.String
	if entry.State != change.Running {
		entry.Ended = time.UnixMicro(ended).UTC()
	}
	return entry, nil
}

func insertEntry(ctx context.Context, tx *sql.Tx, e change.Entry) (num int64, err error) {
	what := whatOf(e.Steps)
	undoes, run := sql.NullString{String: e.Undoes, Valid: e.Undoes != ""}, sql.NullString{String: e.Run, Valid: e.Run != ""}
	err = tx.QueryRowContext(ctx, `
		INSERT INTO journal (id, at, state, action, undoes, run, tenant, object, who, who_fold, tenant_name, tenant_name_fold,
			user_name, user_name_fold, username, username_fold, title, title_fold, what, what_fold, request_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '') RETURNING num`,
		e.ID, e.At.UnixMicro(), resultRunning, e.Action, undoes, run, e.Target.Key.Tenant, e.Target.Key.ID, e.Who, folded(e.Who),
		e.Target.Tenant, folded(e.Target.Tenant), e.Target.Name, folded(e.Target.Name), e.Target.Username,
		folded(e.Target.Username), e.Title, folded(e.Title), what, folded(what)).Scan(&num)
	return num, err
}

func insertSteps(ctx context.Context, tx *sql.Tx, num int64, entry change.Entry, at time.Time) error {
	steps, err := json.Marshal(entry.Steps)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO journal_steps (change, at, state, steps) VALUES (?, ?, ?, ?)",
		num, at.UnixMicro(), results[entry.State], string(steps))
	return err
}

// markInterrupted makes lists say of changes that began and have no end that the program ended before. It runs before
// anything else uses the database, so none of them is under way.
func (s *Store) markInterrupted(ctx context.Context) error {
	_, err := s.writer.ExecContext(ctx, endInterrupted)
	return s.fault(ctx, err, "look for interrupted changes")
}

// endInterrupted has its numbers in its text, because SQLite looks into an index of some rows only for a condition that it
// can read.
var endInterrupted = fmt.Sprintf("UPDATE journal SET state = %d WHERE state = %d", resultInterrupted, resultRunning)

// stateOf is the state that the journal keeps as a number.
func stateOf(result int64) change.State {
	for state, number := range results {
		if number == result {
			return state
		}
	}
	return change.Unknown
}

// whatOf is what a change does, step by step, in one line.
func whatOf(steps []change.EntryStep) string {
	texts := make([]string, len(steps))
	for i, step := range steps {
		texts[i] = step.Text
	}
	return strings.Join(texts, "; ")
}

// requestIDs are Microsoft's names of a change's requests, in one line. Steps that went in one request share its name.
func requestIDs(steps []change.EntryStep) string {
	var ids []string
	for _, step := range steps {
		if step.RequestID != "" && !slices.Contains(ids, step.RequestID) {
			ids = append(ids, step.RequestID)
		}
	}
	return strings.Join(ids, joint)
}
