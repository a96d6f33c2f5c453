package bulk_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestFiveHundredUsersGetADepartmentAndTheWholeRunIsUndone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{most: 40, window: 10 * time.Second})
		people := e.people(20, 25)
		before := e.departments(people)
		began := time.Now()
		intent := change.Intent{
			Action: change.EditUser, Overwrites: true,
			Writes: []change.Write{{Kind: change.SetField, Subject: "department", After: "Field Services"}},
		}
		run := e.runOf(change.EditUser, bulk.ForEach(intent, people), nil)
		run.Check(t.Context())
		count(t, run, map[bulk.State]int{bulk.Waiting: 500})
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Done: 500})
		for _, department := range e.departments(people) {
			require.Equal(t, "Field Services", department)
		}
		back := e.runOf(change.Undo, run.Undo(), nil)
		back.Check(t.Context())
		back.Carry(t.Context())
		count(t, back, map[bulk.State]int{bulk.Done: 500})
		require.Equal(t, before, e.departments(people), "each has their own again")
		require.Len(t, e.microsoft.writes, 1000, "nothing is sent twice")
		require.Equal(t, map[change.State]int{change.Done: 1000}, e.journal.states())
		require.Less(t, time.Since(began), e.microsoft.floor()*5/4)
	})
}

func TestAFieldIsClearedWhateverIsInItAndLockedFieldsLeaveTheirUserOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		people := e.people(2, 3)
		for i, one := range people {
			e.edit(one.Key, func(u *directory.User) { u.Department = []string{"Sales", "Support"}[i%2] })
		}
		e.edit(people[0].Key, func(u *directory.User) { u.OnPremisesSynced = true })
		run := e.runOf(change.EditUser, bulk.ForEach(change.Intent{
			Action: change.EditUser, Overwrites: true, Writes: []change.Write{{Kind: change.SetField, Subject: "department"}},
		}, people), nil)
		run.Check(t.Context())
		require.Contains(t, run.Users()[0].Why(), "Synced from on-premises")
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.LeftOut: 1, bulk.Done: 5})
		require.Equal(t, []string{"Sales", "", "", "", "", ""}, e.departments(people))
	})
}

func TestLicensesGoToAsManyAsThereAreUnitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		tenant, sku, left := e.scarce()
		people := e.withoutLicence(tenant, sku, left+3)
		run := e.runOf(change.ManageLicenses, bulk.ForEach(change.Intent{
			Action: change.ManageLicenses, UsageLocation: "GB", Writes: []change.Write{{Kind: change.AddLicense, Subject: sku, Name: "The product"}},
		}, people), nil)
		run.Check(t.Context())
		count(t, run, map[bulk.State]int{bulk.Waiting: left, bulk.LeftOut: 3})
		require.Equal(t, []bulk.Fit{{Tenant: run.Users()[0].Target.Tenant, Product: "The product", Wanted: left + 3, Fits: left}}, run.Fits())
		require.Contains(t, run.Users()[left].Why(), "no unit of The product is left")
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Done: left, bulk.LeftOut: 3})
	})
}

func TestUsersWithoutAUsageLocationAreLeftOutUntilOneIsChosen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		tenant, sku, _ := e.scarce()
		people := e.withoutLicence(tenant, sku, 2)
		e.edit(people[0].Key, func(u *directory.User) { u.UsageLocation = "" })
		e.edit(people[1].Key, func(u *directory.User) { u.UsageLocation = "FR" })
		intent := change.Intent{Action: change.ManageLicenses, Writes: []change.Write{{Kind: change.AddLicense, Subject: sku}}}
		run := e.runOf(change.ManageLicenses, bulk.ForEach(intent, people), nil)
		run.Check(t.Context())
		count(t, run, map[bulk.State]int{bulk.LeftOut: 1, bulk.Waiting: 1})
		require.True(t, run.Users()[0].LacksPlace)
		intent.UsageLocation = "DE"
		run = e.runOf(change.ManageLicenses, bulk.ForEach(intent, people), nil)
		run.Check(t.Context())
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Done: 2})
		require.Equal(t, []string{"DE", "FR"}, []string{e.user(people[0].Key).UsageLocation, e.user(people[1].Key).UsageLocation},
			"who has one keeps it")
	})
}

func TestUnitsThatCannotBeReadAreSaidAndStopNobody(t *testing.T) {
	take := func(key m365.UserKey) (change.Plan, error) {
		return change.Plan{ID: key.ID, Target: change.Target{Key: key, Tenant: "Contoso"}, Steps: []change.Step{
			{Write: change.Write{Kind: change.AddLicense, Subject: "e3", Name: "E3"}},
		}}, nil
	}
	run := bulk.New(bulk.Options{
		Action: change.ManageLicenses, Explain: explain, Tasks: tasks("a", "b"), Changes: &fake{plan: take},
		Units: func(context.Context, m365.TenantID) ([]m365.SKU, error) { return nil, errors.New("no answer") },
	})
	run.Check(t.Context())
	count(t, run, map[bulk.State]int{bulk.Waiting: 2})
	require.NotNil(t, run.Fits()[0].Failure)
	require.Equal(t, 2, run.Fits()[0].Wanted)
}

