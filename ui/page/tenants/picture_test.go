package tenants_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestTheLicensesOfATenantAreDrawnInTheirTheme(t *testing.T) {
	refused := map[m365.TenantID]m365.Subscriptions{contosoID: {Read: noon, Said: m365.NoPermission}}
	for name, scene := range map[string]struct {
		mode   theme.Mode
		size   fyne.Size
		bought map[m365.TenantID]m365.Subscriptions
	}{
		"licenses-light":  {theme.Light, fyne.NewSize(1216, 848), purchases()},
		"licenses-dark":   {theme.Dark, fyne.NewSize(1024, 700), purchases()},
		"licenses-denied": {theme.Light, fyne.NewSize(1024, 700), refused},
	} {
		t.Run(name, func(t *testing.T) {
			d := opening(t, contoso(), fabrikam())
			d.Win.Resize(scene.size)
			d.SetTheme(scene.mode)
			d.bought = scene.bought
			d.page.Changed(page.Everything())
			d.Settle()
			d.Tap("Columns", "Licenses", "License Renewal")
			d.Press(fyne.KeyEscape)
			d.Tap("Select Contoso Dental", "Row Actions", "Licenses…")
			d.Settle()
			uitest.RequireTheme(t, d.Picture(name), scene.mode)
		})
	}
}
