package action

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
)

// undo takes back what was done in the run, in a run of its own.
func (m *many) undo(tasks []bulk.Task) {
	m.form.close()
	m.a.undoMany(len(tasks), func(context.Context) ([]bulk.Task, error) { return tasks, nil })
}

// undoMany asks about taking back changes of the journal, each by itself.
func (a *Actions) undoMany(count int, wanted func(ctx context.Context) ([]bulk.Task, error)) {
	m := &many{a: a, operation: change.Of(change.Undo), count: count, wanted: wanted}
	m.openForm()
	m.read()
}
