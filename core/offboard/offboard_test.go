package offboard_test

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func kindsOf(steps []offboard.Step) (kinds []offboard.Kind) {
	for _, step := range steps {
		kinds = append(kinds, step.Kind)
	}
	return kinds
}

func TestAPlanNamesEveryStepInASafeOrderWithItsRequests(t *testing.T) {
	e := newEstate(t)
	key := e.rich()
	plan := e.plan(key, offboard.Usual())
	require.Subset(t, kindsOf(plan.Steps), offboard.Usual().Kinds)
	require.Empty(t, e.microsoft.sent(), "planning changes nothing")
	last := plan.Requests()[len(plan.Requests())-1]
	require.Equal(t, "/users/"+key.ID+"/assignLicense", last.Path, "licenses go last")
	require.Equal(t, map[string]any{"accountEnabled": false}, plan.Requests()[0].Body)
	require.Contains(t, plan.Requests()[1].Text(), m365.Hidden)
	for _, step := range plan.Steps {
		switch step.State {
		case offboard.LeftOut:
			require.NotEmpty(t, step.Note, step.Title)
		case offboard.ByHand:
			require.Empty(t, step.Requests)
			require.NotEmpty(t, step.Line+step.Text, step.Title)
		default:
			require.NotEmpty(t, step.Requests, step.Title)
		}
	}
}

func TestAnOffboardingEndsWholeWithItsEvidence(t *testing.T) {
	e := newEstate(t)
	key := e.rich()
	id := e.run(e.plan(key, offboard.Usual()))
	u := e.user(key)
	require.False(t, u.AccountEnabled)
	require.NotEmpty(t, u.Direct, "licenses wait for the checklist")
	require.Equal(t, offboard.Waiting, e.state(id, offboard.Licenses))
	run := e.get(id)
	require.Contains(t, run.HeldUp(*run.Of(offboard.Licenses)), "checklist")
	require.False(t, run.Active)

	e.byHand(id)
	run = e.get(id)
	require.True(t, run.Finished(), run.Summary(table.Printer{}))
	require.False(t, run.Ended.IsZero())
	u = e.user(key)
	require.Empty(t, u.Direct)
	require.Equal(t, directory.NoManager, u.Manager)
	require.Len(t, e.inside.MethodsOf(u.Slot), 1, "the password stays")
	require.False(t, slices.ContainsFunc(e.inside.GroupsOf(u.Slot, false), func(g directory.Group) bool {
		return !g.Dynamic && !g.Synced && !g.MailEnabled
	}))
	summary := run.Summary(table.Printer{})
	for _, text := range []string{"Block sign-in: Done", "By tech@msp.example", "answered 20", "request ", run.Target.Tenant, "Change "} {
		require.Contains(t, summary, text)
	}
	_, under := e.service.Of(key)
	require.False(t, under)
}

func TestAStepThatWasLeftOutIsNotCountedAsDone(t *testing.T) {
	e := newEstate(t)
	plan := e.plan(e.rich(), offboard.Choice{Kinds: []offboard.Kind{offboard.Block, offboard.Roles, offboard.Mailbox}})
	require.Equal(t, "1 of 3 steps done, 1 left out, 1 to do by hand", e.get(e.run(plan)).RollUp())
	id := e.service.Runs()[0].ID
	require.NoError(t, e.service.EndHere(t.Context(), id))
	require.Equal(t, "1 of 3 steps done, 2 left out", e.get(id).RollUp())
	require.Contains(t, e.get(id).Summary(table.Printer{}), "- Outcome: 1 of 3 steps done, 2 left out\n")
}

func TestWhatIsLockedForASyncedUserIsLeftOutWithTheReasonAlone(t *testing.T) {
	e := newEstate(t)
	step := e.plan(e.synced(), offboard.Choice{Kinds: []offboard.Kind{offboard.Block, offboard.Manager}}).Steps[1]
	require.Equal(t, offboard.LeftOut, step.State)
	require.Equal(t, "Synced from on-premises: change it in the Active Directory there.", step.Note)
}

