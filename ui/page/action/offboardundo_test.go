package action_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/offboard"
)

// ended is an offboarding whose steps made changes, and what the journal has of them.
func (d *harness) endedOffboarding(deletes bool) {
	target := change.Target{Key: adele(contoso).User.Key, Name: "Adele Vance", Username: "adele.vance@contoso.com", Tenant: contoso.Name}
	done := func(id string, action change.Action, kind change.WriteKind) {
		d.changes.entries[id] = change.Entry{
			ID: id, Action: action, Target: target, State: change.Done, Ended: noon,
			Steps: []change.EntryStep{{Write: change.Write{Kind: kind}, State: change.Done}},
		}
	}
	d.changes.entries = map[string]change.Entry{}
	done("c-block", change.Block, change.SetSignIn)
	done("c-sessions", change.RevokeSessions, change.EndSessions)
	done("c-groups", change.ManageGroups, change.TakeGroup)
	done("c-delete", change.DeleteUser, change.DropUser)
	d.leaves()
	d.stands(func(run *offboard.Run) {
		for i := range run.Steps {
			run.Steps[i].State = offboard.Done
		}
		run.Of(offboard.Block).Change, run.Of(offboard.Sessions).Change, run.Of(offboard.Groups).Change = "c-block", "c-sessions", "c-groups"
		if deletes {
			run.Steps = append(run.Steps, offboard.Step{Kind: offboard.Delete, Title: "Delete user", State: offboard.Done, Change: "c-delete"})
		}
		run.Active, run.Ended = false, noon
	})
}

func TestAnOffboardingIsUndoneTheLastStepFirst(t *testing.T) {
	d := newHarness(t)
	d.endedOffboarding(false)
	d.Tap("Undo")
	undone := func() (ids []string) {
		for _, intent := range d.changes.intents {
			if intent.Action == change.Undo {
				ids = append(ids, intent.Entry)
			}
		}
		return ids
	}
	require.ElementsMatch(t, []string{"c-groups", "c-block"}, undone(), "and what nothing undoes is not tried")
}

func TestAnOffboardingThatDeletedTheUserIsUndoneByRestoringFirst(t *testing.T) {
	d := newHarness(t)
	d.endedOffboarding(true)
	d.Tap("Undo")
	require.Equal(t, []string{"c-delete"}, d.changes.undone)
	require.False(t, d.Has("Undo the other steps"), "not before the user is back")
	require.Empty(t, d.changes.carried)
	d.Tap("Undo")
	require.Len(t, d.changes.carried, 1)
	d.Tap("Undo the other steps")
	var ids []string
	for _, intent := range d.changes.intents {
		if intent.Action == change.Undo {
			ids = append(ids, intent.Entry)
		}
	}
	require.ElementsMatch(t, []string{"c-groups", "c-block"}, ids)
}
