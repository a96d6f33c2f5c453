package program

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// refusal is something that cannot be done, with what the technician reads.
type refused struct {
	name   string
	suits  func(subject) bool
	intent func(subject) change.Intent
	// reason is why there is no plan. Where it is nil Microsoft refuses, after what happened meanwhile.
	reason    error
	meanwhile func(*testing.T, *harness, subject, *change.Plan)
	what, do  string
}

func only(action change.Action) func(subject) change.Intent {
	return func(subject) change.Intent { return change.Intent{Action: action} }
}

// joining asks for a group of some sort; among says who can ask for it.
func joining(sort func(directory.Group) bool) (among func(subject) bool, intent func(subject) change.Intent) {
	of := func(at subject) (directory.Group, bool) {
		return at.group(func(g directory.Group) bool { return sort(g) && !at.inside.IsMember(g, at.user.Slot) })
	}
	among = func(at subject) bool {
		_, is := of(at)
		return at.plain() && is
	}
	return among, func(at subject) change.Intent {
		group, _ := of(at)
		return change.Intent{Action: change.ManageGroups, Writes: oneWrite(change.AddGroup, group.ID)}
	}
}

// becomes makes a plan of joining an ordinary group one of joining a group of some sort, as if the group had become so since.
func becomes(sort func(directory.Group) bool) func(*testing.T, *harness, subject, *change.Plan) {
	return func(t *testing.T, d *harness, at subject, plan *change.Plan) {
		group, is := at.group(sort)
		require.True(t, is)
		plan.Steps[0].Request = d.program.graph.AddToGroup(at.user.ID, group.ID)
	}
}

func mailEnabled(g directory.Group) bool { return g.MailEnabled && !g.Unified }
func dynamic(g directory.Group) bool     { return g.Dynamic }
func synced(g directory.Group) bool      { return g.Synced }

func beforeSending() []refused {
	mailAmong, mail := joining(mailEnabled)
	syncedAmong, fromPremises := joining(synced)
	return []refused{
		{
			name: "a mail-enabled group is changed in Exchange", suits: mailAmong, intent: mail, reason: change.ErrFixedGroup,
			what: "cannot be changed here", do: "Mail-enabled: change it in the Exchange admin center.",
		},
		{
			name: "a dynamic group has the members of its rule", reason: change.ErrFixedGroup,
			suits: func(at subject) bool {
				_, is := at.group(func(g directory.Group) bool { return dynamic(g) && at.inside.IsMember(g, at.user.Slot) })
				return at.plain() && is
			},
			intent: func(at subject) change.Intent {
				group, _ := at.group(dynamic)
				return change.Intent{Action: change.ManageGroups, Writes: oneWrite(change.TakeGroup, group.ID)}
			},
			what: "cannot be changed here", do: "Members follow a rule.",
		},
		{
			name: "a group synced from on-premises is changed there", suits: syncedAmong, intent: fromPremises, reason: change.ErrFixedGroup,
			what: "cannot be changed here", do: "Synced from on-premises: change it there.",
		},
		{
			name:   "a tenant whose policy is off has no Temporary Access Passes",
			suits:  func(at subject) bool { return at.plain() && !at.inside.TAPAllowed() },
			intent: only(change.CreateTAP), reason: change.ErrTAPOff,
			what: "does not allow Temporary Access Passwords", do: "Authentication methods > Policies > Temporary Access Pass",
		},
		{
			name:   "a user who was deleted before the plan is not there",
			suits:  subject.plain,
			intent: only(change.Block), reason: change.ErrDeleted, meanwhile: deleted,
			what: "Microsoft does not know this user", do: "can be restored for 30 days",
		},
	}
}

func deleted(t *testing.T, _ *harness, at subject, _ *change.Plan) {
	t.Helper()
	_, err := at.inside.ChangeUser(at.user.Slot, func(u *directory.User) error {
		u.Deleted = time.Now()
		return nil
	})
	require.NoError(t, err)
}

