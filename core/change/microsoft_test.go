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

func TestWhatMicrosoftRefusesIsSaidInWordsAndTakenBack(t *testing.T) {
	licensed := func(h *harness) directory.User {
		return h.user(func(u *directory.User) bool { return !u.Guest() && len(u.Licences) > 0 && u.UsageLocation != "" })
	}
	addLicense := func(h *harness, u directory.User) change.Intent {
		return change.Intent{Action: change.ManageLicenses, Writes: writes(change.Write{Kind: change.AddLicense, Subject: h.free(u), Name: "Office"})}
	}
	block := func(*harness, directory.User) change.Intent { return change.Intent{Action: change.Block} }
	addGroup := func(h *harness, u directory.User) change.Intent {
		group := h.group(func(g directory.Group) bool {
			return g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !g.AssignableToRole && !h.inside.IsMember(g, u.Slot)
		})
		return change.Intent{Action: change.ManageGroups, Writes: writes(change.Write{Kind: change.AddGroup, Subject: group.ID})}
	}
	tap := func(*harness, directory.User) change.Intent { return change.Intent{Action: change.CreateTAP} }
	plain := func(h *harness) directory.User { return h.plain() }
	for _, test := range []struct {
		name   string
		user   func(*harness) directory.User
		intent func(*harness, directory.User) change.Intent
		// between happens after the plan was confirmed.
		between    func(*harness, directory.User)
		what, then string
		code       string
	}{
		{
			name: "a role too low", user: plain, intent: block, between: func(h *harness, _ directory.User) { h.as(directory.GlobalReader) },
			what: "the roles that you have in this tenant are too low", then: "User Administrator", code: "Authorization_RequestDenied",
		},
		{
			name: "a role too low for an administrator", intent: block,
			user: func(h *harness) directory.User {
				return h.user(func(u *directory.User) bool {
					return slices.Contains(h.inside.RolesOf(u.ID), directory.GlobalAdministrator) && u.AccountEnabled
				})
			},
			between: func(h *harness, _ directory.User) { h.as(directory.UserAdministrator) },
			what:    "too low", then: "Privileged Authentication Administrator",
		},
		{
			name: "a field of a synced user", user: plain, intent: block,
			between: func(h *harness, _ directory.User) {
				h.meddling(refusing(400, "Request_BadRequest", "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration."))
			},
			what: "synced from on-premises", then: "Active Directory",
		},
		{
			name: "a group that became mail-enabled", user: plain, intent: addGroup,
			between: func(h *harness, _ directory.User) {
				h.meddling(refusing(400, "Request_BadRequest", "Cannot Update a mail-enabled security groups and or distribution list."))
			},
			what: "is mail-enabled, and Microsoft lets only Exchange change its members", then: "Exchange admin center",
		},
		{
			name: "no units left", user: licensed, intent: addLicense,
			between: func(h *harness, _ directory.User) {
				h.meddling(refusing(400, "Request_BadRequest", "Subscription with SKU x does not have any available licenses."))
			},
			what: "no unit of Office is left", then: "buy more units",
		},
		{
			name: "a TAP whose policy was switched off", user: plain, intent: tap,
			between: func(h *harness, _ directory.User) {
				h.meddling(refusing(400, "accessDenied", "Temporary Access Pass cannot be added for this user because of the tenant's policy."))
			},
			what: "the tenant's policy does not allow it", then: "Authentication methods > Policies",
		},
		{
			name: "the last Global Administrator", user: func(h *harness) directory.User {
				admins := 0
				for _, one := range h.inside.RoleAssignments() {
					if one.RoleID == directory.GlobalAdministrator {
						admins++
					}
				}
				last := h.user(func(u *directory.User) bool {
					return slices.Contains(h.inside.RolesOf(u.ID), directory.GlobalAdministrator)
				})
				for _, one := range h.inside.RoleAssignments() {
					if one.RoleID == directory.GlobalAdministrator && one.PrincipalID != last.ID {
						_, err := h.inside.RemoveRole(one.ID)
						require.NoError(h.t, err)
					}
				}
				return last
			},
			intent: func(*harness, directory.User) change.Intent {
				return change.Intent{Action: change.ManageRoles, Writes: writes(change.Write{Kind: change.TakeRole, Subject: directory.GlobalAdministrator})}
			},
			what: "the user is the last Global Administrator", then: "Give the role to another user first.",
		},
		{
			name: "a user whom someone deleted meanwhile", user: plain, intent: block,
			between: func(h *harness, u directory.User) { h.edit(u, func(u *directory.User) { u.Deleted = h.clock.Now() }) },
			what:    "the user was deleted meanwhile", then: "restored for 30 days",
		},
		{
			name: "more requests than Microsoft allows", user: plain, intent: block,
			between: func(h *harness, _ directory.User) {
				h.meddling(func(resp http.ResponseWriter, r *http.Request, _ http.Handler) {
					resp.Header().Set("Retry-After", "7200")
					refuse(429, "TooManyRequests", "too many")(resp, r)
				})
			},
			what: "Microsoft limits the requests to this tenant", then: "Retry in 120 minutes.",
		},
		{
			name: "a password that the tenant bans", user: plain,
			intent: func(*harness, directory.User) change.Intent { return change.Intent{Action: change.ResetPassword} },
			between: func(h *harness, _ directory.User) {
				h.meddling(refusing(400, "Request_BadRequest", "The specified password does not comply with password complexity requirements. Please provide a different password."))
			},
			what: "did not accept the password", then: "Reset it again",
		},
		{
			name: "something nobody foresaw", user: plain, intent: block,
			between: func(h *harness, _ directory.User) { h.meddling(refusing(400, "Strange", "strange")) },
			what:    "Microsoft did not accept the request", then: "Copy the details",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			h.enter((*directory.Tenant).TAPAllowed)
			u := test.user(h)
			key := h.key(u)
			before := m365.User{Key: key, SignIn: m365.Allowed, Roles: []string{"Global Administrator"}, SKUs: []string{}, Licenses: []string{}}
			h.local.put(before)
			var shown []m365.SignInStatus
			defer h.service.Changed.Listen(func(event change.Event) { shown = append(shown, h.local.get(event.User).SignIn) })()
			intent := test.intent(h, u)
			intent.User = key
			plan := h.plan(intent)
			if test.between != nil {
				test.between(h, u)
			}
			outcome := h.carry(plan)
			require.Equal(t, change.Failed, outcome.State())
			failure := outcome.Steps[0].Failure
			require.NotNil(t, failure)
			require.True(t, strings.HasPrefix(failure.What, "Could not "), failure.What)
			require.Contains(t, failure.What, "Contoso")
			require.Contains(t, failure.What, test.what)
			require.Contains(t, failure.Do, test.then)
			require.NotContains(t, failure.What+failure.Do, "_")
			require.NotEmpty(t, failure.RequestID)
			if test.code != "" {
				require.Equal(t, test.code, failure.Code)
			}
			require.Len(t, h.sent(), 1, "a refusal is not sent again")
			require.True(t, outcome.Secret.Empty())
			require.Equal(t, before, h.local.get(key), "the local snapshot is as it was")
			if plan.Action == change.Block {
				require.Equal(t, m365.Blocked, shown[0], "it showed at once")
				require.Equal(t, m365.Allowed, shown[len(shown)-1], "and was taken back")
			}
			entry := h.journal.entry(t, plan.ID)
			require.Equal(t, change.Failed, entry.State)
			require.Equal(t, failure.What, entry.Steps[0].Failure.What)
			_, err := h.service.UndoPlan(t.Context(), plan.ID)
			require.ErrorIs(t, err, change.ErrNotUndoable)
		})
	}
}

