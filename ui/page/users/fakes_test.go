package users_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// picture is the local picture, in memory.
type picture struct {
	mu      sync.Mutex
	tenants []m365.Tenant
	users   []m365.User
	fails   error
	source  source
}

// source is the users' rows, which also take a filter by tenant id.
type source struct{ *table.Slice }

func columns() []table.Column {
	return []table.Column{
		{ID: "display_name", Title: "Display Name", Width: 150, Fixed: true},
		{ID: "username", Title: "Username", Width: 190},
		{ID: "tenant_name", Title: "Tenant Name", Width: 130},
		{ID: "last_sign_in", Title: "Last Sign In", Kind: table.Time, Width: 120},
		{ID: "job_title", Title: "Job Title", Width: 150, Hidden: true},
	}
}

func (s source) Columns() []table.Column { return columns() }

// pictureOf is the picture of tenants with as many users as each counts.
func pictureOf(tenants ...m365.Tenant) *picture {
	p := &picture{tenants: tenants}
	hidden := table.Column{ID: columns.TenantID, Title: "Tenant Name", Kind: table.Choice}
	p.source = source{table.NewSlice(append(columns(), hidden), nil)}
	for _, tenant := range tenants {
		for n := range tenant.Users {
			p.users = append(p.users, userOf(tenant, n))
		}
	}
	p.fill()
	return p
}

// change changes the picture, and the rows with it.
func (p *picture) change(do func(*picture)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do(p)
	p.fill()
}

func (p *picture) fill() {
	rows := make([]table.Row, 0, len(p.users))
	for _, user := range p.users {
		rows = append(rows, table.Row{Key: user.Key.String(), Cells: []table.Cell{
			{Text: user.DisplayName, Link: true},
			{Text: user.UserPrincipalName},
			{Text: p.nameOf(user.Key.Tenant)},
			{Time: user.LastSignIn},
			{Text: user.JobTitle},
			{Text: string(user.Key.Tenant)},
		}})
	}
	p.source.Set(rows)
}

func (p *picture) nameOf(id m365.TenantID) string {
	at := slices.IndexFunc(p.tenants, func(t m365.Tenant) bool { return t.ID == id })
	return p.tenants[at].Name
}

func (p *picture) Tenants(context.Context) ([]m365.Tenant, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.tenants), p.fails
}

func (p *picture) User(_ context.Context, key m365.UserKey) (m365.User, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, user := range p.users {
		if user.Key == key {
			return user, nil
		}
	}
	return m365.User{}, errors.New("no such user")
}

// actions offer one operation, and note on whom.
type actions struct{ done []string }

// onlyOne is what the operation says where it is not about one user.
const onlyOne = "Available only when one user is selected"

func (a *actions) Items(s action.Subject) []widget.MenuItem {
	return []widget.MenuItem{{Label: "Block Sign In", Do: func() {
		a.done = append(a.done, fmt.Sprintf("%s in %s %s", s.User.DisplayName, s.Tenant.Name, s.Tenant.Consented))
	}}}
}

func (a *actions) SelectionItems(selected int, one action.Subject) []widget.MenuItem {
	items := a.Items(one)
	if selected != 1 {
		items[0].Off = onlyOne
	}
	return items
}

const (
	contosoID  m365.TenantID = "8f300000-0000-4000-8000-0000000041a0"
	fabrikamID m365.TenantID = "8f310000-0000-4000-8000-0000000041a1"
	tailspinID m365.TenantID = "8f320000-0000-4000-8000-0000000041a2"
)

func synced(id m365.TenantID, name string, count int) m365.Tenant {
	label := strings.ToLower(strings.Fields(name)[0])
	return m365.Tenant{ID: id, Name: name, DefaultDomain: label + ".com", Status: m365.Synced, Users: count, Refreshed: noon}
}

func contoso() m365.Tenant  { return synced(contosoID, "Contoso Dental", 3) }
func fabrikam() m365.Tenant { return synced(fabrikamID, "Fabrikam Legal", 2) }
func tailspin() m365.Tenant { return synced(tailspinID, "Tailspin Toys", 1) }

// given are the users of every tenant, by their given names.
var given = []string{"Adele", "Bianca", "Christie", "Debra", "Emily"}

// userOf is the n-th user of a tenant: Adele Contoso.
func userOf(tenant m365.Tenant, n int) m365.User {
	surname := strings.Fields(tenant.Name)[0]
	return m365.User{
		Key:               m365.UserKey{Tenant: tenant.ID, ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", n)},
		DisplayName:       given[n] + " " + surname,
		UserPrincipalName: strings.ToLower(given[n]) + "@" + tenant.DefaultDomain,
	}
}

func keyOf(tenant m365.Tenant, n int) string { return userOf(tenant, n).Key.String() }
