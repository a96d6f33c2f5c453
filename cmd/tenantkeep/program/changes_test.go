package program

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// carriedOut is an scenario that was carried out, with what was there before.
type carriedOut struct {
	scenario
	task
	at      subject
	outcome change.Outcome
	live    live
	listed  listed
}

// TestChangesReachMicrosoftTheJournalAndTheLists carries out everything that a help desk does, each on a user of its own:
// exactly the request that Microsoft documents is sent once, to the user's tenant; the user is changed there in that and
// nothing else; the journal tells it; the lists show it at once and after a refresh; and it can be taken back, where it can.
func TestChangesReachMicrosoftTheJournalAndTheLists(t *testing.T) {
	d := openHarness(t, startSimulation(t, 10, 700))
	var all []*carriedOut
	for _, one := range scenarios() {
		t.Run(one.name, func(t *testing.T) {
			done := d.run(t, one)
			d.requireThere(t, done)
			d.requireJournal(t, done)
			d.requireListed(t, done)
			all = append(all, done)
		})
	}
	require.NoError(t, d.program.refresh.All(t.Context()))
	for _, done := range all {
		t.Run(done.name+", also after a refresh", func(t *testing.T) { d.requireListed(t, done) })
	}
	for _, done := range all {
		t.Run(done.name+", and back", func(t *testing.T) { d.takeBack(t, done) })
	}
	require.NoError(t, d.program.refresh.All(t.Context()))
	for _, done := range all {
		if done.lasting {
			continue
		}
		t.Run(done.name+", and back, also after a refresh", func(t *testing.T) {
			require.Equal(t, done.listed, d.listed(t, done.at.key))
		})
	}
}

// run carries out an scenario and checks what was sent.
func (d *harness) run(t *testing.T, one scenario) *carriedOut {
	t.Helper()
	first := len(d.wire.since(0))
	at, wanted, plan := d.begin(t, one)
	done := &carriedOut{scenario: one, task: wanted, at: at, live: d.live(t, at), listed: d.listed(t, at.key)}
	require.Empty(t, d.wire.since(first), "a plan changes nothing")
	done.outcome = d.carry(t, plan)
	requireDone(t, done.outcome)
	secret := done.outcome.Secret.Reveal()
	require.Equal(t, wanted.intent.Action == change.ResetPassword || wanted.intent.Action == change.CreateTAP, secret != "")
	sent := d.wire.since(first)
	require.Len(t, sent, len(wanted.writes), "each is sent once, and nothing else is")
	require.Equal(t, requestIDs(done.outcome.Steps), idsOf(sent))
	for i, want := range wanted.writes {
		require.Equal(t, at.key.Tenant, sent[i].tenant)
		require.Equal(t, want.method+" "+want.path, sent[i].method+" "+sent[i].path)
		require.NotEmpty(t, sent[i].requestID)
		if want.body == "" {
			require.Empty(t, sent[i].body)
			continue
		}
		require.JSONEq(t, strings.NewReplacer("$SECRET", secret, "$GRAPH", d.server.Graph()).Replace(want.body), sent[i].body)
	}
	return done
}

// requestIDs are Microsoft's names of the requests of steps, each once.
func requestIDs(steps []change.StepResult) []string {
	var ids []string
	for _, step := range steps {
		ids = append(ids, step.RequestID)
	}
	return slices.Compact(ids)
}

func idsOf(sent []write) []string {
	var ids []string
	for _, one := range sent {
		ids = append(ids, one.requestID)
	}
	return ids
}

// requireThere reads the user anew: it is as before but for what was to change.
func (d *harness) requireThere(t *testing.T, done *carriedOut) {
	t.Helper()
	want := done.live
	if done.there != nil {
		done.there(&want)
	}
	require.NotEqual(t, done.live, want, "the scenario changes something")
	require.Equal(t, want, d.live(t, done.at))
}

func (d *harness) requireListed(t *testing.T, done *carriedOut) {
	t.Helper()
	want := done.listed
	if done.here != nil {
		done.here(&want)
	}
	require.Equal(t, want, d.listed(t, done.at.key))
}

// requireJournal finds the change in the journal and in the table of Activity.
func (d *harness) requireJournal(t *testing.T, done *carriedOut) {
	t.Helper()
	plan := done.outcome.Plan
	entry := d.entry(t, plan.ID)
	technician := technician(d.server, directory.Administrator)
	require.Equal(t, technician, entry.Who)
	require.Equal(t, change.Target{
		Key: done.at.key, Name: done.at.user.DisplayName, Username: done.at.user.UserPrincipalName, Tenant: done.at.inside.Info().Name,
	}, entry.Target)
	require.Equal(t, done.intent.Action, entry.Action)
	require.Equal(t, change.Done, entry.State)
	require.False(t, entry.At.Before(d.began))
	require.False(t, entry.Ended.Before(entry.At))
	for i, step := range entry.Steps {
		require.Equal(t, change.Done, step.State)
		require.Equal(t, done.values[i], [2]string{step.Write.Before, step.Write.After})
		require.Equal(t, done.outcome.Steps[i].RequestID, step.RequestID)
	}
	row := d.activity(t, plan.ID)
	require.Equal(t, map[string]string{
		columns.Who: technician, columns.TenantName: entry.Target.Tenant, columns.ChangedUser: entry.Target.Name,
		columns.Username: entry.Target.Username, columns.Action: plan.Title, columns.Result: "Done",
		columns.RequestID: strings.Join(requestIDs(done.outcome.Steps), ", "),
	}, row)
}

// activity is a change as the table of Activity shows it, without time and text.
func (d *harness) activity(t *testing.T, id string) map[string]string {
	t.Helper()
	source := d.program.store.ActivitySource()
	page, err := source.Query(t.Context(), table.Query{Limit: 1000})
	require.NoError(t, err)
	for _, row := range page.Rows {
		if row.Key != id {
			continue
		}
		shown := make(map[string]string)
		for i, column := range source.Columns() {
			if column.ID != columns.At && column.ID != columns.What {
				shown[column.ID] = row.Cells[i].Text
			}
		}
		return shown
	}
	t.Fatalf("change %s is not on Activity", id)
	return nil
}

// takeBack undoes an scenario, or is told why there is no way back.
func (d *harness) takeBack(t *testing.T, done *carriedOut) {
	t.Helper()
	id := done.outcome.Plan.ID
	first := len(d.wire.since(0))
	back, err := d.program.change.UndoPlan(t.Context(), id)
	if done.lasting {
		require.ErrorIs(t, err, change.ErrNotUndoable)
		require.NotContains(t, change.Explain(err).What, "_")
		require.NotEmpty(t, change.Explain(err).Do)
		require.Empty(t, d.wire.since(first))
		return
	}
	require.NoError(t, err)
	outcome := d.carry(t, back)
	requireDone(t, outcome)
	require.Len(t, d.wire.since(first), len(done.writes))
	for _, one := range d.wire.since(first) {
		require.Equal(t, done.at.key.Tenant, one.tenant)
	}
	require.Equal(t, done.live, d.live(t, done.at))
	require.Equal(t, done.listed, d.listed(t, done.at.key))
	require.Equal(t, back.ID, d.entry(t, id).UndoneBy)
	undo := d.entry(t, back.ID)
	require.Equal(t, id, undo.Undoes)
	require.Equal(t, change.Done, undo.State)
	require.Equal(t, "Undo: "+done.outcome.Plan.Title, d.activity(t, back.ID)[columns.Action])
}
