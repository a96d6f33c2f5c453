package change_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// editing is an edit of fields, each with the value that the person saw and the one that is wanted.
func (h *harness) editing(u directory.User, writes ...change.Write) change.Intent {
	return change.Intent{Action: change.EditUser, User: h.key(u), Writes: writes}
}

func set(field, before, after string) change.Write {
	return change.Write{Kind: change.SetField, Subject: field, Before: before, After: after}
}

func managed(fromID, toID, to string) change.Write {
	return change.Write{
		Kind: change.SetManager, Subject: change.ManagerField, After: to,
		Detail: map[string]string{change.DetailFrom: fromID, change.DetailTo: toID},
	}
}

func (h *harness) refused(intent change.Intent) *change.Refusal {
	h.t.Helper()
	_, err := h.service.Plan(h.t.Context(), intent)
	require.Error(h.t, err)
	require.Empty(h.t, h.sent(), "nothing is sent")
	refusal := change.As(err)
	require.NotNil(h.t, refusal, "%v", err)
	return refusal
}

// titled is a plain user with some fields that are known.
func (h *harness) titled() directory.User {
	return h.edit(h.plain(), func(u *directory.User) {
		u.JobTitle, u.Department, u.BusinessPhone, u.EmployeeHireDate = "Clerk", "Sales", "+44 1", time.Time{}
		u.Manager = directory.NoManager
	})
}

func TestAnEditSendsWhatChangedInOneRequestAndIsUndoneFieldByField(t *testing.T) {
	h := newHarness(t)
	u := h.titled()
	h.local.put(m365.User{Key: h.key(u), JobTitle: "Clerk", Department: "Sales", BusinessPhone: "+44 1"})
	boss := h.user(func(other *directory.User) bool { return other.ID != u.ID && !other.Guest() })
	outcome := h.do(h.editing(u,
		managed("", boss.ID, boss.DisplayName), set("jobTitle", "Clerk", "Head Clerk"), set("department", "Sales", ""),
		set("businessPhones", "+44 1", ""), set("employeeHireDate", "", "2026-03-01"),
	))
	h.done(outcome)
	require.Len(t, outcome.Steps, 5)
	sent := h.sent()
	require.Len(t, sent, 2, "the fields in one request, then the manager")
	require.Equal(t, "PATCH", sent[0].method)
	require.JSONEq(t, `{"jobTitle":"Head Clerk","department":null,"businessPhones":[],"employeeHireDate":"2026-03-01T00:00:00Z"}`, sent[0].body)
	require.Equal(t, "PUT /users/"+u.ID+"/manager/$ref", sent[1].method+" "+sent[1].path)
	now := h.now(u)
	require.Equal(t, []string{"Head Clerk", "", "", "2026-03-01"}, []string{now.JobTitle, now.Department, now.BusinessPhone, now.EmployeeHireDate.Format(time.DateOnly)})
	require.Equal(t, boss.Slot, now.Manager)
	shown := h.local.get(h.key(u))
	require.Equal(t, []string{"Head Clerk", "", ""}, []string{shown.JobTitle, shown.Department, shown.BusinessPhone})
	require.Equal(t, 2026, shown.EmployeeHireDate.Year())
	for i, requests := range [][]string{{sent[0].body}, {sent[1].body}} {
		content, err := outcome.Plan.Requests()[i].Content()
		require.NoError(t, err)
		require.JSONEq(t, requests[0], string(content), "the preview shows what is sent")
	}

	// Somebody else changes a field before the undo: it stays.
	h.edit(u, func(u *directory.User) { u.JobTitle = "Director" })
	plan, err := h.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.NoError(t, err)
	require.Contains(t, strings.Join(plan.Notes, " "), "Job Title was changed since and stays as it is: “Director”.")
	h.done(h.carry(plan))
	require.Len(t, h.sent(), 4)
	now = h.now(u)
	require.Equal(t, []string{"Director", "Sales", "+44 1"}, []string{now.JobTitle, now.Department, now.BusinessPhone})
	require.True(t, now.EmployeeHireDate.IsZero())
	require.Equal(t, directory.NoManager, now.Manager)
	require.Equal(t, "DELETE", h.sent()[2].method)
}

func TestAnUndoThatWouldOnlyOverwriteOthersIsRefused(t *testing.T) {
	h := newHarness(t)
	u := h.titled()
	outcome := h.do(h.editing(u, set("jobTitle", "Clerk", "Head Clerk")))
	h.edit(u, func(u *directory.User) { u.JobTitle = "Director" })
	_, err := h.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
	require.Contains(t, change.Explain(err).What, "“Director”")
	require.Len(t, h.sent(), 1)
}

