package change_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// domain is one of the tenant that Microsoft makes users in.
func (h *harness) domain() string { return h.inside.Info().DefaultDomain }

// noor is the creation of a user with everything that belongs to it.
func (h *harness) noor(more ...change.Write) change.Intent {
	fields := map[string]string{
		"displayName": "Noor Haddad", "givenName": "Noor", "surname": "Haddad", change.Username: "noor.haddad@" + h.domain(),
		"mailNickname": "noor.haddad", "jobTitle": "Receptionist", change.UsageLocation: "GB", "businessPhones": "+44 1", change.HireDate: "2026-03-01",
	}
	return change.Intent{
		Action: change.CreateUser, User: m365.UserKey{Tenant: h.tenant}, Password: change.PasswordOptions{MustChange: true},
		Writes: append([]change.Write{change.Make(fields)}, more...),
	}
}

// whole is a manager, a license, a group and a role for a new user.
func (h *harness) whole() []change.Write {
	boss := h.plain()
	group := h.group(func(g directory.Group) bool {
		return g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !g.AssignableToRole
	})
	return []change.Write{
		{Kind: change.AddRole, Subject: directory.GroupsAdministrator, Name: "Groups Administrator"},
		{Kind: change.AddGroup, Subject: group.ID},
		{Kind: change.AddLicense, Subject: h.free(directory.User{})},
		managed("", boss.ID, boss.DisplayName),
	}
}

// made are the users of a username.
func (h *harness) made(username string) (found []directory.User) {
	h.inside.EachUser(0, func(u *directory.User) bool {
		if strings.EqualFold(u.UserPrincipalName, username) {
			found = append(found, *u)
		}
		return true
	})
	return found
}

func TestAUserIsCreatedWithEverythingInOrder(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(h.noor(h.whole()...))
	require.Equal(t, "Create User", plan.Title)
	require.Empty(t, plan.Target.Key.ID)
	outcome := h.carry(plan)
	h.done(outcome)
	created := h.made("noor.haddad@" + h.domain())
	require.Len(t, created, 1)
	one := created[0]
	require.Equal(t, []string{"Noor Haddad", "Receptionist", "GB", "+44 1", "2026-03-01"},
		[]string{one.DisplayName, one.JobTitle, one.UsageLocation, one.BusinessPhone, one.EmployeeHireDate.Format(time.DateOnly)})
	require.True(t, one.AccountEnabled)
	require.True(t, one.ForceChangePassword)
	require.False(t, outcome.Secret.Empty())
	sent := h.sent()
	require.Len(t, sent, 5)
	for i, start := range []string{"POST /users", "PUT /users/" + one.ID + "/manager/", "POST /users/" + one.ID + "/assignLicense", "POST /groups/", "POST /roleManagement/"} {
		require.True(t, strings.HasPrefix(sent[i].method+" "+sent[i].path, start), "%d: %s", i, sent[i].path)
	}
	require.Equal(t, one.ID, outcome.Plan.Target.Key.ID)
	entry := h.journal.entry(t, plan.ID)
	require.Equal(t, one.ID, entry.Target.Key.ID)
	require.NotContains(t, h.journal.text()+h.log.text(), outcome.Secret.Reveal(), "the password is written down nowhere")
	listed := h.local.get(h.key(one))
	require.Equal(t, "Noor Haddad", listed.DisplayName)
	require.Len(t, listed.SKUs, 1)
	require.Equal(t, []string{"Groups Administrator"}, listed.Roles)

	require.False(t, change.Undoable(entry))
	_, err := h.service.UndoPlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
	require.Contains(t, change.As(err).Do, "Delete the user")
}

func TestThePreviewOfACreationNamesNoUserAndNoPassword(t *testing.T) {
	h := newHarness(t)
	var text strings.Builder
	for _, request := range h.plan(h.noor(h.whole()...)).Requests() {
		text.WriteString(request.Text())
		if request.Path != "/users" {
			require.Error(t, request.CheckIDs(), "it is not sent before the user is there")
		}
	}
	require.Contains(t, text.String(), "POST /v1.0/users/id-of-the-new-user/assignLicense")
	require.Contains(t, text.String(), `"password": "[secret]"`)
	require.Empty(t, h.sent())
}

