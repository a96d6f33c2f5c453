package setup_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// scenes are the parts of the page that lead through a setup and out of it, with something wrong in each that can have it.
var scenes = []struct {
	name string
	open func(t *testing.T) *harness
}{
	{"check", openCheck},
	{"check-failed", func(t *testing.T) *harness {
		w := connected(own())
		w.fails["CheckSetup"] = errors.New("refused")
		return open(t, w, setup.TabCheck)
	}},
	{"create", func(t *testing.T) *harness {
		d := openForm(t, helpDesk(newWorld()))
		d.TypeIn("Tenant ID", "msp.example")
		d.Tap("Create it for me")
		return d
	}},
	{"create-refused", func(t *testing.T) *harness {
		w := helpDesk(newWorld())
		w.fails["CreateApplication"] = errors.New("refused")
		d := openCreate(t, w)
		d.Work.WaitAll()
		d.Settle()
		return d
	}},
	{"create-interrupted", func(t *testing.T) *harness {
		return open(t, interrupted(), setup.TabAuthenticate)
	}},
	{"find", func(t *testing.T) *harness {
		d := openForm(t, newWorld())
		d.TypeIn("Tenant ID", "contoso.com")
		d.Tap("Find my tenant")
		d.Work.WaitAll()
		d.Settle()
		return d
	}},
	{"turn-off", func(t *testing.T) *harness {
		d := openTenants(t, own(), contoso(), adventure())
		d.Tap("Turn Off")
		return d
	}},
	{"turning-off", openOff},
	{"turn-off-left", openLeft},
	{"turn-off-interrupted", func(t *testing.T) *harness {
		w := connected(own(), contoso())
		w.off = &m365.TurnOff{Permitting: true, Removals: []m365.Removal{{Tenant: clientID(1), Name: "Contoso Dental", State: m365.RemovalWaits}}}
		w.fails["GoOnTurningOff"] = errors.New("refused")
		d := open(t, w, "")
		d.Tap("Go on")
		d.begins()
		return d
	}},
}

func TestEveryPartOfASetupIsDrawnInItsTheme(t *testing.T) {
	looks := []struct {
		name string
		mode theme.Mode
		size fyne.Size
	}{{"light", theme.Light, fyne.NewSize(1216, 848)}, {"dark", theme.Dark, fyne.NewSize(800, 648)}}
	for i, scene := range scenes {
		for j, look := range looks {
			// Where nobody looks, each is drawn in one of them: drawing is slow.
			if !uitest.KeepsPictures() && i%2 != j {
				continue
			}
			t.Run(scene.name+" "+look.name, func(t *testing.T) {
				d := scene.open(t)
				d.Win.Resize(look.size)
				d.SetTheme(look.mode)
				d.Settle()
				uitest.RequireTheme(t, d.Picture(scene.name+"-"+look.name), look.mode)
			})
		}
	}
}
