package activity_test

import (
	"testing"

	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestThePageAndAChangeAreLegibleAtEveryScale(t *testing.T) {
	t.Run("none", func(t *testing.T) { open(t).PageLegible("activity-none") })
	for name, text := range map[string]string{"plain": "Adele Vance", "long": uitest.LongName, "arabic": uitest.ArabicName, "hebrew": uitest.HebrewName, "chinese": uitest.ChineseName} {
		t.Run(name, func(t *testing.T) {
			entry := managed()
			entry.Target.Name, entry.Target.Username, entry.Target.Tenant, entry.Who = text, text, text, text
			open(t, blocked(), entry, reset()).PageLegible("activity-" + name)
			d := open(t, entry)
			d.Tap("Manage user groups")
			d.DialogLegible("activity-change-" + name)
		})
	}
}
