package change_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// listed puts a user into the local snapshot, as the lists have them.
func (h *harness) listed(u directory.User) m365.User {
	user := m365.User{
		Key: h.key(u), DisplayName: u.DisplayName, UserPrincipalName: u.UserPrincipalName, LastSignIn: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC),
	}
	h.local.put(user)
	return user
}

func (h *harness) isListed(u directory.User) bool { return h.local.get(h.key(u)).Key != m365.UserKey{} }

func (h *harness) delete(u directory.User) change.Outcome {
	h.t.Helper()
	outcome := h.do(change.Intent{Action: change.DeleteUser, User: h.key(u)})
	h.done(outcome)
	return outcome
}

func TestADeletedUserLeavesTheListsAndComesBackByUndo(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	listed := h.listed(u)
	outcome := h.delete(u)
	require.Equal(t, []wrote{{string(h.tenant), "DELETE", "/users/" + u.ID, ""}}, h.sent())
	_, there := h.inside.User(u.ID)
	require.False(t, there)
	require.False(t, h.isListed(u))
	require.False(t, h.service.Adjust(&m365.User{Key: h.key(u)}, h.clock.Now()), "a refresh that still sees the user")

	h.undo(outcome.Plan.ID)
	require.Equal(t, "/directory/deletedItems/"+u.ID+"/restore", h.sent()[1].path)
	require.Equal(t, u.UserPrincipalName, h.now(u).UserPrincipalName)
	require.Equal(t, listed, h.local.get(h.key(u)))
	require.True(t, h.service.Adjust(&m365.User{Key: h.key(u)}, h.clock.Now()))
}

func TestAUserWhomMicrosoftDoesNotDeleteIsBackInTheLists(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	listed := h.listed(u)
	plan := h.plan(change.Intent{Action: change.DeleteUser, User: h.key(u)})
	h.as(directory.GlobalReader)
	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.What, "Could not delete "+u.DisplayName+" in Contoso: the roles that you have in this tenant are too low")
	require.Equal(t, listed, h.local.get(h.key(u)))
	require.True(t, h.service.Adjust(&m365.User{Key: h.key(u)}, h.clock.Now()))
}

func TestADeletionWhoseAnswerGotLostIsReadBack(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	h.listed(u)
	plan := h.plan(change.Intent{Action: change.DeleteUser, User: h.key(u)})
	h.meddling(afterwards)
	h.done(h.carry(plan))
	require.False(t, h.isListed(u))
}

func TestSomeUsersAreNotDeletedHere(t *testing.T) {
	for _, test := range []struct {
		name   string
		find   func(*harness) directory.User
		reason error
		what   string
	}{
		{
			name: "a synced one", reason: change.ErrSynced, what: "the next sync would bring the user back",
			find: func(h *harness) directory.User {
				return h.user(func(u *directory.User) bool { return u.OnPremisesSynced })
			},
		},
		{
			name: "oneself", reason: change.ErrOwnAccount, what: "the account that you are signed in with",
			find: func(h *harness) directory.User {
				u := h.plain()
				h.who = u.UserPrincipalName
				return u
			},
		},
		{
			name: "the last Global Administrator", reason: change.ErrLastAdministrator, what: "is the last Global Administrator",
			find: func(h *harness) directory.User {
				u := h.user(func(u *directory.User) bool {
					return slices.Contains(h.inside.RolesOf(u.ID), directory.GlobalAdministrator) && !u.OnPremisesSynced
				})
				for _, one := range h.inside.RoleAssignments() {
					if one.RoleID == directory.GlobalAdministrator && one.PrincipalID != u.ID {
						_, err := h.inside.RemoveRole(one.ID)
						require.NoError(h.t, err)
					}
				}
				return u
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			_, err := h.service.Plan(t.Context(), change.Intent{Action: change.DeleteUser, User: h.key(test.find(h))})
			require.ErrorIs(t, err, test.reason)
			require.Contains(t, change.Explain(err).What, test.what)
			require.NotEmpty(t, change.Explain(err).Do)
		})
	}
}

func TestAnAdministratorIsDeletedWhileThereIsAnother(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	for _, holder := range []directory.User{u, h.user(func(other *directory.User) bool { return other.ID != u.ID && !other.Guest() })} {
		_, _, err := h.inside.AddRole(directory.GlobalAdministrator, holder.ID, directory.Whole)
		require.NoError(t, err)
	}
	plan := h.plan(change.Intent{Action: change.DeleteUser, User: h.key(u)})
	require.Equal(t, []string{"Global Administrator"}, plan.AdminRoles, "asked twice")
	require.Contains(t, plan.Notes, "Microsoft may let an application delete no administrator, whatever your role is: take the admin roles from the user before.")
	h.done(h.carry(plan))
}

