package user

import (
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// kind is what tells one card from another.
type kind struct {
	part  profile.Part
	title string

	// What follows is for the cards that are tables.

	// noun names the rows in the plural, what says whose they are: "the groups of users".
	noun, what string
	// role is the least role that may read them, for those who may not.
	role    string
	empty   string
	columns []table.Column
	sort    []table.SortKey
	rows    func(*section) []table.Row
	// facts stand above the table; optional.
	facts func(*Page) []field
	// manage is the label of the button that changes them, and write what it starts; optional.
	manage string
	write  change.Action
	// open is Enter on a row, press a click on a link or an icon of it; optional.
	open  func(s *section, key string)
	press func(s *section, key, column string)
	// actions stand in a row's menu and in Row Actions.
	actions []rowAction
}

// rowAction is something done with one row.
type rowAction struct {
	label  string
	danger bool
	// off says why it cannot be done with a row; nil never does.
	off func(s *section, key string) string
	do  func(s *section, key string)
}

func (a rowAction) on(s *section, key string) widget.MenuItem {
	item := widget.MenuItem{Label: a.label, Danger: a.danger, Do: func() { a.do(s, key) }}
	if a.off != nil {
		item.Off = a.off(s, key)
	}
	return item
}

// kinds are the cards in the order of their tabs. Without a way to read cards there are only the details.
func kinds(o Options) []kind {
	details := kind{part: profile.Details, title: "Details", what: "the details"}
	if o.Cards == nil {
		return []kind{details}
	}
	return []kind{
		details, rolesKind(), licensesKind(), devicesKind(o.Actions != nil), groupsKind(), signInsKind(), methodsKind(o.Actions != nil),
	}
}

// doManage opens what changes the rows of the card.
func (s *section) doManage() {
	actions, subject := s.page.o.Actions, s.page.subject()
	switch s.kind.write {
	case change.ManageRoles:
		actions.ManageRoles(subject)
	case change.ManageLicenses:
		actions.ManageLicenses(subject)
	case change.ManageGroups:
		actions.ManageGroups(subject)
	case change.AddMethod:
		actions.AddMethod(subject, s.card.Methods)
	}
}

func (s *section) manageOff() string { return s.page.o.Actions.Reason(s.page.subject(), s.kind.write) }
