package change_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func writes(all ...change.Write) []change.Write { return all }

// group is the first group of the tenant that suits.
func (h *harness) group(suits func(directory.Group) bool) directory.Group {
	h.t.Helper()
	groups := h.inside.Groups()
	at := slices.IndexFunc(groups, suits)
	require.GreaterOrEqual(h.t, at, 0, "no such group in the estate")
	return groups[at]
}

// outside is a user who is not a member of the first group that suits.
func outside(suits func(directory.Group) bool) func(*harness) directory.User {
	return func(h *harness) directory.User {
		group := h.group(suits)
		return h.user(func(u *directory.User) bool { return !h.inside.IsMember(group, u.Slot) })
	}
}

func TestWhatCannotBeIsRefusedBeforeAnythingIsSent(t *testing.T) {
	ordinary := func(h *harness) directory.User { return h.plain() }
	block := func(*harness, directory.User) change.Intent { return change.Intent{Action: change.Block} }
	tap := func(options change.TAPOptions) func(*harness, directory.User) change.Intent {
		return func(*harness, directory.User) change.Intent {
			return change.Intent{Action: change.CreateTAP, TAP: options}
		}
	}
	addTo := func(suits func(directory.Group) bool) func(*harness, directory.User) change.Intent {
		return func(h *harness, _ directory.User) change.Intent {
			return change.Intent{Action: change.ManageGroups, Writes: writes(change.Write{Kind: change.AddGroup, Subject: h.group(suits).ID})}
		}
	}
	for _, test := range []struct {
		name    string
		enter   func(*directory.Tenant) bool
		prepare func(*harness, directory.User)
		user    func(*harness) directory.User
		intent  func(*harness, directory.User) change.Intent
		reason  error
		says    string
	}{
		{
			name: "blocking is not for the tier Read only", user: ordinary, intent: block,
			prepare: func(h *harness, _ directory.User) { h.tier = access.ReadOnly },
			reason:  change.ErrTier, says: `it needs "Help desk"`,
		},
		{
			name: "groups are not for the tier Help desk", user: ordinary,
			prepare: func(h *harness, _ directory.User) { h.tier = access.HelpDesk },
			intent:  addTo(func(g directory.Group) bool { return g.Unified }),
			reason:  change.ErrTier, says: `it needs "Full"`,
		},
		{
			name: "nobody blocks their own account", user: ordinary, intent: block,
			prepare: func(h *harness, u directory.User) { h.who = strings.ToUpper(u.UserPrincipalName) },
			reason:  change.ErrOwnAccount, says: "the account that you are signed in with",
		},
		{
			name: "a user who was deleted", user: ordinary, intent: block,
			prepare: func(h *harness, u directory.User) {
				h.edit(u, func(u *directory.User) { u.Deleted = h.clock.Now() })
			},
			reason: change.ErrDeleted, says: "Microsoft does not know this user in Contoso any more",
		},
		{
			name: "a user who is so already", user: ordinary, reason: change.ErrNothingToDo, says: "It is so already",
			intent: func(*harness, directory.User) change.Intent { return change.Intent{Action: change.Unblock} },
		},
		{
			name: "a TAP where the tenant allows none", user: ordinary, intent: tap(change.TAPOptions{}),
			enter:  func(inside *directory.Tenant) bool { return !inside.TAPAllowed() },
			reason: change.ErrTAPOff, says: "Authentication methods > Policies > Temporary Access Pass",
		},
		{
			name: "a TAP that lives longer than the policy allows", user: ordinary, intent: tap(change.TAPOptions{Lifetime: 9 * time.Hour}),
			reason: change.ErrTAPLimits, says: "from 1 hour to 8 hours, not for 9 hours",
		},
		{
			name: "a TAP that lives shorter than the policy allows", user: ordinary, intent: tap(change.TAPOptions{Lifetime: 10 * time.Minute}),
			reason: change.ErrTAPLimits, says: "not for 10 minutes",
		},
		{
			name: "a TAP for a guest", intent: tap(change.TAPOptions{}),
			user:   func(h *harness) directory.User { return h.user((*directory.User).Guest) },
			reason: change.ErrGuest, says: "gives guests no Temporary Access Password",
		},
		{
			name: "a mail-enabled group", user: outside(func(g directory.Group) bool { return g.MailEnabled && !g.Unified }), intent: addTo(func(g directory.Group) bool { return g.MailEnabled && !g.Unified }),
			reason: change.ErrFixedGroup, says: "Exchange admin center",
		},
		{
			name: "a group with a rule", user: outside(func(g directory.Group) bool { return g.Dynamic }), intent: addTo(func(g directory.Group) bool { return g.Dynamic }),
			enter: func(inside *directory.Tenant) bool {
				return slices.ContainsFunc(inside.Groups(), func(g directory.Group) bool { return g.Dynamic })
			},
			reason: change.ErrFixedGroup, says: "Members follow a rule",
		},
		{
			name: "a group of the Active Directory on premises", intent: addTo(func(g directory.Group) bool { return g.Synced }),
			enter:  (*directory.Tenant).Synced,
			user:   outside(func(g directory.Group) bool { return g.Synced }),
			reason: change.ErrFixedGroup, says: "Synced from on-premises",
		},
		{
			name: "a role through a group",
			enter: func(inside *directory.Tenant) bool {
				return slices.ContainsFunc(inside.Groups(), func(g directory.Group) bool { return g.AssignableToRole })
			},
			user: func(h *harness) directory.User {
				group := h.group(func(g directory.Group) bool { return g.AssignableToRole })
				return h.user(func(u *directory.User) bool { return h.inside.IsMember(group, u.Slot) })
			},
			intent: func(*harness, directory.User) change.Intent {
				return change.Intent{Action: change.ManageRoles, Writes: writes(change.Write{Kind: change.TakeRole, Subject: directory.AuthenticationAdministrator})}
			},
			reason: change.ErrThroughGroup, says: "Remove the user from that group",
		},
		{
			name: "a license through a group",
			enter: func(inside *directory.Tenant) bool {
				found := false
				inside.EachUser(0, func(u *directory.User) bool { found = len(u.Direct) == 0 && len(u.Licences) > 0; return !found })
				return found
			},
			user: func(h *harness) directory.User {
				return h.user(func(u *directory.User) bool { return len(u.Direct) == 0 && len(u.Licences) > 0 })
			},
			intent: func(_ *harness, u directory.User) change.Intent {
				return change.Intent{Action: change.ManageLicenses, Writes: writes(change.Write{Kind: change.TakeLicense, Subject: u.Licences[0].Product.SKUID})}
			},
			reason: change.ErrInherited, says: "through the group LIC-",
		},
		{
			name: "a usage location that is no country", user: ordinary,
			intent: func(h *harness, u directory.User) change.Intent {
				return change.Intent{Action: change.ManageLicenses, UsageLocation: "Germany", Writes: writes(change.Write{Kind: change.AddLicense, Subject: h.free(u)})}
			},
			reason: change.ErrIntent, says: `"Germany" is no country of two letters`,
		},
		{
			name: "a password of seven signs", user: ordinary, reason: change.ErrIntent, says: "14 to 64 signs, not 7",
			intent: func(*harness, directory.User) change.Intent {
				return change.Intent{Action: change.ResetPassword, Password: change.PasswordOptions{Length: 7}}
			},
		},
		{
			name: "an action that there is not", user: ordinary, reason: change.ErrIntent, says: "no action",
			intent: func(*harness, directory.User) change.Intent { return change.Intent{Action: "dance"} },
		},
		{
			name: "a write that is not the action's", user: ordinary, reason: change.ErrIntent, says: "Manage user groups",
			intent: func(*harness, directory.User) change.Intent {
				return change.Intent{Action: change.ManageGroups, Writes: writes(change.Write{Kind: change.AddRole, Subject: "x"})}
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			if test.enter != nil {
				h.enter(test.enter)
			}
			u := test.user(h)
			intent := test.intent(h, u)
			intent.User = h.key(u)
			if test.prepare != nil {
				test.prepare(h, u)
			}
			_, err := h.service.Plan(t.Context(), intent)
			require.ErrorIs(t, err, test.reason)
			sentence := change.Explain(err).Sentence()
			require.Contains(t, strings.ToLower(sentence), strings.ToLower(test.says))
			require.NotContains(t, err.Error(), u.DisplayName, "the technical text has ids, no names")
			require.Contains(t, err.Error(), "tenant "+string(h.tenant))
			require.Empty(t, h.sent())
			require.Empty(t, h.journal.text())
		})
	}
}

