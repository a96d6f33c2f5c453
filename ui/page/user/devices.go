package user

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
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
			{ID: "type", Title: "Type", Width: 110, Least: 100, Breaks: true},
			{ID: "hostname", Title: "Hostname", Width: 190, Breaks: true, Fixed: true},
			{ID: "os", Title: "OS", Width: 170, Breaks: true},
			{ID: "compliance", Title: "Compliance", Kind: table.State, Width: 130, Choices: compliances},
			{ID: "last_sign_in", Title: "Last Sign In", Kind: table.Time, Width: 130},
			{
				ID: "join_type", Title: "Join Type", Kind: table.Choice, Width: 220,
				Choices: []string{string(m365.EntraJoined), string(m365.HybridJoined), string(m365.EntraRegistered)},
			},
			{ID: "state", Title: "State", Kind: table.State, Width: 100, Hidden: true, Choices: []string{deviceEnabled, deviceDisabled}},
			{ID: "owner", Title: "Owner", Kind: table.Choice, Width: 90, Hidden: true, Choices: []string{columns.Yes, columns.No}},
			{ID: "model", Title: "Model", Width: 160, Breaks: true, Hidden: true},
			{ID: "id", Title: "Object ID", Width: 270, Hidden: true},
		},
		sort: []table.SortKey{{Column: "last_sign_in", Descending: true}},
		rows: func(s *section) []table.Row { return rowsOf(s.card.Devices, deviceRow) },
	}
	if acts {
		k.actions = []rowAction{
			lookAt(change.ShowRecoveryKey, Actions.ShowRecoveryKey), lookAt(change.ShowLocalPassword, Actions.ShowLocalPassword),
			withDevice("Enable Device", change.EnableDevices, Actions.EnableDevice, func(d m365.Device) string {
				return reasonIf(!d.Disabled, "It is enabled")
			}),
			withDevice("Disable Device", change.DisableDevices, Actions.DisableDevice, func(d m365.Device) string {
				return reasonIf(d.Disabled, "It is disabled already")
			}),
			withDevice(change.Of(change.DisownDevices).Title, change.DisownDevices, Actions.DisownDevice, func(d m365.Device) string {
				return reasonIf(!d.Owned, "The user signs in on it, and is not its owner")
			}),
		}
	}
	return k
}

// The states of a device.
const (
	deviceEnabled  = "Enabled"
	deviceDisabled = "Disabled"
)

func reasonIf(so bool, reason string) string {
	if so {
		return reason
	}
	return ""
}

// withDevice changes the device of a row. off says why it does not apply to one.
func withDevice(label string, what change.Action, begin func(Actions, action.Subject, m365.Device), notFor func(m365.Device) string) rowAction {
	off := func(s *section, key string) string {
		device, known := s.device(key)
		if !known {
			return gone
		}
		return cmp.Or(notFor(device), s.page.o.Actions.Reason(s.page.subject(), what))
	}
	return rowAction{label: label, danger: change.Of(what).Danger, off: off, do: func(s *section, key string) {
		if device, known := s.device(key); known && off(s, key) == "" {
			begin(s.page.o.Actions, s.page.subject(), device)
		}
	}}
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
		hostnameCell(device),
		{Text: device.OS},
		complianceCell(device.Compliance),
		{Time: device.LastSignIn},
		{Text: string(device.JoinType)},
		stateCell(device),
		columns.YesNo(device.Owned),
		{Text: device.Model},
		{Text: device.ID},
	}}
}

// hostnameCell mutes a device that is disabled, and says so.
func hostnameCell(device m365.Device) table.Cell {
	if device.Disabled {
		return table.Cell{Text: device.Hostname, Muted: true, Tip: device.Hostname + " is disabled: it cannot sign in to the tenant"}
	}
	return table.Cell{Text: device.Hostname}
}

func stateCell(device m365.Device) table.Cell {
	switch {
	case device.Type == m365.NotShown:
		return table.Cell{}
	case device.Disabled:
		return table.Cell{Text: deviceDisabled, Tone: table.Danger}
	}
	return table.Cell{Text: deviceEnabled, Tone: table.Good}
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
