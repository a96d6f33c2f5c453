package m365

import "strings"

// JoinTypeOf reads the trustType of a device; empty where Microsoft gives none. A word that is not known is kept as it is.
func JoinTypeOf(word string) JoinType {
	switch word {
	case "AzureAd":
		return EntraJoined
	case "ServerAd":
		return HybridJoined
	case "Workplace":
		return EntraRegistered
	}
	return JoinType(word)
}

// ComplianceOf reads isCompliant: nil is a device that no rules of the tenant are for.
func ComplianceOf(compliant *bool) Compliance {
	switch {
	case compliant == nil:
		return NotApplicable
	case *compliant:
		return Compliant
	}
	return NonCompliant
}

// systems are what Microsoft writes into operatingSystem, in lower case, by its beginning. The first that fits is meant.
var systems = []struct{ begins, name, deviceType string }{
	{"windows server", "Windows Server", "Server"},
	{"windowsserver", "Windows Server", "Server"},
	{"windowsphone", "Windows Phone", "Phone"},
	{"windows", "Windows", "Computer"},
	{"macmdm", "macOS", "Computer"},
	{"macos", "macOS", "Computer"},
	{"mac os", "macOS", "Computer"},
	{"ipados", "iPadOS", "Tablet"},
	{"ipad", "iPadOS", "Tablet"},
	{"iphone", "iOS", "Phone"},
	{"ios", "iOS", "Phone or tablet"},
	{"android", "Android", "Phone or tablet"},
	{"linux", "Linux", "Computer"},
	{"chromeos", "ChromeOS", "Computer"},
}

// SystemOf reads the operatingSystem of a device: its name as people know it, and the type of device that runs it. One that
// is not known keeps Microsoft's name and has no type.
func SystemOf(word string) (name, deviceType string) {
	lower := strings.ToLower(word)
	for _, known := range systems {
		if strings.HasPrefix(lower, known.begins) {
			return known.name, known.deviceType
		}
	}
	return word, ""
}

// DeviceType is what sort of device it is. A profileType that says so, as that of a printer, goes before what its operating
// system says. "Other" is a device of which Microsoft tells neither.
func DeviceType(profileType, operatingSystem string) string {
	switch profileType {
	case "SecureVM":
		return "Virtual machine"
	case "Printer":
		return "Printer"
	case "IoT":
		return "IoT device"
	}
	if _, deviceType := SystemOf(operatingSystem); deviceType != "" {
		return deviceType
	}
	return "Other"
}