// free is a product that the user has not.
func (h *harness) free(u directory.User) string {
	h.t.Helper()
	for _, held := range h.inside.Subscriptions() {
		if held.Left() > 0 && !slices.ContainsFunc(u.Licences, func(s directory.LicenceState) bool { return s.Product.SKUID == held.Product.SKUID }) {
			return held.Product.SKUID
		}
	}
	h.t.Fatal("no product is left")
	return ""
}

func TestATenantThatIsNotSyncedIsNotChanged(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	plan := h.plan(change.Intent{Action: change.Block, User: h.key(u)})
	h.tenant = "33333333-3333-3333-3333-333333333333"
	_, err := h.service.Plan(t.Context(), change.Intent{Action: change.Block, User: plan.Target.Key})
	require.ErrorContains(t, err, "is not synced")
	_, err = h.service.Carry(t.Context(), plan, nil)
	require.ErrorContains(t, err, "is not synced")
	require.Empty(t, h.sent())
}

func TestAdminRolesThatAreHiddenCountAsAdminRoles(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	h.mu.Lock()
	h.caller.Scopes = slices.DeleteFunc(slices.Clone(everyScope), func(scope string) bool {
		return scope == "RoleManagement.ReadWrite.Directory" || scope == "Directory.Read.All"
	})
	h.mu.Unlock()
	plan := h.plan(change.Intent{Action: change.RevokeSessions, User: h.key(u)})
	require.NotEmpty(t, plan.AdminRoles)
}

func TestErrorsOfOthersAreExplainedToo(t *testing.T) {
	failure := change.Explain(errors.New("odd"))
	require.Equal(t, "The change could not be made.", failure.What)
	require.Equal(t, "odd", failure.Technical)
	require.Nil(t, change.As(errors.New("odd")))
	h := newHarness(t)
	u := h.plain()
	h.blinded(true)
	_, err := h.service.Plan(t.Context(), change.Intent{Action: change.Block, User: h.key(u)})
	require.True(t, call.Is(err, call.Server), "a plan that cannot read says so: %v", err)
}