func TestWhatIsWrongWithANewUserIsSaidAtEachField(t *testing.T) {
	h := newHarness(t)
	soldOut := func(one directory.Subscription) bool { return one.Left() == 0 }
	h.enter(func(inside *directory.Tenant) bool { return slices.ContainsFunc(inside.Subscriptions(), soldOut) })
	intent := h.noor()
	taken := h.plain()
	create := func(fields map[string]string, more ...change.Write) *change.Refusal {
		values := make(map[string]string)
		for name, value := range intent.Writes[0].Detail {
			values[name] = value
		}
		for name, value := range fields {
			values[name] = value
		}
		wanted := intent
		wanted.Writes = append([]change.Write{change.Make(values)}, more...)
		return h.refused(wanted)
	}
	for _, test := range []struct {
		name, field, why string
		refusal          *change.Refusal
	}{
		{"too long", "employeeId", "at most 16", create(map[string]string{"employeeId": "12345678901234567"})},
		{"no name", "displayName", "without it", create(map[string]string{"displayName": " "})},
		{"signs", change.Username, "letters without accents", create(map[string]string{change.Username: "noör@" + h.domain()})},
		{"domain", change.Username, "no verified domain", create(map[string]string{change.Username: "noor@elsewhere.example"})},
		{"taken", change.Username, "Taken: " + taken.DisplayName, create(map[string]string{change.Username: taken.UserPrincipalName})},
		{"alias", change.Username, "an alias of", create(map[string]string{change.Username: taken.MailNickname + "@" + h.inside.Info().InitialDomain})},
		{"country", change.UsageLocation, "two letters", create(map[string]string{change.UsageLocation: "G1"})},
		{"license without a country", change.UsageLocation, "no license without it", create(map[string]string{change.UsageLocation: ""}, change.Write{Kind: change.AddLicense, Subject: h.free(directory.User{})})},
		{"product of another tenant", change.LicensesField, "has no product", create(nil, change.Write{Kind: change.AddLicense, Subject: "00000000-0000-4000-8000-000000000001"})},
	} {
		require.ErrorIs(t, test.refusal, change.ErrFields, test.name)
		at := slices.IndexFunc(test.refusal.Objections, func(one change.Objection) bool { return one.Field == test.field })
		require.GreaterOrEqual(t, at, 0, "%s: %s", test.name, test.refusal.What)
		require.Contains(t, test.refusal.Objections[at].Why, test.why, test.name)
	}
	full := slices.IndexFunc(h.inside.Subscriptions(), soldOut)
	require.GreaterOrEqual(t, full, 0)
	none := create(nil, change.Write{Kind: change.AddLicense, Subject: h.inside.Subscriptions()[full].Product.SKUID})
	require.Contains(t, none.What, "No unit of")
	h.tier = access.HelpDesk
	require.ErrorIs(t, h.refused(intent), change.ErrTier)
}

func TestAUsernameThatADeletedUserHadIsFreeAndSaidSo(t *testing.T) {
	h := newHarness(t)
	gone := h.edit(h.plain(), func(u *directory.User) { u.Deleted = h.clock.Now() })
	check, err := h.service.CheckUsername(t.Context(), h.tenant, gone.UserPrincipalName)
	require.NoError(t, err)
	require.Empty(t, check.Taken)
	require.Contains(t, check.Deleted, gone.DisplayName)
	h.blinded(true)
	check, err = h.service.CheckUsername(t.Context(), h.tenant, "somebody@"+h.domain())
	require.NoError(t, err)
	require.Len(t, check.Unread, 2, "nothing is said to be free that could not be asked for")
}

