package uitest

import (
	"context"
	"errors"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
)

// Host notes what a page asks of the window around it, and shows sheets and questions as the window does. It is the Host of
// every page.
type Host struct {
	stage *Stage

	Routes   []page.Route
	Exports  []page.Export
	Toasts   []page.Toast
	Copied   []string
	Saved    []string
	Failed   []error
	Failures []m365.Failure
	// Closed are the texts of the toasts that the page closed.
	Closed []string
	// RefreshedAll counts, Refreshed lists the tenants that were asked for by name.
	RefreshedAll int
	Refreshed    [][]m365.TenantID
	// Trails and Visits count.
	Trails, Visits int
	// Waits holds until when Microsoft asked to leave a tenant alone.
	Waits map[m365.TenantID]time.Time
	// Nobody says that nobody is signed in, and SignIns are what goes on after each sign-in that was asked for.
	Nobody  bool
	SignIns []func()
	// File is what a person chooses where a file is read, by its name; Files are those that were written.
	File  [2]string
	Files map[string]string
}

// Canvas is that of the window.
func (h *Host) Canvas() fyne.Canvas { return h.stage.Win.Canvas() }

// Now is the time of the test.
func (h *Host) Now() time.Time { return h.stage.Clock.Now() }

// Printer is that of the window.
func (h *Host) Printer() table.Printer { return h.stage.Printer() }

// Open notes the route.
func (h *Host) Open(route page.Route) { h.Routes = append(h.Routes, route) }

// Export notes the table.
func (h *Host) Export(export page.Export) { h.Exports = append(h.Exports, export) }

// SaveText notes the text.
func (h *Host) SaveText(name, text string) {
	h.Saved = append(h.Saved, name)
	h.Copied = append(h.Copied, text)
}

// Copy notes the text.
func (h *Host) Copy(text string) { h.Copied = append(h.Copied, text) }

// Fail notes the error.
func (h *Host) Fail(err error) { h.Failed = append(h.Failed, err) }

// SignedOut says that nobody is signed in.
func (h *Host) SignedOut() bool { return h.Nobody }

// SignIn notes that a sign-in was asked for, and what goes on after it.
func (h *Host) SignIn(then func()) { h.SignIns = append(h.SignIns, then) }

// Toast notes the message.
func (h *Host) Toast(toast page.Toast) page.Notice {
	h.Toasts = append(h.Toasts, toast)
	return notice{h, toast.Text}
}

// ToastFailure notes the failure.
func (h *Host) ToastFailure(failure m365.Failure) { h.Failures = append(h.Failures, failure) }

// WaitsUntil is what Waits holds.
func (h *Host) WaitsUntil(tenant m365.TenantID) time.Time { return h.Waits[tenant] }

// RefreshAll counts.
func (h *Host) RefreshAll() { h.RefreshedAll++ }

// RefreshTenants notes the tenants.
func (h *Host) RefreshTenants(ids []m365.TenantID) { h.Refreshed = append(h.Refreshed, ids) }

// TrailChanged counts.
func (h *Host) TrailChanged() { h.Trails++ }

// Visited counts.
func (h *Host) Visited() { h.Visits++ }

// ShowSheet shows it in the window.
func (h *Host) ShowSheet(sheet page.Sheet) (closeSheet func()) {
	return page.ShowSheet(h.Canvas(), sheet)
}

// ShowFailure shows it in the window.
func (h *Host) ShowFailure(title string, failure m365.Failure, actions ...page.Action) {
	page.ShowFailure(h.Canvas(), h.Printer(), h.Copy, title, failure, actions...)
}

// Ask shows the question in the window.
func (h *Host) Ask(question page.Question) { page.Ask(h.Canvas(), question) }

// ReadFile hands over File.
func (h *Host) ReadFile(use func(name string, content []byte)) { use(h.File[0], []byte(h.File[1])) }

// WriteFile notes the file.
func (h *Host) WriteFile(name string, content []byte, saved func()) {
	if h.Files == nil {
		h.Files = make(map[string]string)
	}
	h.Files[name] = string(content)
	saved()
}

// Begin runs start in the window's work.
func (h *Host) Begin(start func(ctx context.Context) error) {
	h.stage.Work.Do(func(ctx context.Context) func() {
		err := start(ctx)
		if err == nil {
			return nil
		}
		return func() { h.Fail(err) }
	})
}

// Explain is the failure of an error that Refusal made, of a change that is refused, or of any other.
func (h *Host) Explain(err error) m365.Failure { return Explain(err) }

// Tables is what every table of the window has in common.
func (h *Host) Tables() list.Tables {
	return list.Tables{
		Layouts: &Layouts{}, Printer: h.Printer(), PageSize: 100, Clipboard: h.Copy, OnError: h.Fail,
		Explain: func(err error) string { return h.Explain(err).Sentence() },
	}
}

// notice is a toast that nobody looks at.
type notice struct {
	host *Host
	text string
}

func (notice) Update(page.Toast) {}
func (n notice) Close()          { n.host.Closed = append(n.host.Closed, n.text) }

// refusal is an error that explains itself.
type refusal struct{ failure m365.Failure }

func (r refusal) Error() string { return r.failure.Technical }

// Refusal is an error that Explain gives these sentences.
func Refusal(failure m365.Failure) error { return refusal{failure} }

// Explain is the failure of an error that Refusal made, or of any other.
func Explain(err error) m365.Failure {
	var known refusal
	if errors.As(err, &known) {
		return known.failure
	}
	if change.As(err) != nil {
		return change.Explain(err)
	}
	return m365.Failure{What: "Something went wrong.", Technical: err.Error(), At: Noon}
}

// Layouts keeps how tables are arranged, in memory. Its fields may be used while nothing runs.
type Layouts struct {
	mu sync.Mutex
	// Kept are the layouts by the tables' names, and Saves counts how often one was saved.
	Kept  map[string]table.Layout
	Saves int
	// Err makes every call fail.
	Err error
}

// Layout is what was saved under a name.
func (l *Layouts) Layout(_ context.Context, name string) (table.Layout, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Kept[name], l.Err
}

// SaveLayout keeps a layout.
func (l *Layouts) SaveLayout(_ context.Context, name string, layout table.Layout) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Err != nil {
		return l.Err
	}
	if l.Kept == nil {
		l.Kept = make(map[string]table.Layout)
	}
	l.Kept[name] = layout
	l.Saves++
	return nil
}
