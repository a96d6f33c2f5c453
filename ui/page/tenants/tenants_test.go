package tenants_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

func TestOnlySyncedTenantsAreListedWithTheirUsers(t *testing.T) {
	waiting, failed := synced("a", "Waiting", "waiting", 1), synced("b", "Broken", "broken", 1)
	waiting.Status, failed.Status = m365.Pending, m365.Failed
	d := openDesk(t, contoso(), fabrikam(), waiting, failed, m365.Tenant{ID: "c", Name: "Never", Status: m365.Deactivated})
	d.sees("Contoso Dental", "contoso.com", "12,406", "Fabrikam Legal", "60", "1-2 of 2")
	d.seesNot("Waiting", "Broken", "Never")
}

func TestTenantsAreFoundByTheirName(t *testing.T) {
	d := openDesk(t, contoso(), fabrikam())
	d.tap("Filter Tenant Name")
	require.NoError(t, d.Type("contains", "fabri"))
	d.tap("Apply")
	d.sees("Fabrikam Legal", "1-1 of 1")
	d.seesNot("Contoso Dental")
}

func TestATenantThatIsSyncedMeanwhileAppears(t *testing.T) {
	d := openDesk(t, contoso())
	d.mu.Lock()
	d.tenants = []m365.Tenant{contoso(), fabrikam()}
	d.mu.Unlock()
	d.page.Changed(page.Changes{Tenants: true})
	d.settle()
	d.sees("Fabrikam Legal", "1-2 of 2")
}

func TestViewUsersOpensAllUsersOnThatTenant(t *testing.T) {
	d := openDesk(t, fabrikam())
	d.tap("View Users")
	require.Equal(t, []page.Route{{Page: page.Users, Tenant: fabrikamID, TenantName: "Fabrikam Legal"}}, d.routes)
}

func TestViewUsersNamesTwoTenantsOfOneNameApart(t *testing.T) {
	twin := fabrikam()
	twin.Name = "Contoso Dental"
	d := openDesk(t, contoso(), twin)
	require.NoError(t, d.TapSecond("Teams Admin: Contoso Dental"))
	d.tap("View Users")
	require.Len(t, d.routes, 1)
	require.Contains(t, d.routes[0].TenantName, "Contoso Dental (")
}

// addresses are the portals' addresses in Contoso, by the portals' names.
var addresses = map[string]string{
	"Entra Admin Portal": "https://entra.microsoft.com/contoso.com",
	"Azure Portal":       "https://portal.azure.com/contoso.com",
	"Exchange Admin":     "https://admin.cloud.microsoft/exchange?delegatedOrg=contosoinc.onmicrosoft.com",
	"M365 Admin":         "https://admin.cloud.microsoft/?delegatedOrg=contosoinc.onmicrosoft.com",
	"Intune Admin":       "https://intune.microsoft.com/contoso.com",
	"M365 Defender":      "https://security.microsoft.com/?tid=" + string(contosoID),
	"SharePoint Admin":   "https://contosogroup-admin.sharepoint.com",
	"Teams Admin":        "https://admin.teams.microsoft.com/?delegatedOrg=contosoinc.onmicrosoft.com",
}

func TestAClickOnAPortalOpensItInThatTenant(t *testing.T) {
	d := openDesk(t, fabrikam(), contoso())
	for name, address := range addresses {
		d.tap(name + ": Contoso Dental")
		require.Equal(t, address, d.portals.opened[len(d.portals.opened)-1], name)
	}
	require.Len(t, d.portals.opened, len(addresses), "one click, one page")
	require.Empty(t, d.routes)
}

func TestTheMiddleButtonCopiesAPortalsLinkAndOpensNothing(t *testing.T) {
	d := openDesk(t, fabrikam(), contoso())
	for name, address := range addresses {
		require.NoError(t, d.TapMiddle(name+": Contoso Dental"))
		d.settle()
		require.Equal(t, address, d.copied[len(d.copied)-1], name)
	}
	require.Empty(t, d.portals.opened)
}

