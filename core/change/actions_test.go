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

func TestBlockingBlocksShowsAtOnceIsRecordedAndCanBeUndone(t *testing.T) {
	w := newWorld(t)
	u := w.plain()
	key := w.key(u)
	w.local.put(m365.User{Key: key, SignIn: m365.Allowed})
	var told []m365.UserKey
	defer w.service.Changed.Listen(func(event change.Event) { told = append(told, event.User) })()
	var recorded []change.Entry
	defer w.service.Recorded.Listen(func(entry change.Entry) { recorded = append(recorded, entry) })()

	plan := w.plan(change.Intent{Action: change.Block, User: key})
	require.Equal(t, change.Target{Key: key, Name: u.DisplayName, Username: u.UserPrincipalName, Tenant: "Contoso"}, plan.Target)
	require.Equal(t, "Block Sign In", plan.Title)
	require.Empty(t, plan.AdminRoles)
	require.Len(t, plan.Steps, 1)
	require.Equal(t, "PATCH /v1.0/users/"+u.ID+"\n\n{\n  \"accountEnabled\": false\n}", plan.Steps[0].Request.Text())
	require.Empty(t, w.sent(), "a plan changes nothing")

	outcome := w.carry(plan)
	w.done(outcome)
	require.False(t, w.now(u).AccountEnabled)
	require.Equal(t, m365.Blocked, w.local.get(key).SignIn)
	require.Equal(t, []wrote{{string(w.tenant), "PATCH", "/users/" + u.ID, `{"accountEnabled":false}`}}, w.sent())
	require.Contains(t, told, key)
	require.Len(t, recorded, 1)

	entry := w.journal.entry(t, plan.ID)
	require.Equal(t, recorded[0].State, entry.State)
	require.Equal(t, "tech@msp.example", entry.Who)
	require.Equal(t, change.Block, entry.Action)
	require.Equal(t, plan.Target, entry.Target)
	require.Equal(t, change.Write{Kind: change.SetSignIn, Before: "Allowed", After: "Blocked"}, entry.Steps[0].Write)
	require.NotEmpty(t, entry.Steps[0].RequestID)
	require.True(t, change.Undoable(entry))

	undone := w.undo(plan.ID)
	require.Equal(t, "Undo: Block Sign In", undone.Plan.Title)
	require.True(t, w.now(u).AccountEnabled)
	require.Equal(t, m365.Allowed, w.local.get(key).SignIn)
	_, err := w.service.UndoPlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
	w.undo(undone.Plan.ID)
	require.False(t, w.now(u).AccountEnabled, "an undo can be undone")
}

func TestUnblockingUnblocks(t *testing.T) {
	w := newWorld(t)
	u := w.edit(w.plain(), func(u *directory.User) { u.AccountEnabled = false })
	outcome := w.do(change.Intent{Action: change.Unblock, User: w.key(u)})
	w.done(outcome)
	require.True(t, w.now(u).AccountEnabled)
	w.undo(outcome.Plan.ID)
	require.False(t, w.now(u).AccountEnabled)
}

func TestResettingAPasswordOfTheCloudSetsANewOne(t *testing.T) {
	w := newWorld(t)
	u := w.plain()
	plan := w.plan(change.Intent{Action: change.ResetPassword, User: w.key(u), Password: change.PasswordOptions{Length: 20, MustChange: true}})
	require.Contains(t, plan.Steps[0].Request.Text(), `"password": "[secret]"`)
	outcome := w.carry(plan)
	w.done(outcome)
	password := outcome.Secret.Reveal()
	require.Len(t, password, 20)
	require.JSONEq(t, `{"passwordProfile":{"password":"`+password+`","forceChangePasswordNextSignIn":true}}`, w.sent()[0].body)
	require.True(t, w.now(u).LastPasswordChange.After(u.LastPasswordChange))
	require.True(t, w.now(u).ForceChangePassword)
	_, err := w.service.UndoPlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
	require.Equal(t, "A password reset cannot be undone: nobody knows the old password. Reset it again.", change.Explain(err).Sentence())
}

