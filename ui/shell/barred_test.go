package shell_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// policy is what a tenant says whose Conditional Access keeps the technician out.
var policy = m365.Failure{
	What: "A Conditional Access policy of Adventure Works blocked the sign-in.",
	Do:   "Have an administrator of the tenant exclude service provider users from the policy.", Code: "AADSTS53003",
}

func TestTheAccessFilterOffersStatesAndTheCellsKeepTheirText(t *testing.T) {
	w := troubled()
	w.tenants[3].Access.State = m365.AccessNoRole
	d := openTenantsTab(t, w)
	d.Tap("Filter Access")
	d.Sees("Healthy", "GDAP ends soon", "GDAP ended", "No role", "Primary")
	d.SeesNot("GDAP ends in 12 d", "You are not in a security group")
	d.Tap("GDAP ends soon")
	d.Tap("No role")
	d.Tap("Apply")
	d.Sees("1-2 of 2", "GDAP ends in 12 d", "Your GDAP security group lacks the needed role")
}

func TestTheAccessFilterOfAllTenantsOffersStatesToo(t *testing.T) {
	d := openTenants(t, troubled())
	d.Tap("Filter Access")
	d.SeesNot("GDAP ends in 12 d")
	d.Tap("GDAP ends soon")
	d.Tap("Apply")
	d.Sees("1-1 of 1", "GDAP ends in 12 d")
}

func TestATenantThatWasBlockedDoesNotLookHealthyOnceItIsUnsynced(t *testing.T) {
	w := troubled()
	w.tenants[3].Failure = &policy
	d := openTenantsTab(t, w)
	d.Tap("A Conditional Access policy of Adventure Works blocked th…")
	d.Sees("Adventure Works", policy.What, "exclude service provider users", "Code AADSTS53003")
	d.SeesNot("Sync of Adventure Works failed")
}

func TestATenantThatIsBlockedMeanwhileDoesNotLookHealthy(t *testing.T) {
	w := troubled()
	w.tenants[0].RefreshFailure = &policy
	d := openTenantsTab(t, w)
	d.Tap("A Conditional Access policy of Adventure Works blocked th…")
	d.Sees("Access to Contoso Dental", "exclude service provider users")
	d.Tap("Close")
	d.Tap("All Tenants")
	d.Sees("Sign-in blocked")
}

func TestTheDialogOfAFailedTenantBeginsWithTheWordsOfItsCell(t *testing.T) {
	w := troubled()
	w.tenants[5].Access.State = m365.AccessNoRole
	w.tenants[5].Failure.What = "Could not create the enterprise application."
	d := openTenantsTab(t, w)
	d.Tap("Your GDAP security group lacks the needed role")
	d.Sees("Sync of Wide World Importers failed", "Your GDAP security group lacks the needed role", "Could not create the enterprise application.")
	d.Tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "Your GDAP security group lacks the needed role. Could not create")
}

func TestALinkThatNoBrowserOpenedIsCopied(t *testing.T) {
	w := connected(1, 1)
	w.openErr = errors.New("no browser")
	d := openTenants(t, w)
	d.Tap("Azure Portal: Contoso Dental")
	d.Sees("The browser did not open.")
	d.Tap("Copy link")
	require.Equal(t, "https://azure.example/contoso.com", d.clipboard.Content())
	d.Tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "no browser")
}
