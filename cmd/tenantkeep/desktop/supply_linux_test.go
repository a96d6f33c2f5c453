package desktop

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestAComputerRunsOnItsBatteryWhereNothingIsPluggedIn(t *testing.T) {
	battery := func(status string) fstest.MapFS {
		return fstest.MapFS{"BAT0/type": file("Battery\n"), "BAT0/status": file(status + "\n")}
	}
	with := func(fsys fstest.MapFS, name, text string) fstest.MapFS {
		fsys[name] = file(text + "\n")
		return fsys
	}
	for name, c := range map[string]struct {
		supplies fstest.MapFS
		want     bool
	}{
		"a desktop computer":                  {fstest.MapFS{}, false},
		"a laptop on its battery":             {battery("Discharging"), true},
		"unplugged":                           {with(with(battery("Discharging"), "AC/type", "Mains"), "AC/online", "0"), true},
		"plugged in, and drawing on both":     {with(with(battery("Discharging"), "AC/type", "Mains"), "AC/online", "1"), false},
		"charged by USB":                      {with(with(battery("Charging"), "usb/type", "USB"), "usb/online", "1"), false},
		"full":                                {battery("Full"), false},
		"held at a limit":                     {battery("Not charging"), false},
		"a desktop computer's mouse":          {with(battery("Discharging"), "BAT0/scope", "Device"), false},
		"the second of two batteries":         {with(with(battery("Full"), "BAT1/type", "Battery"), "BAT1/status", "Discharging"), true},
		"a battery that does not tell a word": {fstest.MapFS{"BAT0/type": file("Battery")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, onBattery(c.supplies))
		})
	}
}

func TestAComputerThatTellsNothingHasPlenty(t *testing.T) {
	require.False(t, onBattery(fstest.MapFS{"BAT0": {}}))
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
	require.False(t, onMeteredLine(t.Context()))
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
