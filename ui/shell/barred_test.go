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
	d.tap("Filter Access")
	d.sees("Healthy", "GDAP ends soon", "GDAP ended", "No role", "Primary")
	d.seesNot("GDAP ends in 12 d", "You are not in a security group")
	d.tap("GDAP ends soon")
	d.tap("No role")
	d.tap("Apply")
	d.sees("1-2 of 2", "GDAP ends in 12 d", "Your GDAP security group lacks the needed role")
}

func TestTheAccessFilterOfAllTenantsOffersStatesToo(t *testing.T) {
	d := openTenants(t, troubled())
	d.tap("Filter Access")
	d.seesNot("GDAP ends in 12 d")
	d.tap("GDAP ends soon")
	d.tap("Apply")
	d.sees("1-1 of 1", "GDAP ends in 12 d")
}

func TestATenantThatWasBlockedDoesNotLookHealthyOnceItIsUnsynced(t *testing.T) {
	w := troubled()
	w.tenants[3].Failure = &policy
	d := openTenantsTab(t, w)
	d.tap("A Conditional Access policy of Adventure Works blocked th…")
	d.sees("Adventure Works", policy.What, "exclude service provider users", "Code AADSTS53003")
	d.seesNot("Sync of Adventure Works failed")
}

func TestATenantThatIsBlockedMeanwhileDoesNotLookHealthy(t *testing.T) {
	w := troubled()
	w.tenants[0].RefreshFailure = &policy
	d := openTenantsTab(t, w)
	d.tap("A Conditional Access policy of Adventure Works blocked th…")
	d.sees("Access to Contoso Dental", "exclude service provider users")
	d.tap("Close")
	d.tap("All Tenants")
	d.sees("Sign-in blocked")
}

func TestTheDialogOfAFailedTenantBeginsWithTheWordsOfItsCell(t *testing.T) {
	w := troubled()
	w.tenants[5].Access.State = m365.AccessNoRole
	w.tenants[5].Failure.What = "Could not create the enterprise application."
	d := openTenantsTab(t, w)
	d.tap("Your GDAP security group lacks the needed role")
	d.sees("Sync of Wide World Importers failed", "Your GDAP security group lacks the needed role", "Could not create the enterprise application.")
	d.tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "Your GDAP security group lacks the needed role. Could not create")
}

func TestALinkThatNoBrowserOpenedIsCopied(t *testing.T) {
	w := connected(1, 1)
	w.openErr = errors.New("no browser")
	d := openTenants(t, w)
	d.tap("Azure Portal: Contoso Dental")
	d.sees("The browser did not open.")
	d.tap("Copy link")
	require.Equal(t, "https://azure.example/contoso.com", d.clipboard.Content())
	d.tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "no browser")
}
