package desktop

import (
	"context"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/godbus/dbus/v5"
)

// SupplyNow asks the system. What it does not tell counts as plenty.
func SupplyNow(ctx context.Context) Supply {
	return Supply{Battery: onBattery(os.DirFS("/sys/class/power_supply")), Metered: onMeteredLine(ctx)}
}

// onBattery says that a battery of the computer itself is drawn on, and nothing else is plugged in.
// docs.kernel.org/power/power_supply_class.html
func onBattery(supplies fs.FS) bool {
	folders, err := fs.ReadDir(supplies, ".")
	if err != nil {
		return false
	}
	discharging := false
	for _, folder := range folders {
		read := func(name string) string {
			text, err := fs.ReadFile(supplies, path.Join(folder.Name(), name))
			if err != nil {
				return ""
			}
			return strings.TrimSpace(string(text))
		}
		switch kind := read("type"); {
		case read("scope") == "Device": // the battery of a mouse
		case kind == "Battery":
			discharging = discharging || read("status") == "Discharging"
		case read("online") == "1":
			return false
		}
	}
	return discharging
}

// What NetworkManager says of the line of the computer: networkmanager.dev/docs/api/latest/nm-dbus-types.html
const (
	lineIsMetered      = uint32(1)
	lineIsProbablySo   = uint32(3)
	networkManager     = "org.freedesktop.NetworkManager"
	networkManagerPath = dbus.ObjectPath("/org/freedesktop/NetworkManager")
)

func onMeteredLine(ctx context.Context) bool {
	bus, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer bus.Close()
	var said dbus.Variant
	err = bus.Object(networkManager, networkManagerPath).
		CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart, networkManager, "Metered").Store(&said)
	if err != nil {
		return false
	}
	metered, is := said.Value().(uint32)
	return is && (metered == lineIsMetered || metered == lineIsProbablySo)
}
