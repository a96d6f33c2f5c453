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

// fake is the local data, in memory.
type fake struct {
	mu      sync.Mutex
	tenants []m365.Tenant
	users   []m365.User
	fails   error
	source  source
}

// source is the users' rows, which also take a filter by tenant id.
type source struct{ *table.Slice }

func (s source) Columns() []table.Column { return columns.Users() }

// fakeOf is a fake of tenants with as many users as each counts.
func fakeOf(tenants ...m365.Tenant) *fake {
	p := &fake{tenants: tenants}
	p.source = source{table.NewSlice(append(columns.Users(), columns.TenantFilter, columns.SearchFilter), nil)}
	for _, tenant := range tenants {
		for n := range tenant.Users {
			p.users = append(p.users, userOf(tenant, n))
		}
	}
	p.fill()
	return p
}

// change changes what it holds, and the rows with it.
func (p *fake) change(do func(*fake)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do(p)
	p.fill()
}

func (p *fake) fill() {
	rows := make([]table.Row, 0, len(p.users))
	for _, user := range p.users {
		row := columns.UserRow(&columns.User{User: user, Tenant: p.tenantOf(user.Key.Tenant), LicenseNames: strings.Join(user.Licenses, ", ")})
		row.Cells = append(row.Cells, table.Cell{Text: string(user.Key.Tenant)}, table.Cell{Text: user.DisplayName, Also: user.UserPrincipalName})
		rows = append(rows, row)
	}
	p.source.Set(rows)
}

func (p *fake) tenantOf(id m365.TenantID) m365.Tenant {
	at := slices.IndexFunc(p.tenants, func(t m365.Tenant) bool { return t.ID == id })
	return p.tenants[at]
}

func (p *fake) Tenants(context.Context) ([]m365.Tenant, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.tenants), p.fails
}

func (p *fake) User(_ context.Context, key m365.UserKey) (m365.User, error) {
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

// ManyItems offers the operation on all that are picked, and notes who they are.
func (a *actions) ManyItems(picked action.Picked) []widget.MenuItem {
	return []widget.MenuItem{{Label: "Block Sign In", Do: func() {
		targets, err := picked.Read(context.Background())
		for _, target := range targets {
			a.done = append(a.done, target.Name+" in "+target.Tenant)
		}
		a.done = append(a.done, fmt.Sprint(picked.Count, picked.Hidden, err))
	}}}
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
