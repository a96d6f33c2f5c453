package change

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: DisownDevices, Title: "Remove Device Ownership", Verb: "Remove ownership", Danger: true,
		What:    "The device stays in the tenant, enabled as it is, and the user is not its owner any more.",
		lasting: "An owner that was removed from a device is not set again from here.",
		instead: "The user becomes the owner again when they register the device again.",
		kinds:   []WriteKind{DisownDevice},
	}, map[WriteKind]effect{DisownDevice: disownEffect{}})
}

// disownEffect takes from the user that they own a device.
type disownEffect struct{}

// need has the roles of https://learn.microsoft.com/graph/api/device-delete-registeredowners.
func (disownEffect) need(Write) need {
	return need{tier: access.Full, role: "Intune Administrator or Windows 365 Administrator"}
}

func (disownEffect) doing(user string, write Write) string {
	return "remove the ownership of the device " + named(write) + " from " + user
}

// How a user and a device belong together.
const owner = "Owner"

func (disownEffect) plan(_ context.Context, d *draft, write Write) error {
	device, owned, err := ownedDevice(d.live, write)
	if err != nil || !owned {
		return err
	}
	// https://learn.microsoft.com/graph/api/device-list-registeredowners: there is one owner at most.
	d.note("Microsoft keeps one owner of a device: it has none afterwards, until somebody registers it again. This cannot be undone here.")
	if device.JoinType != m365.EntraRegistered {
		d.note(device.Hostname + " stays joined: the user can go on to sign in on it, unless sign-in is blocked or the device is disabled.")
	}
	write.Name, write.Before, write.After = device.Hostname, owner, ""
	d.step(write, "Remove the ownership of "+device.Hostname, call.DisownDevice(d.id(), device.ID))
	return nil
}

// tells that it is done where the user does not own the device. One that is only signed in on may still be listed.
func (disownEffect) tells(now *snapshot, write Write) (verdict, error) {
	_, owned, err := ownedDevice(now, write)
	if err != nil {
		return unclear, err
	}
	return doneIf(!owned), nil
}

// ownedDevice is the device of a write, and whether the user owns it.
func ownedDevice(user *snapshot, write Write) (device *m365.Device, owned bool, err error) {
	device, err = deviceOf(user, write)
	if err != nil || device != nil && device.Owned {
		return device, err == nil, err
	}
	for _, loss := range user.losses.All() {
		if loss.Read == call.ReadOwned {
			return device, false, loss.Err
		}
	}
	return device, false, nil
}

func (disownEffect) late() bool { return true }

func (disownEffect) already(err error) bool { return call.Is(err, call.NotFound) }

func (disownEffect) because(*call.Error) (because, do string) { return "", "" }

func (disownEffect) permission() string { return "Directory.AccessAsUser.All" }

func (disownEffect) lost() lost { return usually }

func (disownEffect) parts() []profile.Part { return []profile.Part{profile.Devices} }

func (disownEffect) shows(Write, time.Time) shown { return shown{} }

func (disownEffect) inverse() WriteKind { return "" }
