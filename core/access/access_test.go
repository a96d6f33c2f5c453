package access_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
)

func TestEachTierAsksForWhatItNeedsInAClientTenant(t *testing.T) {
	want := map[access.Tier][]string{
		access.ReadOnly: {
			"User.Read.All", "Directory.Read.All", "Device.Read.All", "AuditLog.Read.All", "Policy.Read.All", "Sites.Read.All",
			"RoleManagement.Read.Directory", "UserAuthenticationMethod.Read.All",
		},
		access.HelpDesk: {
			"User.Read.All", "Directory.Read.All", "Device.Read.All", "AuditLog.Read.All", "Policy.Read.All", "Sites.Read.All",
			"RoleManagement.Read.Directory", "UserAuthenticationMethod.ReadWrite.All",
			"User-PasswordProfile.ReadWrite.All", "User.EnableDisableAccount.All", "User.RevokeSessions.All",
		},
		access.Full: {
			"Directory.Read.All", "Device.Read.All", "AuditLog.Read.All", "Policy.Read.All", "Sites.Read.All",
			"UserAuthenticationMethod.ReadWrite.All", "User-PasswordProfile.ReadWrite.All",
			"User.ReadWrite.All", "GroupMember.ReadWrite.All", "LicenseAssignment.ReadWrite.All",
			"Directory.AccessAsUser.All", "RoleManagement.ReadWrite.Directory", "BitlockerKey.Read.All", "DeviceLocalCredential.Read.All",
		},
	}
	for _, tier := range access.Tiers() {
		t.Run(tier.Label(), func(t *testing.T) {
			require.Equal(t, want[tier], access.CustomerScopes(tier))
		})
	}
	require.Empty(t, access.Permissions("other"))
}

func TestReadOnlyAsksForNothingThatWrites(t *testing.T) {
	for _, p := range access.Permissions(access.ReadOnly) {
		if p.API == access.GraphAPI {
			require.NotContains(t, p.Name, "Write")
		}
	}
}

func TestPermissionsAreWellFormedAndExplained(t *testing.T) {
	graphName := regexp.MustCompile(`^(openid|profile|offline_access|[A-Z][A-Za-z]+(-[A-Za-z]+)?\.(Read|ReadBasic|ReadWrite|DeleteRestore|EnableDisableAccount|RevokeSessions|AccessAsUser)(\.(All|Directory|AzureADGroup))?)$`)
	for _, tier := range access.Tiers() {
		seen := map[string]bool{}
		for _, p := range access.Permissions(tier) {
			require.False(t, seen[p.Name], p.Name)
			seen[p.Name] = true
			require.Regexp(t, `^[A-Z].*\.$`, p.Reason, "a reason is a sentence")
			switch p.API {
			case access.GraphAPI:
				require.Regexp(t, graphName, p.Name)
			case access.PartnerAPI:
				require.Equal(t, "user_impersonation", p.Name)
			default:
				t.Fatalf("no such service: %s", p.API)
			}
			require.Contains(t, []access.Where{access.SignInOnly, access.PartnerTenant, access.Everywhere, access.Besides, access.PartnerBesides}, p.Where)
		}
	}
}

func TestTheHomeTenantIsAskedForBothLists(t *testing.T) {
	scopes := access.HomeScopes(access.ReadOnly)
	require.Contains(t, scopes, "DelegatedAdminRelationship.Read.All")
	require.Contains(t, scopes, "User.Read.All")
	for _, scope := range scopes {
		require.NotContains(t, scope, "user_impersonation", "one request is for one service")
		require.NotContains(t, scope, "openid")
	}
}

func TestMissingScopesComparesWithAToken(t *testing.T) {
	granted := []string{"user.read.all", "Directory.Read.All", "Device.Read.All", "AuditLog.Read.All", "openid"}
	require.Equal(t, []string{"Policy.Read.All", "Sites.Read.All", "RoleManagement.Read.Directory", "UserAuthenticationMethod.Read.All"},
		access.MissingScopes(access.ReadOnly, granted))
	require.Empty(t, access.MissingScopes(access.Full, access.CustomerScopes(access.Full)))
}

func TestWhatATenantFromBeforeLacksOfTheDevicesStopsNothing(t *testing.T) {
	before := access.NeededScopes(access.Full)
	require.NotContains(t, before, "BitlockerKey.Read.All")
	require.Empty(t, access.MissingScopes(access.Full, before))
	require.Equal(t, []string{"Directory.AccessAsUser.All", "BitlockerKey.Read.All", "DeviceLocalCredential.Read.All"}, access.Ungranted(access.Full, before))
	require.Empty(t, access.Ungranted(access.Full, access.CustomerScopes(access.Full)))
	for _, name := range []string{"BitlockerKey.Read.All", "PrivilegedEligibilitySchedule.Read.AzureADGroup"} {
		require.NotContains(t, access.HomeScopes(access.Full), name, "a sign-in that asks for it may need an administrator")
	}
	for _, tier := range []access.Tier{access.ReadOnly, access.HelpDesk} {
		require.Equal(t, access.NeededScopes(tier), access.CustomerScopes(tier))
	}
}

func TestTiersHoldTheOnesBefore(t *testing.T) {
	require.True(t, access.Full.Covers(access.ReadOnly))
	require.True(t, access.HelpDesk.Covers(access.HelpDesk))
	require.False(t, access.ReadOnly.Covers(access.HelpDesk))
	require.False(t, access.Tier("other").Covers(access.ReadOnly))
	require.False(t, access.Full.Covers("other"))
}
