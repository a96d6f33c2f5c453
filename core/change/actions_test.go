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
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestBlockingBlocksShowsAtOnceIsRecordedAndCanBeUndone(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	key := h.key(u)
	h.local.put(m365.User{Key: key, SignIn: m365.Allowed})
	var told []m365.UserKey
	defer h.service.Changed.Listen(func(event change.Event) { told = append(told, event.User) })()
	var recorded []change.Entry
	defer h.service.Recorded.Listen(func(entry change.Entry) { recorded = append(recorded, entry) })()

	plan := h.plan(change.Intent{Action: change.Block, User: key})
	require.Equal(t, change.Target{Key: key, Name: u.DisplayName, Username: u.UserPrincipalName, Tenant: "Contoso"}, plan.Target)
	require.Equal(t, "Block Sign In", plan.Title)
	require.Empty(t, plan.AdminRoles)
	require.Len(t, plan.Steps, 1)
	require.Equal(t, "PATCH /v1.0/users/"+u.ID+"\n\n{\n  \"accountEnabled\": false\n}", plan.Steps[0].Request.Text())
	require.Empty(t, h.sent(), "a plan changes nothing")

	outcome := h.carry(plan)
	h.done(outcome)
	require.False(t, h.now(u).AccountEnabled)
	require.Equal(t, m365.Blocked, h.local.get(key).SignIn)
	require.Equal(t, []wrote{{string(h.tenant), "PATCH", "/users/" + u.ID, `{"accountEnabled":false}`}}, h.sent())
	require.Contains(t, told, key)
	require.Len(t, recorded, 1)

	entry := h.journal.entry(t, plan.ID)
	require.Equal(t, recorded[0].State, entry.State)
	require.Equal(t, "tech@msp.example", entry.Who)
	require.Equal(t, change.Block, entry.Action)
	require.Equal(t, plan.Target, entry.Target)
	require.Equal(t, change.Write{Kind: change.SetSignIn, Before: "Allowed", After: "Blocked"}, entry.Steps[0].Write)
	require.NotEmpty(t, entry.Steps[0].RequestID)
	require.True(t, change.Undoable(entry))

	undone := h.undo(plan.ID)
	require.Equal(t, "Undo: Block Sign In", undone.Plan.Title)
	require.True(t, h.now(u).AccountEnabled)
	require.Equal(t, m365.Allowed, h.local.get(key).SignIn)
	_, err := h.service.UndoPlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
	h.undo(undone.Plan.ID)
	require.False(t, h.now(u).AccountEnabled, "an undo can be undone")
}

func TestUnblockingUnblocks(t *testing.T) {
	h := newHarness(t)
	u := h.edit(h.plain(), func(u *directory.User) { u.AccountEnabled = false })
	outcome := h.do(change.Intent{Action: change.Unblock, User: h.key(u)})
	h.done(outcome)
	require.True(t, h.now(u).AccountEnabled)
	h.undo(outcome.Plan.ID)
	require.False(t, h.now(u).AccountEnabled)
}

func TestResettingAPasswordOfTheCloudSetsANewOne(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(u), Password: change.PasswordOptions{Length: 20, MustChange: true}})
	require.Contains(t, plan.Steps[0].Request.Text(), `"password": "[secret]"`)
	outcome := h.carry(plan)
	h.done(outcome)
	password := outcome.Secret.Reveal()
	require.Len(t, password, 20)
	require.JSONEq(t, `{"passwordProfile":{"password":"`+password+`","forceChangePasswordNextSignIn":true}}`, h.sent()[0].body)
	require.True(t, h.now(u).LastPasswordChange.After(u.LastPasswordChange))
	require.True(t, h.now(u).ForceChangePassword)
	_, err := h.service.UndoPlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
	require.Equal(t, "A password reset cannot be undone: nobody knows the old password. Reset it again.", change.Explain(err).Sentence())
}

