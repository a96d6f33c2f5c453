package user_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock hands out timers that fire when a test lets time pass.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*timer
}

type timer struct {
	at time.Time
	fn func()
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration, fn func()) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{c.now.Add(d), fn}
	c.timers = append(c.timers, t)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.timers = slices.DeleteFunc(c.timers, func(other *timer) bool { return other == t })
	}
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	c.now = c.now.Add(d)
	var due []*timer
	c.timers = slices.DeleteFunc(c.timers, func(t *timer) bool {
		if t.at.After(c.now) {
			return false
		}
		due = append(due, t)
		return true
	})
	c.mu.Unlock()
	for _, t := range due {
		t.fn()
	}
}

// world is what lies below the page: everything in memory, safe from any goroutine.
type world struct {
	mu      sync.Mutex
	tenants []m365.Tenant
	users   []m365.User
	last    map[profile.Part]profile.Snapshot
	lastErr error
	live    map[profile.Part]profile.Snapshot
	fails   map[profile.Part]error
	// gates hold back the reading of a card until they are closed.
	gates   map[profile.Part]chan struct{}
	reads   []profile.Part
	visits  int
	layouts map[string]table.Layout
	opened  []string
	openErr error
}

func (w *world) do(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

func (w *world) User(_ context.Context, key m365.UserKey) (m365.User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.users {
		if u.Key == key {
			return u, nil
		}
	}
	return m365.User{}, fmt.Errorf("user %s: %w", key, user.ErrGone)
}

func (w *world) Visit(context.Context, m365.UserKey) error {
	w.do(func() { w.visits++ })
	return nil
}

func (w *world) Tenants(context.Context) ([]m365.Tenant, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.tenants), nil
}

func (w *world) Last(context.Context, m365.UserKey) (map[profile.Part]profile.Snapshot, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.last), w.lastErr
}

func (w *world) Read(ctx context.Context, _ m365.UserKey, part profile.Part) (profile.Snapshot, error) {
	w.mu.Lock()
	w.reads = append(w.reads, part)
	gate := w.gates[part]
	w.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return profile.Snapshot{}, ctx.Err()
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.live[part], w.fails[part]
}

func (w *world) readsOf() []profile.Part {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.reads)
}

func (w *world) UserLinks(tenant m365.Tenant, u m365.User) []user.Link {
	if tenant.DefaultDomain == "" {
		return nil
	}
	return []user.Link{
		{Name: "Entra", URL: "https://entra.example/" + tenant.DefaultDomain + "/" + u.Key.ID},
		{Name: "Exchange", URL: "https://exchange.example/" + u.Key.ID},
		{Name: "M365 Admin", URL: "https://admin.example/" + u.Key.ID},
		{Name: "Intune", URL: "https://intune.example/" + u.Key.ID},
	}
}

func (w *world) Open(_ context.Context, url string) error {
	w.do(func() { w.opened = append(w.opened, url) })
	return w.openErr
}

func (w *world) Layout(_ context.Context, name string) (table.Layout, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.layouts[name], nil
}

func (w *world) SaveLayout(_ context.Context, name string, layout table.Layout) error {
	w.do(func() { w.layouts[name] = layout })
	return nil
}

// failureError is an error that explains itself.
type failureError struct{ failure m365.Failure }

func (e failureError) Error() string { return e.failure.Technical }

// host is the window around the page.
type host struct {
	*desk
	routes    []page.Route
	copied    []string
	exports   []page.Export
	failed    []error
	toasts    []page.Toast
	refreshed [][]m365.TenantID
	trails    int
	visited   int
}

func (h *host) Canvas() fyne.Canvas                    { return h.window.Canvas() }
func (h *host) Now() time.Time                         { return h.clock.Now() }
func (h *host) Open(route page.Route)                  { h.routes = append(h.routes, route) }
func (h *host) Copy(text string)                       { h.copied = append(h.copied, text) }
func (h *host) Export(export page.Export)              { h.exports = append(h.exports, export) }
func (h *host) Fail(err error)                         { h.failed = append(h.failed, err) }
func (h *host) Printer() table.Printer                 { return table.Printer{Now: h.clock.Now} }
func (h *host) RefreshTenants(tenants []m365.TenantID) { h.refreshed = append(h.refreshed, tenants) }
func (h *host) TrailChanged()                          { h.trails++ }
func (h *host) Visited()                               { h.visited++ }

func (h *host) Toast(toast page.Toast) page.Notice {
	h.toasts = append(h.toasts, toast)
	return nil
}

func (h *host) ShowSheet(sheet page.Sheet) func() {
	var dialog *widget.Dialog
	closer := widget.NewButton(widget.Secondary, "Close", "", func() { dialog.Close() })
	dialog = widget.ShowDialog(h.Canvas(), widget.DialogOptions{
		Title: sheet.Title, Content: sheet.Body, Width: sheet.Width, Buttons: []*widget.Button{closer},
	})
	return dialog.Close
}

func (h *host) Explain(err error) m365.Failure {
	var known failureError
	if errors.As(err, &known) {
		return known.failure
	}
	return m365.Failure{What: "Something went wrong.", Technical: err.Error()}
}

// actions keeps what was asked for.
type actions struct {
	asked []string
	off   map[change.Action]string
	last  action.Subject
}

func (a *actions) ask(what string, subject action.Subject) {
	a.asked = append(a.asked, what+" "+subject.User.UserPrincipalName+" of "+subject.Tenant.Name)
	a.last = subject
}

