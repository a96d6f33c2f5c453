package user

import (
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// compliances are the choices of a filter by compliance.
var compliances = []string{string(m365.Compliant), string(m365.NonCompliant), string(m365.NotApplicable)}

func devicesKind() kind {
	return kind{
		part: profile.Devices, title: "Devices", noun: "devices", what: "the devices of users", role: "Directory Readers",
		empty: "No device is registered to this user.",
		columns: []table.Column{
			{ID: "type", Title: "Type", Width: 110},
			{ID: "hostname", Title: "Hostname", Width: 190, Breaks: true, Fixed: true},
			{ID: "os", Title: "OS", Width: 170, Breaks: true},
			{ID: "compliance", Title: "Compliance", Kind: table.State, Width: 130, Choices: compliances},
			{ID: "last_sign_in", Title: "Last Sign In", Kind: table.Time, Width: 130},
			{
				ID: "join_type", Title: "Join Type", Kind: table.Choice, Width: 220,
				Choices: []string{string(m365.EntraJoined), string(m365.HybridJoined), string(m365.EntraRegistered)},
			},
			{ID: "model", Title: "Model", Width: 160, Breaks: true, Hidden: true},
			{ID: "id", Title: "Object ID", Width: 270, Hidden: true},
		},
		sort: []table.SortKey{{Column: "last_sign_in", Descending: true}},
		rows: func(s *section) []table.Row { return rowsOf(s.card.Devices, deviceRow) },
	}
}

func deviceRow(device m365.Device) table.Row {
	return table.Row{Key: device.ID, Cells: []table.Cell{
		{Text: device.Type},
		{Text: device.Hostname},
		{Text: device.OS},
		complianceCell(device.Compliance),
		{Time: device.LastSignIn},
		{Text: string(device.JoinType)},
		{Text: device.Model},
		{Text: device.ID},
	}}
}

func complianceCell(compliance m365.Compliance) table.Cell {
	cell := table.Cell{Text: string(compliance)}
	switch compliance {
	case m365.Compliant:
		cell.Tone = table.Good
	case m365.NonCompliant:
		cell.Tone = table.Danger
	}
	return cell
}
