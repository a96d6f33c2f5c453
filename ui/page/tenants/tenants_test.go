package tenants_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestOnlySyncedTenantsAreListedWithTheirUsers(t *testing.T) {
	waiting, failed := synced("a", "Waiting", "waiting", 1), synced("b", "Broken", "broken", 1)
	waiting.Status, failed.Status = m365.Pending, m365.Failed
	d := open(t, contoso(), fabrikam(), waiting, failed, m365.Tenant{ID: "c", Name: "Never", Status: m365.Deactivated})
	d.Sees("Contoso Dental", "contoso.com", "12,406", "Fabrikam Legal", "60", "1-2 of 2")
	d.SeesNot("Waiting", "Broken", "Never")
}

func TestTenantsAreFoundByTheirName(t *testing.T) {
	d := open(t, contoso(), fabrikam())
	d.Tap("Filter Tenant Name")
	require.NoError(t, d.Type("contains", "fabri"))
	d.Tap("Apply")
	d.Sees("Fabrikam Legal", "1-1 of 1")
	d.SeesNot("Contoso Dental")
}

func TestATenantThatIsSyncedMeanwhileAppears(t *testing.T) {
	d := open(t, contoso())
	d.mu.Lock()
	d.tenants = []m365.Tenant{contoso(), fabrikam()}
	d.mu.Unlock()
	d.page.Changed(page.Changes{Tenants: true})
	d.Settle()
	d.Sees("Fabrikam Legal", "1-2 of 2")
}

func TestViewUsersOpensAllUsersOnThatTenant(t *testing.T) {
	d := open(t, fabrikam())
	d.Tap("View Users")
	require.Equal(t, []page.Route{{Page: page.Users, Tenant: fabrikamID, TenantName: "Fabrikam Legal"}}, d.Host.Routes)
}

func TestViewUsersNamesTwoTenantsOfOneNameApart(t *testing.T) {
	d := open(t, uitest.Twins(contoso(), fabrikam())...)
	require.NoError(t, d.TapSecond("Teams Admin: Contoso Dental"))
	d.Tap("View Users")
	require.Len(t, d.Host.Routes, 1)
	require.Contains(t, d.Host.Routes[0].TenantName, "Contoso Dental (")
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
	d := open(t, fabrikam(), contoso())
	for name, address := range addresses {
		d.Tap(name + ": Contoso Dental")
		require.Equal(t, address, d.portals.opened[len(d.portals.opened)-1], name)
	}
	require.Len(t, d.portals.opened, len(addresses), "one click, one page")
	require.Empty(t, d.Host.Routes)
}

func TestTheMiddleButtonCopiesAPortalsLinkAndOpensNothing(t *testing.T) {
	d := open(t, fabrikam(), contoso())
	for name, address := range addresses {
		require.NoError(t, d.TapMiddle(name+": Contoso Dental"))
		d.Settle()
		require.Equal(t, address, d.Host.Copied[len(d.Host.Copied)-1], name)
	}
	require.Empty(t, d.portals.opened)
}

func TestTheMenuOfAPortalOpensItAndCopiesItsLink(t *testing.T) {
	d := open(t, fabrikam(), contoso())
	require.NoError(t, d.TapSecond("Intune Admin: Contoso Dental"))
	d.Tap("Copy link")
	require.Equal(t, []string{addresses["Intune Admin"]}, d.Host.Copied)
	require.Empty(t, d.portals.opened)
	require.NoError(t, d.TapSecond("Intune Admin: Contoso Dental"))
	d.Tap("Open portal")
	require.Equal(t, []string{addresses["Intune Admin"]}, d.portals.opened)
	require.NoError(t, d.TapSecond("Intune Admin: Contoso Dental"))
	d.Tap("Copy tenant ID")
	require.Equal(t, string(contosoID), d.Host.Copied[1])
}

func TestEveryPortalIsInTheMenuOfATenantAndInRowActions(t *testing.T) {
	d := open(t, fabrikam(), contoso())
	for name, address := range addresses {
		require.NoError(t, d.TapSecond("Contoso Dental"))
		d.Tap("Open " + name)
		require.Equal(t, address, d.portals.opened[len(d.portals.opened)-1])
	}
	d.Tap("Row Actions")
	require.True(t, d.Disabled("Open a portal") || d.Why("Open a portal") != "")
	d.Press("Escape")
	d.Tap("Select Contoso Dental", "Row Actions", "Open Teams Admin")
	require.Equal(t, addresses["Teams Admin"], d.portals.opened[len(d.portals.opened)-1])
}

func TestTheMenuOfATenantOpensItsDeletedUsers(t *testing.T) {
	d := open(t, fabrikam(), contoso())
	require.NoError(t, d.TapSecond("Contoso Dental"))
	d.Tap("Deleted Users")
	d.Tap("Select Fabrikam Legal", "Row Actions", "Deleted Users")
	require.Equal(t, []page.Route{{Page: page.Deleted, Tenant: contosoID}, {Page: page.Deleted, Tenant: fabrikamID}}, d.Host.Routes)
}