func TestTheMenuOfAPortalOpensItAndCopiesItsLink(t *testing.T) {
	d := openDesk(t, fabrikam(), contoso())
	require.NoError(t, d.TapSecond("Intune Admin: Contoso Dental"))
	d.tap("Copy link")
	require.Equal(t, []string{addresses["Intune Admin"]}, d.copied)
	require.Empty(t, d.portals.opened)
	require.NoError(t, d.TapSecond("Intune Admin: Contoso Dental"))
	d.tap("Open portal")
	require.Equal(t, []string{addresses["Intune Admin"]}, d.portals.opened)
	require.NoError(t, d.TapSecond("Intune Admin: Contoso Dental"))
	d.tap("Copy tenant ID")
	require.Equal(t, string(contosoID), d.copied[1])
}

func TestFurtherPortalsAreHiddenUntilTheyAreChosen(t *testing.T) {
	d := openDesk(t, contoso())
	for name, address := range map[string]string{
		"Purview":        "https://purview.microsoft.com/?tid=" + string(contosoID),
		"Power Platform": "https://admin.powerplatform.microsoft.com/account/login/" + string(contosoID),
		"Partner Center": "https://partner.microsoft.com/dashboard/v2/customers/" + string(contosoID) + "/servicemanagementpage",
	} {
		require.False(t, d.Has(name+": Contoso Dental"), name)
		d.tap("Columns")
		d.tap(name)
		d.Key("Escape")
		d.settle()
		d.tap(name + ": Contoso Dental")
		require.Equal(t, address, d.portals.opened[len(d.portals.opened)-1])
	}
}

func TestABrowserThatDoesNotOpenIsSaidWithTheLinkToCopy(t *testing.T) {
	d := openDesk(t, contoso())
	d.portals.broken = errors.New("xdg-open: not found")
	d.tap("Azure Portal: Contoso Dental")
	require.Len(t, d.toasts, 1)
	toast := d.toasts[0]
	require.Equal(t, page.Trouble, toast.Mood)
	require.Equal(t, "The browser did not open.", toast.Text)
	for _, action := range toast.Actions {
		require.True(t, action.Keep, "the toast stays until it is closed")
		action.Do()
	}
	require.Equal(t, addresses["Azure Portal"], d.copied[0])
	require.Contains(t, d.copied[1], "xdg-open: not found")
}

func TestATenantWhoseDomainIsNotKnownHasNoPortalThatNeedsOne(t *testing.T) {
	unread := contoso()
	unread.DefaultDomain, unread.InitialDomain, unread.SharePointName = "", "", ""
	d := openDesk(t, unread)
	require.False(t, d.Has("Azure Portal: Contoso Dental"))
	d.tap("M365 Defender: Contoso Dental")
	require.Equal(t, []string{addresses["M365 Defender"]}, d.portals.opened, "its address needs no more than the id")
}

func TestAccessIsShownInAWord(t *testing.T) {
	ending, blocked, own := fabrikam(), contoso(), synced("own", "MSP Example", "msp", 1)
	ending.Access = m365.Access{State: m365.AccessEnding, Ends: noon.AddDate(0, 0, 12)}
	blocked.RefreshFailure = &m365.Failure{What: "A policy blocked the sign-in.", Code: "AADSTS53003"}
	own.Access, own.Primary = m365.Access{State: m365.AccessPrimary}, true
	d := openDesk(t, ending, blocked, own)
	d.sees("GDAP ends in 12 d", "Sign-in blocked", "Your tenant")
}

func TestAnEmptyListLeadsToSetup(t *testing.T) {
	d := openDesk(t)
	d.sees("No tenant is synced yet.")
	d.tap("Open Setup")
	require.Equal(t, []page.Route{{Page: page.Setup}}, d.routes)
}

func TestTenantsThatCannotBeReadAreSaid(t *testing.T) {
	d := openDesk(t, contoso())
	d.mu.Lock()
	d.fails = errors.New("disk")
	d.mu.Unlock()
	d.page.Changed(page.Changes{Tenants: true})
	d.settle()
	require.Len(t, d.failed, 1)
	d.sees("Contoso Dental")
}

func TestRefreshAndExportReachTheWindow(t *testing.T) {
	d := openDesk(t, contoso(), fabrikam())
	d.tap("Refresh")
	d.page.Refresh()
	require.Equal(t, 2, d.refreshed)
	d.page.Export()
	require.Len(t, d.exports, 1)
	require.Equal(t, 2, d.exports[0].Rows)
}
