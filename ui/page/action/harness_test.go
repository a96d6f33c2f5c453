package action_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

var noon = uitest.Noon

func TestMain(m *testing.M) { uitest.Main(m) }

type clipboard struct {
	text string
	// plain are the texts that a history may keep; fails is why it takes no secret.
	plain []string
	fails error
}

func (c *clipboard) SetContent(text string) {
	c.text = text
	c.plain = append(c.plain, text)
}

func (c *clipboard) SetSecret(text string) error {
	if c.fails == nil {
		c.text = text
	}
	return c.fails
}

func (c *clipboard) Content() string { return c.text }

func refusal(what, do string) error {
	return uitest.Refusal(m365.Failure{What: what, Do: do, Technical: "technical: " + what})
}

// harness is a window and the actions in it.
type harness struct {
	*uitest.Stage
	changes   *changes
	directory *directory
	// offboarding stands in for core/offboard.
	offboarding *offboarding
	clipboard   *clipboard
	tier        access.Tier
	spares      bool
	actions     *action.Actions
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	d := &harness{
		Stage: uitest.NewStage(t, fyne.NewSize(1024, 700)), clipboard: &clipboard{}, tier: access.Full,
		changes: newChanges(), directory: newDirectory(), offboarding: newOffboarding(),
	}
	d.actions = action.New(action.Options{
		Host: d.Host, Work: d.Work, Changes: d.changes, Directory: d.directory, Clipboard: d.clipboard, After: d.Clock.After,
		Tables: d.Host.Tables, Journal: d.changes, Offboarding: d.offboarding,
		Tier:   func() access.Tier { return d.tier },
		Spares: func() bool { return d.spares },
	})
	return d
}

func (d *harness) isClosed() {
	d.T.Helper()
	require.Nil(d.T, d.Win.Canvas().Overlays().Top(), "a form is open: %s", strings.Join(d.Texts(), " | "))
}

// fits says that nothing of the form on top stands outside of the window.
func (d *harness) fits() {
	d.T.Helper()
	top := d.Win.Canvas().Overlays().Top()
	require.NotNil(d.T, top)
	least := top.MinSize()
	size := d.Win.Canvas().Size()
	require.LessOrEqual(d.T, least.Width, size.Width)
	require.LessOrEqual(d.T, least.Height, size.Height-16)
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
	mu      sync.Mutex
	intents []change.Intent
	// entries are changes of the journal.
	entries  map[string]change.Entry
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
	// passwords gives each user a secret of their own: "Pass-of-u1".
	passwords bool
	// blocks makes the steps of Block writes that can be undone.
	blocks bool
	// admins are the roles of users, refused why there is no plan for them, ends how their only step ends; all by the user's id.
	admins  map[string][]string
	refused map[string]error
	ends    map[string]change.StepResult
	// hold keeps Carry from ending; begun hears that it began.
	hold  *gate
	begun chan struct{}
}