func TestResettingThePasswordOfASyncedUserGoesThroughTheAuthenticationMethods(t *testing.T) {
	h := newHarness(t)
	h.enter((*directory.Tenant).Synced)
	u := h.user(func(u *directory.User) bool { return u.OnPremisesSynced && len(h.inside.RolesOf(u.ID)) == 0 })
	plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(u), Password: change.PasswordOptions{Passphrase: true}})
	require.Contains(t, strings.Join(plan.Notes, " "), "password writeback carries it to the Active Directory")
	require.Contains(t, strings.Join(plan.Notes, " "), "whatever is chosen here")
	outcome := h.carry(plan)
	h.done(outcome)
	require.Equal(t, "/users/"+u.ID+"/authentication/methods/"+directory.PasswordMethodID+"/resetPassword", h.sent()[0].path)
	require.JSONEq(t, `{"newPassword":"`+outcome.Secret.Reveal()+`"}`, h.sent()[0].body)
	require.Contains(t, outcome.Steps[0].Note, "writeback")
	require.True(t, h.now(u).LastPasswordChange.After(u.LastPasswordChange))
}

func TestCreatingATAPGivesItOnce(t *testing.T) {
	h := newHarness(t)
	h.enter((*directory.Tenant).TAPAllowed)
	u := h.plain()
	intent := change.Intent{Action: change.CreateTAP, User: h.key(u), TAP: change.TAPOptions{Lifetime: 2 * time.Hour, Once: true}}
	outcome := h.do(intent)
	h.done(outcome)
	require.Equal(t, "Tap-Generated-1!", outcome.Secret.Reveal())
	require.Equal(t, "/users/"+u.ID+"/authentication/temporaryAccessPassMethods", h.sent()[0].path)
	require.JSONEq(t, `{"lifetimeInMinutes":120,"isUsableOnce":true}`, h.sent()[0].body)
	require.Equal(t, "2 hours, one use", outcome.Plan.Steps[0].Write.After)
	require.NotContains(t, h.journal.text(), "Tap-Generated-1!")

	intent.TAP = change.TAPOptions{}
	again := h.plan(intent)
	require.Contains(t, strings.Join(again.Notes, " "), "stops working")
	require.Equal(t, "1 hour", again.Steps[0].Write.After, "the usual of the policy")
	_, err := h.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
}

func TestRevokingEndsTheSessions(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	outcome := h.do(change.Intent{Action: change.RevokeSessions, User: h.key(u)})
	h.done(outcome)
	require.True(t, h.now(u).SessionsValidFrom.After(u.SessionsValidFrom))
	require.Equal(t, []wrote{{string(h.tenant), "POST", "/users/" + u.ID + "/revokeSignInSessions", ""}}, h.sent())
	require.Contains(t, strings.Join(outcome.Plan.Notes, " "), "60 to 90 minutes")
	_, err := h.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
}

func TestRolesAreAddedAndRemovedEachByItself(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	key := h.key(u)
	h.local.put(m365.User{Key: key, Roles: []string{"Reports Reader"}})
	add := change.Intent{Action: change.ManageRoles, User: key, Writes: []change.Write{
		{Kind: change.AddRole, Subject: directory.HelpdeskAdministrator, Name: "Helpdesk Administrator"},
		{Kind: change.AddRole, Subject: directory.GroupsAdministrator, Name: "Groups Administrator"},
	}}
	plan := h.plan(add)
	require.Contains(t, strings.Join(plan.Notes, " "), "Helpdesk Administrator is a privileged role")
	added := h.carry(plan)
	h.done(added)
	require.ElementsMatch(t, []string{directory.HelpdeskAdministrator, directory.GroupsAdministrator}, h.inside.RolesOf(u.ID))
	require.Len(t, h.sent(), 2)
	require.Equal(t, []string{"Groups Administrator", "Helpdesk Administrator", "Reports Reader"}, h.local.get(key).Roles)

	_, err := h.service.Plan(t.Context(), add)
	require.ErrorIs(t, err, change.ErrNothingToDo)

	remove := h.plan(change.Intent{Action: change.ManageRoles, User: key, Writes: []change.Write{
		{Kind: change.TakeRole, Subject: directory.GroupsAdministrator},
	}})
	require.Equal(t, []string{"Groups Administrator", "Helpdesk Administrator"}, remove.AdminRoles, "an administrator is asked about twice")
	removed := h.carry(remove)
	h.done(removed)
	require.Equal(t, []string{directory.HelpdeskAdministrator}, h.inside.RolesOf(u.ID))
	require.Equal(t, []string{"Helpdesk Administrator", "Reports Reader"}, h.local.get(key).Roles)

	h.undo(removed.Plan.ID)
	require.Len(t, h.inside.RolesOf(u.ID), 2)
	h.undo(added.Plan.ID)
	require.Empty(t, h.inside.RolesOf(u.ID))
	require.Equal(t, []string{"Reports Reader"}, h.local.get(key).Roles)
}