func TestResettingThePasswordOfASyncedUserGoesThroughTheAuthenticationMethods(t *testing.T) {
	w := newWorld(t)
	w.enter((*directory.Tenant).Synced)
	u := w.user(func(u *directory.User) bool { return u.OnPremisesSynced && len(w.inside.RolesOf(u.ID)) == 0 })
	plan := w.plan(change.Intent{Action: change.ResetPassword, User: w.key(u), Password: change.PasswordOptions{Passphrase: true}})
	require.Contains(t, strings.Join(plan.Notes, " "), "password writeback carries it to the Active Directory")
	require.Contains(t, strings.Join(plan.Notes, " "), "whatever is chosen here")
	outcome := w.carry(plan)
	w.done(outcome)
	require.Equal(t, "/users/"+u.ID+"/authentication/methods/"+directory.PasswordMethodID+"/resetPassword", w.sent()[0].path)
	require.JSONEq(t, `{"newPassword":"`+outcome.Secret.Reveal()+`"}`, w.sent()[0].body)
	require.Contains(t, outcome.Steps[0].Note, "writeback")
	require.True(t, w.now(u).LastPasswordChange.After(u.LastPasswordChange))
}

func TestCreatingATAPGivesItOnce(t *testing.T) {
	w := newWorld(t)
	w.enter((*directory.Tenant).TAPAllowed)
	u := w.plain()
	intent := change.Intent{Action: change.CreateTAP, User: w.key(u), TAP: change.TAPOptions{Lifetime: 2 * time.Hour, Once: true}}
	outcome := w.do(intent)
	w.done(outcome)
	require.Equal(t, "Tap-Generated-1!", outcome.Secret.Reveal())
	require.Equal(t, "/users/"+u.ID+"/authentication/temporaryAccessPassMethods", w.sent()[0].path)
	require.JSONEq(t, `{"lifetimeInMinutes":120,"isUsableOnce":true}`, w.sent()[0].body)
	require.Equal(t, "2 hours, one use", outcome.Plan.Steps[0].Write.After)
	require.NotContains(t, w.journal.text(), "Tap-Generated-1!")

	intent.TAP = change.TAPOptions{}
	again := w.plan(intent)
	require.Contains(t, strings.Join(again.Notes, " "), "stops working")
	require.Equal(t, "1 hour", again.Steps[0].Write.After, "the usual of the policy")
	_, err := w.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
}

func TestRevokingEndsTheSessions(t *testing.T) {
	w := newWorld(t)
	u := w.plain()
	outcome := w.do(change.Intent{Action: change.RevokeSessions, User: w.key(u)})
	w.done(outcome)
	require.True(t, w.now(u).SessionsValidFrom.After(u.SessionsValidFrom))
	require.Equal(t, []wrote{{string(w.tenant), "POST", "/users/" + u.ID + "/revokeSignInSessions", ""}}, w.sent())
	require.Contains(t, strings.Join(outcome.Plan.Notes, " "), "60 to 90 minutes")
	_, err := w.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
}

func TestRolesAreAddedAndRemovedEachByItself(t *testing.T) {
	w := newWorld(t)
	u := w.plain()
	key := w.key(u)
	w.local.put(m365.User{Key: key, Roles: []string{"Reports Reader"}})
	add := change.Intent{Action: change.ManageRoles, User: key, Writes: []change.Write{
		{Kind: change.AddRole, Subject: directory.HelpdeskAdministrator, Name: "Helpdesk Administrator"},
		{Kind: change.AddRole, Subject: directory.GroupsAdministrator, Name: "Groups Administrator"},
	}}
	plan := w.plan(add)
	require.Contains(t, strings.Join(plan.Notes, " "), "Helpdesk Administrator is a privileged role")
	added := w.carry(plan)
	w.done(added)
	require.ElementsMatch(t, []string{directory.HelpdeskAdministrator, directory.GroupsAdministrator}, w.inside.RolesOf(u.ID))
	require.Len(t, w.sent(), 2)
	require.Equal(t, []string{"Groups Administrator", "Helpdesk Administrator", "Reports Reader"}, w.local.get(key).Roles)

	_, err := w.service.Plan(t.Context(), add)
	require.ErrorIs(t, err, change.ErrNothingToDo)

	remove := w.plan(change.Intent{Action: change.ManageRoles, User: key, Writes: []change.Write{
		{Kind: change.TakeRole, Subject: directory.GroupsAdministrator},
	}})
	require.Equal(t, []string{"Helpdesk Administrator"}, remove.AdminRoles, "an administrator is asked about twice")
	removed := w.carry(remove)
	w.done(removed)
	require.Equal(t, []string{directory.HelpdeskAdministrator}, w.inside.RolesOf(u.ID))
	require.Equal(t, []string{"Helpdesk Administrator", "Reports Reader"}, w.local.get(key).Roles)

	w.undo(removed.Plan.ID)
	require.Len(t, w.inside.RolesOf(u.ID), 2)
	w.undo(added.Plan.ID)
	require.Empty(t, w.inside.RolesOf(u.ID))
	require.Equal(t, []string{"Reports Reader"}, w.local.get(key).Roles)
}

