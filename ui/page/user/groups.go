package user

import (
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func groupsKind() kind {
	return kind{
		part: profile.Groups, title: "Groups", noun: "groups", what: "the groups of users", role: "Directory Readers",
		empty:  "This user is a member of no group.",
		manage: "Manage User Groups", write: change.ManageGroups,
		columns: []table.Column{
			{ID: "name", Title: "Group Name", Width: 280, Breaks: true, Fixed: true},
			{ID: "type", Title: "Group Type", Width: 190},
			{ID: "email", Title: "Email", Width: 260, Breaks: true},
			{ID: "assignable", Title: "Assignable to Role", Kind: table.Choice, Width: 150, Choices: []string{columns.Yes, columns.No}},
			{ID: "fixed", Title: "Why Not Changed Here", Width: 320, Breaks: true, Hidden: true},
			{ID: "id", Title: "Object ID", Width: 270, Hidden: true},
		},
		sort: []table.SortKey{{Column: "name"}},
		rows: func(s *section) []table.Row { return rowsOf(s.card.Groups, groupRow) },
	}
}

func groupRow(group m365.Group) table.Row {
	kind, assignable := table.Cell{Text: group.Label()}, columns.YesNo(group.AssignableToRole)
	if fixed := group.Fixed(); fixed != "" {
		kind.Tip = group.Label() + ". " + fixed + "."
	}
	if group.Type == m365.HiddenGroup {
		kind.Muted = true
		assignable = kind
	}
	return table.Row{Key: group.ID, Cells: []table.Cell{
		{Text: group.Name},
		kind,
		{Text: group.Mail},
		assignable,
		{Text: group.Fixed()},
		{Text: group.ID},
	}}
}