func (a *actions) Items(subject action.Subject) []widget.MenuItem {
	return []widget.MenuItem{
		{Label: "Reset Password", Do: func() { a.ResetPassword(subject) }},
		{Label: "Revoke All User Sessions", Do: func() { a.ask("revoke", subject) }},
	}
}
func (a *actions) Reason(_ action.Subject, what change.Action) string { return a.off[what] }
func (a *actions) ResetPassword(s action.Subject)                     { a.ask("reset", s) }
func (a *actions) Block(s action.Subject)                             { a.ask("block", s) }
func (a *actions) Unblock(s action.Subject)                           { a.ask("unblock", s) }
func (a *actions) ManageRoles(s action.Subject)                       { a.ask("roles", s) }
func (a *actions) ManageLicenses(s action.Subject)                    { a.ask("licenses", s) }
func (a *actions) ManageGroups(s action.Subject)                      { a.ask("groups", s) }
func (a *actions) RemoveMethod(s action.Subject, m m365.AuthMethod) {
	a.ask("remove "+m.Name, s)
}

// desk is a user's page in a window, and a robot in front of it.
type desk struct {
	*robot.Robot
	t       *testing.T
	world   *world
	clock   *clock
	queue   *uithread.Queue
	window  fyne.Window
	frame   *fyne.Container
	root    *page.Work
	work    *page.Work
	host    *host
	actions *actions
	page    *user.Page
	// sizes are the rows per page that were told.
	sizes []int
}

func (d *desk) options() user.Options {
	return user.Options{
		Host: d.host, Work: d.work, Users: d.world, Tenants: d.world, Key: adele,
		Cards: d.world, Actions: d.actions, Links: d.world,
		Tables: page.Tables{
			Run: d.queue.Run, Timer: d.clock.After, Layouts: d.world, Printer: d.host.Printer(), PageSize: 25,
			Clipboard:  d.host.Copy,
			Explain:    func(err error) string { return d.host.Explain(err).Sentence() },
			OnPageSize: func(size int) { d.sizes = append(d.sizes, size) },
			OnError:    d.host.Fail,
		},
	}
}

// openDesk shows the page of Adele.
func openDesk(t *testing.T, w *world, change ...func(*user.Options)) *desk {
	t.Helper()
	d := newDesk(t, w)
	d.visit(nil, change...)
	return d
}

// newDesk is a window without a page.
func newDesk(t *testing.T, w *world) *desk {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	d := &desk{t: t, world: w, queue: &uithread.Queue{}, clock: &clock{now: noon}, actions: &actions{off: map[change.Action]string{}}}
	d.host = &host{desk: d}
	d.root = page.NewWork(context.Background(), d.queue.Run)
	d.frame = container.NewStack()
	d.window = test.NewTempWindow(t, widget.NewTipLayer(page.Over(page.Plate("background"), d.frame), d.queue.Run, d.clock.After))
	d.window.SetPadded(false)
	d.window.Resize(fyne.NewSize(1216, 848))
	d.Robot = robot.New(d.window.Canvas())
	t.Cleanup(func() {
		d.leave()
		d.root.Close()
		d.queue.Flush()
	})
	return d
}

// visit opens the page anew, as it stood if that is known, and leaves the one before.
func (d *desk) visit(saved any, change ...func(*user.Options)) {
	d.t.Helper()
	d.enter(saved, change...)
	d.settle()
}

func (d *desk) enter(saved any, change ...func(*user.Options)) {
	d.leave()
	d.work = d.root.Child()
	options := d.options()
	for _, c := range change {
		c(&options)
	}
	d.page = user.New(options)
	if saved != nil {
		d.page.Restore(saved)
	}
	d.frame.Objects = []fyne.CanvasObject{d.page.Content()}
	d.frame.Refresh()
	d.page.Changed(page.Everything())
}

func (d *desk) leave() {
	if d.page != nil {
		d.work.Cancel()
		d.page.Close()
		d.page = nil
	}
}

// settle lets everything finish that finishes by itself.
func (d *desk) settle() {
	d.t.Helper()
	for range 1000 {
		d.root.WaitIdle()
		d.page.Wait()
		if d.queue.Flush() > 0 {
			continue
		}
		if d.root.Idle() && d.page.Idle() {
			return
		}
		d.clock.advance(300 * time.Millisecond)
	}
	require.Fail(d.t, "the page does not come to rest")
}

// until lets things go on until something is so, while readings are held back.
func (d *desk) until(so func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); runtime.Gosched() {
		d.page.Wait()
		switch flushed := d.queue.Flush(); {
		case so():
			return
		case flushed == 0 && !d.page.Idle():
			d.clock.advance(300 * time.Millisecond)
		}
	}
	require.Fail(d.t, "it does not become so", "the window shows: %s", strings.Join(d.Texts(), " | "))
}

func (d *desk) tap(name string) {
	d.t.Helper()
	require.NoError(d.t, d.Tap(name))
	d.settle()
}

func (d *desk) sees(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		require.Truef(d.t, d.Sees(text), "%q is not in the window; it shows: %s", text, strings.Join(d.Texts(), " | "))
	}
}

func (d *desk) seesNot(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		require.Falsef(d.t, d.Sees(text), "%q is in the window; it shows: %s", text, strings.Join(d.Texts(), " | "))
	}
}

// hold keeps the reading of cards back; let lets it go on.
func (w *world) hold(parts ...profile.Part) (let func()) {
	gate := make(chan struct{})
	w.do(func() {
		for _, part := range parts {
			w.gates[part] = gate
		}
	})
	return func() {
		close(gate)
		w.do(func() {
			for _, part := range parts {
				if w.gates[part] == gate {
					delete(w.gates, part)
				}
			}
		})
	}
}

var _ grid.LayoutStore = (*world)(nil)
