package change

import (
	"context"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: DisableDevices, Title: "Disable Devices", Verb: "Disable devices", Danger: true, What: eachByItself,
		kinds: []WriteKind{BarDevice},
	}, map[WriteKind]effect{BarDevice: deviceEffect{bars: true}, AdmitDevice: deviceEffect{}})
	offer(Operation{
		Action: EnableDevices, Title: "Enable Devices", Verb: "Enable devices", What: eachByItself,
		kinds: []WriteKind{AdmitDevice},
	}, nil)
}

// deviceEffect keeps a device of the user from signing in, or lets it.
type deviceEffect struct{ bars bool }

func (deviceEffect) need(Write) need {
	return need{tier: access.Full, role: "Cloud Device Administrator"}
}

func (e deviceEffect) doing(user string, write Write) string {
	if e.bars {
		return "disable the device " + named(write) + " of " + user
	}
	return "enable the device " + named(write) + " of " + user
}

// The words for what a device may.
const (
	enabled  = "Enabled"
	disabled = "Disabled"
)

func (e deviceEffect) plan(_ context.Context, d *draft, write Write) error {
	device, err := deviceOf(d.live, write)
	if err != nil || device == nil || device.Disabled == e.bars {
		return err
	}
	text := "Enable the device " + device.Hostname
	write.Name, write.Before, write.After = device.Hostname, disabled, enabled
	if e.bars {
		text = "Disable the device " + device.Hostname
		write.Before, write.After = enabled, disabled
		if device.JoinType == m365.HybridJoined {
			d.note(device.Hostname + " is joined on-premises too: the next sync enables it again, unless it is disabled there.")
		}
	}
	d.step(write, text, call.SetDevice(device.ID, !e.bars))
	return nil
}

// deviceOf is the device of a write; nil where the user has it no more.
func deviceOf(user *snapshot, write Write) (*m365.Device, error) {
	devices, err := user.devices()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(devices, func(device m365.Device) bool { return device.ID == write.Subject })
	if at < 0 {
		return nil, nil
	}
	return &devices[at], nil
}

func (e deviceEffect) tells(now *snapshot, write Write) (verdict, error) {
	device, err := deviceOf(now, write)
	if err != nil || device == nil {
		return unclear, err
	}
	return doneIf(device.Disabled == e.bars), nil
}

func (deviceEffect) late() bool { return true }

func (deviceEffect) already(error) bool { return false }

func (deviceEffect) because(found *call.Error) (because, do string) {
	if found.Kind == call.NotFound {
		return "the device was deleted meanwhile", lookAgain
	}
	return "", ""
}

func (deviceEffect) permission() string { return "Directory.AccessAsUser.All" }

func (deviceEffect) lost() lost { return usually }

func (deviceEffect) parts() []profile.Part { return []profile.Part{profile.Devices} }

func (deviceEffect) shows(Write, time.Time) shown { return shown{} }

func (e deviceEffect) inverse() WriteKind {
	if e.bars {
		return AdmitDevice
	}
	return BarDevice
}