func TestGroupsAreAddedAndRemovedEachByItself(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	key := h.key(u)
	groups := h.inside.Groups()
	free := groups[slices.IndexFunc(groups, func(g directory.Group) bool {
		return g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !h.inside.IsMember(g, u.Slot)
	})]
	team := groups[slices.IndexFunc(groups, func(g directory.Group) bool { return g.Unified && h.inside.IsMember(g, u.Slot) })]
	outcome := h.do(change.Intent{Action: change.ManageGroups, User: key, Writes: []change.Write{
		{Kind: change.AddGroup, Subject: free.ID}, {Kind: change.TakeGroup, Subject: team.ID}, {Kind: change.AddGroup, Subject: team.ID},
	}})
	h.done(outcome)
	require.Len(t, outcome.Steps, 2, "what is so already is no step")
	require.True(t, h.inside.IsMember(free, u.Slot))
	require.False(t, h.inside.IsMember(team, u.Slot))
	sent := h.sent()
	require.Equal(t, "/groups/"+free.ID+"/members/$ref", sent[0].path)
	require.Contains(t, sent[0].body, "/v1.0/directoryObjects/"+u.ID)
	require.Equal(t, "/groups/"+team.ID+"/members/"+u.ID+"/$ref", sent[1].path)
	require.Equal(t, "Add to the group "+free.DisplayName, outcome.Plan.Steps[0].Text)

	h.undo(outcome.Plan.ID)
	require.False(t, h.inside.IsMember(free, u.Slot))
	require.True(t, h.inside.IsMember(team, u.Slot))
	require.NotNil(t, h.now(u), "the user is still there: every removal ended in /$ref")
}

func TestLicensesAreAssignedAfterTheUsageLocationAndRemovedWithTheirPlans(t *testing.T) {
	h := newHarness(t)
	u := h.user(func(u *directory.User) bool { return !u.Guest() && !u.OnPremisesSynced && len(u.Licences) == 0 })
	u = h.edit(u, func(u *directory.User) { u.UsageLocation = "" })
	key := h.key(u)
	var product directory.Subscription
	for _, held := range h.inside.Subscriptions() {
		if held.Left() > 0 && len(held.Product.Plans) > 1 {
			product = held
		}
	}
	off := product.Product.Plans[0].ID
	h.local.put(m365.User{Key: key})
	write := change.Write{
		Kind: change.AddLicense, Subject: product.Product.SKUID, Name: "The product", Detail: map[string]string{change.DetailPlansOff: off},
	}
	intent := change.Intent{Action: change.ManageLicenses, User: key, Writes: []change.Write{write}}
	_, err := h.service.Plan(t.Context(), intent)
	require.ErrorIs(t, err, change.ErrNoUsageLocation)

	intent.UsageLocation = "de"
	outcome := h.do(intent)
	h.done(outcome)
	sent := h.sent()
	require.JSONEq(t, `{"usageLocation":"DE"}`, sent[0].body)
	require.JSONEq(t, `{"addLicenses":[{"skuId":"`+product.Product.SKUID+`","disabledPlans":["`+off+`"]}],"removeLicenses":[]}`, sent[1].body)
	require.Equal(t, "DE", h.now(u).UsageLocation)
	require.Len(t, h.now(u).Licences, 1)
	require.Equal(t, []string{"The product"}, h.local.get(key).Licenses)
	require.Equal(t, []string{product.Product.SKUID}, h.local.get(key).SKUs)
	require.Equal(t, "DE", h.local.get(key).UsageLocation)
	require.Contains(t, strings.Join(outcome.Plan.Notes, " "), "2 to 5 minutes")

	removal := h.do(change.Intent{Action: change.ManageLicenses, User: key, Writes: []change.Write{{Kind: change.TakeLicense, Subject: product.Product.SKUID}}})
	h.done(removal)
	require.Empty(t, h.now(u).Licences)
	require.Empty(t, h.local.get(key).Licenses)

	h.undo(removal.Plan.ID)
	require.Equal(t, []string{off}, h.now(u).Licences[0].Disabled, "what was off is off again")
	h.undo(outcome.Plan.ID)
	require.Empty(t, h.now(u).Licences)
	require.Empty(t, h.now(u).UsageLocation)
}