func byMicrosoft() []refused {
	among, join := joining(ordinary)
	having := func(sort func(directory.Group) bool) func(subject) bool {
		return func(at subject) bool {
			_, is := at.group(sort)
			return among(at) && is
		}
	}
	return []refused{
		{
			name: "a group that became mail-enabled", suits: having(mailEnabled), intent: join, meanwhile: becomes(mailEnabled),
			what: "is mail-enabled, and Microsoft lets only Exchange change its members", do: "Change it in the Exchange admin center.",
		},
		{
			name: "a group that became dynamic", suits: having(dynamic), intent: join, meanwhile: becomes(dynamic),
			what: "a rule decides who is in", do: "Change the rule of the group",
		},
		{
			name: "a group that became synced", suits: having(synced), intent: join, meanwhile: becomes(synced),
			what: "synced from on-premises", do: "Change it in the Active Directory on premises",
		},
		{
			name: "a field of a user synced from on-premises",
			suits: func(at subject) bool {
				_, has := at.product(true)
				return at.person() && at.user.OnPremisesSynced && has
			},
			intent: func(at subject) change.Intent { return assignment(at, "NZ").intent },
			meanwhile: func(_ *testing.T, _ *harness, at subject, plan *change.Plan) {
				plan.Steps[0].Request = call.SetFields(at.user.ID, map[string]any{"country": "New Zealand"})
			},
			what: "synced from on-premises, and Microsoft lets only the Active Directory there change it", do: "Active Directory on premises",
		},
		{
			name: "a product without a unit left",
			suits: func(at subject) bool {
				_, has := at.product(false)
				return at.plain() && has
			},
			intent: func(at subject) change.Intent {
				full, _ := at.product(false)
				return change.Intent{Action: change.ManageLicenses, Writes: oneWrite(change.AddLicense, full.SKUID)}
			},
			what: "no unit of ", do: "Remove it from another user, or buy more units.",
		},
		{
			name: "the last Global Administrator",
			suits: func(at subject) bool {
				one, only := at.onlyRole()
				return only && one.RoleID == directory.GlobalAdministrator && !at.user.Service
			},
			intent: func(subject) change.Intent {
				return change.Intent{Action: change.ManageRoles, Writes: oneWrite(change.TakeRole, directory.GlobalAdministrator)}
			},
			meanwhile: func(t *testing.T, _ *harness, at subject, _ *change.Plan) {
				for _, one := range at.inside.RoleAssignments() {
					if one.RoleID == directory.GlobalAdministrator && one.PrincipalID != at.user.ID {
						_, err := at.inside.RemoveRole(one.ID)
						require.NoError(t, err)
					}
				}
			},
			what: "the user is the last Global Administrator", do: "Give the role to another user first.",
		},
		{
			name: "a user whom someone deleted after the plan", suits: subject.plain, intent: only(change.Block), meanwhile: deleted,
			what: "the user was deleted meanwhile", do: "can be restored for 30 days",
		},
		{
			name: "Microsoft that throttles for longer than is waited for", suits: subject.plain, intent: only(change.Block),
			meanwhile: func(t *testing.T, d *harness, _ subject, plan *change.Plan) {
				d.fault(t, *plan, fault.Rule{Kind: fault.Throttled, RetryAfter: 10 * time.Minute})
			},
			what: "Microsoft limits the requests to this tenant at the moment", do: "Nothing was changed. Retry in 10 minutes.",
		},
	}
}

// fault strikes the requests of a plan until the test ends, and returns what counts those that were hit.
func (d *harness) fault(t *testing.T, plan change.Plan, rule fault.Rule) (hits func() int, end func()) {
	t.Helper()
	var ids []int
	for _, step := range plan.Steps {
		rule.Service, rule.Tenant = fault.Graph, string(plan.Target.Key.Tenant)
		rule.Method, rule.PathContains = step.Request.Method, step.Request.Path
		id, err := d.server.Faults().Add(rule)
		require.NoError(t, err)
		ids = append(ids, id)
	}
	hits = func() (count int) {
		for _, id := range ids {
			count += d.server.Faults().Hits(id)
		}
		return count
	}
	end = func() {
		for _, id := range ids {
			d.server.Faults().Remove(id)
		}
	}
	t.Cleanup(end)
	return hits, end
}

