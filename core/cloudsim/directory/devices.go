package directory

import (
	"strconv"
	"time"
)

// Device is a device in the directory of a tenant.
type Device struct {
	ID, DeviceID, DisplayName string
	// Owner is the slot of the user who registered it.
	Owner                              int
	OwnerID, OwnerName, OwnerPrincipal string
	OperatingSystem, Version           string
	Manufacturer, Model                string
	TrustType, ProfileType, Ownership  string
	AccountEnabled, Managed, Synced    bool
	// Compliant is nil where nothing says whether the device is.
	Compliant            *bool
	Registered, LastSeen time.Time
	// ManagedID is its id in Intune; "" where Intune does not manage it.
	ManagedID, Serial string
	// Disowned says that nobody is its registered owner any more.
	Disowned bool
}

// devicesEach is how many devices a user may have at most.
const devicesEach = 4

// makes are what devices are: the first half computers, the rest phones and tablets.
var makes = []struct{ system, version, manufacturer, model, name string }{
	{"Windows", "10.0.26100.4349", "LENOVO", "ThinkPad T14s Gen 5", "LT"},
	{"Windows", "10.0.22631.5472", "Dell Inc.", "Latitude 5450", "NB"},
	{"Windows", "10.0.19045.5965", "HP", "EliteDesk 800 G6", "DESKTOP"},
	{"MacMDM", "15.5", "Apple", "MacBook Air (M3)", "MAC"},
	{"IPhone", "18.5", "Apple", "iPhone 15", "iPhone"},
	{"AndroidForWork", "15", "samsung", "SM-S921B", "Galaxy"},
	{"IPad", "18.4", "Apple", "iPad (10th generation)", "iPad"},
	{"AndroidForWork", "13", "Google", "Pixel 7a", "Pixel"},
}

// deviceCount counts the devices of a slot.
func (t *Tenant) deviceCount(slot int) int {
	if slot >= t.info.Users {
		return 0
	}
	what := t.accountAt(slot)
	d := t.userDraw(slot)
	if what >= breakGlass && what <= meetingRoom || t.isGuest(d, slot) {
		return 0
	}
	return []int{0, 1, 1, 1, 2, 2, 2, 3, 4, 1}[d.below(askDevices, 10)]
}

// makeDevice computes a device of a user.
func (t *Tenant) makeDevice(u *User, position int) Device {
	d := newDraw(uint64(t.userDraw(u.Slot)), askDeviceShape, uint64(position))
	number := uint64(u.Slot)*devicesEach + uint64(position)
	computer := position%2 == 0
	shape := makes[4+d.below(1, 4)]
	if computer {
		shape = makes[d.below(1, 4)]
	}
	dev := Device{
		ID: t.cipher.id(object{kindDevice, t.index, number}), DeviceID: t.cipher.id(object{kindOther, t.index, 1<<32 + number}),
		Owner: u.Slot, OwnerID: u.ID, OwnerName: u.DisplayName, OwnerPrincipal: u.UserPrincipalName,
		OperatingSystem: shape.system, Version: shape.version, Manufacturer: shape.manufacturer, Model: shape.model,
		ProfileType: "RegisteredDevice", Ownership: "Company", AccountEnabled: !d.chance(2, 30),
		Serial: shape.name[:2] + strconv.Itoa(1000000+d.below(3, 8999999)),
	}
	dev.DisplayName = shape.name + "-" + dev.Serial[2:]
	if !computer {
		dev.DisplayName = shape.name + " " + t.givenNameAtStart(u)
	}
	if disabled, changed := t.disabled[u.Slot*devicesEach+position]; changed {
		dev.AccountEnabled = !disabled
	}
	dev.Disowned = t.disowned[u.Slot*devicesEach+position]
	t.join(&dev, d, computer)
	const day = 24 * time.Hour
	dev.Registered = t.epoch.Add(-3*day - d.span(4, 900*day))
	dev.LastSeen = dev.Registered.Add(day)
	if !u.LastSignIn.IsZero() && u.LastSignIn.After(dev.LastSeen) {
		dev.LastSeen = u.LastSignIn.Add(-d.span(5, 20*day))
	}
	if dev.Managed {
		dev.ManagedID = t.cipher.id(object{kindManagedDevice, t.index, number})
	}
	return dev
}