func TestWhatSomebodyChangedMeanwhileIsSaidAtTheFieldAndNotOverwritten(t *testing.T) {
	h := newHarness(t)
	u := h.titled()
	boss := h.user(func(other *directory.User) bool { return other.ID != u.ID && !other.Guest() })
	h.edit(u, func(u *directory.User) { u.JobTitle, u.Manager = "Director", boss.Slot })
	refusal := h.refused(h.editing(u, set("jobTitle", "Clerk", "Head Clerk"), set("department", "Sales", "Law"), managed("", u.ID, "x")))
	require.ErrorIs(t, refusal, change.ErrFields)
	require.Len(t, refusal.Objections, 2)
	require.NotContains(t, change.Explain(refusal).Sentence(), "marked", "a list of many users marks no field")
	require.Equal(t, change.Objection{
		Field: "jobTitle", Changed: true, Now: "Director", Why: "Somebody changed it meanwhile: it is “Director” now.",
	}, refusal.Objections[0])
	require.Equal(t, boss.ID, refusal.Objections[1].NowID)
	// Who wanted the same has nothing to do.
	_, err := h.service.Plan(t.Context(), h.editing(u, set("jobTitle", "Clerk", "Director")))
	require.ErrorIs(t, err, change.ErrNothingToDo)
}

func TestWhatSomebodyChangesBetweenQuestionAndAnswerIsNotOverwritten(t *testing.T) {
	h := newHarness(t)
	u := h.titled()
	boss := h.user(func(other *directory.User) bool { return other.ID != u.ID && !other.Guest() })
	plan := h.plan(h.editing(u, set("jobTitle", "Clerk", "Head"), set("department", "Sales", "Law"), managed("", boss.ID, boss.DisplayName)))
	third := h.user(func(other *directory.User) bool { return other.ID != u.ID && other.ID != boss.ID && !other.Guest() })
	h.edit(u, func(u *directory.User) { u.JobTitle, u.Manager = "Director", third.Slot })
	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.Steps[0].State)
	require.Contains(t, outcome.Steps[0].Failure.What, "somebody changed it meanwhile: it is “Director” now")
	require.Equal(t, change.Done, outcome.Steps[1].State)
	require.Equal(t, change.Failed, outcome.Steps[2].State)
	require.Len(t, h.sent(), 1)
	require.JSONEq(t, `{"department":"Law"}`, h.sent()[0].body)
	require.Equal(t, "Director", h.now(u).JobTitle)
}

func TestWhatMicrosoftDoesNotTakeIsSaidAtEveryField(t *testing.T) {
	h := newHarness(t)
	u := h.titled()
	user, domain := u.UserPrincipalName, m365.DomainOf(u.UserPrincipalName)
	taken := h.user(func(other *directory.User) bool {
		return other.ID != u.ID && !other.Guest() && !other.OnPremisesSynced && m365.DomainOf(other.UserPrincipalName) == domain
	}).UserPrincipalName
	for _, test := range []struct {
		write change.Write
		says  string
	}{
		{set("displayName", u.DisplayName, ""), "keeps no user without it"},
		{set("givenName", u.GivenName, strings.Repeat("é", 65)), "at most 64 characters here; this is 65"},
		{set("employeeId", u.EmployeeID, "12345678901234567"), "at most 16"},
		{set("mailNickname", u.MailNickname, "a b"), "no blank"},
		{set("mailNickname", u.MailNickname, "é"), "without accents"},
		{set("mail", u.Mail, "nobody"), "no address of mail"},
		{set("userType", "Member", "Owner"), "Member or a Guest"},
		{set("employeeHireDate", "", "2026-02-30"), "year, month and day"},
		{set("usageLocation", u.UsageLocation, "Peru"), "at most 2"},
		{set("usageLocation", u.UsageLocation, "p1"), "Choose a country"},
		{set(change.Username, user, "@"+domain), "before the @ is missing"},
		{set(change.Username, user, "a b@"+domain), "letters without accents"},
		{set(change.Username, user, ".a@"+domain), "dot"},
		{set(change.Username, user, strings.Repeat("a", 65)+"@"+domain), "64"},
		{set(change.Username, user, "ada"), "domain is missing"},
		{set(change.Username, user, "ada@elsewhere.example"), "no verified domain"},
		{set(change.Username, user, taken), "has this username or mail address already"},
		{managed("", u.ID, "x"), "own manager"},
	} {
		t.Run(test.write.Subject+" "+test.write.After, func(t *testing.T) {
			refusal := h.refused(h.editing(u, test.write))
			require.Len(t, refusal.Objections, 1)
			require.Equal(t, test.write.Subject, refusal.Objections[0].Field)
			require.Contains(t, refusal.Objections[0].Why, test.says)
			require.Contains(t, refusal.What, test.says)
		})
	}
}

