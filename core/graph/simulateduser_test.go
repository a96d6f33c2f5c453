package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestWhatTheSimulatedCloudHoldsOfAUserIsRead(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	listed := make(map[string]m365.User)
	err := s.client.EachUserPage(t.Context(), tenant, func(page []m365.User) error {
		for _, user := range page {
			user.SKUs = nil
			listed[user.Key.ID] = user
		}
		return nil
	})
	require.NoError(t, err)
	found := make(map[string]bool)
	for _, user := range s.users(inside) {
		key := m365.UserKey{Tenant: tenant, ID: user.ID}
		details, err := s.client.User(t.Context(), key)
		require.NoError(t, err)
		require.Equal(t, listed[user.ID], details.User, "as in the list")
		if boss, ok := inside.UserAt(user.Manager); ok && user.Manager != directory.NoManager {
			found["manager"] = true
			require.Equal(t, &m365.Person{Key: m365.UserKey{Tenant: tenant, ID: boss.ID}, DisplayName: boss.DisplayName, UserPrincipalName: boss.UserPrincipalName}, details.Manager)
		} else {
			require.Nil(t, details.Manager)
		}
		s.checkRoles(t, key, inside, user, found)
		s.checkLicenses(t, key, user, found)
		s.checkGroups(t, key, inside, user, found)

		devices, err := s.client.UserDevices(t.Context(), key)
		require.NoError(t, err)
		require.Len(t, devices, len(inside.DevicesOf(user.Slot)), "each once")
		for i, device := range inside.DevicesOf(user.Slot) {
			require.Equal(t, device.DisplayName, devices[i].Hostname)
			require.Equal(t, m365.JoinTypeOf(device.TrustType), devices[i].JoinType)
			require.Equal(t, m365.ComplianceOf(device.Compliant), devices[i].Compliance)
			require.Contains(t, devices[i].OS, device.Version)
			require.NotEqual(t, "Other", devices[i].Type)
			found[string(devices[i].JoinType)] = true
			found[string(devices[i].Compliance)] = true
		}
		methods, err := s.client.UserMethods(t.Context(), key)
		require.NoError(t, err)
		require.Len(t, methods, len(inside.MethodsOf(user.Slot)))
		for i, method := range inside.MethodsOf(user.Slot) {
			require.Equal(t, string(method.Kind)+"AuthenticationMethod", methods[i].Kind)
			require.True(t, method.Created.Equal(methods[i].Created))
			require.Equal(t, method.Kind == directory.PasswordMethod, methods[i].Segment == "")
			found[methods[i].Name] = true
		}
	}
	for _, one := range []string{
		"manager", "role", "role through a group", "unit", "license of a group", "license in error", "dynamic group", "synced group",
		"distribution group", "Microsoft Entra joined", "Microsoft Entra registered", "Compliant", "Not applicable",
		"Password", "Mobile phone", "Microsoft Authenticator", "Passkey (FIDO2)", "Email",
	} {
		require.True(t, found[one], "no user shows %s", one)
	}
}

func (s *simulated) checkRoles(t *testing.T, key m365.UserKey, inside *directory.Tenant, user directory.User, found map[string]bool) {
	t.Helper()
	s.requests()
	roles, err := s.client.UserRoles(t.Context(), key)
	require.NoError(t, err)
	require.LessOrEqual(t, s.requests(), 4, "requests for the roles")
	groups := map[string]string{user.ID: ""}
	for _, group := range inside.GroupsOf(user.Slot, true) {
		if group.AssignableToRole {
			groups[group.ID] = group.DisplayName
		}
	}
	want := map[string]string{}
	for _, one := range inside.RoleAssignments() {
		if group, held := groups[one.PrincipalID]; held {
			want[one.ID] = group
		}
	}
	require.Len(t, roles, len(want))
	for _, role := range roles {
		group, held := want[role.AssignmentID]
		require.True(t, held)
		require.Equal(t, group, role.Group.Name)
		template, _ := directory.RoleOf(role.TemplateID)
		require.Equal(t, template.Name, role.Name)
		found["role"] = true
		found["role through a group"] = found["role through a group"] || group != ""
		switch role.Scope {
		case "/":
			require.Equal(t, "Whole tenant", role.ScopeName)
		default:
			require.Equal(t, inside.UnitName(), role.ScopeName)
			found["unit"] = true
		}
	}
}

