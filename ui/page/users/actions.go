package users

import (
	"context"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Users reads one user of the local picture.
type Users interface {
	User(ctx context.Context, key m365.UserKey) (m365.User, error)
}

// Actions are what can be done to one user, and to many at once.
type Actions interface {
	Items(action.Subject) []widget.MenuItem
	ManyItems(action.Picked) []widget.MenuItem
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

// actions are what can be done to those that are ticked.
func (p *Page) actions(selection grid.Selection) []widget.MenuItem {
	if isMany(selection) {
		return p.o.Actions.ManyItems(p.picked(selection))
	}
	count := selection.Count
	subject, there := p.subject(p.one.user)
	if count == 1 && !there { // ticked and gone
		count = 0
	}
	return p.o.Actions.SelectionItems(count, subject)
}

// isMany says that an action is about more than the one user that is read.
func isMany(selection grid.Selection) bool {
	return selection.Count > 1 || selection.All && selection.Count > 0
}

// picked are the users of a selection of many.
func (p *Page) picked(selection grid.Selection) action.Picked {
	query := table.Query{Keys: selection.Keys}
	if selection.All {
		query = p.Grid.Query()
	}
	return action.Picked{
		Count: selection.Count, Hidden: selection.Hidden,
		Read: func(ctx context.Context) ([]change.Target, error) { return targets(ctx, p.o.Source, query) },
	}
}

// targets are the users of a query, as their rows name them.
func targets(ctx context.Context, source table.Source, query table.Query) ([]change.Target, error) {
	model, printer := source.Columns(), table.Printer{}
	var found []change.Target
	err := source.Each(ctx, query, func(row table.Row) error {
		key, err := m365.ParseUserKey(row.Key)
		text := func(column string) string {
			at := table.Index(model, column)
			return printer.Export(model[at], row.Cells[at])
		}
		found = append(found, change.Target{
			Key: key, Name: text(columns.DisplayName), Username: text(columns.Username), Tenant: text(columns.TenantName),
		})
		return err
	})
	return found, err
}

// menu is the context menu of a row: about all that are ticked where the row is one of them, else about the row alone.
func (p *Page) menu(key, _ string, show func(list.Menu)) {
	first := []widget.MenuItem{{Label: "Open user", Do: func() { p.open(key) }}}
	selection := p.Grid.Selection()
	if isMany(selection) && (selection.All || slices.Contains(selection.Keys, key)) {
		rest := append([]widget.MenuItem{{Separator: true}}, list.HiddenItems(selection)...)
		show(list.Menu{First: first, Rest: append(rest, p.o.Actions.ManyItems(p.picked(selection))...)})
		return
	}
	p.readUser(key, func(user m365.User) {
		subject, there := p.subject(user)
		if !there {
			return
		}
		show(list.Menu{First: first, Rest: append([]widget.MenuItem{{Separator: true}}, p.o.Actions.Items(subject)...)})
	})
}
