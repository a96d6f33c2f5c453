package shell

import (
	"context"
	"log/slog"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/core/release"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/create"
	"github.com/tenantkeep/tenantkeep/ui/page/createmany"
	"github.com/tenantkeep/tenantkeep/ui/page/deleted"
	"github.com/tenantkeep/tenantkeep/ui/page/portals"
	"github.com/tenantkeep/tenantkeep/ui/page/settings"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/page/tenants"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
)

// Services are the parts of the program that the window draws and calls. Every method is safe from any goroutine.
type Services struct {
	Integration Integration
	Tenants     Tenants
	Refresher   Refresher
	Users       Users
	Settings    Settings
	Portals     Portals
	Cards       user.Cards
	Change      action.Changes
	Offboarding action.Offboarding
	Directory   action.Directory
	Deleted     deleted.Directory
	Journal     Journal
	Names       create.Names
	Creations   createmany.Creations
	Templates   create.Templates
	Access      Access
	Changes     Changes
	Finder      Finder
	Computer    Computer
	Labels      tenants.Labels
	Licenses    tenants.Licenses
	OwnPortals  portals.Portals
	// Releases is nil where nobody is to be asked.
	Releases Releases
}

// Integration connects the program to Microsoft and syncs tenants.
type Integration interface {
	setup.Integration
	// Explain turns an error into sentences.
	Explain(err error) m365.Failure
}

// Tenants lists every tenant that is known, synced or not.
type Tenants interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
}

// Refresher reads synced tenants anew from Microsoft, in the background.
type Refresher interface {
	RefreshAll(ctx context.Context)
	Refresh(ctx context.Context, ids []m365.TenantID)
	Progress() refresh.Progress
	// Look says which tenant a person looks at, which then goes before the others; empty for none.
	Look(tenant m365.TenantID)
	// SetPace changes the time between two refreshes of a tenant.
	SetPace(every time.Duration)
	// Sparing is why the computer is spared, and how often a tenant is refreshed now.
	Sparing() (why refresh.Sparing, every time.Duration)
}

// Users are the users of the local data.
type Users interface {
	// UserSource gives the rows of the users' table, with the columns that package users draws.
	UserSource() table.Source
	User(ctx context.Context, key m365.UserKey) (m365.User, error)
	CountUsers(ctx context.Context) (int, error)
	// Visit puts a user first among the recently viewed; Recent lists the newest five.
	Visit(ctx context.Context, key m365.UserKey) error
	Recent(ctx context.Context) ([]m365.Recent, error)
}

// Journal is the record of what was changed.
type Journal interface {
	// Source gives the rows of the table of Activity.
	Source() table.Source
	// Count is how many changes there are.
	Count(ctx context.Context) (int, error)
	action.Journal
}

// Access is who is signed in, and what they may do.
type Access interface {
	Tier() access.Tier
	// Who is the signed-in account; empty for nobody.
	Who() string
	setup.Care
}

// Settings keep the window's arrangement between runs.
type Settings interface {
	// Layout gives the zero Layout for a table that was never arranged.
	Layout(ctx context.Context, table string) (table.Layout, error)
	SaveLayout(ctx context.Context, table string, layout table.Layout) error
	// Setting gives an empty text for a name that was never set.
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, value string) error
}

// Computer is what the program keeps on this computer beside settings.
type Computer interface {
	settings.Computer
	// SetLogLevel says from when on something is logged.
	SetLogLevel(slog.Level)
}

// Portals are Microsoft's admin portals.
type Portals interface {
	Portals() []tenants.Portal
	// Link is a portal's address in a tenant; it errors where the tenant lacks what the address needs.
	Link(portalID string, tenant m365.Tenant) (string, error)
	// UserLinks lead to a user; Open opens an address in the system's browser.
	user.Links
}

// Releases tells whether a newer release of the program is out. It asks somebody outside at each call.
type Releases interface {
	Check(ctx context.Context) (release.Answer, error)
}

// Changes tells what happened below the window.
type Changes interface {
	// Listen calls hear for everything from now on, on any goroutine, until stop is called.
	Listen(hear func(page.Change)) (stop func())
}
