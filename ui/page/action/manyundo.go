package action

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
)

// Journal keeps the changes.
type Journal interface {
	Entry(ctx context.Context, id string) (change.Entry, error)
	// Run gives the changes of what was begun on many users at once.
	Run(ctx context.Context, run string) ([]change.Entry, error)
}

// UndoRun takes back every change of what was begun on many users at once, each by itself.
func (a *Actions) UndoRun(run string) {
	a.undoMany(0, func(ctx context.Context) ([]bulk.Task, error) {
		entries, err := a.o.Journal.Run(ctx, run)
		return undoOf(entries), err
	})
}

// UndoMany takes back changes of the journal, each by itself. read tells which, elsewhere than where widgets may be touched.
func (a *Actions) UndoMany(count int, read func(ctx context.Context) ([]string, error)) {
	a.undoMany(count, func(ctx context.Context) ([]bulk.Task, error) {
		ids, err := read(ctx)
		entries := make([]change.Entry, 0, len(ids))
		for _, id := range ids {
			var entry change.Entry
			if err == nil {
				entry, err = a.o.Journal.Entry(ctx, id)
			}
			entries = append(entries, entry)
		}
		return undoOf(entries), err
	})
}

func undoOf(entries []change.Entry) []bulk.Task {
	tasks := make([]bulk.Task, len(entries))
	for i, entry := range entries {
		tasks[i] = bulk.UndoOf(entry.Target, entry.ID)
	}
	return tasks
}

// undo takes back what was done in the run, in a run of its own.
func (m *many) undo(tasks []bulk.Task) {
	m.form.close()
	m.a.undoMany(len(tasks), func(context.Context) ([]bulk.Task, error) { return tasks, nil })
}

// undoMany asks about taking back changes, in a run of its own.
func (a *Actions) undoMany(count int, wanted func(ctx context.Context) ([]bulk.Task, error)) {
	m := &many{manyFrame: manyFrame{a: a}, operation: change.Of(change.Undo), count: count, wanted: wanted}
	m.openForm()
	m.read()
}
