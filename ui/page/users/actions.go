package users

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Users reads one user of the local picture.
type Users interface {
	User(ctx context.Context, key m365.UserKey) (m365.User, error)
}

// Actions are what can be done to one user.
type Actions interface {
	Items(action.Subject) []widget.MenuItem
	SelectionItems(selected int, one action.Subject) []widget.MenuItem
}

// selected is the one user that is ticked.
type selected struct {
	key     string
	subject action.Subject
	known   bool
}

// selectionChanged reads the user that Row Actions is about, so that the menu is there when it is asked for.
func (p *Page) selectionChanged(selection grid.Selection) {
	if selection.All || len(selection.Keys) != 1 {
		p.one = selected{}
		return
	}
	p.readOne(selection.Keys[0])
}

func (p *Page) readOne(key string) {
	if p.one.key != key {
		p.one = selected{key: key}
	}
	p.withSubject(key, func(subject action.Subject) {
		if p.one.key == key {
			p.one.subject, p.one.known = subject, true
		}
	})
}

// withSubject reads who a row is about, and hands it to use unless the user has gone meanwhile.
func (p *Page) withSubject(key string, use func(action.Subject)) {
	user, err := m365.ParseUserKey(key)
	if err != nil {
		p.o.Host.Fail(err)
		return
	}
	p.o.Work.Do(func(ctx context.Context) func() {
		found, err := p.o.Users.User(ctx, user)
		return func() {
			tenant, synced := p.tenant(user.Tenant)
			if err == nil && synced {
				use(action.Subject{User: found, Tenant: tenant})
			}
		}
	})
}

func (p *Page) tenant(id m365.TenantID) (m365.Tenant, bool) {
	for _, tenant := range p.tenants {
		if tenant.ID == id {
			return tenant, true
		}
	}
	return m365.Tenant{}, false
}

// actions are what can be done to the one user that is ticked.
func (p *Page) actions(selection grid.Selection) []widget.MenuItem {
	count := selection.Count
	if count == 1 && !p.one.known { // ticked and gone, or all rows are one row
		count = 0
	}
	return p.o.Actions.SelectionItems(count, p.one.subject)
}

// menu is the context menu of a row.
func (p *Page) menu(key, _ string, show func(list.Menu)) {
	p.withSubject(key, func(subject action.Subject) {
		show(list.Menu{
			First: []widget.MenuItem{{Label: "Open user", Do: func() { p.open(key) }}},
			Rest:  append([]widget.MenuItem{{Separator: true}}, p.o.Actions.Items(subject)...),
		})
	})
}
