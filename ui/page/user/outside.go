package user

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Users reads the local data.
type Users interface {
	// User errors with ErrGone where there is no such user.
	User(ctx context.Context, key m365.UserKey) (m365.User, error)
	// Visit puts a user first among the recently viewed.
	Visit(ctx context.Context, key m365.UserKey) error
}

// Tenants lists every tenant that is known.
type Tenants interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
}

// Cards are what is known of a user beside the lists.
type Cards interface {
	// Last gives the cards as they were read last; those never read are missing.
	Last(ctx context.Context, key m365.UserKey) (map[profile.Part]profile.Snapshot, error)
	// Read asks Microsoft. What Microsoft withholds for good is no error: Availability of the snapshot says so.
	Read(ctx context.Context, key m365.UserKey, part profile.Part) (profile.Snapshot, error)
}

// Actions asks about what can be done to a user and does it, in dialogs of its own.
type Actions interface {
	// Items are the lines of the actions menu for one user.
	Items(action.Subject) []widget.MenuItem
	// Reason says why something cannot be done to a user; empty where it can.
	Reason(action.Subject, change.Action) string

	ResetPassword(action.Subject)
	Block(action.Subject)
	Unblock(action.Subject)
	EditUser(action.Subject)
	ManageRoles(action.Subject)
	ManageLicenses(action.Subject)
	ManageGroups(action.Subject)
	// AddMethod gets the methods that are registered.
	AddMethod(action.Subject, []m365.AuthMethod)
	ChangeMethod(action.Subject, m365.AuthMethod)
	RemoveMethod(action.Subject, m365.AuthMethod)
	ShowRecoveryKey(action.Subject, m365.Device)
	ShowLocalPassword(action.Subject, m365.Device)
	DisableDevice(action.Subject, m365.Device)
	EnableDevice(action.Subject, m365.Device)
	DisownDevice(action.Subject, m365.Device)
}

// Link leads to a user in one of Microsoft's portals.
type Link struct{ Name, URL string }

// Links makes the links to a user and opens them.
type Links interface {
	// UserLinks are made from local data, at once; none while the tenant lacks what they need.
	UserLinks(tenant m365.Tenant, user m365.User) []Link
	// Open opens an address in the system's browser.
	Open(ctx context.Context, url string) error
}

// Host is what the page asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Now() time.Time
	Open(page.Route)
	Copy(text string)
	Export(page.Export)
	Fail(error)
	Toast(page.Toast) page.Notice
	ShowSheet(page.Sheet) (closeSheet func())
	Explain(error) m365.Failure
	Printer() table.Printer
	RefreshTenants(ids []m365.TenantID)
	// TrailChanged says that Trail answers something else now, Visited that a user was viewed.
	TrailChanged()
	Visited()
	// SignedOut says that nobody is signed in.
	SignedOut() bool
	page.SignsIn
}