func TestWhatIsSoAlreadyCountsAsDone(t *testing.T) {
	for _, test := range []struct {
		name  string
		write func(h *harness, u directory.User) (change.Action, change.Write)
		// meanwhile somebody else does it.
		meanwhile func(h *harness, u directory.User)
	}{
		{"a role that somebody else added", func(*harness, directory.User) (change.Action, change.Write) {
			return change.ManageRoles, change.Write{Kind: change.AddRole, Subject: directory.GroupsAdministrator, Name: "Groups Administrator"}
		}, func(h *harness, u directory.User) {
			_, _, err := h.inside.AddRole(directory.GroupsAdministrator, u.ID, directory.Whole)
			require.NoError(h.t, err)
		}},
		{"a membership that somebody else ended", func(h *harness, u directory.User) (change.Action, change.Write) {
			group := h.group(func(g directory.Group) bool { return g.Unified && h.inside.IsMember(g, u.Slot) })
			return change.ManageGroups, change.Write{Kind: change.TakeGroup, Subject: group.ID}
		}, func(h *harness, u directory.User) {
			group := h.group(func(g directory.Group) bool { return g.Unified && h.inside.IsMember(g, u.Slot) })
			_, err := h.inside.SetMember(group, u.Slot, false)
			require.NoError(h.t, err)
		}},
		{"a license that somebody else took", func(h *harness, u directory.User) (change.Action, change.Write) {
			return change.ManageLicenses, change.Write{Kind: change.TakeLicense, Subject: u.Direct[0].SKU()}
		}, func(h *harness, u directory.User) { h.edit(u, func(u *directory.User) { u.Direct = nil }) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			u := h.user(func(u *directory.User) bool {
				return !u.Guest() && !u.Service && len(u.Direct) == 1 && len(u.Licences) == 1 && len(h.inside.RolesOf(u.ID)) == 0
			})
			action, write := test.write(h, u)
			plan := h.plan(change.Intent{Action: action, User: h.key(u), Writes: writes(write)})
			test.meanwhile(h, u)
			outcome := h.carry(plan)
			h.done(outcome)
			require.Equal(t, "It was so already.", outcome.Steps[0].Note)
			_, err := h.service.UndoPlan(t.Context(), plan.ID)
			require.ErrorIs(t, err, change.ErrNotUndoable, "what somebody else did is not taken back")
		})
	}
}