// givenNameAtStart is the given name that a user had before any change, which named the user's phone.
func (t *Tenant) givenNameAtStart(u *User) string {
	if _, changed := t.users[u.Slot]; !changed {
		return u.GivenName
	}
	var before User
	t.makeUser(&before, u.Slot)
	return before.GivenName
}

// join says how a device belongs to the tenant, and who manages it.
func (t *Tenant) join(dev *Device, d draw, computer bool) {
	intune := t.info.Plan != ""
	switch {
	case computer && dev.OperatingSystem == "Windows" && t.synced && d.chance(6, 600):
		dev.TrustType, dev.Synced, dev.Managed = "ServerAd", true, intune && d.chance(7, 700)
	case computer && dev.OperatingSystem == "Windows" && d.chance(8, 800):
		dev.TrustType, dev.Managed = "AzureAd", intune && d.chance(7, 900)
	default:
		dev.TrustType, dev.Managed = "Workplace", intune && d.chance(7, 400)
		if !dev.Managed {
			dev.Ownership = "Personal"
		}
	}
	if dev.Managed {
		compliant := !d.chance(9, 130)
		dev.Compliant = &compliant
	}
}

// DevicesOf lists the devices of a user.
func (t *Tenant) DevicesOf(slot int) []Device {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var u User
	if !t.current(&u, slot) {
		return nil
	}
	all := make([]Device, t.deviceCount(slot))
	for i := range all {
		all[i] = t.makeDevice(&u, i)
	}
	return all
}

// EachDevice calls yield with the tenant's devices, from a position on, until it returns false. The position of a device
// is made of its user's slot, and never changes. yield must not call the tenant.
func (t *Tenant) EachDevice(from int, yield func(position int, device *Device) bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var u User
	for slot := max(from, 0) / devicesEach; slot < t.info.Users; slot++ {
		count := t.deviceCount(slot)
		if count == 0 || !t.current(&u, slot) {
			continue
		}
		for i := range count {
			if slot*devicesEach+i < from {
				continue
			}
			dev := t.makeDevice(&u, i)
			if !yield(slot*devicesEach+i, &dev) {
				return
			}
		}
	}
}

// Device finds a device by its object id, or by its id in Intune.
func (t *Tenant) Device(id string) (Device, bool) {
	o, ok := t.cipher.object(id)
	if !ok || o.tenant != t.index || o.kind != kindDevice && o.kind != kindManagedDevice {
		return Device{}, false
	}
	slot, position := int(o.number/devicesEach), int(o.number%devicesEach)
	t.mu.RLock()
	defer t.mu.RUnlock()
	var u User
	if position >= t.deviceCount(slot) || !t.current(&u, slot) {
		return Device{}, false
	}
	dev := t.makeDevice(&u, position)
	return dev, o.kind == kindDevice || dev.Managed
}

// DeviceAt is the device of a position that EachDevice gave.
func (t *Tenant) DeviceAt(position int) (Device, bool) {
	return t.Device(t.cipher.id(object{kindDevice, t.index, uint64(position)}))
}

// EnableDevice lets a device sign in, or keeps it from that. It is false where there is no such device.
func (t *Tenant) EnableDevice(id string, enabled bool) (bool, error) {
	return t.changeDevice(id, func(change *deviceChange, _ Device) { change.Disabled = !enabled })
}

// DisownDevice takes the registered owner from a device. It is false where there is no such device.
func (t *Tenant) DisownDevice(id string) (bool, error) {
	return t.changeDevice(id, func(change *deviceChange, dev Device) { change.Disabled, change.Disowned = !dev.AccountEnabled, true })
}

func (t *Tenant) changeDevice(id string, set func(*deviceChange, Device)) (bool, error) {
	dev, known := t.Device(id)
	o, _ := t.cipher.object(id)
	if !known || o.kind != kindDevice {
		return false, nil
	}
	written := deviceChange{Position: int(o.number % devicesEach), Disowned: dev.Disowned}
	set(&written, dev)
	t.mu.Lock()
	defer t.mu.Unlock()
	return true, t.commit(change{Slot: dev.Owner, Device: &written})
}
