package tenants_test

import (
	"testing"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestThePageAndItsDialogsAreLegibleAtEveryScale(t *testing.T) {
	for name, tenant := range map[string]string{"plain": "Contoso Dental", "long": uitest.LongName, "arabic": uitest.ArabicName, "chinese": uitest.ChineseName} {
		t.Run(name, func(t *testing.T) {
			one := contoso()
			one.Name = tenant
			d := opening(t, one, fabrikam())
			d.bought = purchases()
			d.page.Changed(page.Everything())
			d.Settle()
			d.PageLegible("tenants-" + name)
			d.Tap("Select "+tenant, "Row Actions")
			d.PageLegible("tenants-actions-" + name)
			d.Tap("Licenses…")
			d.Settle()
			d.DialogLegible("tenants-licenses-" + name)
		})
	}
	t.Run("labels", func(t *testing.T) {
		d := open(t, contoso(), fabrikam())
		d.Tap("Select Contoso Dental", "Row Actions", "Name and Tags…")
		d.TypeIn("Own name", uitest.LongName)
		d.Tap("Save")
		d.DialogLegible("tenants-labels")
	})
	t.Run("refused", func(t *testing.T) {
		d := open(t, contoso())
		d.mu.Lock()
		d.fails = uitest.Refusal(m365.Failure{What: "The data cannot be read.", Do: "Restart Tenantkeep, and look at the log where that does not help."})
		d.mu.Unlock()
		d.page.Changed(page.Everything())
		d.Settle()
		d.PageLegible("tenants-refused")
	})
}
