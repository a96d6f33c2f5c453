package create_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/create"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

func TestMain(m *testing.M) { uitest.Main(m) }

var (
	contoso = m365.Tenant{
		ID: "8f3c0000-0000-4000-8000-0000000041aa", Name: "Contoso Dental", Status: m365.Synced, DefaultDomain: "contoso.com",
	}
	fabrikam = m365.Tenant{ID: "77d00000-0000-4000-8000-00000000c3b1", Name: "Fabrikam Legal", Status: m365.Synced, DefaultDomain: "fabrikam.com"}
)

// harness is the page in a window, and all that it asks.
type harness struct {
	*uitest.Stage
	page *create.Page

	mu      sync.Mutex
	tenants []m365.Tenant
	taken   map[string]string
	err     error
	asked   []string
	created []action.Creation
	kept    []newuser.Preset
}

func newHarness(t *testing.T, size fyne.Size) *harness {
	t.Helper()
	return &harness{
		Stage: uitest.NewStage(t, size), tenants: []m365.Tenant{contoso, fabrikam},
		taken: map[string]string{"adele.vance@contoso.com": "Taken: Adele Vance has this username."},
	}
}

func open(t *testing.T) *harness {
	t.Helper()
	d := newHarness(t, fyne.NewSize(1216, 848))
	d.openPage(contoso.ID)
	return d
}

func (d *harness) openPage(tenant m365.TenantID) {
	d.T.Helper()
	d.page = create.New(create.Options{
		Host: d.Host, Work: d.Work, Tenants: d, Directory: d, Names: d, Templates: d, Actions: d, Tenant: tenant,
	})
	d.Show(d.page.Content())
	d.page.Changed(page.Everything())
	d.Settle()
	d.T.Cleanup(d.page.Close)
}

// fillIn writes the names of a user, and waits for the answer about the username.
func (d *harness) fillIn(first, last string) {
	d.T.Helper()
	d.TypeIn("First Name", first)
	d.TypeIn("Last Name", last)
	d.Pass(time.Second)
}

func (d *harness) failing(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}

func (d *harness) fails() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err
}

func (d *harness) Tenants(context.Context) ([]m365.Tenant, error) {
	return slices.Clone(d.tenants), nil
}

func (d *harness) Organization(_ context.Context, tenant m365.TenantID) (m365.Organization, error) {
	if tenant == fabrikam.ID {
		return m365.Organization{ID: tenant, DefaultDomain: "fabrikam.com", Domains: []string{"fabrikam.com", "old.fabrikam.com"}, Federated: []string{"old.fabrikam.com"}}, d.fails()
	}
	return m365.Organization{ID: tenant, DefaultDomain: "contoso.com", Domains: []string{"contoso.onmicrosoft.com", "contoso.com"}}, d.fails()
}

func (d *harness) SKUs(context.Context, m365.TenantID) ([]m365.SKU, error) {
	return []m365.SKU{
		{ID: "s-1", Name: "Microsoft 365 Business Premium", Enabled: 25, Consumed: 22},
		{ID: "s-2", Name: "Visio Plan 2", Enabled: 2, Consumed: 1},
		{ID: "s-3", Name: "Microsoft 365 E3", Enabled: 12, Consumed: 12},
	}, d.fails()
}

func (d *harness) AssignableRoles(context.Context, m365.TenantID) ([]m365.Role, error) {
	return []m365.Role{
		{ID: "r-1", Name: "Global Reader", Description: "Can read everything that a Global Administrator can, but not update anything."},
		{ID: "r-2", TemplateID: "62e90394-69f5-4237-9190-012177145e10", Name: "Global Administrator", Description: "Can manage all aspects of Microsoft Entra ID."},
	}, d.fails()
}

func (d *harness) FindGroups(_ context.Context, _ m365.TenantID, text string) ([]m365.Group, error) {
	d.mu.Lock()
	d.asked = append(d.asked, "groups:"+text)
	d.mu.Unlock()
	return slices.DeleteFunc([]m365.Group{
		{ID: "g-1", Name: "Reception", Type: m365.SecurityGroup},
		{ID: "g-2", Name: "Analysts", Type: m365.Microsoft365Group, Mail: "analysts@contoso.com"},
		{ID: "g-3", Name: "All staff", Type: m365.SecurityGroup, Dynamic: true},
	}, func(g m365.Group) bool { return !strings.HasPrefix(strings.ToLower(g.Name), strings.ToLower(text)) }), d.fails()
}

func (d *harness) CheckUsername(_ context.Context, _ m365.TenantID, username string) (change.UsernameCheck, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, username)
	return change.UsernameCheck{Taken: d.taken[username]}, nil
}

// Names are those of a tenant that writes first and last names with a dot, but for Fabrikam.
func (d *harness) Names(_ context.Context, tenant m365.TenantID) ([]m365.User, error) {
	user := m365.User{GivenName: "Ada", Surname: "Bell", DisplayName: "Ada Bell", UserPrincipalName: "ada.bell@contoso.com"}
	if tenant == fabrikam.ID {
		user.DisplayName, user.UserPrincipalName = "Bell, Ada", "abell@fabrikam.com"
	}
	return []m365.User{user}, nil
}

func (d *harness) User(_ context.Context, key m365.UserKey) (m365.Details, error) {
	return m365.Details{
		User:    m365.User{Key: key, DisplayName: "Miriam Graham", JobTitle: "Receptionist", City: "London", UsageLocation: "GB"},
		Manager: &m365.Person{Key: m365.UserKey{Tenant: key.Tenant, ID: "chief"}, DisplayName: "Lynne Robbins"},
	}, d.fails()
}

func (d *harness) UserLicenses(context.Context, m365.UserKey) ([]m365.HeldLicense, error) {
	return []m365.HeldLicense{{SKU: "s-2", Name: "Visio Plan 2", Direct: true}, {SKU: "s-4", Name: "Power BI Pro"}}, d.fails()
}

func (d *harness) UserGroups(context.Context, m365.UserKey) ([]m365.Group, error) {
	return []m365.Group{
		{ID: "g-1", Name: "Reception", Type: m365.SecurityGroup},
		{ID: "g-2", Name: "Analysts", Type: m365.Microsoft365Group},
		{ID: "g-3", Name: "All staff", Type: m365.SecurityGroup, Dynamic: true},
	}, d.fails()
}

func (d *harness) Templates(context.Context) ([]newuser.Preset, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.kept), nil
}

func (d *harness) SaveTemplate(_ context.Context, one newuser.Preset) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = append(d.kept, one)
	return nil
}

func (d *harness) DeleteTemplate(_ context.Context, id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = slices.DeleteFunc(d.kept, func(one newuser.Preset) bool { return one.ID == id })
	return nil
}

// Create notes what is to be created.
func (d *harness) Create(creation action.Creation) { d.created = append(d.created, creation) }

// PickPerson chooses the first person at once.
func (d *harness) PickPerson(_ *uithread.Work, tenant m365.TenantID, _ string, _ fyne.CanvasObject, chosen func(m365.Person)) {
	chosen(m365.Person{Key: m365.UserKey{Tenant: tenant, ID: "boss"}, DisplayName: "Miriam Graham"})
}

// text is what stands in a field.
func (d *harness) text(field string) string {
	d.T.Helper()
	text, err := d.TextOf(field)
	require.NoError(d.T, err)
	return text
}