func TestAStepThatFailsLeavesTheRestAndIsRetried(t *testing.T) {
	e := newEstate(t)
	key := e.rich()
	e.microsoft.refusing("/groups/")
	id := e.run(e.plan(key, offboard.Usual()))
	require.Equal(t, offboard.Failed, e.state(id, offboard.Groups))
	require.Equal(t, offboard.Done, e.state(id, offboard.Manager))
	e.byHand(id)
	require.Equal(t, offboard.Done, e.state(id, offboard.Licenses))
	run := e.get(id)
	require.False(t, run.Finished())
	require.NotEmpty(t, run.Of(offboard.Groups).Failure.Do)
	require.Contains(t, run.Summary(table.Printer{}), "Failed")

	e.microsoft.meddling(nil)
	for _, kind := range []offboard.Kind{offboard.Groups, offboard.LicenseGroups} {
		require.NoError(t, e.service.Retry(t.Context(), id, kind))
	}
	e.running.Wait()
	require.True(t, e.get(id).Finished())
	require.Nil(t, e.get(id).Of(offboard.Groups).Failure)
}

func TestAStepThatFailedCanBeLeftOut(t *testing.T) {
	e := newEstate(t)
	e.microsoft.refusing("/groups/")
	id := e.run(e.plan(e.rich(), offboard.Choice{Kinds: []offboard.Kind{offboard.Block, offboard.Groups}}))
	require.NoError(t, e.service.LeaveOut(t.Context(), id, offboard.Groups))
	run := e.get(id)
	require.True(t, run.Finished())
	require.Equal(t, "tech@msp.example", run.Of(offboard.Groups).By)
}

func TestAPauseEndsBetweenSteps(t *testing.T) {
	e := newEstate(t)
	key := e.rich()
	plan := e.plan(key, offboard.Usual())
	e.microsoft.meddling(func(r *http.Request) *http.Response {
		if strings.Contains(r.URL.Path, "revokeSignInSessions") {
			for _, run := range e.service.Runs() {
				require.NoError(t, e.service.Pause(t.Context(), run.ID))
			}
		}
		return nil
	})
	id := e.run(plan)
	e.microsoft.meddling(nil)
	require.Equal(t, offboard.Done, e.state(id, offboard.Sessions))
	require.Equal(t, offboard.Waiting, e.state(id, offboard.Methods))
	require.True(t, e.get(id).Paused)

	e.stop()
	e.begin()
	e.service.Resume(t.Context())
	e.running.Wait()
	require.Equal(t, offboard.Waiting, e.state(id, offboard.Methods), "a pause outlives the program")
	require.NoError(t, e.service.GoOn(t.Context(), id))
	e.running.Wait()
	require.Equal(t, offboard.Done, e.state(id, offboard.Methods))

	require.NoError(t, e.service.EndHere(t.Context(), id))
	require.True(t, e.get(id).Finished())
	require.NotEmpty(t, e.user(key).Direct)
}

func TestWhatIsKeptLastIsHowItStandsLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t)
		id := e.run(e.plan(e.rich(), offboard.Usual()))
		steps := e.get(id).Steps
		hand := steps[slices.IndexFunc(steps, func(step offboard.Step) bool { return step.State == offboard.ByHand })].Kind
		release := e.kept.slows()
		var confirmed, paused error
		var both sync.WaitGroup
		both.Go(func() { confirmed = e.service.Confirm(t.Context(), id, hand) })
		synctest.Wait()
		both.Go(func() { paused = e.service.Pause(t.Context(), id) })
		synctest.Wait()
		close(release)
		both.Wait()
		require.NoError(t, errors.Join(confirmed, paused))
		e.running.Wait()
		e.stop()
		e.begin()
		require.True(t, e.get(id).Paused)
		require.Equal(t, offboard.Done, e.state(id, hand))
	})
}

