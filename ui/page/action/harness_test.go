package action_test

import (
	"context"
	"errors"
	"flag"
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

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
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

// clock fires timers when a test lets time pass.
type clock struct {
	now    time.Time
	timers []*timer
}

type timer struct {
	at time.Time
	fn func()
}

func (c *clock) after(d time.Duration, fn func()) func() {
	t := &timer{c.now.Add(d), fn}
	c.timers = append(c.timers, t)
	return func() { c.timers = slices.DeleteFunc(c.timers, func(other *timer) bool { return other == t }) }
}

func (c *clock) pass(d time.Duration) {
	c.now = c.now.Add(d)
	due := slices.Clone(c.timers)
	c.timers = nil
	for _, t := range due {
		if t.at.After(c.now) {
			c.timers = append(c.timers, t)
			continue
		}
		t.fn()
	}
}

type clipboard struct{ text string }

func (c *clipboard) SetContent(text string) { c.text = text }
func (c *clipboard) Content() string        { return c.text }

// explained is an error that explains itself.
type explained struct{ failure m365.Failure }

func (e explained) Error() string { return e.failure.Technical }

func refusal(what, do string) error {
	return explained{m365.Failure{What: what, Do: do, Technical: "technical: " + what}}
}

// desk is a window, the actions in it, and a robot in front of it.
type desk struct {
	*robot.Robot
	t         *testing.T
	win       fyne.Window
	queue     *uithread.Queue
	clock     *clock
	work      *page.Work
	changes   *changes
	directory *directory
	clipboard *clipboard
	tier      access.Tier
	who       string
	actions   *action.Actions

	toasts []page.Toast
	copied []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{
		t: t, queue: &uithread.Queue{}, clock: &clock{now: noon}, clipboard: &clipboard{}, tier: access.Full,
		who: "j.tan@msp.example", changes: newChanges(), directory: newDirectory(),
	}
	d.win = test.NewTempWindow(t, widget.NewTipLayer(container.NewStack(page.Plate("background")), d.queue.Run, d.clock.after))
	d.win.SetPadded(false)
	d.win.Resize(fyne.NewSize(1024, 700))
	// As in the program: keys go to what is open on top while nothing has the focus.
	d.win.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		if top, ok := d.win.Canvas().Overlays().Top().(fyne.Focusable); ok {
			top.TypedKey(key)
		}
	})
	d.Robot = robot.New(d.win.Canvas())
	d.work = page.NewWork(context.Background(), d.queue.Run)
	t.Cleanup(d.work.Close)
	d.actions = action.New(action.Options{
		Host: d, Work: d.work, Changes: d.changes, Directory: d.directory, Clipboard: d.clipboard, After: d.clock.after,
		Tier: func() access.Tier { return d.tier }, Who: func() string { return d.who },
	})
	return d
}

func (d *desk) Canvas() fyne.Canvas    { return d.win.Canvas() }
func (d *desk) Now() time.Time         { return d.clock.now }
func (d *desk) Printer() table.Printer { return table.Printer{Now: d.Now} }
func (d *desk) Copy(text string)       { d.copied = append(d.copied, text) }

type notice struct{}

func (notice) Update(page.Toast) {}
func (notice) Close()            {}

func (d *desk) Toast(toast page.Toast) page.Notice {
	d.toasts = append(d.toasts, toast)
	return notice{}
}

func (d *desk) Explain(err error) m365.Failure {
	var known explained
	if errors.As(err, &known) {
		return known.failure
	}
	return m365.Failure{What: "Something went wrong.", Technical: err.Error()}
}

// settle lets everything finish that finishes by itself.
func (d *desk) settle() {
	d.t.Helper()
	for range 100 {
		d.work.WaitIdle()
		if d.queue.Flush() == 0 {
			return
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

func (d *desk) typeIn(name, text string) {
	d.t.Helper()
	require.NoError(d.t, d.Type(name, text))
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

func (d *desk) isClosed() {
	d.t.Helper()
	require.Nil(d.t, d.win.Canvas().Overlays().Top(), "a form is open: %s", strings.Join(d.Texts(), " | "))
}

// fits says that nothing of the form on top stands outside of the window.
func (d *desk) fits() {
	d.t.Helper()
	top := d.win.Canvas().Overlays().Top()
	require.NotNil(d.t, top)
	least := top.MinSize()
	size := d.win.Canvas().Size()
	require.LessOrEqual(d.t, least.Width, size.Width)
	require.LessOrEqual(d.t, least.Height, size.Height-16)
}

// keepsPictures says that somebody wants to look.
func keepsPictures() bool {
	kept := flag.Lookup("test.artifacts")
	return kept != nil && kept.Value.String() == "true"
}

// picture draws the window where somebody wants to look: go test -artifacts -outputdir DIR.
func (d *desk) picture(name string) image.Image {
	d.t.Helper()
	if !keepsPictures() {
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

var (
	contoso  = m365.Tenant{ID: "8f3c0000-0000-4000-8000-0000000041aa", Name: "Contoso Dental", Status: m365.Synced}
	fabrikam = m365.Tenant{ID: "77d00000-0000-4000-8000-00000000c3b1", Name: "Fabrikam Legal", Status: m365.Synced}
)

// adele is a user of a tenant. Two tenants have users of the same id, name and address.
func adele(tenant m365.Tenant) action.Subject {
	return action.Subject{Tenant: tenant, User: m365.User{
		Key: m365.UserKey{Tenant: tenant.ID, ID: "00000001-0000-4000-8000-000000000000"}, DisplayName: "Adele Vance",
		UserPrincipalName: "adele.vance@contoso.com", Type: m365.Member, SignIn: m365.Allowed, UsageLocation: "GB",
	}}
}

const firstLine = "Adele Vance (adele.vance@contoso.com) in Contoso Dental"

// gate holds a call back until a test lets it go on.
type gate struct{ open chan struct{} }

func newGate() *gate { return &gate{open: make(chan struct{})} }

func (g *gate) wait(ctx context.Context) error {
	if g == nil {
		return ctx.Err()
	}
	select {
	case <-g.open:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// changes stand in for core/change: they plan with real requests and carry out nothing.
type changes struct {
	mu       sync.Mutex
	intents  []change.Intent
	undone   []string
	carried  []change.Plan
	retried  []change.Outcome
	planErr  error
	carryErr error
	admin    []string
	notes    []string
	target   func(change.Target) change.Target
	// results are how the steps end, by their place; those that are not named are done.
	results map[int]change.StepResult
	secret  m365.Secret
	// hold keeps Carry from ending; begun hears that it began.
	hold *gate
}
