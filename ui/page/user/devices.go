package user

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
)

// compliances are the choices of a filter by compliance.
var compliances = []string{string(m365.Compliant), string(m365.NonCompliant), string(m365.NotApplicable)}

// devicesKind are the devices of a user. Where something may be done, what Microsoft keeps of one can be looked at.
func devicesKind(acts bool) kind {
	k := kind{
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
	if acts {
		k.actions = []rowAction{lookAt(change.ShowRecoveryKey, Actions.ShowRecoveryKey), lookAt(change.ShowLocalPassword, Actions.ShowLocalPassword)}
	}
	return k
}

// lookAt is a look at a secret of the device of a row.
func lookAt(what change.Action, show func(Actions, action.Subject, m365.Device)) rowAction {
	off := func(s *section, key string) string {
		device, known := s.device(key)
		switch {
		case !known:
			return gone
		case !strings.HasPrefix(device.OS, "Windows"):
			return "Only Windows devices have one"
		case device.JoinType == m365.EntraRegistered:
			return "Only devices that are joined to the organization have one"
		case device.DeviceID == "":
			return "The device is read again first. Refresh the card"
		}
		return s.page.o.Actions.Reason(s.page.subject(), what)
	}
	return rowAction{label: change.Of(what).Title, off: off, do: func(s *section, key string) {
		if device, known := s.device(key); known && off(s, key) == "" {
			show(s.page.o.Actions, s.page.subject(), device)
		}
	}}
}

func (s *section) device(key string) (m365.Device, bool) {
	at := slices.IndexFunc(s.card.Devices, func(d m365.Device) bool { return d.ID == key })
	if at < 0 {
		return m365.Device{}, false
	}
	return s.card.Devices[at], true
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
