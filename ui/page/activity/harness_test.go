package activity_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/activity"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

var noon = uitest.Noon

func TestMain(m *testing.M) { uitest.Main(m) }

// journal keeps changes in memory.
type journal struct {
	mu      sync.Mutex
	entries []change.Entry
	err     error
	reads   int
}

func (j *journal) Entry(_ context.Context, id string) (change.Entry, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.reads++
	for _, entry := range j.entries {
		if entry.ID == id && j.err == nil {
			return entry, nil
		}
	}
	return change.Entry{}, errors.Join(j.err, fmt.Errorf("read change %s", id))
}

// rowOf is the row that the store makes of a change.
func rowOf(entry change.Entry) table.Row {
	var texts, ids []string
	for _, step := range entry.Steps {
		texts, ids = append(texts, step.Text), append(ids, step.RequestID)
	}
	return columns.ActivityRow(&columns.Change{
		ID: entry.ID, At: entry.At, Who: entry.Who, TenantName: entry.Target.Tenant,
		UserName: entry.Target.Name, Username: entry.Target.Username,
		Title: entry.Title, What: strings.Join(texts, "; "), Result: entry.State.Label(), RequestID: strings.Join(ids, ", "),
	})
}

// harness is the page in a window.
type harness struct {
	*uitest.Stage
	journal *journal
	source  *table.Slice
	page    *activity.Page
	undone  []string
	// many are the changes that were to be undone at once, runs what was to be undone whole.
	many []string
	runs []string
	// continued are the changes that went on.
	continued []string
}

func open(t *testing.T, entries ...change.Entry) *harness {
	t.Helper()
	d := &harness{
		Stage:   uitest.NewStage(t, fyne.NewSize(1440, 848)),
		journal: &journal{entries: entries}, source: table.NewSlice(columns.Activity(), nil),
	}
	d.source.Now = d.Clock.Now
	d.fill()
	d.page = activity.New(activity.Options{
		Host: d.Host, Work: d.Work, Source: d.source, Journal: d.journal, Actions: d, Tables: d.Host.Tables(),
	})
	d.Show(d.page.Content())
	d.page.Changed(page.Everything())
	d.Settle()
	t.Cleanup(d.page.Close)
	return d
}

// Continue notes the change.
func (d *harness) Continue(entryID string) { d.continued = append(d.continued, entryID) }

// Undo notes the change.
func (d *harness) Undo(entryID string) { d.undone = append(d.undone, entryID) }

func (d *harness) UndoRun(run string) { d.runs = append(d.runs, run) }

func (d *harness) UndoMany(count int, read func(ctx context.Context) ([]string, error)) {
	ids, err := read(d.T.Context())
	if err != nil || len(ids) != count {
		d.T.Fatalf("%d changes, and not %d: %v", len(ids), count, err)
	}
	d.many = append(d.many, ids...)
}

// fill makes the rows from the journal.
func (d *harness) fill() {
	rows := make([]table.Row, 0, len(d.journal.entries))
	for _, entry := range d.journal.entries {
		rows = append(rows, rowOf(entry))
	}
	d.source.Set(rows)
}

var target = change.Target{
	Key:  m365.UserKey{Tenant: "8f3c0000-0000-4000-8000-0000000041aa", ID: "00000001-0000-4000-8000-000000000000"},
	Name: "Adele Vance", Username: "adele.vance@contoso.com", Tenant: "Contoso Dental",
}

// blocked is a change that can be undone.
func blocked() change.Entry {
	return change.Entry{
		ID: "c-1", At: noon.Add(-2 * time.Hour), Ended: noon.Add(-2 * time.Hour), Who: "j.tan@msp.example", Action: change.Block, Target: target,
		Title: "Block sign-in", State: change.Done, Steps: []change.EntryStep{{
			Write: change.Write{Kind: change.SetSignIn, Before: "Allowed", After: "Blocked"}, Text: "Block the sign-in",
			State: change.Done, RequestID: "5b2c1f0e-0000-4000-8000-00000000aaaa",
		}},
	}
}

// managed is a change of which a step failed.
func managed() change.Entry {
	return change.Entry{
		ID: "c-2", At: noon.Add(-time.Hour), Ended: noon.Add(-time.Hour), Who: "j.tan@msp.example", Action: change.ManageGroups, Target: target,
		Title: "Manage user groups", State: change.Failed, Steps: []change.EntryStep{
			{Write: change.Write{Kind: change.AddGroup, Subject: "g1", Name: "Finance", After: "Finance"}, Text: "Add to the group Finance", State: change.Done, Note: "Read back", RequestID: "r-1"},
			{
				Write: change.Write{Kind: change.TakeGroup, Subject: "g2", Name: "Lab", Before: "Lab"}, Text: "Remove from the group Lab", State: change.Failed, RequestID: "r-2",
				Failure: &m365.Failure{What: "Could not remove Adele Vance from the group Lab in Contoso Dental.", Do: "Ask for the role Groups Administrator.", Code: "Authorization_RequestDenied", RequestID: "r-2"},
			},
			{Write: change.Write{Kind: change.TakeGroup, Subject: "g3", Name: "News"}, Text: "Remove from the group News", State: change.Unknown, Note: "No answer came."},
		},
	}
}

// reset is a change that cannot be undone.
func reset() change.Entry {
	return change.Entry{
		ID: "c-3", At: noon.Add(-3 * time.Hour), Ended: noon.Add(-3 * time.Hour), Who: "j.tan@msp.example", Action: change.ResetPassword, Target: target,
		Title: "Reset password", State: change.Done,
		Steps: []change.EntryStep{{Write: change.Write{Kind: change.SetPassword}, Text: "Set a new password", State: change.Done, RequestID: "r-3"}},
	}
}