func TestANewUserWhomMicrosoftDoesNotFindAtOnceIsWaitedFor(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(h.noor(h.whole()...))
	lagging := 3
	h.meddling(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.URL.Path != "/v1.0/users" && lagging > 0 {
			lagging--
			refuse(404, "Request_ResourceNotFound", "Resource does not exist.")(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
	h.done(h.carry(plan))
	require.Len(t, h.sent(), 5+3)
	require.Len(t, h.made("noor.haddad@"+h.domain()), 1)
}

func TestAStepThatFailsLeavesTheRestDoneAndIsRetriedAlone(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(h.noor(h.whole()...))
	h.meddling(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if strings.HasSuffix(r.URL.Path, "/assignLicense") {
			refuse(403, "Authorization_RequestDenied", "Insufficient privileges")(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.State())
	require.False(t, outcome.Secret.Empty())
	for i, step := range outcome.Plan.Steps {
		want := change.Done
		if step.Write.Kind == change.AddLicense {
			want = change.Failed
		}
		require.Equal(t, want, outcome.Steps[i].State, step.Text)
	}
	h.meddling(nil)
	before := len(h.sent())
	again, err := h.service.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	h.done(again)
	require.Len(t, h.sent(), before+1)
	require.Len(t, h.made("noor.haddad@"+h.domain()), 1)
}

func TestACreationWhoseAnswerIsLostIsFoundByItsUsername(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(h.noor(h.whole()...))
	h.meddling(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.URL.Path == "/v1.0/users" {
			afterwards(w, r, next)
		}
		next.ServeHTTP(w, r)
	})
	outcome := h.carry(plan)
	h.done(outcome)
	require.False(t, outcome.Secret.Empty())
	require.Len(t, h.made("noor.haddad@"+h.domain()), 1)
}

func TestNothingFollowsACreationThatDidNotHappen(t *testing.T) {
	for name, test := range map[string]struct {
		meddle func(http.ResponseWriter, *http.Request, http.Handler)
		says   string
	}{
		"refused":   {refusing(400, "Request_BadRequest", "Another object with the same value for property userPrincipalName already exists."), "another user has the username"},
		"lost":      {never, "reading back shows that it did not happen"},
		"forbidden": {refusing(403, "Authorization_RequestDenied", "no"), "roles that you have in this tenant are too low"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			plan := h.plan(h.noor(h.whole()...))
			h.meddling(test.meddle)
			outcome := h.carry(plan)
			require.Equal(t, change.Failed, outcome.Steps[0].State)
			require.Contains(t, outcome.Steps[0].Failure.What, test.says)
			for _, step := range outcome.Steps[1:] {
				require.Equal(t, change.Skipped, step.State)
				require.Contains(t, step.Note, "the user was not created")
			}
			require.True(t, outcome.Secret.Empty(), "there is nobody whose password it is")
			require.Len(t, h.sent(), 1)
			_, err := h.service.Retry(t.Context(), outcome, nil)
			require.ErrorIs(t, err, change.ErrNewPlan)

			h.meddling(nil)
			again, err := h.service.ContinuePlan(t.Context(), plan.ID)
			require.NoError(t, err)
			require.Len(t, again.Steps, 5)
			h.done(h.carry(again))
			require.Len(t, h.made("noor.haddad@"+h.domain()), 1)
		})
	}
}

func TestACreationThatStoppedInTheMiddleIsContinued(t *testing.T) {
	for stopped := range 5 {
		h := newHarness(t)
		plan := h.plan(h.noor(h.whole()...))
		sent := 0
		h.meddling(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if sent++; sent > stopped {
				refuse(400, "Request_BadRequest", "no")(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
		h.carry(plan)
		h.meddling(nil)
		again, err := h.service.ContinuePlan(t.Context(), plan.ID)
		require.NoError(t, err)
		require.Len(t, again.Steps, 5-stopped)
		h.done(h.carry(again))
		require.Len(t, h.made("noor.haddad@"+h.domain()), 1)
		_, err = h.service.ContinuePlan(t.Context(), plan.ID)
		require.ErrorIs(t, err, change.ErrNothingToDo)
	}
}

func TestAnotherUserOfTheNameIsNotTakenForTheNewOne(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(h.noor())
	h.meddling(never)
	h.carry(plan)
	h.meddling(nil)
	_, err := h.inside.CreateUser(func(u *directory.User) error {
		u.UserPrincipalName, u.DisplayName, u.MailNickname = "noor.haddad@"+h.domain(), "Noora Hadad", "noora"
		return nil
	})
	require.NoError(t, err)
	before := len(h.sent())
	_, err = h.service.ContinuePlan(t.Context(), plan.ID)
	require.ErrorIs(t, err, change.ErrFields)
	require.Contains(t, change.As(err).What, "is not the user of this change")
	require.Len(t, h.sent(), before)
}