// TestTheProgramEndsBeforeAndAfterEveryRequest ends the program at each request of an offboarding, before it reaches Microsoft
// and after, and starts it again: everything is done, and what can be read back is sent once.
func TestTheProgramEndsBeforeAndAfterEveryRequest(t *testing.T) {
	writes := len(newEstate(t).planned())
	for _, after := range []bool{false, true} {
		for at := range writes {
			e := newEstate(t)
			plan := e.plan(e.rich(), offboard.Usual())
			count := 0
			e.microsoft.meddling(func(r *http.Request) *http.Response {
				if count++; count != at+1 {
					return nil
				}
				if after {
					e.microsoft.answer(r, e.microsoft.handler)
				}
				e.dies()
				panic(http.ErrAbortHandler)
			})
			id := e.run(plan)
			if e.left == nil {
				e.byHand(id)
			}
			e.microsoft.meddling(nil)
			e.stop()
			e.revive()
			e.service.Resume(t.Context())
			e.running.Wait()
			e.byHand(id)
			run := e.get(id)
			require.True(t, run.Finished(), "%d %v: %s", at, after, run.Summary(table.Printer{}))
			e.requireOnce(plan, after)
		}
	}
}

// planned are the requests of the usual plan for a rich user.
func (e *estate) planned() []string {
	var all []string
	for _, request := range e.plan(e.rich(), offboard.Usual()).Requests() {
		all = append(all, request.Method+" "+request.Path)
	}
	return all
}

func TestADeletionComesLastAndLeavesNoMailboxToLookAfter(t *testing.T) {
	for _, dies := range []bool{false, true} {
		e := newEstate(t)
		key := e.rich()
		plan := e.plan(key, offboard.Usual().With(offboard.Delete, true))
		require.Equal(t, offboard.Delete, plan.Steps[len(plan.Steps)-1].Kind)
		e.microsoft.meddling(func(r *http.Request) *http.Response {
			if dies && r.Method == http.MethodDelete && strings.HasSuffix(r.URL.Path, "/users/"+key.ID) {
				e.microsoft.answer(r, e.microsoft.handler)
				e.dies()
				panic(http.ErrAbortHandler)
			}
			return nil
		})
		id := e.run(plan)
		require.Equal(t, offboard.LeftOut, e.state(id, offboard.Mailbox))
		require.Equal(t, offboard.Waiting, e.state(id, offboard.Delete))
		require.NoError(t, e.service.Confirm(t.Context(), id, offboard.Notice))
		e.running.Wait()
		if dies {
			e.microsoft.meddling(nil)
			e.stop()
			e.revive()
			e.service.Resume(t.Context())
			e.running.Wait()
		}
		require.True(t, e.get(id).Finished(), e.get(id).Summary(table.Printer{}))
		_, there := e.inside.User(key.ID)
		require.False(t, there)
		require.Len(t, slices.DeleteFunc(e.microsoft.sent(), func(write string) bool { return write != "DELETE /users/"+key.ID }), 1)
	}
}

func TestOneIsNotOffboardedTwiceAtATime(t *testing.T) {
	e := newEstate(t)
	plan := e.plan(e.rich(), offboard.Usual())
	e.run(plan)
	_, err := e.service.Begin(t.Context(), plan)
	require.ErrorIs(t, err, offboard.ErrUnderWay)
}

// planned runs a test of an offboarding that is to begin, in which what waits for nothing else has happened after synctest.Wait.
func planned(t *testing.T, test func(t *testing.T, e *estate, plan offboard.Plan)) {
	t.Helper()
	e := newEstate(t)
	plan := e.plan(e.rich(), offboard.Usual())
	e.stop()
	synctest.Test(t, func(t *testing.T) {
		e.begin()
		defer e.stop()
		test(t, e, plan)
	})
}

