package activity_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/activity"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// TestMain gives all tests one application in the program's look: widgets ask it for colours as soon as they are made.
func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Light))
	goleak.VerifyTestMain(m)
}

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

// columns are those of the store.
func columns() []table.Column {
	return []table.Column{
		{ID: "at", Title: "Time", Kind: table.Time, Width: 120},
		{ID: "who", Title: "Who", Width: 160},
		{ID: "tenant_name", Title: "Tenant Name", Width: 150},
		{ID: "user_name", Title: "User", Width: 150},
		{ID: "username", Title: "Username", Width: 190, Hidden: true},
		{ID: "action", Title: "Action", Kind: table.Choice, Width: 150},
		{ID: "what", Title: "What", Width: 240},
		{ID: "result", Title: "Result", Kind: table.State, Width: 100},
		{ID: "request_id", Title: "Request ID", Width: 270, Hidden: true},
	}
}

func rowOf(entry change.Entry) table.Row {
	var texts, ids []string
	for _, step := range entry.Steps {
		texts, ids = append(texts, step.Text), append(ids, step.RequestID)
	}
	tones := map[change.State]table.Tone{change.Done: table.Good, change.Failed: table.Danger, change.Unknown: table.Caution}
	return table.Row{Key: entry.ID, Cells: []table.Cell{
		{Time: entry.At},
		{Text: entry.Who},
		{Text: entry.Target.Tenant},
		{Text: entry.Target.Name},
		{Text: entry.Target.Username},
		{Text: entry.Title},
		{Text: strings.Join(texts, "; ")},
		{Text: entry.State.Label(), Tone: tones[entry.State]},
		{Text: strings.Join(ids, ", ")},
	}}
}

// desk is a window with the page in it, and a robot in front of it.
type desk struct {
	*robot.Robot
	t       *testing.T
	win     fyne.Window
	queue   *uithread.Queue
	timers  []func()
	work    *page.Work
	journal *journal
	source  *table.Slice
	page    *activity.Page

	copied  []string
	routes  []page.Route
	exports []page.Export
	failed  []error
	undone  []string
}

func openDesk(t *testing.T, entries ...change.Entry) *desk {
	t.Helper()
	d := &desk{t: t, queue: &uithread.Queue{}, journal: &journal{entries: entries}, source: table.NewSlice(columns(), nil)}
	d.source.Now = d.Now
	d.fill()
	d.work = page.NewWork(context.Background(), d.queue.Run)
	stage := container.NewStack(page.Plate("background"))
	d.win = test.NewTempWindow(t, widget.NewTipLayer(stage, d.queue.Run, d.after))
	d.win.SetPadded(false)
	d.win.Resize(fyne.NewSize(1216, 848))
	d.Robot = robot.New(d.win.Canvas())
	d.page = activity.New(activity.Options{
		Host: d, Work: d.work, Source: d.source, Journal: d.journal, Actions: d,
		Tables: page.Tables{Run: d.queue.Run, Timer: d.after, Printer: d.Printer(), PageSize: 100, Clipboard: d.Copy},
	})
	stage.Add(d.page.Content())
	d.page.Changed(page.Everything())
	d.settle()
	t.Cleanup(func() {
		d.page.Close()
		d.work.Close()
	})
	return d
}

// fill makes the rows from the journal.
func (d *desk) fill() {
	rows := make([]table.Row, 0, len(d.journal.entries))
	for _, entry := range d.journal.entries {
		rows = append(rows, rowOf(entry))
	}
	d.source.Set(rows)
}

func (d *desk) after(_ time.Duration, fn func()) func() {
	d.timers = append(d.timers, fn)
	at := len(d.timers) - 1
	return func() { d.timers[at] = nil }
}

func (d *desk) Canvas() fyne.Canvas       { return d.win.Canvas() }
func (d *desk) Now() time.Time            { return noon }
func (d *desk) Printer() table.Printer    { return table.Printer{Now: d.Now} }
func (d *desk) Open(route page.Route)     { d.routes = append(d.routes, route) }
func (d *desk) Export(export page.Export) { d.exports = append(d.exports, export) }
func (d *desk) Copy(text string)          { d.copied = append(d.copied, text) }
func (d *desk) Fail(err error)            { d.failed = append(d.failed, err) }
func (d *desk) Undo(entryID string)       { d.undone = append(d.undone, entryID) }

// ShowSheet is the shell's.
func (d *desk) ShowSheet(sheet page.Sheet) func() {
	var dialog *widget.Dialog
	var buttons []*widget.Button
	for _, action := range sheet.Actions {
		buttons = append(buttons, widget.NewButton(widget.Secondary, action.Label, "", func() {
			if !action.Keep {
				dialog.Close()
			}
			action.Do()
		}))
	}
	done := widget.NewButton(widget.Secondary, "Close", "", func() { dialog.Close() })
	dialog = widget.ShowDialog(d.Canvas(), widget.DialogOptions{
		Title: sheet.Title, Content: sheet.Body, Width: sheet.Width, Buttons: append(buttons, done), Enter: done,
	})
	return dialog.Close
}

// settle lets everything finish that finishes by itself. A table that pauses between two readings gets its pause.
func (d *desk) settle() {
	d.t.Helper()
	for range 100 {
		d.work.WaitIdle()
		d.page.Wait()
		if d.queue.Flush() > 0 {
			continue
		}
		if d.page.Idle() && d.work.Idle() {
			return
		}
		due := slices.Clone(d.timers)
		d.timers = nil
		for _, fn := range due {
			if fn != nil {
				fn()
			}
		}
	}
	require.Fail(d.t, "the window does not come to rest")
}

func (d *desk) tap(names ...string) {
	d.t.Helper()
	for _, name := range names {
		require.NoError(d.t, d.Tap(name))
		d.settle()
	}
}

func (d *desk) sees(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		require.Truef(d.t, d.Sees(text), "%q is not in the window; it shows: %s", text, strings.Join(d.Texts(), " | "))
	}
}

func (d *desk) picture(name string) image.Image {
	d.t.Helper()
	kept := flag.Lookup("test.artifacts")
	if kept == nil || kept.Value.String() != "true" {
		d.win.Canvas().(software.WindowlessCanvas).SetScale(0.25)
		return d.win.Canvas().Capture()
	}
	picture := d.win.Canvas().Capture()
	file, err := os.Create(filepath.Join(d.t.ArtifactDir(), name+".png"))
	require.NoError(d.t, err)
	require.NoError(d.t, png.Encode(file, picture))
	require.NoError(d.t, file.Close())
	return picture
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
