package deleted

import (
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// The columns.
const (
	columnName     = "name"
	columnUsername = "username"
	columnDeleted  = "deleted"
	columnLeft     = "left"
	columnBack     = "back"
	columnRestore  = "restore"
	columnType     = "type"
	columnLicenses = "licenses"
	columnID       = "id"
)

var restoreLabel = change.Of(change.RestoreUser).Title

func columns() []table.Column {
	return []table.Column{
		{ID: columnName, Title: "Display Name", Width: 200, Least: 140, Fixed: true, Breaks: true},
		{ID: columnUsername, Title: "Username", Width: 270, Least: 180, Breaks: true},
		{ID: columnDeleted, Title: "Deleted", Kind: table.Time, Width: 130, Least: 110},
		{ID: columnLeft, Title: "Days Left", Kind: table.Number, Width: 100, Least: 90},
		{ID: columnBack, Title: "Comes Back", Width: 330, Least: 200, Breaks: true},
		{ID: columnRestore, Title: "Restore", Kind: table.Action, Width: 120, Least: 110},
		{ID: columnType, Title: "User Type", Kind: table.Choice, Width: 110, Hidden: true},
		{ID: columnLicenses, Title: "Licenses", Width: 260, Hidden: true, Breaks: true},
		{ID: columnID, Title: "Object ID", Width: 290, Hidden: true},
	}
}

func rowOf(user m365.DeletedUser, now time.Time) table.Row {
	name := user.DisplayName
	if name == "" {
		name = user.UserPrincipalName
	}
	left := table.Cell{Number: int64(user.DaysLeft(now)), HasNumber: true, Tip: "Microsoft deletes the user for good after that."}
	if user.Deleted.IsZero() {
		left = table.Cell{Text: "–", Muted: true, Tip: "Microsoft did not say when the user was deleted."}
	}
	return table.Row{Key: user.Key.String(), Cells: []table.Cell{
		{Text: name},
		{Text: user.UserPrincipalName},
		{Time: user.Deleted},
		left,
		{Text: comesBack(user)},
		{Text: restoreLabel, Link: true},
		{Text: string(user.Type)},
		{Text: strings.Join(user.Licenses, ", ")},
		{Text: user.Key.ID},
	}}
}

// comesBack says what a restoration brings back, or what stands in its way.
func comesBack(user m365.DeletedUser) string {
	switch {
	case user.OnPremisesSynced:
		return "Until the next sync, unless the account is restored on premises"
	case len(user.Licenses) > 0:
		return "As it was, with " + table.Counted(len(user.Licenses), "license", "licenses") + " where units are left"
	}
	return "As it was"
}