func TestARestoredUserIsListedAsMicrosoftShowsThem(t *testing.T) {
	h := newHarness(t)
	u := h.user(func(u *directory.User) bool { return !u.Guest() && len(u.Direct) == 1 && len(u.Licences) == 1 })
	_, _, err := h.inside.AddRole(directory.GroupsAdministrator, u.ID, directory.Whole)
	require.NoError(t, err)
	h.edit(u, func(u *directory.User) { u.Deleted = h.clock.Now() })
	plan := h.plan(change.Intent{Action: change.RestoreUser, User: h.key(u)})
	require.Equal(t, u.UserPrincipalName, plan.Target.Username, "and not the name that Microsoft gives a deleted user")
	require.Empty(t, plan.AdminRoles)
	h.done(h.carry(plan))
	listed := h.local.get(h.key(u))
	require.Equal(t, u.UserPrincipalName, listed.UserPrincipalName)
	require.Contains(t, listed.Roles, "Groups Administrator")
	require.Len(t, listed.SKUs, 1)
	require.Len(t, listed.Licenses, 1)
}

func TestThatTheNextSyncDeletesARestoredUserAgainIsSaidBefore(t *testing.T) {
	h := newHarness(t)
	u := h.user(func(u *directory.User) bool { return u.OnPremisesSynced })
	h.edit(u, func(u *directory.User) { u.Deleted = h.clock.Now() })
	plan := h.plan(change.Intent{Action: change.RestoreUser, User: h.key(u)})
	require.Contains(t, strings.Join(plan.Notes, " "), "restore the account in the Active Directory there, or the next sync deletes the user again")
}

func TestAUserWhoseNameAnotherHasByNowIsNotRestored(t *testing.T) {
	h := newHarness(t)
	u, other := h.plain(), h.user(func(u *directory.User) bool { return u.Guest() })
	gone := h.edit(u, func(u *directory.User) { u.Deleted = h.clock.Now() })
	intent := change.Intent{Action: change.RestoreUser, User: h.key(u)}
	plan := h.plan(intent)
	h.edit(other, func(other *directory.User) { other.UserPrincipalName = gone.UserPrincipalName })
	_, err := h.service.Plan(t.Context(), intent)
	require.ErrorIs(t, err, change.ErrNameTaken)
	require.Contains(t, change.Explain(err).What, "as long as "+other.DisplayName+" has the username "+u.UserPrincipalName)

	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.State(), "taken after the plan was made")
	require.Contains(t, outcome.Steps[0].Failure.What, "another user has the username or an address of this user by now")
	require.False(t, h.isListed(u))
}

func TestNobodyIsRestoredWhoIsNotAmongTheDeleted(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	intent := change.Intent{Action: change.RestoreUser, User: h.key(u)}
	_, err := h.service.Plan(t.Context(), intent)
	require.ErrorIs(t, err, change.ErrNothingToDo)
	h.edit(u, func(u *directory.User) { u.Deleted = h.clock.Now() })
	plan := h.plan(intent)
	h.edit(u, func(u *directory.User) { u.Purged = true })
	_, err = h.service.Plan(t.Context(), intent)
	require.ErrorIs(t, err, change.ErrDeleted)
	require.Contains(t, change.Explain(err).What, "deleted the user for good")
	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.What, "the user is not among the deleted users any more")
}

func TestAUserIsRestoredWithoutAnAddressOfOthersOnlyWhereThatWasChosen(t *testing.T) {
	h := newHarness(t)
	u := h.user(func(u *directory.User) bool { return !u.Guest() && u.Mail != "" && !u.OnPremisesSynced })
	other := h.user(func(other *directory.User) bool { return !other.Guest() && other.Mail != "" && other.ID != u.ID })
	h.edit(u, func(u *directory.User) { u.Deleted = h.clock.Now() })
	intent := change.Intent{Action: change.RestoreUser, User: h.key(u)}
	early := h.plan(intent)
	h.edit(other, func(other *directory.User) { other.Mail = u.Mail })
	_, err := h.service.Plan(t.Context(), intent)
	require.ErrorIs(t, err, change.ErrAddressTaken)
	require.Contains(t, change.Explain(err).What, other.DisplayName+" has the address "+u.Mail+" by now")

	refused := h.carry(early)
	require.Equal(t, change.Failed, refused.State(), "taken after the plan was made")
	require.True(t, change.AddressTaken(refused))
	require.Contains(t, refused.Failure().Do, "or restore this one without it")
	require.Equal(t, `{}`, h.sent()[0].body, "nothing is given up unasked")

	intent.WithoutTaken = true
	plan := h.plan(intent)
	require.Contains(t, strings.Join(plan.Notes, " "), "The addresses that others have by now are taken from the user for good")
	outcome := h.carry(plan)
	h.done(outcome)
	require.False(t, change.AddressTaken(outcome))
	require.Equal(t, `{"autoReconcileProxyConflict":true}`, h.sent()[1].body)
	require.Empty(t, h.now(u).Mail)
	require.Equal(t, u.Mail, h.now(other).Mail)
}
