package createmany_test

import (
	"testing"

	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestThePageIsLegibleAtEveryScale(t *testing.T) {
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			d := open(t)
			d.PageLegible("before-" + scene.name)
			scene.show(d)
			d.PageLegible(scene.name)
		})
	}
	t.Run("strange", func(t *testing.T) {
		d := open(t)
		d.Host.File = [2]string{uitest.LongName + ".csv", "Full Name,Username,Job Title\n" + uitest.LongName + ",noor," + uitest.ArabicName + "\n" + uitest.ChineseName + ",bo," + uitest.HebrewName + "\n"}
		d.Tap("Choose a file…")
		d.PageLegible("strange")
	})
}