func TestEligibleRolesOfTheSimulatedCloudAreRead(t *testing.T) {
	s := newSimulated(t, nil)
	found := make(map[string]bool)
	for position := range 9 {
		tenant, inside := s.tenant(position)
		if len(inside.RoleEligibilities()) == 0 {
			continue
		}
		everybody, err := s.client.Roles(t.Context(), tenant)
		require.NoError(t, err)
		for _, one := range inside.RoleEligibilities() {
			group, isGroup := inside.Group(one.PrincipalID)
			holder := one.PrincipalID
			if isGroup {
				inside.EachMember(group, true, 0, func(member *directory.User) bool {
					holder = member.ID
					return false
				})
			}
			roles, err := s.client.UserRoles(t.Context(), m365.UserKey{Tenant: tenant, ID: holder})
			require.NoError(t, err)
			at := slices.IndexFunc(roles, func(role m365.HeldRole) bool { return role.AssignmentID == one.ID })
			require.GreaterOrEqual(t, at, 0)
			require.True(t, roles[at].Eligible)
			require.True(t, roles[at].Ends.Equal(one.End))
			require.NotEmpty(t, roles[at].ScopeName)
			require.True(t, slices.ContainsFunc(everybody[holder], func(role m365.RoleAssignment) bool {
				return role.Eligible && role.ID == one.ID && strings.HasSuffix(role.RoleName, "(eligible)")
			}))
			found["for ever"] = found["for ever"] || one.End.IsZero()
			found["until a day"] = found["until a day"] || !one.End.IsZero()
			found["over a unit"] = found["over a unit"] || one.Scope != directory.Whole
			found["through a group"] = found["through a group"] || isGroup
		}
	}
	require.Len(t, found, 4)
	for way, seen := range found {
		require.True(t, seen, way)
	}
}

func (s *simulated) checkLicenses(t *testing.T, key m365.UserKey, user directory.User, found map[string]bool) {
	t.Helper()
	licenses, err := s.client.UserLicenses(t.Context(), key)
	require.NoError(t, err)
	products := map[string]bool{}
	for _, way := range user.Licences {
		products[way.Product.SKUID] = true
		i := slices.IndexFunc(licenses, func(l m365.HeldLicense) bool { return l.SKU == way.Product.SKUID })
		require.GreaterOrEqual(t, i, 0)
		require.Equal(t, way.Product.PartNumber, licenses[i].Name)
		require.False(t, m365.LicenseStateOf(way.State).Worse(licenses[i].State))
		if way.ByGroup == "" {
			require.True(t, licenses[i].Direct)
		} else {
			require.Equal(t, "LIC-"+way.Product.PartNumber, licenses[i].Groups[0].Name)
			found["license of a group"] = true
		}
		if way.Error != "None" {
			require.NotEmpty(t, licenses[i].Problem)
			found["license in error"] = true
		}
	}
	require.Len(t, licenses, len(products), "a product is one row")
}

func (s *simulated) checkGroups(t *testing.T, key m365.UserKey, inside *directory.Tenant, user directory.User, found map[string]bool) {
	t.Helper()
	groups, err := s.client.UserGroups(t.Context(), key)
	require.NoError(t, err)
	require.Len(t, groups, len(inside.GroupsOf(user.Slot, false)))
	for _, group := range groups {
		held, ok := inside.Group(group.ID)
		require.True(t, ok)
		require.Equal(t, held.DisplayName, group.Name)
		require.Equal(t, held.AssignableToRole, group.AssignableToRole)
		require.Equal(t, held.Dynamic || held.Synced || held.MailEnabled && !held.Unified, group.Fixed() != "")
		found["dynamic group"] = found["dynamic group"] || group.Dynamic
		found["synced group"] = found["synced group"] || group.OnPremisesSynced
		found["distribution group"] = found["distribution group"] || group.Type == m365.DistributionGroup
	}
}
