package tenants_test

import (
	"context"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/portal"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/tenants"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

var noon = uitest.Noon

// catalogue is the program's own, with a browser that only notes what it is to open.
type catalogue struct {
	*portal.Catalogue
	mu     sync.Mutex
	opened []string
	broken error
}

func (c *catalogue) Portals() []tenants.Portal {
	var shown []tenants.Portal
	for _, one := range c.Catalogue.Portals() {
		shown = append(shown, tenants.Portal{ID: one.ID, Name: one.Name, Short: one.Short, Hidden: one.Hidden})
	}
	return shown
}

func (c *catalogue) Open(_ context.Context, url string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opened = append(c.opened, url)
	return c.broken
}

// harness is the page in a window.
type harness struct {
	*uitest.Stage
	page    *tenants.Page
	portals *catalogue

	mu      sync.Mutex
	tenants []m365.Tenant
	fails   error
	labels  map[m365.TenantID]m365.Labels
	bought  map[m365.TenantID]m365.Subscriptions
}

func (d *harness) SetLabels(_ context.Context, id m365.TenantID, labels m365.Labels) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fails == nil {
		d.labels = map[m365.TenantID]m365.Labels{id: labels}
	}
	return d.fails
}

func (d *harness) Subscriptions(context.Context) (map[m365.TenantID]m365.Subscriptions, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.bought, d.fails
}

func (d *harness) Tenants(context.Context) ([]m365.Tenant, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tenants, d.fails
}

// open shows the page on tenants, in a window that is wide enough for all portals.
func open(t *testing.T, all ...m365.Tenant) *harness {
	t.Helper()
	d := opening(t, all...)
	d.page.Changed(page.Everything())
	d.Settle()
	return d
}

// opening shows the page before it has read its tenants.
func opening(t *testing.T, all ...m365.Tenant) *harness {
	t.Helper()
	built, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	d := &harness{
		Stage: uitest.NewStage(t, fyne.NewSize(1600, 700)), tenants: all, portals: &catalogue{Catalogue: built},
	}
	d.page = tenants.New(tenants.Options{Host: d.Host, Work: d.Work, Tenants: d, Portals: d.portals, Labels: d, Licenses: d, Tables: d.Host.Tables()})
	d.Show(d.page.Content())
	t.Cleanup(d.page.Close)
	return d
}

const (
	contosoID  = m365.TenantID("11111111-2222-3333-4444-555555555555")
	fabrikamID = m365.TenantID("66666666-7777-8888-9999-000000000000")
)

func synced(id m365.TenantID, name, label string, users int) m365.Tenant {
	return m365.Tenant{
		ID: id, Name: name, Status: m365.Synced, Users: users, Refreshed: noon,
		DefaultDomain: label + ".com", InitialDomain: label + "inc.onmicrosoft.com", SharePointName: label + "group",
		Access: m365.Access{State: m365.AccessHealthy, Ends: noon.AddDate(1, 0, 0)},
	}
}

func contoso() m365.Tenant  { return synced(contosoID, "Contoso Dental", "contoso", 12406) }
func fabrikam() m365.Tenant { return synced(fabrikamID, "Fabrikam Legal", "fabrikam", 60) }