func TestASignInMethodIsRemoved(t *testing.T) {
	h := newHarness(t)
	u := h.user(func(u *directory.User) bool {
		return slices.ContainsFunc(h.removable(*u), func(m directory.Method) bool { return m.Kind == directory.PhoneMethod })
	})
	methods, removable := h.inside.MethodsOf(u.Slot), h.removable(u)
	phone := removable[slices.IndexFunc(removable, func(m directory.Method) bool { return m.Kind == directory.PhoneMethod })]
	outcome := h.do(change.Intent{Action: change.RemoveMethod, User: h.key(u), Writes: []change.Write{{
		Kind: change.TakeMethod, Subject: phone.ID, Detail: map[string]string{change.DetailSegment: "phoneMethods"},
	}}})
	h.done(outcome)
	require.Len(t, h.inside.MethodsOf(u.Slot), len(methods)-1)
	require.Equal(t, "/users/"+u.ID+"/authentication/phoneMethods/"+phone.ID, h.sent()[0].path)
	_, err := h.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
}

// bare is a user without phones and email address, who chose no phone to be asked for first.
func (h *harness) bare() directory.User {
	u := h.user(func(u *directory.User) bool {
		return !u.Guest() && !u.Service && len(h.inside.RolesOf(u.ID)) == 0 && !strings.Contains("sms voicemobile", strings.ToLower(h.inside.PreferencesOf(u.Slot).UserMethod))
	})
	for _, contact := range m365.Contacts() {
		require.NoError(h.t, h.inside.RemoveMethod(u.Slot, contact.ID))
	}
	return u
}

// register is the wish for a contact.
func (h *harness) register(u directory.User, action change.Action, kind change.WriteKind, contact m365.Contact, value string) change.Intent {
	return change.Intent{Action: action, User: h.key(u), Writes: writes(change.Write{Kind: kind, Subject: contact.ID, After: value})}
}

func TestEveryContactIsRegisteredChangedAndTakenBack(t *testing.T) {
	h := newHarness(t)
	u := h.bare()
	before := h.inside.MethodsOf(u.Slot)
	var made []string
	for _, contact := range m365.Contacts() {
		first, second := "+1 (206) 555-0100", "+1 2065550101"
		if contact == m365.EmailContact {
			first, second = "first@home.example", "second@home.example"
		}
		added := h.do(h.register(u, change.AddMethod, change.PutMethod, contact, first))
		h.done(added)
		changed := h.do(h.register(u, change.ChangeMethod, change.SetMethod, contact, second))
		h.done(changed)
		require.Equal(t, added.Plan.Steps[0].Write.After, changed.Plan.Steps[0].Write.Before)
		h.undo(changed.Plan.ID)
		made = append(made, added.Plan.ID)
	}
	require.Len(t, h.inside.MethodsOf(u.Slot), len(before)+len(m365.Contacts()))
	for _, m := range h.inside.MethodsOf(u.Slot) {
		require.NotContains(t, []string{"+1 2065550101", "second@home.example"}, m.Phone+m.Email)
	}
	for _, id := range slices.Backward(made) {
		h.undo(id)
	}
	require.Equal(t, before, h.inside.MethodsOf(u.Slot))
}

