package action

import (
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// DisableDevice keeps a device from signing in to the tenant.
func (a *Actions) DisableDevice(s Subject, device m365.Device) {
	a.withDevice(s, device, change.DisableDevices, change.BarDevice)
}

// EnableDevice lets a device sign in to the tenant again.
func (a *Actions) EnableDevice(s Subject, device m365.Device) {
	a.withDevice(s, device, change.EnableDevices, change.AdmitDevice)
}

// DisownDevice ends that the user is the owner of a device.
func (a *Actions) DisownDevice(s Subject, device m365.Device) {
	a.withDevice(s, device, change.DisownDevices, change.DisownDevice)
}

func (a *Actions) withDevice(s Subject, device m365.Device, what change.Action, kind change.WriteKind) {
	f := a.newFlow(change.Of(what), s.target())
	intent := change.Intent{Action: what, User: s.User.Key, Writes: []change.Write{{Kind: kind, Subject: device.ID, Name: device.Hostname}}}
	f.planner = func() planner { return a.planOf(intent) }
	f.start()
}