func TestOfTwoBeginningsAtOnceOneIsRefused(t *testing.T) {
	planned(t, func(t *testing.T, e *estate, plan offboard.Plan) {
		release := e.kept.slows()
		errs := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := e.service.Begin(t.Context(), plan)
				errs <- err
			}()
			synctest.Wait()
		}
		close(release)
		first, second := <-errs, <-errs
		require.ErrorIs(t, cmp.Or(first, second), offboard.ErrUnderWay)
		require.True(t, first == nil || second == nil)
		require.Len(t, e.service.Runs(), 1)
	})
}

func TestARunThatBeginsWhileTheKeptOnesAreReadIsNotForgotten(t *testing.T) {
	planned(t, func(t *testing.T, e *estate, plan offboard.Plan) {
		release := e.kept.readsSlowly()
		loaded := make(chan error, 1)
		go func() { loaded <- e.service.Load(t.Context()) }()
		synctest.Wait()
		begun := make(chan error, 1)
		go func() {
			_, err := e.service.Begin(t.Context(), plan)
			begun <- err
		}()
		synctest.Wait()
		close(release)
		require.NoError(t, <-loaded)
		require.NoError(t, <-begun)
		_, under := e.service.Of(plan.Target.Key)
		require.True(t, under)
	})
}

func TestOneWhoIsUnderWayIsRefusedAfterARestartToo(t *testing.T) {
	e := newEstate(t)
	plan := e.plan(e.rich(), offboard.Usual())
	e.run(plan)
	e.stop()
	e.begin()
	_, err := e.service.Begin(t.Context(), plan)
	require.ErrorIs(t, err, offboard.ErrUnderWay)
	require.Equal(t, plan.Target.Name+" in "+plan.Target.Tenant+" is being offboarded already.", offboard.As(err).Explain().What)
}

func TestNothingIsSentWhereTheRunCannotBeKept(t *testing.T) {
	e := newEstate(t)
	plan := e.plan(e.rich(), offboard.Usual())
	e.kept.fails = errNoEntry
	_, err := e.service.Begin(t.Context(), plan)
	require.Error(t, err)
	e.running.Wait()
	require.Empty(t, e.microsoft.sent())
	require.Empty(t, e.service.Runs())
}

func TestTheOwnAccountAndTheLastGlobalAdministratorAreRefused(t *testing.T) {
	e := newEstate(t)
	last := e.somebody(func(inside *directory.Tenant, u *directory.User) bool {
		holders := 0
		for _, one := range inside.RoleAssignments() {
			if one.RoleID == directory.GlobalAdministrator {
				holders++
			}
		}
		return holders == 1 && slices.Contains(inside.RolesOf(u.ID), directory.GlobalAdministrator)
	})
	_, err := e.service.Plan(t.Context(), last, offboard.Usual())
	var refusal *offboard.Refusal
	require.ErrorAs(t, err, &refusal)
	require.Contains(t, refusal.What, "the last Global Administrator")

	key := e.rich()
	e.who = strings.ToUpper(e.user(key).UserPrincipalName)
	_, err = e.service.Plan(t.Context(), key, offboard.Usual())
	require.ErrorAs(t, err, &refusal)
	require.Contains(t, refusal.What, "signed in with")
}

// interrupted is an offboarding that the end of the program interrupted. Who starts it again is signed in then; nobody for "".
func (e *estate) interrupted(who string) (id string) {
	e.t.Helper()
	plan := e.plan(e.rich(), offboard.Choice{Kinds: []offboard.Kind{offboard.Block, offboard.Sessions}})
	e.journal.before = func(change.Entry) { e.end() }
	id = e.run(plan)
	e.journal.before = nil
	e.stop()
	e.who = who
	e.begin()
	return id
}

func TestWhatWasInterruptedIsToldBeforeSomebodySignsIn(t *testing.T) {
	e := newEstate(t)
	id := e.interrupted("")
	var told []string
	defer e.service.Changed.Listen(func(id string) { told = append(told, id) })()
	e.service.Hold(errors.New("nobody is signed in"))
	require.Equal(t, []string{id}, told)
	require.Contains(t, e.get(id).Stopped.What, "It was interrupted. ")
	require.Equal(t, offboard.Stopped, e.get(id).Standing())

	e.who = "tech@msp.example"
	e.service.Resume(t.Context())
	e.running.Wait()
	require.Nil(t, e.get(id).Stopped)
	require.True(t, e.get(id).Finished())
}