func TestFurtherPortalsAreHiddenUntilTheyAreChosen(t *testing.T) {
	d := open(t, contoso())
	for name, address := range map[string]string{
		"Purview":        "https://purview.microsoft.com/?tid=" + string(contosoID),
		"Power Platform": "https://admin.powerplatform.microsoft.com/account/login/" + string(contosoID),
		"Partner Center": "https://partner.microsoft.com/dashboard/v2/customers/" + string(contosoID) + "/servicemanagementpage",
	} {
		require.False(t, d.Has(name+": Contoso Dental"), name)
		d.Tap("Columns")
		d.Tap(name)
		d.Key("Escape")
		d.Settle()
		d.Tap(name + ": Contoso Dental")
		require.Equal(t, address, d.portals.opened[len(d.portals.opened)-1])
	}
}

func TestABrowserThatDoesNotOpenIsSaidWithTheLinkToCopy(t *testing.T) {
	d := open(t, contoso())
	d.portals.broken = errors.New("xdg-open: not found")
	d.Tap("Azure Portal: Contoso Dental")
	require.Len(t, d.Host.Toasts, 1)
	toast := d.Host.Toasts[0]
	require.Equal(t, page.Trouble, toast.Mood)
	require.Equal(t, "The browser did not open.", toast.Text)
	for _, action := range toast.Actions {
		require.True(t, action.Keep, "the toast stays until it is closed")
		action.Do()
	}
	require.Equal(t, addresses["Azure Portal"], d.Host.Copied[0])
	require.Contains(t, d.Host.Copied[1], "xdg-open: not found")
}

func TestATenantWhoseDomainIsNotKnownHasNoPortalThatNeedsOne(t *testing.T) {
	unread := contoso()
	unread.DefaultDomain, unread.InitialDomain, unread.SharePointName = "", "", ""
	d := open(t, unread)
	require.False(t, d.Has("Azure Portal: Contoso Dental"))
	d.Tap("M365 Defender: Contoso Dental")
	require.Equal(t, []string{addresses["M365 Defender"]}, d.portals.opened, "its address needs no more than the id")
}

func TestAccessIsShownInAWord(t *testing.T) {
	ending, blocked, own := fabrikam(), contoso(), synced("own", "MSP Example", "msp", 1)
	ending.Access = m365.Access{State: m365.AccessEnding, Ends: noon.AddDate(0, 0, 12)}
	blocked.RefreshFailure = &m365.Failure{What: "A policy blocked the sign-in.", Code: "AADSTS53003"}
	own.Access, own.Primary = m365.Access{State: m365.AccessPrimary}, true
	d := open(t, ending, blocked, own)
	d.Sees("GDAP ends soon", "12 d", "Sign-in blocked", "Your tenant")
}

func TestAnEmptyListLeadsToSetup(t *testing.T) {
	d := open(t)
	d.Sees("No tenant is synced yet.")
	d.Tap("Open Setup")
	require.Equal(t, []page.Route{{Page: page.Setup}}, d.Host.Routes)
}

func TestTenantsThatCannotBeReadAreSaid(t *testing.T) {
	d := open(t, contoso())
	d.mu.Lock()
	d.fails = errors.New("disk")
	d.mu.Unlock()
	d.page.Changed(page.Changes{Tenants: true})
	d.Settle()
	require.Len(t, d.Host.Failed, 1)
	d.Sees("Contoso Dental")
}

func TestRefreshAndExportReachTheWindow(t *testing.T) {
	d := open(t, contoso(), fabrikam())
	d.Tap("Refresh")
	d.page.Refresh()
	require.Equal(t, 2, d.Host.RefreshedAll)
	d.page.Export()
	require.Len(t, d.Host.Exports, 1)
	require.Equal(t, 2, d.Host.Exports[0].Rows)
}

func TestNothingIsCalledEmptyBeforeItWasRead(t *testing.T) {
	d := opening(t, contoso())
	d.Settle()
	d.SeesNot("No tenant is synced yet.")
	d.SeesNot("0-0 of 0")
	d.page.Changed(page.Everything())
	d.Settle()
	d.Sees("Contoso Dental", "1-1 of 1")
}

func TestAFirstReadingThatFailsIsNoEmptyList(t *testing.T) {
	d := opening(t, contoso())
	d.fails = errors.New("disk")
	d.page.Changed(page.Everything())
	d.Settle()
	d.SeesNot("No tenant is synced yet.")
	d.Sees("Something went wrong.")
}

func TestTheFilterOfAccessOffersStatesAndTheCellsKeepTheirText(t *testing.T) {
	ending := fabrikam()
	ending.Access = m365.Access{State: m365.AccessEnding, Ends: noon.AddDate(0, 0, 12)}
	d := open(t, contoso(), ending)
	d.Tap("Filter Access")
	d.SeesNot("12 d")
	d.Tap("GDAP ends soon", "Apply")
	d.Sees("1-1 of 1", "GDAP ends soon", "12 d")
}
