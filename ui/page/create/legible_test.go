package create_test

import (
	"testing"

	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestEveryStepIsLegibleAtEveryScale(t *testing.T) {
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			d := open(t)
			scene.show(d)
			d.PageLegible(scene.name)
		})
	}
	for name, text := range map[string]string{"long": uitest.LongName, "arabic": uitest.ArabicName, "hebrew": uitest.HebrewName, "chinese": uitest.ChineseName} {
		t.Run(name, func(t *testing.T) {
			d := newHarness(t, uitest.Room(uitest.Looks[0].Size))
			d.tenants[0].Name = text
			d.openPage(contoso.ID)
			d.TypeIn("Job Title", text)
			d.TypeIn("Department", text)
			d.PageLegible(name)
		})
	}
}
