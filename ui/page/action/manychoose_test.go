package action_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// byTenant lets each tenant have things of its own.
func (d *harness) byTenant(skus map[m365.TenantID][]m365.SKU, groups map[m365.TenantID][]m365.Group) {
	d.directory.skusOf, d.directory.groupsOf = skus, groups
}

func (d *harness) wanted(user string) []change.Write {
	for _, intent := range d.changes.intents {
		if intent.User.ID == user {
			return intent.Writes
		}
	}
	return nil
}

func premium(left int) m365.SKU {
	return m365.SKU{ID: "sku-1", Name: "Microsoft 365 Business Premium", Enabled: 30, Consumed: 30 - left}
}

func TestLicensesOfManyTenantsAreChosenWithTheUnitsLeftAndGivenWhereTheyFit(t *testing.T) {
	d := newHarness(t)
	d.byTenant(map[m365.TenantID][]m365.SKU{
		contoso.ID:  {premium(1), {ID: "sku-2", Name: "Visio Plan 2", Enabled: 9}},
		fabrikam.ID: {premium(7)},
	}, nil)
	d.many("Manage User Licenses", crowd(6))
	d.Sees("In 2 of 2 tenants · 8 units left", "In 1 of 2 tenants · 9 units left")
	require.Equal(t, "Nothing is changed yet", d.Why("Check 6 users"))
	d.Tap("Add Microsoft 365 Business Premium", "Remove", "Remove Visio Plan 2")
	d.Sees("Nothing to remove in Fabrikam Legal")
	d.Tap("Choose usage location")
	d.TypeIn("Search countries", "German")
	d.Tap("Germany (DE)", "Check 6 users")
	require.Equal(t, []change.Write{
		{Kind: change.AddLicense, Subject: "sku-1", Name: "Microsoft 365 Business Premium"},
		{Kind: change.TakeLicense, Subject: "sku-2", Name: "Visio Plan 2"},
	}, d.wanted("u0"))
	require.Len(t, d.wanted("u1"), 1, "nothing to remove there")
	require.Equal(t, "DE", d.changes.intents[0].UsageLocation)
	d.Sees("1 of 3 would fit in Contoso Dental: no more units of Microsoft 365 Business Premium are left there.", "2 users are left out. The table says why.",
		"No unit of Microsoft 365 Business Premium", "For each of them: Microsoft shows")
	d.Tap("Change licenses of 4 users")
	require.Len(t, d.carried(), 4)
}

func TestUsersOfATenantWithoutTheProductAreLeftOut(t *testing.T) {
	d := newHarness(t)
	d.byTenant(map[m365.TenantID][]m365.SKU{contoso.ID: {premium(9)}, fabrikam.ID: {}}, nil)
	d.many("Manage User Licenses", crowd(4))
	d.Tap("Add Microsoft 365 Business Premium")
	d.Sees("Not found in Fabrikam Legal: their users are left out")
	d.Tap("Check 4 users")
	d.Sees("2 users are left out. The table says why.", "Fabrikam Legal has no license with the")
	d.Tap("Change licenses of 2 users")
	require.Len(t, d.carried(), 2)
}

func TestUsersWithoutAUsageLocationAreCountedWithTheWayToChooseOne(t *testing.T) {
	d := newHarness(t)
	d.byTenant(map[m365.TenantID][]m365.SKU{contoso.ID: {premium(9)}, fabrikam.ID: {premium(9)}}, nil)
	d.changes.refused = map[string]error{"u1": &change.Refusal{Reason: change.ErrNoUsageLocation, What: "User 1 has no usage location."}}
	d.many("Manage User Licenses", crowd(4))
	d.Tap("Add Microsoft 365 Business Premium", "Check 4 users")
	d.Sees("1 user has no usage location, and Microsoft assigns no license without one. Go back to choose one for them.")
	d.Tap("Back")
	d.Sees("Choose usage location", "Adding")
}

func group(id, name string) m365.Group {
	return m365.Group{ID: id, Name: name, Type: m365.SecurityGroup}
}

func TestGroupsOfManyTenantsAreFoundByName(t *testing.T) {
	d := newHarness(t)
	dynamic := group("g-4", "Field")
	dynamic.Dynamic = true
	d.byTenant(nil, map[m365.TenantID][]m365.Group{
		contoso.ID:  {group("g-1", "Finance"), group("g-3", "Field")},
		fabrikam.ID: {group("g-2", "finance"), dynamic},
	})
	d.many("Manage User Groups", crowd(4))
	d.Sees("Type the name that the group has in each tenant, then press Enter.")
	require.Empty(t, d.directory.tenants, "nobody is asked before")
	d.TypeIn("Search groups", "fi")
	d.Press(fyne.KeyReturn)
	d.Sees("In 2 of 2 tenants · 2 can be changed here", "In 2 of 2 tenants · 1 can be changed here")
	d.Tap("Add Finance", "Check 4 users")
	require.Equal(t, "g-1", d.wanted("u0")[0].Subject)
	require.Equal(t, "g-2", d.wanted("u1")[0].Subject)
	d.Tap("Back", "Add Field", "Check 4 users")
	d.Sees("2 users are left out. The table says why.")
}

func TestANameThatATenantHasTwiceIsNobodysThere(t *testing.T) {
	d := newHarness(t)
	d.byTenant(nil, map[m365.TenantID][]m365.Group{
		contoso.ID: {group("g-1", "Finance"), group("g-9", "Finance")}, fabrikam.ID: {group("g-2", "Finance")},
	})
	d.many("Manage User Groups", crowd(2))
	d.TypeIn("Search groups", "Finance")
	d.Press(fyne.KeyReturn)
	d.Tap("Add Finance", "Check 2 users")
	d.Sees("Contoso Dental has more than")
}

func TestGroupsOfOneTenantAreFoundWhileTyping(t *testing.T) {
	d := newHarness(t)
	d.byTenant(nil, map[m365.TenantID][]m365.Group{contoso.ID: {group("g-1", "Finance"), group("g-2", "Lab")}})
	users := crowd(4)
	d.many("Manage User Groups", []change.Target{users[0], users[2]})
	d.Sees("Finance", "Lab", "Security")
	d.TypeIn("Search groups", "La")
	require.False(t, d.Has("Add Finance"))
	d.Tap("Remove", "Remove Lab", "Leave Lab", "Remove Lab", "Check 2 users")
	require.Equal(t, []change.Write{{Kind: change.TakeGroup, Subject: "g-2", Name: "Lab"}}, d.wanted("u2"))
}

func TestATenantThatDoesNotSayWhatItHasIsNamed(t *testing.T) {
	d := newHarness(t)
	d.byTenant(map[m365.TenantID][]m365.SKU{contoso.ID: {premium(9)}}, nil)
	d.directory.failing = map[m365.TenantID]error{fabrikam.ID: refusal("Fabrikam Legal did not answer.", "Check the network.")}
	d.many("Manage User Licenses", crowd(4))
	d.Sees("Not read: Fabrikam Legal (Fabrikam Legal did not answer).", "Microsoft 365 Business Premium")
}
