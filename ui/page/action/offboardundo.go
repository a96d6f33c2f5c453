package action

import (
	"context"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// undoLink is what takes an offboarding back that ended.
const undoLink = "Undo"

// leavesUndoable says that an offboarding ended and did something.
func leavesUndoable(run offboard.Run) bool {
	return !run.Ended.IsZero() && slices.ContainsFunc(run.Steps, func(step offboard.Step) bool { return step.Change != "" })
}

// undo takes back what was done, the last step first. A user who was deleted is restored before anything else is planned:
// Microsoft knows the user no sooner.
func (l *leaving) undo() {
	l.form.close()
	run := l.run
	l.a.o.Work.Do(func(ctx context.Context) func() {
		entries, err := l.a.undoableOf(ctx, run)
		return func() {
			switch {
			case err != nil:
				l.a.o.Host.Fail(err)
			case len(entries) == 0:
				l.a.o.Host.Toast(page.Toast{Mood: page.Done, Text: "Nothing of the offboarding of " + short(person(run.Target)) + " is left to undo."})
			case entries[0].Action == change.DeleteUser && len(entries) > 1:
				l.a.undoThen(entries[0].ID, "Undo the other steps", func() { l.a.undoEntries(entries[1:]) })
			case len(entries) == 1:
				l.a.Undo(entries[0].ID)
			default:
				l.a.undoEntries(entries)
			}
		}
	})
}

// undoableOf are the changes of an offboarding that can be undone, the last first.
func (a *Actions) undoableOf(ctx context.Context, run offboard.Run) (entries []change.Entry, err error) {
	for _, step := range slices.Backward(run.Steps) {
		if step.Change == "" {
			continue
		}
		entry, err := a.o.Journal.Entry(ctx, step.Change)
		if err != nil {
			return nil, err
		}
		if change.Undoable(entry) {
			entries = append(entries, entry)
		}
	}
	return entries, nil
}

func (a *Actions) undoEntries(entries []change.Entry) {
	a.undoMany(len(entries), func(context.Context) ([]bulk.Task, error) { return undoOf(entries), nil })
}