// TestRefusalsSayWhatHappenedAndWhatToDoAndChangeNothing asks for what cannot be. What the program knows beforehand is not
// sent; what Microsoft refuses is sent once, and taken back wherever it showed.
func TestRefusalsSayWhatHappenedAndWhatToDoAndChangeNothing(t *testing.T) {
	d := openHarness(t, startSimulation(t, 16, 900))
	for _, one := range beforeSending() {
		t.Run(one.name, func(t *testing.T) {
			at := d.find(t, one.suits)
			first, shown := len(d.wire.since(0)), d.listed(t, at.key)
			if one.meanwhile != nil {
				one.meanwhile(t, d, at, nil)
			}
			intent := one.intent(at)
			intent.User = at.key
			_, err := d.program.change.Plan(t.Context(), intent)
			require.ErrorIs(t, err, one.reason)
			requireWords(t, change.Explain(err), one.what, one.do, at.inside.Info().Name)
			require.Empty(t, d.wire.since(first))
			require.Equal(t, shown, d.listed(t, at.key))
		})
	}
	for _, one := range byMicrosoft() {
		t.Run(one.name, func(t *testing.T) {
			at := d.find(t, one.suits)
			intent := one.intent(at)
			intent.User = at.key
			plan := d.plan(t, intent)
			first, shown, before := len(d.wire.since(0)), d.listed(t, at.key), d.live(t, at)
			if one.meanwhile != nil {
				one.meanwhile(t, d, at, &plan)
			}
			d.requireRefused(t, plan, one.what, one.do)
			require.Len(t, d.wire.since(first), 1, "a refusal is sent once")
			require.Equal(t, shown, d.listed(t, at.key))
			if now, ok := at.inside.User(at.user.ID); ok && !now.Gone() && one.name != "the last Global Administrator" {
				require.Equal(t, before, d.live(t, at))
			}
		})
	}
}

// TestChangesOfASyncedUserSayThatTheNextSyncOverwritesThem blocks somebody whose account is mastered on-premises.
func TestChangesOfASyncedUserSayThatTheNextSyncOverwritesThem(t *testing.T) {
	d := openHarness(t, startSimulation(t, 6, 500))
	at := d.find(t, func(at subject) bool { return at.person() && at.user.OnPremisesSynced && at.user.AccountEnabled })
	plan := d.plan(t, change.Intent{Action: change.Block, User: at.key})
	require.Contains(t, strings.Join(plan.Notes, " "), at.user.DisplayName+" is synced from on-premises: the next sync overwrites this")
	requireDone(t, d.carry(t, plan))
	require.Equal(t, "Blocked", d.live(t, at).SignIn)
}

// requireRefused carries a plan out that Microsoft refuses in its first step.
func (d *harness) requireRefused(t *testing.T, plan change.Plan, what, do string) {
	t.Helper()
	outcome := d.carry(t, plan)
	require.Equal(t, change.Failed, outcome.State())
	require.True(t, outcome.Secret.Empty())
	failure := outcome.Steps[0].Failure
	require.NotNil(t, failure)
	require.True(t, strings.HasPrefix(failure.What, "Could not "), failure.What)
	require.Contains(t, failure.What, plan.Target.Name)
	requireWords(t, *failure, what, do, plan.Target.Tenant)
	require.NotEmpty(t, failure.RequestID)
	for _, later := range outcome.Steps[1:] {
		require.Equal(t, change.Skipped, later.State)
		require.NotEmpty(t, later.Note)
	}
	entry := d.entry(t, plan.ID)
	require.Equal(t, change.Failed, entry.State)
	require.Equal(t, failure.Sentence(), entry.Steps[0].Failure.Sentence())
	_, err := d.program.change.UndoPlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
}

