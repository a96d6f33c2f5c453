package directory

import (
	"fmt"
	"time"
)

// RecoveryKey is a BitLocker key of a device.
type RecoveryKey struct {
	ID, DeviceID, Key, Volume string
	Created                   time.Time
}

// LocalPassword is what LAPS keeps of the local administrator of a device.
type LocalPassword struct {
	DeviceID, DeviceName, Account, SID, Password string
	BackedUp, Refresh                            time.Time
}

// Devices have keys of at most so many volumes.
const volumesEach = 2

// ownIDs begins the numbers of the devices' own ids among those of other objects.
const ownIDs = 1 << 32

// joined is a Windows computer of the tenant by its own id, with its number; false for any other device.
func (t *Tenant) joined(deviceID string) (Device, uint64, bool) {
	o, ok := t.cipher.object(deviceID)
	if !ok || o.tenant != t.index || o.kind != kindOther || o.number < ownIDs || o.number >= 2*ownIDs {
		return Device{}, 0, false
	}
	number := o.number - ownIDs
	dev, ok := t.DeviceAt(int(number))
	return dev, number, ok && dev.OperatingSystem == "Windows" && dev.TrustType != "Workplace"
}

// RecoveryKeys are those of a device, by its own id.
func (t *Tenant) RecoveryKeys(deviceID string) []RecoveryKey {
	dev, number, ok := t.joined(deviceID)
	if !ok {
		return nil
	}
	d := newDraw(number, uint64(t.index), 0xb17)
	var keys []RecoveryKey
	for volume := range d.below(1, volumesEach) + 1 {
		keys = append(keys, RecoveryKey{
			ID:       t.cipher.id(object{kindRecoveryKey, t.index, number*volumesEach + uint64(volume)}),
			DeviceID: dev.DeviceID, Key: digits(newDraw(number, uint64(volume), 0x4e4)),
			Volume:  []string{"operatingSystemVolume", "fixedDataVolume"}[volume],
			Created: dev.Registered.Add(time.Duration(volume+1) * time.Hour),
		})
	}
	return keys
}

// RecoveryKey finds a key by its id.
func (t *Tenant) RecoveryKey(id string) (RecoveryKey, bool) {
	o, ok := t.cipher.object(id)
	if !ok || o.tenant != t.index || o.kind != kindRecoveryKey {
		return RecoveryKey{}, false
	}
	for _, key := range t.RecoveryKeys(t.cipher.id(object{kindOther, t.index, ownIDs + o.number/volumesEach})) {
		if key.ID == t.cipher.id(o) {
			return key, true
		}
	}
	return RecoveryKey{}, false
}

// digits are a recovery key: eight groups of six.
func digits(d draw) string {
	text := ""
	for group := range uint64(8) {
		if group > 0 {
			text += "-"
		}
		text += fmt.Sprintf("%06d", d.below(group, 1000000))
	}
	return text
}

// LocalPassword is that of a device, by its own id; false where it backs none up: only what Intune manages does.
func (t *Tenant) LocalPassword(deviceID string) (LocalPassword, bool) {
	dev, number, ok := t.joined(deviceID)
	if !ok || !dev.Managed {
		return LocalPassword{}, false
	}
	d := newDraw(number, uint64(t.index), 0x1a95)
	backed := dev.LastSeen
	return LocalPassword{
		DeviceID: dev.DeviceID, DeviceName: dev.DisplayName, Account: "Administrator",
		SID:      "S-1-5-21-" + fmt.Sprint(d.below(1, 1<<31)) + "-500",
		Password: fmt.Sprintf("%c%c-%06d-%c%04d", 'A'+rune(d.below(2, 26)), 'a'+rune(d.below(3, 26)), d.below(4, 1000000), 'q'+rune(d.below(5, 9)), d.below(6, 10000)),
		BackedUp: backed, Refresh: backed.AddDate(0, 0, 30),
	}, true
}
