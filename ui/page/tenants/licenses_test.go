package tenants_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// purchases are those of two tenants: one near its end, one not.
func purchases() map[m365.TenantID]m365.Subscriptions {
	return map[m365.TenantID]m365.Subscriptions{
		contosoID: {Read: noon, Said: m365.Available, All: []m365.Subscription{
			{SKU: "e3", Name: "Microsoft 365 E3", State: m365.SubscriptionEnabled, Units: 25, Next: noon.AddDate(0, 0, 12)},
			{SKU: "visio", Name: "Visio Plan 2", State: m365.SubscriptionWarning, Units: 1, Next: noon.AddDate(0, 0, 20)},
			{SKU: "flow", Name: "Power Automate Free", State: m365.SubscriptionEnabled, Units: 10000},
		}},
		fabrikamID: {Read: noon, Said: m365.Available, All: []m365.Subscription{
			{SKU: "e3", Name: "Microsoft 365 E3", State: m365.SubscriptionEnabled, Units: 60, Next: noon.AddDate(0, 6, 0)},
		}},
	}
}

// withLicenses shows the columns of licenses.
func withLicenses(t *testing.T, all ...m365.Tenant) *harness {
	t.Helper()
	d := opening(t, all...)
	d.bought = purchases()
	d.page.Changed(page.Everything())
	d.Settle()
	d.Tap("Columns", "Licenses", "License Renewal")
	d.Press(fyne.KeyEscape)
	return d
}

func TestTenantsAreFilteredByHowNearTheirLicensesAreToTheirEnd(t *testing.T) {
	d := withLicenses(t, contoso(), fabrikam())
	d.Sees("In grace period", "Nothing soon")
	d.Tap("Filter Licenses", "In grace period", "Apply")
	d.Sees("Contoso Dental", "1-1 of 1")
	d.SeesNot("Fabrikam Legal")
}

func TestTheLicensesOfATenantAreListedWithTheNearestEndFirst(t *testing.T) {
	d := withLicenses(t, contoso(), fabrikam())
	require.NoError(t, d.TapSecond("Teams Admin: Contoso Dental"))
	d.Tap("Licenses…")
	d.Sees("Licenses of Contoso Dental (contoso.com)", "1-3 of 3", "Renews or ends soon", "Without an end", "10,000")
	d.Tap("Close")
	d.SeesNot("Visio Plan 2")
}

func TestATenantThatShowsNotWhatItBoughtSaysWhy(t *testing.T) {
	d := opening(t, contoso())
	d.bought = map[m365.TenantID]m365.Subscriptions{contosoID: {Read: noon, Said: m365.NoPermission}}
	d.page.Changed(page.Everything())
	d.Settle()
	d.Tap("Select Contoso Dental", "Row Actions", "Licenses…")
	d.Sees("Your GDAP roles, or the consent, do not let you read what the tenant bought.")
}
