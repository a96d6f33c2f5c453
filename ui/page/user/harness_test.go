package user_test

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// fake is what lies below the page: everything in memory, safe from any goroutine.
type fake struct {
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
	opened  []string
	openErr error
}

func (w *fake) do(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

func (w *fake) User(_ context.Context, key m365.UserKey) (m365.User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.users {
		if u.Key == key {
			return u, nil
		}
	}
	return m365.User{}, fmt.Errorf("user %s: %w", key, user.ErrGone)
}

func (w *fake) Visit(context.Context, m365.UserKey) error {
	w.do(func() { w.visits++ })
	return nil
}

func (w *fake) Tenants(context.Context) ([]m365.Tenant, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.tenants), nil
}

func (w *fake) Last(context.Context, m365.UserKey) (map[profile.Part]profile.Snapshot, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.last), w.lastErr
}

func (w *fake) Read(ctx context.Context, _ m365.UserKey, part profile.Part) (profile.Snapshot, error) {
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

func (w *fake) readsOf() []profile.Part {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.reads)
}

func (w *fake) UserLinks(tenant m365.Tenant, u m365.User) []user.Link {
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

func (w *fake) Open(_ context.Context, url string) error {
	w.do(func() { w.opened = append(w.opened, url) })
	return w.openErr
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
func (a *actions) EditUser(s action.Subject)                          { a.ask("edit", s) }
func (a *actions) ManageRoles(s action.Subject)                       { a.ask("roles", s) }
func (a *actions) ManageLicenses(s action.Subject)                    { a.ask("licenses", s) }
func (a *actions) ManageGroups(s action.Subject)                      { a.ask("groups", s) }
func (a *actions) AddMethod(s action.Subject, registered []m365.AuthMethod) {
	a.ask(fmt.Sprintf("add beside %d", len(registered)), s)
}

func (a *actions) ShowRecoveryKey(s action.Subject, d m365.Device) {
	a.ask("recovery key of "+d.Hostname, s)
}

func (a *actions) ShowLocalPassword(s action.Subject, d m365.Device) {
	a.ask("LAPS password of "+d.Hostname, s)
}

func (a *actions) DisableDevice(s action.Subject, d m365.Device) { a.ask("disable "+d.Hostname, s) }
func (a *actions) EnableDevice(s action.Subject, d m365.Device)  { a.ask("enable "+d.Hostname, s) }
func (a *actions) DisownDevice(s action.Subject, d m365.Device)  { a.ask("disown "+d.Hostname, s) }

func (a *actions) ChangeMethod(s action.Subject, m m365.AuthMethod) {
	a.ask("change "+m.Name, s)
}

func (a *actions) RemoveMethod(s action.Subject, m m365.AuthMethod) {
	a.ask("remove "+m.Name, s)
}

// harness is a user's page in a window.
type harness struct {
	*uitest.Stage
	fake    *fake
	own     *uithread.Work
	actions *actions
	page    *user.Page
	layouts *uitest.Layouts
	// sizes are the rows per page that were told.
	sizes []int
}

func (d *harness) options() user.Options {
	tables := d.Host.Tables()
	tables.Layouts, tables.PageSize = d.layouts, 25
	tables.OnPageSize = func(size int) { d.sizes = append(d.sizes, size) }
	return user.Options{
		Host: d.Host, Work: d.own, Users: d.fake, Tenants: d.fake, Key: adele,
		Cards: d.fake, Actions: d.actions, Links: d.fake, Tables: tables,
	}
}

// open shows the page of Adele.
func open(t *testing.T, w *fake, change ...func(*user.Options)) *harness {
	t.Helper()
	d := newHarness(t, w)
	d.visit(nil, change...)
	return d
}

// newHarness is a window without a page.
func newHarness(t *testing.T, w *fake) *harness {
	t.Helper()
	d := &harness{
		Stage: uitest.NewStage(t, fyne.NewSize(1216, 848)), fake: w,
		actions: &actions{off: map[change.Action]string{}}, layouts: &uitest.Layouts{},
	}
	t.Cleanup(d.leave)
	return d
}

// visit opens the page anew, as it stood if that is known, and leaves the one before.
func (d *harness) visit(saved any, change ...func(*user.Options)) {
	d.T.Helper()
	d.enter(saved, change...)
	d.Settle()
}

func (d *harness) enter(saved any, change ...func(*user.Options)) {
	d.leave()
	d.own = d.Work.Child()
	options := d.options()
	for _, c := range change {
		c(&options)
	}
	d.page = user.New(options)
	if saved != nil {
		d.page.Restore(saved)
	}
	d.Show(d.page.Content())
	d.page.Changed(page.Everything())
}

func (d *harness) leave() {
	if d.page != nil {
		d.own.Cancel()
		d.page.Close()
		d.page = nil
	}
}

// until lets things go on until something is so, while readings are held back.
func (d *harness) until(so func() bool) {
	d.T.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); runtime.Gosched() {
		switch flushed := d.Queue.Flush(); {
		case so():
			return
		case flushed == 0 && d.Clock.Waiting() > 0:
			d.Clock.Advance(300 * time.Millisecond)
		}
	}
	require.Fail(d.T, "it does not become so", "the window shows: %s", strings.Join(d.Texts(), " | "))
}

// hold keeps the reading of cards back; let lets it go on.
func (w *fake) hold(parts ...profile.Part) (let func()) {
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
