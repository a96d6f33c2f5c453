package m365

import "time"

// RecoveryKey is a BitLocker key that Microsoft keeps of a device, without the key itself.
type RecoveryKey struct {
	ID string
	// Volume is what it opens, in words.
	Volume  string
	Created time.Time
}

// VolumeOf reads the volumeType of a recovery key.
func VolumeOf(word string) string {
	switch word {
	case "operatingSystemVolume", "1":
		return "Operating system volume"
	case "fixedDataVolume", "2":
		return "Fixed data volume"
	case "removableDataVolume", "3":
		return "Removable data volume"
	}
	return "Volume"
}
