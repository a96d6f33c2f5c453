package action_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestFieldsAreSetAndClearedForManyAndTheOthersAreLeft(t *testing.T) {
	d := newHarness(t)
	d.many("Edit User", crowd(4))
	require.Equal(t, "Nothing is changed yet", d.Why("Check 4 users"))
	require.False(t, d.Has("User Principal Name"), "no two users have the same")
	d.TypeIn("Department", "Field Services ")
	d.Tap("Clear Job Title", "Clear Office Location", "Leave Office Location", "Check 4 users")
	intent := d.changes.intents[0]
	require.True(t, intent.Overwrites)
	require.Equal(t, []change.Write{
		{Kind: change.SetField, Subject: "jobTitle"},
		{Kind: change.SetField, Subject: "department", After: "Field Services"},
	}, intent.Writes)
	d.Tap("What will be sent")
	d.Sees("department to Field Services")
	d.Tap("Back")
	d.says("Department", "Field Services ")
	d.Tap("Check 4 users", "Change fields of 4 users")
	require.Len(t, d.carried(), 4)
}

func TestAValueThatMicrosoftWouldNotTakeIsSaidBeforeManyAreChecked(t *testing.T) {
	d := newHarness(t)
	d.many("Edit User", crowd(4))
	d.TypeIn("Postcode", "0123456789012345678901234567890123456789-")
	d.Sees("Microsoft takes at most 40 characters here; this is 41.")
	require.Equal(t, "Look at Postcode", d.Why("Check 4 users"))
}

func TestManyUsersOfOneTenantGetAManagerOfIt(t *testing.T) {
	d := newHarness(t)
	d.directory.people = []m365.Person{
		{Key: m365.UserKey{Tenant: contoso.ID, ID: "00000001-0000-4000-8000-000000000007"}, DisplayName: "Lee Gu", UserPrincipalName: "lee.gu@contoso.com"},
	}
	one := crowd(4)[:1]
	d.many("Edit User", append(one, crowd(4)[2]))
	d.Tap("Choose manager")
	d.TypeIn("Search users", "Lee")
	d.Tap("Lee Gu (lee.gu@contoso.com)", "Check 2 users")
	require.Equal(t, contoso.ID, d.directory.tenants[0])
	require.Equal(t, []change.Write{{
		Kind: change.SetManager, Subject: change.ManagerField, After: "Lee Gu",
		Detail: map[string]string{change.DetailFrom: "", change.DetailTo: "00000001-0000-4000-8000-000000000007"},
	}}, d.changes.intents[0].Writes)
}

func TestUsersOfSeveralTenantsCanOnlyLoseTheirManager(t *testing.T) {
	d := newHarness(t)
	d.many("Edit User", crowd(4))
	d.Sees("A manager belongs to one tenant, and these users are of 2.")
	d.Tap("Clear Manager", "Check 4 users")
	require.Equal(t, []change.Write{{
		Kind: change.SetManager, Subject: change.ManagerField, Detail: map[string]string{change.DetailFrom: "", change.DetailTo: ""},
	}}, d.changes.intents[0].Writes)
}
