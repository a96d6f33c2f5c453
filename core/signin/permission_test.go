package signin_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

func TestEachTierAsksForWhatItNeedsInAClientTenant(t *testing.T) {
	want := map[signin.Tier][]string{
		signin.ReadOnly: {
			"User.Read.All", "Directory.Read.All", "Device.Read.All", "AuditLog.Read.All", "Policy.Read.All", "Sites.Read.All",
			"RoleManagement.Read.Directory", "UserAuthenticationMethod.Read.All",
		},
		signin.HelpDesk: {
			"User.Read.All", "Directory.Read.All", "Device.Read.All", "AuditLog.Read.All", "Policy.Read.All", "Sites.Read.All",
			"RoleManagement.Read.Directory", "UserAuthenticationMethod.ReadWrite.All",
			"User-PasswordProfile.ReadWrite.All", "User.EnableDisableAccount.All", "User.RevokeSessions.All",
		},
		signin.Full: {
			"Directory.Read.All", "Device.Read.All", "AuditLog.Read.All", "Policy.Read.All", "Sites.Read.All",
			"UserAuthenticationMethod.ReadWrite.All", "User-PasswordProfile.ReadWrite.All",
			"User.ReadWrite.All", "User.DeleteRestore.All", "GroupMember.ReadWrite.All", "LicenseAssignment.ReadWrite.All",
			"RoleManagement.ReadWrite.Directory", "Application.ReadWrite.All",
		},
	}
	for _, tier := range signin.Tiers() {
		t.Run(tier.Label(), func(t *testing.T) {
			require.Equal(t, want[tier], signin.CustomerScopes(tier))
		})
	}
	require.Empty(t, signin.Permissions("other"))
}

func TestReadOnlyAsksForNothingThatWrites(t *testing.T) {
	for _, p := range signin.Permissions(signin.ReadOnly) {
		if p.API == signin.GraphAPI {
			require.NotContains(t, p.Name, "Write")
		}
	}
}

func TestPermissionsAreWellFormedAndExplained(t *testing.T) {
	graphName := regexp.MustCompile(`^(openid|profile|offline_access|[A-Z][A-Za-z]+(-[A-Za-z]+)?\.(Read|ReadBasic|ReadWrite|DeleteRestore|EnableDisableAccount|RevokeSessions)(\.(All|Directory))?)$`)
	for _, tier := range signin.Tiers() {
		seen := map[string]bool{}
		for _, p := range signin.Permissions(tier) {
			require.False(t, seen[p.Name], p.Name)
			seen[p.Name] = true
			require.Regexp(t, `^[A-Z].*\.$`, p.Reason, "a reason is a sentence")
			switch p.API {
			case signin.GraphAPI:
				require.Regexp(t, graphName, p.Name)
			case signin.PartnerAPI:
				require.Equal(t, "user_impersonation", p.Name)
			default:
				t.Fatalf("no such service: %s", p.API)
			}
			require.Contains(t, []signin.Where{signin.SignInOnly, signin.PartnerTenant, signin.Everywhere}, p.Where)
		}
	}
}

func TestTheHomeTenantIsAskedForBothLists(t *testing.T) {
	scopes := signin.HomeScopes(cloud.China, signin.ReadOnly)
	require.Contains(t, scopes, "https://microsoftgraph.chinacloudapi.cn/DelegatedAdminRelationship.Read.All")
	require.Contains(t, scopes, "https://microsoftgraph.chinacloudapi.cn/User.Read.All")
	for _, scope := range scopes {
		require.NotContains(t, scope, "user_impersonation", "one request is for one service")
		require.NotContains(t, scope, "openid")
	}
}

func TestMissingScopesComparesWithAToken(t *testing.T) {
	granted := []string{"user.read.all", "Directory.Read.All", "Device.Read.All", "AuditLog.Read.All", "openid"}
	require.Equal(t, []string{"Policy.Read.All", "Sites.Read.All", "RoleManagement.Read.Directory", "UserAuthenticationMethod.Read.All"},
		signin.MissingScopes(signin.ReadOnly, granted))
	require.Empty(t, signin.MissingScopes(signin.Full, signin.CustomerScopes(signin.Full)))
}

func TestTiersHoldTheOnesBefore(t *testing.T) {
	require.True(t, signin.Full.Covers(signin.ReadOnly))
	require.True(t, signin.HelpDesk.Covers(signin.HelpDesk))
	require.False(t, signin.ReadOnly.Covers(signin.HelpDesk))
	require.False(t, signin.Tier("other").Covers(signin.ReadOnly))
	require.False(t, signin.Full.Covers("other"))
}