func TestGroupsAreAddedAndRemovedEachByItself(t *testing.T) {
	w := newWorld(t)
	u := w.plain()
	key := w.key(u)
	groups := w.inside.Groups()
	free := groups[slices.IndexFunc(groups, func(g directory.Group) bool {
		return g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !w.inside.IsMember(g, u.Slot)
	})]
	team := groups[slices.IndexFunc(groups, func(g directory.Group) bool { return g.Unified && w.inside.IsMember(g, u.Slot) })]
	outcome := w.do(change.Intent{Action: change.ManageGroups, User: key, Writes: []change.Write{
		{Kind: change.AddGroup, Subject: free.ID}, {Kind: change.TakeGroup, Subject: team.ID}, {Kind: change.AddGroup, Subject: team.ID},
	}})
	w.done(outcome)
	require.Len(t, outcome.Steps, 2, "what is so already is no step")
	require.True(t, w.inside.IsMember(free, u.Slot))
	require.False(t, w.inside.IsMember(team, u.Slot))
	sent := w.sent()
	require.Equal(t, "/groups/"+free.ID+"/members/$ref", sent[0].path)
	require.Contains(t, sent[0].body, "/v1.0/directoryObjects/"+u.ID)
	require.Equal(t, "/groups/"+team.ID+"/members/"+u.ID+"/$ref", sent[1].path)
	require.Equal(t, "Add to the group "+free.DisplayName, outcome.Plan.Steps[0].Text)

	w.undo(outcome.Plan.ID)
	require.False(t, w.inside.IsMember(free, u.Slot))
	require.True(t, w.inside.IsMember(team, u.Slot))
	require.NotNil(t, w.now(u), "the user is still there: every removal ended in /$ref")
}

func TestLicensesAreAssignedAfterTheUsageLocationAndRemovedWithTheirPlans(t *testing.T) {
	w := newWorld(t)
	u := w.user(func(u *directory.User) bool { return !u.Guest() && !u.OnPremisesSynced && len(u.Licences) == 0 })
	u = w.edit(u, func(u *directory.User) { u.UsageLocation = "" })
	key := w.key(u)
	var product directory.Subscription
	for _, held := range w.inside.Subscriptions() {
		if held.Left() > 0 && len(held.Product.Plans) > 1 {
			product = held
		}
	}
	off := product.Product.Plans[0].ID
	w.local.put(m365.User{Key: key})
	write := change.Write{
		Kind: change.AddLicense, Subject: product.Product.SKUID, Name: "The product", Detail: map[string]string{change.DetailPlansOff: off},
	}
	intent := change.Intent{Action: change.ManageLicenses, User: key, Writes: []change.Write{write}}
	_, err := w.service.Plan(t.Context(), intent)
	require.ErrorIs(t, err, change.ErrNoUsageLocation)

	intent.UsageLocation = "de"
	outcome := w.do(intent)
	w.done(outcome)
	sent := w.sent()
	require.JSONEq(t, `{"usageLocation":"DE"}`, sent[0].body)
	require.JSONEq(t, `{"addLicenses":[{"skuId":"`+product.Product.SKUID+`","disabledPlans":["`+off+`"]}],"removeLicenses":[]}`, sent[1].body)
	require.Equal(t, "DE", w.now(u).UsageLocation)
	require.Len(t, w.now(u).Licences, 1)
	require.Equal(t, []string{"The product"}, w.local.get(key).Licenses)
	require.Equal(t, []string{product.Product.SKUID}, w.local.get(key).SKUs)
	require.Equal(t, "DE", w.local.get(key).UsageLocation)
	require.Contains(t, strings.Join(outcome.Plan.Notes, " "), "2 to 5 minutes")

	removal := w.do(change.Intent{Action: change.ManageLicenses, User: key, Writes: []change.Write{{Kind: change.TakeLicense, Subject: product.Product.SKUID}}})
	w.done(removal)
	require.Empty(t, w.now(u).Licences)
	require.Empty(t, w.local.get(key).Licenses)

	w.undo(removal.Plan.ID)
	require.Equal(t, []string{off}, w.now(u).Licences[0].Disabled, "what was off is off again")
	w.undo(outcome.Plan.ID)
	require.Empty(t, w.now(u).Licences)
	require.Empty(t, w.now(u).UsageLocation)
}

