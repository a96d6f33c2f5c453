package action_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
)

// entriesOf are the changes that were to be undone, by user.
func (d *harness) entriesOf() map[string]string {
	undone := make(map[string]string)
	for _, intent := range d.changes.intents {
		if intent.Action == change.Undo {
			undone[intent.User.ID] = intent.Entry
		}
	}
	return undone
}

func TestAWholeRunIsUndoneFromItsResult(t *testing.T) {
	d := newHarness(t)
	d.changes.ends = map[string]change.StepResult{"u3": failed("The role is too low.")}
	d.changes.blocks = true
	d.many("Block Sign In", crowd(4))
	d.Tap("Block sign-in of 4 users", "Undo 3 changes")
	d.Sees("Undo", "3 users in 2 tenants", "For each of them: what the change did is taken back.")
	require.Len(t, d.entriesOf(), 3)
	require.NotContains(t, d.entriesOf(), "u3", "nothing was done")
	d.Tap("Undo for 3 users")
	d.Sees("3 of 3 users")
	require.Len(t, d.carried(), 7)
	require.False(t, d.Has("Undo 3 changes"), "an undo is undone by doing it again")
}

func TestChangesOfTheJournalAreUndoneTogether(t *testing.T) {
	d := newHarness(t)
	d.many("Block Sign In", crowd(6))
	d.Tap("Cancel")
	d.actions.UndoMany(2, func(context.Context) ([]string, error) { return []string{"5 newest", "1 older"}, nil })
	d.Settle()
	require.Equal(t, map[string]string{"u5": "5 newest", "u1": "1 older"}, d.entriesOf())
	d.Tap("Undo for 2 users")
	require.Len(t, d.carried(), 2)
}

func TestARunOfTheJournalIsUndoneWhole(t *testing.T) {
	d := newHarness(t)
	d.many("Block Sign In", crowd(4))
	d.Tap("Cancel")
	d.actions.UndoRun("run-1")
	d.Settle()
	d.Sees("4 users in 2 tenants")
	d.Tap("Undo for 4 users")
	require.Len(t, d.carried(), 4)
}
