// Package page is the vocabulary that the pages and the window around them share: where to go, what changed, what to tell
// the person, and how to work without blocking the window.
package page

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/grid"
)

// Name names a page.
type Name string

// The pages.
const (
	Setup   Name = "setup"
	Tenants Name = "tenants"
	Users   Name = "users"
	User    Name = "user"
	// Create is where a user is created.
	Create Name = "create"
	// CreateMany is where the users of a file are created.
	CreateMany Name = "create-many"
	// Activity is what was changed with Tenantkeep.
	Activity Name = "activity"
	Settings Name = "settings"
	// Deleted are the deleted users of a tenant.
	Deleted Name = "deleted"
)

// Route says which page to open, and on what.
type Route struct {
	Page Name
	// Tab is a tab of Setup; empty means that the page chooses.
	Tab string
	// Tenant narrows Users to one tenant, is where Create and CreateMany begin, and is the tenant of Deleted; empty leaves the
	// filters as they are, and the choice.
	Tenant m365.TenantID
	// TenantName is the name of Tenant, for the filter's chip.
	TenantName string
	// User is who User shows.
	User m365.UserKey
}

// Step is one step of the trail in the top bar. Open is nil where the step leads nowhere.
type Step struct {
	Text string
	// Tip is said on hover.
	Tip  string
	Open func()
}

// Page is what the window shows under its top bar. All methods belong on the goroutine that may touch widgets.
type Page interface {
	Content() fyne.CanvasObject
	// Trail says where the page is, from the outside in; the last step is the page itself.
	Trail() []Step
	// Changed tells the page what changed since it last looked. It is called once when the page opens.
	Changed(Changes)
	// Save returns what brings the page back as it stands, and Restore brings it back. Only the page reads it.
	Save() any
	Restore(saved any)
	// Close ends the page's work. It is not shown again.
	Close()
}

// Exporter is a page that can write its table to a CSV file.
type Exporter interface{ Export() }

// Refresher is a page that can read anew. Every page with a Refresh button is one.
type Refresher interface{ Refresh() }

// Reader is a page that reads what it shows. Ready says that the first of that stands in it, or why there is none.
type Reader interface{ Ready() bool }

// Filterable is a page with a table. OpenFilter opens the filter of its first column.
type Filterable interface{ OpenFilter() }

// Searchable is a page with a search field. GoToSearch gives it the keyboard.
type Searchable interface{ GoToSearch() }

// Tabbed is a page with tabs. NextTab opens the one that many places further, round the end.
type Tabbed interface{ NextTab(by int) }

// Densely is a page whose tables follow the density.
type Densely interface{ SetDensity(grid.Density) }
