package change_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func notes(plan change.Plan) string { return strings.Join(plan.Notes, " ") }

// federated moves to a tenant with a federated domain, and a user into that domain.
func (h *harness) federated(synced bool) directory.User {
	h.t.Helper()
	domain := ""
	h.enter(func(inside *directory.Tenant) bool {
		for _, one := range inside.Domains() {
			if one.Verified && !one.Managed {
				domain = one.Name
			}
		}
		return domain != "" && (!synced || inside.Synced())
	})
	u := h.plain()
	return h.edit(u, func(u *directory.User) {
		u.UserPrincipalName, u.OnPremisesImmutableID, u.OnPremisesSynced = "ada.federated@"+strings.ToUpper(domain), "immutable", synced
	})
}

func TestAPasswordOfAFederatedDomainIsNotMicrosoftsToSet(t *testing.T) {
	h := newLargeHarness(t)
	u := h.federated(false)
	_, err := h.service.Plan(t.Context(), change.Intent{Action: change.ResetPassword, User: h.key(u)})
	require.ErrorIs(t, err, change.ErrFederated)
	require.Contains(t, change.Explain(err).What, "is federated: the user signs in with another identity provider")
	require.Contains(t, change.Explain(err).Do, "at that identity provider")
	require.Empty(t, h.sent())

	synced := h.edit(u, func(u *directory.User) { u.OnPremisesSynced = true })
	plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(synced)})
	require.Contains(t, notes(plan), "is federated: the user signs in with another identity provider")
	h.done(h.carry(plan))
}

func TestAResetThatMicrosoftRefusesForAFederatedUserSaysSo(t *testing.T) {
	h := newLargeHarness(t)
	u := h.federated(false)
	h.unreadable("/organization")
	plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(u)})
	require.Contains(t, notes(plan), "It is not known whether the user's domain is federated")
	require.Contains(t, notes(plan), "Microsoft's service failed")
	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.What, "the user's domain is federated")
	require.True(t, outcome.Secret.Empty())
}

func TestATenantThatTellsNoDomainDoesNotCountAsOneThatSetsPasswords(t *testing.T) {
	h := newLargeHarness(t)
	u := h.federated(false)
	for _, domains := range []string{`null`, `[]`} {
		h.told = map[string]string{"/organization": `{"value":[{"id":"` + string(h.tenant) + `","displayName":"Contoso","verifiedDomains":` + domains + `}]}`}
		plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(u)})
		require.Contains(t, notes(plan), "It is not known whether the user's domain is federated")
	}
}

func TestTheDefaultMethodIsKnownBeforeAndMicrosoftsRefusalHasItsReason(t *testing.T) {
	h := newHarness(t)
	var chosen directory.Method
	u := h.user(func(u *directory.User) bool {
		methods := h.inside.MethodsOf(u.Slot)
		at := slices.IndexFunc(methods, func(m directory.Method) bool { return h.inside.IsPreferred(u.Slot, m) })
		if at < 0 || len(h.removable(*u)) == 0 {
			return false
		}
		chosen = methods[at]
		return true
	})
	intent := change.Intent{Action: change.RemoveMethod, User: h.key(u), Writes: writes(change.Write{Kind: change.TakeMethod, Subject: chosen.ID})}
	plan := h.plan(intent)
	require.Contains(t, notes(plan), "is the user's default method: Microsoft refuses to remove it while there are others. Change the default first")
	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.What, "it is the user's default method")
	require.Contains(t, outcome.Steps[0].Failure.Do, "Change the default first")

	other := intent
	other.Writes = writes(change.Write{Kind: change.TakeMethod, Subject: h.removable(u)[0].ID})
	if prefers := h.inside.PreferencesOf(u.Slot); !prefers.BySystem {
		require.NotContains(t, notes(h.plan(other)), "default method")
	}

	h.unreadable("/signInPreferences")
	require.Contains(t, notes(h.plan(intent)), "Could not read the user's default authentication method in Contoso: Microsoft's service failed.")
	require.Contains(t, notes(h.plan(intent)), "Microsoft refuses to remove a default method while there are others.")

	h.meddling(refusing(400, "badRequest", "The requested authentication method id of [x] matches the user's current default authentication method, and cannot be deleted until the default authentication method is changed"))
	require.Contains(t, h.carry(h.plan(intent)).Steps[0].Failure.What, "it is the user's default method")
}

