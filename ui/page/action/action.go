// Package action is what a technician does to one user: each action asks first, names the user and the tenant, shows what
// will be sent, is carried out once, and says step by step how it went. Pages share it, so that an action looks and
// behaves the same wherever it is begun.
package action

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// Subject is who an action is for. Every request is made from the user's key: tenant id and object id.
type Subject struct {
	User   m365.User
	Tenant m365.Tenant
}

// Host is what the actions ask of the window.
type Host interface {
	Canvas() fyne.Canvas
	Now() time.Time
	Printer() table.Printer
	Toast(page.Toast) page.Notice
	Copy(text string)
	Export(page.Export)
	// SaveText asks where to, and writes a text to a file.
	SaveText(name, text string)
	Explain(error) m365.Failure
	Fail(error)
	// WaitsUntil is until when Microsoft asked to leave a tenant alone; zero where it did not.
	WaitsUntil(m365.TenantID) time.Time
	page.SignsIn
}

// Changes plans changes and carries them out. progress hears, on any goroutine, how the steps stand.
type Changes interface {
	// Plan reads what it must and says what will be sent. change.ErrNothingToDo says that the user is already so.
	Plan(ctx context.Context, intent change.Intent) (change.Plan, error)
	// UndoPlan plans the inverse of a change of the journal.
	UndoPlan(ctx context.Context, entryID string) (change.Plan, error)
	// ContinuePlan plans what a creation of the journal lacks that did not come to its end.
	ContinuePlan(ctx context.Context, entryID string) (change.Plan, error)
	// Carry carries a plan out, once. With an error and no step begun, nothing was sent.
	Carry(ctx context.Context, plan change.Plan, progress func(change.Outcome)) (change.Outcome, error)
	// Retry does again the steps that are not done.
	Retry(ctx context.Context, outcome change.Outcome, progress func(change.Outcome)) (change.Outcome, error)
}

// Directory is Microsoft Graph as the forms need it, read live.
type Directory interface {
	AssignableRoles(ctx context.Context, tenant m365.TenantID) ([]m365.Role, error)
	SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error)
	// FindGroups lists groups whose name or address begins with text; the first ones for an empty text.
	FindGroups(ctx context.Context, tenant m365.TenantID, text string) ([]m365.Group, error)
	User(ctx context.Context, key m365.UserKey) (m365.Details, error)
	Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error)
	// FindUsers lists users whose name or username begins with text; the first ones for an empty text.
	FindUsers(ctx context.Context, tenant m365.TenantID, text string) ([]m365.Person, error)
	TAPPolicy(ctx context.Context, tenant m365.TenantID) (m365.TAPPolicy, error)
	UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error)
	UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error)
	UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error)
	// RecoveryKeys are the BitLocker keys that Microsoft keeps of a device, by its own id, without the keys themselves.
	RecoveryKeys(ctx context.Context, tenant m365.TenantID, device string) ([]m365.RecoveryKey, error)
}

// Clipboard is the system's. Its methods belong on the goroutine that may touch widgets.
type Clipboard interface {
	SetContent(text string)
	// SetSecret is SetContent for what no history of the clipboard may keep.
	SetSecret(text string) error
	Content() string
}

// Options are what Actions need.
type Options struct {
	Host Host
	// Work is the window's, not a page's: a change that was begun goes on when its form and its page are closed.
	Work      *uithread.Work
	Changes   Changes
	Directory Directory
	Journal   Journal
	// Offboarding is what takes users out of their tenants.
	Offboarding Offboarding
	// Tables is what every table of the window has in common, now.
	Tables func() list.Tables
	// Tier is what the technician chose.
	Tier func() access.Tier
	// Spares says that administrators are spared with that tier; nil spares nobody.
	Spares    func() bool
	Clipboard Clipboard
	// ClearAfter is when a copied secret is taken off the clipboard; zero is a minute.
	ClearAfter time.Duration
	After      uithread.Timer
}

// Actions are what can be done to users. Their methods belong on the goroutine that may touch widgets.
type Actions struct {
	o      Options
	copier *secretCopier
	// unseen are the changes whose secret nobody has seen.
	unseen []*flow
	// keepers say which secrets pages hold that nobody has seen.
	keepers []func() string
	// runs are what was begun on many users.
	runs []*many
	// leavings are the offboardings that are open or go on in the background.
	leavings []*leaving
	// departings are those that were begun at once.
	departings []*departing
}

// New makes Actions.
func New(o Options) *Actions {
	if o.ClearAfter == 0 {
		o.ClearAfter = time.Minute
	}
	if o.Spares == nil {
		o.Spares = func() bool { return false }
	}
	if o.After == nil {
		o.After = uithread.AfterFunc
	}
	return &Actions{o: o, copier: &secretCopier{clipboard: o.Clipboard, after: o.After, now: o.Host.Now, delay: o.ClearAfter, run: o.Work.Run}}
}

// Block keeps a user from signing in.
func (a *Actions) Block(s Subject) { a.plain(s, change.Block) }

// Unblock lets a user sign in again.
func (a *Actions) Unblock(s Subject) { a.plain(s, change.Unblock) }

// RevokeSessions ends every session of a user.
func (a *Actions) RevokeSessions(s Subject) { a.plain(s, change.RevokeSessions) }

// RestoreReason says why a deleted user cannot be restored; empty where they can.
func (a *Actions) RestoreReason(s Subject) string { return a.Reason(s, change.RestoreUser) }

// ManageRoles adds and removes directory roles.
func (a *Actions) ManageRoles(s Subject) { a.manage(s, a.roles(s)) }

// ManageLicenses adds and removes products.
func (a *Actions) ManageLicenses(s Subject) { a.manage(s, a.licenses(s)) }

// ManageGroups adds a user to groups and removes them.
func (a *Actions) ManageGroups(s Subject) { a.manage(s, a.groups(s)) }

// SetClearAfter changes when what is copied from now on is taken off the clipboard.
func (a *Actions) SetClearAfter(delay time.Duration) { a.o.ClearAfter, a.copier.delay = delay, delay }

// waitOf says until when Microsoft asked to leave a tenant alone; empty where it did not.
func (a *Actions) waitOf(tenant m365.TenantID) string {
	return page.Wait(a.o.Host.WaitsUntil(tenant), a.o.Host.Printer())
}

// Close takes a copied secret off the clipboard at once, if it is still there. Call it when the window closes.
func (a *Actions) Close() { a.copier.clear() }