func TestEachUserGetsAPasswordOfTheirOwnThatIsForgottenWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		people := e.people(2, 10)
		run := e.runOf(change.ResetPassword, bulk.ForEach(change.Intent{
			Action: change.ResetPassword, Password: change.PasswordOptions{Length: 16},
		}, people), nil)
		run.Check(t.Context())
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Done: 20})
		given := make(map[string]bool)
		for _, user := range run.Users() {
			password := user.Secret().Reveal()
			require.Len(t, password, 16)
			require.True(t, e.gotLast(user.Target.Key, password))
			require.NotContains(t, run.Summary(table.Printer{}), password)
			given[password] = true
		}
		require.Len(t, given, 20)
		run.Forget()
		for _, user := range run.Users() {
			require.True(t, user.Secret().Empty())
			require.Empty(t, user.Plan.Steps[0].Request.Path)
		}
		require.Empty(t, run.Undo(), "nobody knows the old passwords")
	})
}

func TestAPasswordOfWhichNothingIsKnownIsShownAndMadeAnewOnRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		people := e.people(2, 3)
		lost, refused, down := people[1].Key, people[4].Key, true
		e.microsoft.meddle = func(r *http.Request, next http.Handler) (*http.Response, error) {
			switch {
			case down && strings.Contains(r.URL.Path, lost.ID):
				next.ServeHTTP(httptest.NewRecorder(), received(r))
				return nil, errors.New("connection reset")
			case down && strings.Contains(r.URL.Path, refused.ID):
				return answer(r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(http.StatusForbidden)
					_, _ = w.Write([]byte(`{"error":{"code":"Authorization_RequestDenied","message":"no"}}`))
				})), nil
			}
			return answer(r, next), nil
		}
		run := e.runOf(change.ResetPassword, bulk.ForEach(change.Intent{Action: change.ResetPassword}, people), nil)
		run.Check(t.Context())
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Done: 4, bulk.Unknown: 1, bulk.Failed: 1})
		first := run.Users()[1].Secret().Reveal()
		require.True(t, e.gotLast(lost, first), "it may be the user's only one")
		require.True(t, run.Users()[4].Secret().Empty())
		down = false
		run.Retry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Done: 6})
		again := run.Users()[1].Secret().Reveal()
		require.NotEqual(t, first, again)
		require.True(t, e.gotLast(lost, again))
		require.False(t, run.Users()[4].Secret().Empty())
		require.Len(t, e.microsoft.writes, 8)
	})
}

func TestAnUncertainPasswordStaysWhereATryAfterItFails(t *testing.T) {
	tries := 0
	changes := &fake{
		carry: func(plan change.Plan) (change.Outcome, error) {
			tries++
			outcome := done(plan)
			outcome.Steps = []change.StepResult{{State: change.Failed}}
			if tries == 1 {
				outcome.Steps[0].State, outcome.Secret = change.Unknown, m365.NewSecret("perhaps")
			}
			return outcome, nil
		},
		retry: func(change.Outcome) (change.Outcome, error) {
			return change.Outcome{}, &change.Refusal{Reason: change.ErrNewPlan}
		},
	}
	run := bulk.New(bulk.Options{Action: change.ResetPassword, Explain: explain, Tasks: tasks("a"), Changes: changes})
	run.Check(t.Context())
	run.Carry(t.Context())
	run.Retry(t.Context())
	count(t, run, map[bulk.State]int{bulk.Unknown: 1})
	require.Equal(t, "perhaps", run.Users()[0].Secret().Reveal())
}

func TestNobodyIsRetriedAnewWhoBecameAnAdministrator(t *testing.T) {
	var roles []string
	changes := &fake{
		plan: func(key m365.UserKey) (change.Plan, error) {
			return change.Plan{ID: key.ID, Target: change.Target{Key: key}, AdminRoles: roles}, nil
		},
		carry: func(plan change.Plan) (change.Outcome, error) {
			outcome := done(plan)
			outcome.Steps = []change.StepResult{{State: change.Failed}}
			return outcome, nil
		},
		retry: func(change.Outcome) (change.Outcome, error) {
			return change.Outcome{}, &change.Refusal{Reason: change.ErrNewPlan}
		},
	}
	run := bulk.New(bulk.Options{Action: change.ResetPassword, Explain: explain, Tasks: tasks("a"), Changes: changes})
	run.Check(t.Context())
	run.Carry(t.Context())
	roles = []string{"Global Administrator"}
	run.Retry(t.Context())
	require.Len(t, changes.carried, 1)
	require.Contains(t, run.Users()[0].Why(), "is an administrator by now")
}

func TestSeveralChangesOfOneUserAreUndoneInOneRun(t *testing.T) {
	user := change.Target{Key: m365.UserKey{Tenant: "contoso", ID: "a"}}
	run := bulk.New(bulk.Options{
		Action: change.Undo, Explain: explain, Changes: &fake{},
		Tasks: []bulk.Task{bulk.UndoOf(user, "c-2"), bulk.UndoOf(user, "c-1"), bulk.UndoOf(user, "c-2")},
	})
	run.Check(t.Context())
	count(t, run, map[bulk.State]int{bulk.Waiting: 2})
	require.NotEqual(t, run.Users()[0].Key(), run.Users()[1].Key())
}