func TestAContactThatMicrosoftWouldNotTakeIsRefusedWithTheReason(t *testing.T) {
	h := newHarness(t)
	u := h.bare()
	refused := func(want string, intent change.Intent) {
		t.Helper()
		_, err := h.service.Plan(t.Context(), intent)
		require.ErrorIs(t, err, change.ErrContact)
		require.Contains(t, change.As(err).What+" "+change.As(err).Do, want)
	}
	refused("Microsoft takes an alternate one only beside it", h.register(u, change.AddMethod, change.PutMethod, m365.AlternatePhone, "+1 2065550100"))
	refused("+1 2065550100", h.register(u, change.AddMethod, change.PutMethod, m365.MobilePhone, "206 555 0100"))
	refused("ada@home.example", h.register(u, change.AddMethod, change.PutMethod, m365.EmailContact, "ada"))
	refused("Add it instead", h.register(u, change.ChangeMethod, change.SetMethod, m365.OfficePhone, "+1 2065550100"))

	h.done(h.do(h.register(u, change.AddMethod, change.PutMethod, m365.MobilePhone, "+1 2065550100")))
	refused("has a method of this kind already: Mobile phone (+1 2065550100)", h.register(u, change.AddMethod, change.PutMethod, m365.MobilePhone, "+1 2065550101"))
	for action, kind := range map[change.Action]change.WriteKind{change.AddMethod: change.PutMethod, change.ChangeMethod: change.SetMethod} {
		_, err := h.service.Plan(t.Context(), h.register(u, action, kind, m365.MobilePhone, "+1 206 555 0100"))
		require.ErrorIs(t, err, change.ErrNothingToDo)
	}
	_, err := h.service.Plan(t.Context(), change.Intent{Action: change.AddMethod, User: h.key(u), Writes: writes(change.Write{Kind: change.PutMethod, Subject: "m1", After: "x"})})
	require.ErrorIs(t, err, change.ErrIntent)
}

func TestAnAdministratorIsAskedAboutTwice(t *testing.T) {
	h := newHarness(t)
	admin := h.user(func(u *directory.User) bool {
		return slices.Contains(h.inside.RolesOf(u.ID), directory.GlobalAdministrator)
	})
	plan := h.plan(change.Intent{Action: change.RevokeSessions, User: h.key(admin)})
	require.Contains(t, plan.AdminRoles, "Global Administrator")

	everyday := h.plain()
	_, _, err := h.inside.AddRole(directory.ExchangeAdministrator, everyday.ID, directory.Whole)
	require.NoError(t, err)
	plan = h.plan(change.Intent{Action: change.RevokeSessions, User: h.key(everyday)})
	require.Equal(t, []string{"Exchange Administrator"}, plan.AdminRoles, "any role makes an administrator, not only those that Microsoft calls privileged")

	h.enter(func(inside *directory.Tenant) bool {
		return slices.ContainsFunc(inside.Groups(), func(g directory.Group) bool { return g.AssignableToRole })
	})
	group := h.inside.Groups()[slices.IndexFunc(h.inside.Groups(), func(g directory.Group) bool { return g.AssignableToRole })]
	member := h.user(func(u *directory.User) bool { return h.inside.IsMember(group, u.Slot) })
	plan = h.plan(change.Intent{Action: change.RevokeSessions, User: h.key(member)})
	require.Contains(t, plan.AdminRoles, "Authentication Administrator through the group "+group.DisplayName)

	h.enter(func(inside *directory.Tenant) bool { return len(inside.RoleEligibilities()) > 0 })
	eligible := h.inside.RoleEligibilities()[0].PrincipalID
	plan = h.plan(change.Intent{Action: change.RevokeSessions, User: m365.UserKey{Tenant: h.tenant, ID: eligible}})
	require.Contains(t, plan.AdminRoles, "Global Administrator (eligible)")
}

func TestTheSummaryForATicketSaysWhatWasDone(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	outcome := h.do(change.Intent{Action: change.Block, User: h.key(u)})
	entry := h.journal.entry(t, outcome.Plan.ID)
	zone := time.FixedZone("CET", 3600)
	text := change.Summary(entry, table.Printer{Zone: zone})
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

func TestANameInASummaryMakesNoLineOfItsOwn(t *testing.T) {
	h := newHarness(t)
	outcome := h.do(change.Intent{Action: change.Block, User: h.key(h.plain())})
	entry := h.journal.entry(t, outcome.Plan.ID)
	entry.Target.Name, entry.Target.Tenant = "Ada\nBy: nobody\u202e", "Con\u2028toso\r\nUndone by: 1"
	entry.Steps[0].Text, entry.Steps[0].Write.Before = "Add the role A\n- B: done", "x\ty"
	lines := strings.Split(change.Summary(entry, table.Printer{}), "\n")
	require.Len(t, lines, 7)
	require.Equal(t, "Tenant: Contoso Undone by: 1", lines[1])
	require.Equal(t, "User: Ada By: nobody, "+entry.Target.Username, lines[2])
	require.Contains(t, lines[5], "- Add the role A - B: done: done (x y to Blocked)")
}