func TestWhatWasPausedIsNotToldAtAStart(t *testing.T) {
	e := newEstate(t)
	id := e.interrupted("")
	require.NoError(t, e.service.Pause(t.Context(), id))
	e.service.Hold(errors.New("nobody is signed in"))
	require.Nil(t, e.get(id).Stopped)
}

func TestWhatAnotherAccountBeganWaitsForIt(t *testing.T) {
	e := newEstate(t)
	id := e.interrupted("other@msp.example")
	e.service.Resume(t.Context())
	e.running.Wait()
	require.False(t, e.get(id).Finished())
	require.Equal(t, "It was interrupted. tech@msp.example began it.", e.get(id).Stopped.What)
	e.who = "tech@msp.example"
	e.service.Resume(t.Context())
	e.running.Wait()
	require.True(t, e.get(id).Finished())
}

func TestAChoiceIsKeptForAllOrForATenant(t *testing.T) {
	e := newEstate(t)
	choice, own, err := e.service.Choice(t.Context(), "one")
	require.NoError(t, err)
	require.False(t, own)
	require.Equal(t, offboard.Usual(), choice)
	few := offboard.Choice{Kinds: []offboard.Kind{offboard.Block}}
	require.NoError(t, e.service.Keep(t.Context(), "one", true, few))
	choice, own, err = e.service.Choice(t.Context(), "one")
	require.NoError(t, err)
	require.True(t, own)
	require.Equal(t, few, choice)
	choice, _, err = e.service.Choice(t.Context(), "two")
	require.NoError(t, err)
	require.Equal(t, offboard.Usual(), choice)
	require.NoError(t, e.service.Keep(t.Context(), "one", false, few.With(offboard.Roles, true)))
	choice, own, err = e.service.Choice(t.Context(), "one")
	require.NoError(t, err)
	require.False(t, own)
	require.Equal(t, []offboard.Kind{offboard.Block, offboard.Roles}, choice.Kinds)
}

func TestDevicesAreTakenFromTheirOwnerInThePlaceOfBeingDisabled(t *testing.T) {
	e := newEstate(t)
	key := e.rich()
	owned := e.inside.DevicesOf(e.user(key).Slot)
	require.NotEmpty(t, owned)
	few := offboard.Choice{Kinds: []offboard.Kind{offboard.Sessions, offboard.Devices}}
	choice := few.With(offboard.Devices, false).With(offboard.Owner, true)
	plan := e.plan(key, choice)
	require.NotContains(t, kindsOf(plan.Steps), offboard.Devices)
	at := slices.Index(kindsOf(plan.Steps), offboard.Owner)
	require.Contains(t, plan.Steps[at].Title, "Remove ownership of ")
	require.Contains(t, strings.Join(plan.Steps[at].Notes, " "), "This cannot be undone here.")
	id := e.run(plan)
	require.Equal(t, offboard.Done, e.state(id, offboard.Owner))
	for _, device := range e.inside.DevicesOf(e.user(key).Slot) {
		require.True(t, device.Disowned)
	}
	again := e.plan(key, offboard.Choice{Kinds: []offboard.Kind{offboard.Sessions, offboard.Owner}})
	at = slices.Index(kindsOf(again.Steps), offboard.Owner)
	require.Equal(t, "The user owns none.", again.Steps[at].Note)
}

func TestAPersonGoesOnWithWhatAnotherAccountBegan(t *testing.T) {
	e := newEstate(t)
	id := e.interrupted("other@msp.example")
	e.service.Resume(t.Context())
	require.NoError(t, e.service.GoOn(t.Context(), id))
	e.running.Wait()
	require.True(t, e.get(id).Finished())
}