// requireWords demands sentences for a person: what happened, in which tenant, and what to do, without codes.
func requireWords(t *testing.T, failure m365.Failure, what, do, tenant string) {
	t.Helper()
	require.Contains(t, failure.What, what)
	require.Contains(t, failure.What, tenant)
	require.Contains(t, failure.Do, do)
	for _, code := range []string{"_", "{", "AADSTS", "Request", "403", "404", "429", "please", "!"} {
		require.NotContains(t, failure.Sentence(), code)
	}
}

// TestRefusalsOfARoleThatIsTooLow works in a customer that a colleague connected, whose relationship gives this technician
// no more than Global Reader, User Administrator and Helpdesk Administrator.
func TestRefusalsOfARoleThatIsTooLow(t *testing.T) {
	server := startSimulation(t, 18, 3000)
	d := newHarness(t, server)
	d.tenants = []m365.TenantID{d.connectReadable(t)}
	admin := func(at subject) bool {
		role, is := at.onlyRole()
		return is && role.RoleID == directory.GlobalAdministrator && at.user.AccountEnabled
	}
	phoned := func(at subject) bool {
		_, has := at.phone()
		return at.plain() && has
	}
	manage := func(action change.Action, kind change.WriteKind, id string) func(subject) change.Intent {
		return func(subject) change.Intent { return change.Intent{Action: action, Writes: oneWrite(kind, id)} }
	}
	for _, one := range []struct {
		name   string
		suits  func(subject) bool
		intent func(subject) change.Intent
		do     string
	}{
		{"to block an administrator", admin, only(change.Block), "Privileged Authentication Administrator"},
		{"to reset the password of an administrator", admin, only(change.ResetPassword), "Privileged Authentication Administrator"},
		{"to make a pass", subject.plain, only(change.CreateTAP), "Authentication Administrator"},
		{"to give a role", subject.plain, manage(change.ManageRoles, change.AddRole, directory.ReportsReader), "Privileged Role Administrator"},
		{"to remove a phone", phoned, manage(change.RemoveMethod, change.TakeMethod, directory.MobilePhoneID), "Authentication Administrator"},
	} {
		t.Run(one.name, func(t *testing.T) {
			at := d.find(t, one.suits)
			delete(d.met, at.key) // Nothing is changed, so that the next may have the same user.
			intent := one.intent(at)
			intent.User = at.key
			first, shown, before := len(d.wire.since(0)), d.listed(t, at.key), d.live(t, at)
			plan := d.plan(t, intent)
			require.Equal(t, strings.HasSuffix(one.name, "an administrator"), len(plan.AdminRoles) > 0)
			d.requireRefused(t, plan, "the roles that you have in this tenant are too low", one.do)
			require.Len(t, d.wire.since(first), 1)
			require.Equal(t, shown, d.listed(t, at.key))
			require.Equal(t, before, d.live(t, at))
		})
	}
	plan := d.plan(t, change.Intent{Action: change.Block, User: d.find(t, subject.plain).key})
	requireDone(t, d.carry(t, plan))
}

// connectReadable stands for the colleague: the consent is there, and the tenant is in the program.
func (d *harness) connectReadable(t *testing.T) m365.TenantID {
	t.Helper()
	customer := d.server.Estate().In(estate.NoRole)[0]
	app, known := d.server.Estate().Application(d.program.cloud.ClientID)
	require.True(t, known)
	scopes := map[string][]string{estate.GraphResource: access.CustomerScopes(access.Full)}
	require.NoError(t, d.server.Estate().Consent(customer.ID, app, scopes, d.began))
	id := m365.TenantID(customer.ID)
	require.NoError(t, d.program.store.SetTenantStatus(t.Context(), id, m365.Synced, "", nil))
	require.NoError(t, d.program.refresh.Tenant(t.Context(), id))
	return id
}
