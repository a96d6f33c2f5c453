package change_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestWhatCannotBeUndoneSaysWhy(t *testing.T) {
	step := func(kind change.WriteKind, state change.State) []change.EntryStep {
		return []change.EntryStep{{Write: change.Write{Kind: kind, Subject: "x", Before: "Allowed", After: "Blocked"}, State: state}}
	}
	for _, test := range []struct {
		name  string
		entry change.Entry
		says  string
	}{
		{"a change that the program did not see the end of", change.Entry{State: change.Running, Steps: step(change.SetSignIn, change.Waiting)}, "has no recorded end"},
		{"a password", change.Entry{Action: change.ResetPassword, State: change.Done, Steps: step(change.SetPassword, change.Done)}, "nobody knows the old password"},
		{"a TAP", change.Entry{Action: change.CreateTAP, State: change.Done, Steps: step(change.MakeTAP, change.Done)}, "Authentication tab"},
		{"revoked sessions", change.Entry{Action: change.RevokeSessions, State: change.Done, Steps: step(change.EndSessions, change.Done)}, "cannot be given back"},
		{"a removed method", change.Entry{Action: change.RemoveMethod, State: change.Done, Steps: step(change.TakeMethod, change.Done)}, "registers it again"},
		{"a change that failed", change.Entry{Action: change.Block, State: change.Failed, Steps: step(change.SetSignIn, change.Failed)}, "nothing to undo"},
		{"a change that nobody knows the outcome of", change.Entry{Action: change.Block, State: change.Unknown, Steps: step(change.SetSignIn, change.Unknown)}, "can be undone"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScenario(ada)
			test.entry.ID, test.entry.Target.Key = "e", ada
			require.NoError(t, s.journal.Begin(t.Context(), test.entry))
			require.False(t, change.Undoable(test.entry))
			_, err := s.UndoPlan(t.Context(), "e")
			require.ErrorIs(t, err, change.ErrNotUndoable)
			require.Contains(t, change.Explain(err).Sentence(), test.says)
		})
	}
	_, err := newScenario(ada).UndoPlan(t.Context(), "unknown")
	require.ErrorContains(t, err, "undo of change unknown")
}

func TestAnUndoTakesBackWhatWasDoneTheLastFirst(t *testing.T) {
	s := newScenario(ada)
	s.cloud.users[ada].user.UsageLocation = ""
	plan, err := s.Plan(t.Context(), change.Intent{
		Action: change.ManageLicenses, User: ada, UsageLocation: "DE", Writes: []change.Write{{Kind: change.AddLicense, Subject: "e3"}},
	})
	require.NoError(t, err)
	_, err = s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	undo, err := s.Plan(t.Context(), change.Intent{Action: change.Undo, Entry: plan.ID})
	require.NoError(t, err)
	require.Equal(t, []change.WriteKind{change.TakeLicense, change.SetField}, []change.WriteKind{undo.Steps[0].Write.Kind, undo.Steps[1].Write.Kind})
	require.Equal(t, "Clear Usage Location", undo.Steps[1].Text)
	require.Contains(t, undo.Steps[1].Request.Text(), `"usageLocation": null`)

	s.tier = access.HelpDesk
	_, err = s.UndoPlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrTier, "an undo needs the tier of what it does")
}

func TestAnUndoOfWhatSomebodyElseChangedBackHasNothingToDo(t *testing.T) {
	s := newScenario(ada)
	plan := s.plan(t, change.Block, ada)
	_, err := s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	s.cloud.users[ada].user.SignIn = "Allowed"
	_, err = s.UndoPlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrNothingToDo)
}

func TestAnUndoIsWrittenDownAsOne(t *testing.T) {
	s := newScenario(ada)
	plan := s.plan(t, change.Block, ada)
	_, err := s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	undo, err := s.UndoPlan(t.Context(), plan.ID)
	require.NoError(t, err)
	_, err = s.Carry(t.Context(), undo, nil)
	require.NoError(t, err)
	entry, err := s.journal.Entry(t.Context(), undo.ID)
	require.NoError(t, err)
	text := change.Summary(entry, table.Printer{})
	require.Contains(t, text, "Undo: Block Sign In (Done)")
	require.Contains(t, text, "Undoes: "+plan.ID)
	_, err = s.UndoPlan(t.Context(), plan.ID)
	require.Equal(t, "This change was undone already.", change.Explain(err).What)
}
