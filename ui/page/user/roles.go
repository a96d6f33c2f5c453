package user

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func rolesKind() kind {
	return kind{
		part: profile.Roles, title: "Roles", noun: "roles", what: "the roles of users", role: "Directory Readers",
		empty:  "This user holds no directory role.",
		manage: "Manage User Roles", write: change.ManageRoles,
		columns: []table.Column{
			{ID: "role", Title: "Role", Width: 280, Breaks: true, Fixed: true},
			{ID: "scope", Title: "Scope", Width: 220, Breaks: true},
			{ID: "state", Title: "Assignment", Kind: table.Choice, Width: 110, Choices: []string{activeRole, eligibleRole}},
			{ID: "ends", Title: "Ends", Kind: table.Time, Width: 120},
			{ID: "through", Title: "Assigned Through", Width: 220, Breaks: true},
			{ID: "description", Title: "Description", Width: 420, Breaks: true, Hidden: true},
			{ID: "id", Title: "Assignment ID", Width: 270, Hidden: true},
		},
		sort: []table.SortKey{{Column: "role"}},
		rows: func(s *section) []table.Row { return rowsOf(s.card.Roles, roleRow) },
	}
}

func roleRow(role m365.HeldRole) table.Row {
	return table.Row{Key: role.AssignmentID + "/" + role.Group.ID, Cells: []table.Cell{
		{Text: role.Name, Tip: role.Description},
		{Text: scopeOf(role)},
		stateOf(role),
		endOf(role),
		{Text: throughRole(role)},
		{Text: role.Description},
		{Text: role.AssignmentID},
	}}
}

// What an assignment of a role may be, in Microsoft's words.
const (
	activeRole   = "Active"
	eligibleRole = "Eligible"
)

func stateOf(role m365.HeldRole) table.Cell {
	if role.Eligible {
		return table.Cell{Text: eligibleRole, Tone: table.Caution, Tip: "The user may activate this role in Privileged Identity Management, and counts as an administrator."}
	}
	return table.Cell{Text: activeRole}
}

// endOf is the end of an eligible role; Microsoft tells that of others elsewhere.
func endOf(role m365.HeldRole) table.Cell {
	if role.Eligible && role.Ends.IsZero() {
		return table.Cell{Text: "Never", Muted: true, Tip: "The user is eligible for this role without an end."}
	}
	return table.Cell{Time: role.Ends}
}

func scopeOf(role m365.HeldRole) string {
	switch {
	case role.ScopeName != "":
		return role.ScopeName
	case role.Scope == "/":
		return "Whole tenant"
	}
	return role.Scope
}

const directWord = "Direct"

func throughRole(role m365.HeldRole) string {
	if role.Group == (m365.GroupName{}) {
		return directWord
	}
	return throughGroup(role.Group)
}

func throughGroup(group m365.GroupName) string {
	if group.Name == "" {
		return "Group " + group.ID
	}
	return "Group " + group.Name
}

// roleNames are the names of held roles, each once, sorted.
func roleNames(roles []m365.HeldRole) []string {
	names := make([]string, 0, len(roles))
	for _, role := range roles {
		name := role.Name
		if role.Eligible {
			name += " (eligible)"
		}
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(table.Fold(a), table.Fold(b)) })
	return slices.Compact(names)
}

// rowsOf makes a row of everything in a list.
func rowsOf[T any](list []T, row func(T) table.Row) []table.Row {
	rows := make([]table.Row, 0, len(list))
	for _, one := range list {
		rows = append(rows, row(one))
	}
	return rows
}