func TestASignInMethodIsRemoved(t *testing.T) {
	w := newWorld(t)
	u := w.user(func(u *directory.User) bool {
		return slices.ContainsFunc(w.inside.MethodsOf(u.Slot), func(m directory.Method) bool { return m.Kind == directory.PhoneMethod })
	})
	methods := w.inside.MethodsOf(u.Slot)
	phone := methods[slices.IndexFunc(methods, func(m directory.Method) bool { return m.Kind == directory.PhoneMethod })]
	outcome := w.do(change.Intent{Action: change.RemoveMethod, User: w.key(u), Writes: []change.Write{{
		Kind: change.TakeMethod, Subject: phone.ID, Detail: map[string]string{change.DetailSegment: "phoneMethods"},
	}}})
	w.done(outcome)
	require.Len(t, w.inside.MethodsOf(u.Slot), len(methods)-1)
	require.Equal(t, "/users/"+u.ID+"/authentication/phoneMethods/"+phone.ID, w.sent()[0].path)
	_, err := w.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
}

func TestAnAdministratorIsAskedAboutTwice(t *testing.T) {
	w := newWorld(t)
	admin := w.user(func(u *directory.User) bool {
		return slices.Contains(w.inside.RolesOf(u.ID), directory.GlobalAdministrator)
	})
	plan := w.plan(change.Intent{Action: change.RevokeSessions, User: w.key(admin)})
	require.Contains(t, plan.AdminRoles, "Global Administrator")

	w.enter(func(inside *directory.Tenant) bool {
		return slices.ContainsFunc(inside.Groups(), func(g directory.Group) bool { return g.AssignableToRole })
	})
	group := w.inside.Groups()[slices.IndexFunc(w.inside.Groups(), func(g directory.Group) bool { return g.AssignableToRole })]
	member := w.user(func(u *directory.User) bool { return w.inside.IsMember(group, u.Slot) })
	plan = w.plan(change.Intent{Action: change.RevokeSessions, User: w.key(member)})
	require.Contains(t, plan.AdminRoles, "Authentication Administrator through the group "+group.DisplayName)
}

func TestTheSummaryForATicketSaysWhatWasDone(t *testing.T) {
	w := newWorld(t)
	u := w.plain()
	outcome := w.do(change.Intent{Action: change.Block, User: w.key(u)})
	entry := w.journal.entry(t, outcome.Plan.ID)
	zone := time.FixedZone("CET", 3600)
	text := change.Summary(entry, zone)
	require.Equal(t, strings.Join([]string{
		"Block Sign In (Done)",
		"Tenant: Contoso",
		"User: " + u.DisplayName + ", " + u.UserPrincipalName,
		"By: tech@msp.example",
		"Time: " + entry.At.In(zone).Format("2006-01-02 15:04:05") + " CET",
		"- Block the sign-in: done (Allowed to Blocked) [request " + entry.Steps[0].RequestID + "]",
		"Change: " + entry.ID,
	}, "\n"), text)
}