func TestAnotherUsernameSaysWhatFollows(t *testing.T) {
	h := newHarness(t)
	u := h.titled()
	wanted := "new.name@" + m365.DomainOf(u.UserPrincipalName)
	plan := h.plan(h.editing(u, set(change.Username, u.UserPrincipalName, wanted)))
	notes := strings.Join(plan.Notes, " ")
	for _, word := range []string{"Sign-in:", "Mail:", "Teams:", "OneDrive:"} {
		require.Contains(t, notes, word)
	}
	h.done(h.carry(plan))
	require.Equal(t, wanted, h.now(u).UserPrincipalName)
	h.undo(plan.ID)
	require.Equal(t, u.UserPrincipalName, h.now(u).UserPrincipalName)
}

func TestAUsernameThatWasTakenMeanwhileIsSaid(t *testing.T) {
	h := newHarness(t)
	u := h.titled()
	wanted := "new.name@" + m365.DomainOf(u.UserPrincipalName)
	plan := h.plan(h.editing(u, set("jobTitle", "Clerk", "Head"), set(change.Username, u.UserPrincipalName, wanted)))
	other := h.user(func(other *directory.User) bool { return other.ID != u.ID })
	h.edit(other, func(u *directory.User) { u.UserPrincipalName = wanted })
	outcome := h.carry(plan)
	for _, step := range outcome.Steps {
		require.Equal(t, change.Failed, step.State, "all or nothing")
		require.Contains(t, step.Failure.What, "the username is taken")
	}
	require.Equal(t, "Clerk", h.now(u).JobTitle)
}

func TestFieldsFromOnPremisesAndOfGuestsAreLocked(t *testing.T) {
	h := newHarness(t)
	synced := h.user(func(u *directory.User) bool { return u.OnPremisesSynced && !u.Guest() })
	refusal := h.refused(h.editing(synced, set("jobTitle", synced.JobTitle, "Other"), managed(managerID(h, synced), "", "")))
	for _, objection := range refusal.Objections {
		require.Contains(t, objection.Why, "Synced from on-premises")
	}
	guest := h.user((*directory.User).Guest)
	refusal = h.refused(h.editing(guest, set(change.Username, guest.UserPrincipalName, "a@b.example")))
	require.Contains(t, refusal.Objections[0].Why, "external user")
	h.done(h.do(h.editing(synced, set("usageLocation", synced.UsageLocation, "NZ"))))
	h.done(h.do(h.editing(guest, set("jobTitle", guest.JobTitle, "Auditor"))))
}

func managerID(h *harness, u directory.User) string {
	boss, _ := h.inside.UserAt(u.Manager)
	return boss.ID
}

func TestAnEditWhoseAnswerIsLostIsReadBackFieldByField(t *testing.T) {
	for name, test := range map[string]struct {
		meddle func(http.ResponseWriter, *http.Request, http.Handler)
		state  change.State
	}{"it happened": {afterwards, change.Done}, "it did not": {never, change.Failed}} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			u := h.titled()
			plan := h.plan(h.editing(u, set("jobTitle", "Clerk", "Head"), set("department", "Sales", "Law")))
			h.meddling(test.meddle)
			outcome := h.carry(plan)
			h.meddling(nil)
			require.Equal(t, []change.State{test.state, test.state}, []change.State{outcome.Steps[0].State, outcome.Steps[1].State})
			require.Len(t, h.sent(), 1)
			if test.state == change.Done {
				return
			}
			// One of the fields is so by another hand before the retry: only the other is sent.
			h.edit(u, func(u *directory.User) { u.JobTitle = "Head" })
			again, err := h.service.Retry(t.Context(), outcome, nil)
			require.NoError(t, err)
			h.done(again)
			require.JSONEq(t, `{"department":"Law"}`, h.sent()[1].body)
		})
	}
}

func TestAnEditNeedsTheTierFull(t *testing.T) {
	h := newHarness(t)
	h.tier = access.HelpDesk
	require.ErrorIs(t, h.refused(h.editing(h.plain(), set("jobTitle", "a", "b"))), change.ErrTier)
	require.Equal(t, access.Full, change.Of(change.EditUser).Needs())
}