func TestARestrictedUnitIsKnownBeforeAndNamedInTheRefusal(t *testing.T) {
	h := newHarness(t)
	u := h.edit(h.plain(), func(u *directory.User) { u.Restricted = true })
	for _, action := range []change.Action{change.Block, change.ResetPassword, change.RevokeSessions} {
		plan := h.plan(change.Intent{Action: action, User: h.key(u)})
		require.Contains(t, notes(plan), "is in the restricted management administrative unit Executives: only administrators whose role is for that unit")
		outcome := h.carry(plan)
		require.Equal(t, change.Failed, outcome.State())
		require.Contains(t, outcome.Steps[0].Failure.What, "the user is in the restricted management administrative unit Executives")
		require.Contains(t, outcome.Steps[0].Failure.Do, "assigned for that administrative unit")
	}

	h.unreadable("/memberOf")
	plan := h.plan(change.Intent{Action: change.Block, User: h.key(u)})
	require.Contains(t, notes(plan), "is in a restricted management administrative unit")
	require.Contains(t, notes(plan), "Could not read the administrative units of the user in Contoso")

	group := h.group(func(g directory.Group) bool {
		return g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !h.inside.IsMember(g, u.Slot)
	})
	add := change.Intent{Action: change.ManageGroups, User: h.key(u), Writes: writes(change.Write{Kind: change.AddGroup, Subject: group.ID})}
	h.unreadable()
	joins := h.plan(add)
	require.NotContains(t, notes(joins), "restricted", "a membership is the group's")
	h.meddling(refusing(403, "Authorization_RequestDenied", "Target object is a member of a restricted management administrative unit."))
	require.Contains(t, h.carry(joins).Steps[0].Failure.What, "it is in a restricted management administrative unit")
}

func TestARefusalWithoutAReasonIsTheRestrictedUnitsWhereTheUserIsInOne(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	plan := h.plan(change.Intent{Action: change.Block, User: h.key(u)})
	require.NotContains(t, notes(plan), "restricted")
	h.meddling(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		h.edit(u, func(u *directory.User) { u.Restricted = true })
		refusing(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")(w, r, next)
	})
	require.Contains(t, h.carry(plan).Steps[0].Failure.What, "the restricted management administrative unit Executives")
}

func TestWhatCannotBeReadIsSaidAndCountsAsTheDangerousAnswer(t *testing.T) {
	for name, test := range map[string]struct {
		unreadable, roles string
	}{
		"roles":                {"/roleAssignments", "unknown (Microsoft's service failed)"},
		"eligible roles":       {"/roleEligibilityScheduleInstances", "eligible roles that could not be read (Microsoft's service failed)"},
		"roles through groups": {"/transitiveMemberOf/", "roles through groups that could not be read (Microsoft's service failed)"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			u := h.plain()
			h.unreadable(test.unreadable)
			for _, action := range []change.Action{change.Block, change.RevokeSessions, change.ResetPassword} {
				plan := h.plan(change.Intent{Action: action, User: h.key(u)})
				require.Equal(t, []string{test.roles}, plan.AdminRoles, "asked twice")
				h.done(h.carry(plan)) // the account may be one that was taken over
			}
		})
	}
}

func TestARoleThatMayBeAmongTheUnreadIsNotSaidToBeGone(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	h.unreadable("/roleAssignments")
	_, err := h.service.Plan(t.Context(), change.Intent{
		Action: change.ManageRoles, User: h.key(u), Writes: writes(change.Write{Kind: change.TakeRole, Subject: directory.GroupsAdministrator}),
	})
	require.Error(t, err)
	require.NotErrorIs(t, err, change.ErrNothingToDo)
	h.plan(change.Intent{
		Action: change.ManageRoles, User: h.key(u),
		Writes: writes(change.Write{Kind: change.AddRole, Subject: directory.GroupsAdministrator, Name: "Groups Administrator"}),
	})
}

func TestAPassIsPlannedWhereItsPolicyAndTheUsersMethodsCannotBeRead(t *testing.T) {
	h := newHarness(t)
	h.enter((*directory.Tenant).TAPAllowed)
	u := h.plain()
	h.unreadable("/authentication", "/policies/")
	plan := h.plan(change.Intent{Action: change.CreateTAP, User: h.key(u)})
	require.Contains(t, notes(plan), "Could not read the policy for Temporary Access Passwords")
	require.Contains(t, notes(plan), "Could not read the user's authentication methods")
	require.Contains(t, notes(plan), "stops working")
	h.done(h.carry(plan))
}

func TestLicensesThatMayGoWithAGroupAreSaidWhereTheyCannotBeRead(t *testing.T) {
	h := newHarness(t)
	u := h.user(func(u *directory.User) bool {
		return !u.Guest() && !u.OnPremisesSynced && slices.ContainsFunc(h.inside.Groups(), func(g directory.Group) bool { return g.Unified && h.inside.IsMember(g, u.Slot) })
	})
	group := h.group(func(g directory.Group) bool { return g.Unified && h.inside.IsMember(g, u.Slot) })
	h.mu.Lock()
	h.unseen = func(r *http.Request) bool {
		return strings.Contains(r.URL.Query().Get("$select"), "licenseAssignmentStates")
	}
	h.mu.Unlock()
	plan := h.plan(change.Intent{Action: change.ManageGroups, User: h.key(u), Writes: writes(change.Write{Kind: change.TakeGroup, Subject: group.ID})})
	require.Contains(t, notes(plan), "Could not read the user's licenses in Contoso")
	require.Contains(t, notes(plan), "The user may lose licenses with the group "+group.DisplayName+".")
}

func TestAGroupOfARestrictedUnitIsKnownBefore(t *testing.T) {
	s := newScenario(ada)
	s.cloud.users[ada].groups = []m365.Group{{ID: "g", Name: "Executives", Type: m365.SecurityGroup, Restricted: true}}
	plan := s.plan(t, change.ManageGroups, ada, change.Write{Kind: change.TakeGroup, Subject: "g"})
	require.Contains(t, notes(plan), "Executives is in a restricted management administrative unit")
}
