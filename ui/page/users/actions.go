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

// selected is the one user that is ticked. The user is empty while they are not read, and once they have gone.
type selected struct {
	key  string
	user m365.User
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
	p.readUser(key, func(user m365.User) {
		if p.one.key == key {
			p.one.user = user
		}
	})
}

// readUser reads who a row is about, and hands them to use: nobody where they have gone meanwhile.
func (p *Page) readUser(key string, use func(m365.User)) {
	user, err := m365.ParseUserKey(key)
	if err != nil {
		p.o.Host.Fail(err)
		return
	}
	p.o.Work.Do(func(ctx context.Context) func() {
		found, err := p.o.Users.User(ctx, user)
		return func() {
			if err != nil {
				found = m365.User{}
			}
			use(found)
		}
	})
}

// subject is a user with their tenant; false where the user has gone, or the tenant is not synced any more.
func (p *Page) subject(user m365.User) (action.Subject, bool) {
	for _, tenant := range p.tenants {
		if tenant.ID == user.Key.Tenant {
			return action.Subject{User: user, Tenant: tenant}, true
		}
	}
	return action.Subject{}, false
}

// actions are what can be done to the one user that is ticked.
func (p *Page) actions(selection grid.Selection) []widget.MenuItem {
	count := selection.Count
	subject, there := p.subject(p.one.user)
	if count == 1 && !there { // ticked and gone, or all rows are one row
		count = 0
	}
	return p.o.Actions.SelectionItems(count, subject)
}

// menu is the context menu of a row.
func (p *Page) menu(key, _ string, show func(list.Menu)) {
	p.readUser(key, func(user m365.User) {
		subject, there := p.subject(user)
		if !there {
			return
		}
		show(list.Menu{
			First: []widget.MenuItem{{Label: "Open user", Do: func() { p.open(key) }}},
			Rest:  append([]widget.MenuItem{{Separator: true}}, p.o.Actions.Items(subject)...),
		})
	})
}
