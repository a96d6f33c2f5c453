package user

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// methodsKind are the ways in which a user proves who they are. Where they may be written, one can be added, changed and
// removed.
func methodsKind(writes bool) kind {
	k := kind{
		part: profile.Methods, title: "Authentication", noun: "authentication methods", what: "the authentication methods",
		role:  "Authentication Administrator, or Global Reader,",
		empty: "This user has registered no authentication method.",
		columns: []table.Column{
			{ID: "method", Title: "Method", Width: 240, Breaks: true, Fixed: true},
			{ID: "detail", Title: "Detail", Width: 260, Breaks: true},
			{ID: "added", Title: "Added", Kind: table.Time, Width: 130},
			{ID: "default", Title: "Default", Kind: table.Choice, Width: 100, Choices: []string{columns.Yes, columns.No}},
			{ID: "state", Title: "State", Kind: table.State, Width: 170},
		},
		sort:   []table.SortKey{{Column: "method"}},
		rows:   methodRows,
		manage: "Add Authentication Method", write: change.AddMethod,
	}
	if writes {
		k.columns = append(k.columns, table.Column{ID: "remove", Title: "Remove", Kind: table.Action, Width: 80})
		k.press = func(s *section, key, _ string) { removeMethod(s, key) }
		k.actions = []rowAction{{label: "Change", off: changeOff, do: changeMethod}, {label: "Remove", danger: true, off: removeOff, do: removeMethod}}
	}
	return k
}

func methodKey(method m365.AuthMethod) string { return method.Kind + "/" + method.ID }

func methodRows(s *section) []table.Row {
	unread, lost := s.unread(call.ReadDefault)
	return rowsOf(s.card.Methods, func(method m365.AuthMethod) table.Row {
		isDefault := columns.YesNo(method.Default)
		if lost {
			isDefault = unread
		}
		row := table.Row{Key: methodKey(method), Cells: []table.Cell{
			{Text: method.Name},
			{Text: method.Detail},
			{Time: method.Created},
			isDefault,
			{Text: method.State},
		}}
		if s.page.o.Actions != nil {
			row.Cells = append(row.Cells, removeCell(s, method))
		}
		return row
	})
}

func removeCell(s *section, method m365.AuthMethod) table.Cell {
	if off := removeOff(s, methodKey(method)); off != "" {
		return table.Cell{Text: "–", Muted: true, Tip: off}
	}
	return table.Cell{Icon: string(icons.Trash), Link: true, Tip: "Remove " + method.Name}
}

const (
	notRemovable = "Microsoft does not let this method be removed"
	gone         = "It is not there any more"
)

func (s *section) method(key string) (m365.AuthMethod, bool) {
	i := slices.IndexFunc(s.card.Methods, func(m m365.AuthMethod) bool { return methodKey(m) == key })
	if i < 0 {
		return m365.AuthMethod{}, false
	}
	return s.card.Methods[i], true
}

// changeOff says why a method cannot be changed; empty where it can.
func changeOff(s *section, key string) string {
	method, known := s.method(key)
	if !known {
		return gone
	}
	if _, contact := m365.ContactOf(method.ID); !contact {
		return "Only a phone and an email address can be changed"
	}
	return s.page.o.Actions.Reason(s.page.subject(), change.ChangeMethod)
}

func changeMethod(s *section, key string) {
	if method, known := s.method(key); known && changeOff(s, key) == "" {
		s.page.o.Actions.ChangeMethod(s.page.subject(), method)
	}
}

// removeOff says why a method cannot be removed; empty where it can.
func removeOff(s *section, key string) string {
	method, known := s.method(key)
	switch {
	case !known:
		return gone
	case method.Segment == "":
		return notRemovable
	}
	return s.page.o.Actions.Reason(s.page.subject(), change.RemoveMethod)
}

func removeMethod(s *section, key string) {
	if method, known := s.method(key); known && removeOff(s, key) == "" {
		s.page.o.Actions.RemoveMethod(s.page.subject(), method)
	}
}
