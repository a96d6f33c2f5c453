package offboard_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// crowd are ordinary users of some tenants, with licenses, so many of each.
func (e *estate) crowd(tenants, each int) (keys []m365.UserKey) {
	e.t.Helper()
	for _, info := range e.world.Tenants()[1:] {
		inside, _ := e.world.Open(info.ID)
		var some []m365.UserKey
		inside.EachUser(0, func(u *directory.User) bool {
			if !u.Guest() && !u.OnPremisesSynced && !u.Service && !u.Restricted && u.AccountEnabled && len(u.Direct) > 0 && len(inside.RolesOf(u.ID)) == 0 && preferred(inside, u) == 1 {
				some = append(some, m365.UserKey{Tenant: m365.TenantID(info.ID), ID: u.ID})
			}
			return len(some) < each
		})
		if len(some) < each {
			continue
		}
		if keys = append(keys, some...); len(keys) == tenants*each {
			return keys
		}
	}
	e.t.Fatal("too few users")
	return nil
}

func (e *estate) plans(keys []m365.UserKey, choice offboard.Choice) (plans []offboard.Plan) {
	e.t.Helper()
	for _, key := range keys {
		plan, err := e.service.Plan(e.t.Context(), key, choice, keys...)
		require.NoError(e.t, err)
		plans = append(plans, plan)
	}
	return plans
}

// together begins plans at once, and waits until nothing goes on by itself.
func (e *estate) together(plans []offboard.Plan) string {
	e.t.Helper()
	name, err := e.service.BeginTogether(e.t.Context(), plans)
	require.NoError(e.t, err)
	e.running.Wait()
	return name
}

// at is a user of the simulation.
func (e *estate) at(key m365.UserKey) directory.User {
	e.t.Helper()
	inside, ok := e.world.Open(string(key.Tenant))
	require.True(e.t, ok)
	user, ok := inside.User(key.ID)
	require.True(e.t, ok)
	return user
}

func standings(runs []offboard.Run) map[offboard.Standing]int { return offboard.Count(runs) }

// quick are steps that no user lacks.
func quick() offboard.Choice {
	return offboard.Choice{Kinds: []offboard.Kind{offboard.Block, offboard.Password, offboard.Sessions}}
}

func TestManyAreOffboardedAtOnceEachInTheirTenant(t *testing.T) {
	e := newEstate(t)
	keys := e.crowd(3, 7)
	name := e.together(e.plans(keys, offboard.Usual()))
	runs := e.service.Together(name)
	require.Len(t, runs, len(keys))
	for i, run := range runs {
		require.Equal(t, keys[i], run.Target.Key, "in the order in which they were confirmed")
		require.False(t, e.at(keys[i]).AccountEnabled)
		if run.Of(offboard.Mailbox).State == offboard.ByHand {
			require.NotEmpty(t, e.at(keys[i]).Direct, "licenses wait for the checklist")
		}
	}
	require.NotEmpty(t, offboard.Checklists(runs))

	for _, list := range offboard.Checklists(runs) {
		require.NoError(t, e.service.ConfirmAll(t.Context(), name, list.Kind))
	}
	e.running.Wait()
	runs = e.service.Together(name)
	require.Equal(t, map[offboard.Standing]int{offboard.Ended: len(keys)}, standings(runs), offboard.SummaryOf(runs, table.Printer{}))
	for _, key := range keys {
		require.Empty(t, e.at(key).Direct)
	}
	require.Equal(t, fmt.Sprintf("%d of %d done", len(keys), len(keys)), offboard.RollUpOf(runs))
}

func TestAFewUsersOfATenantAreUnderWayAtOnceAndAllComeToTheirEnd(t *testing.T) {
	e := newEstate(t)
	keys := e.crowd(2, 11)
	plans := e.plans(keys, quick())
	most := make(map[m365.TenantID]int)
	stop := e.service.Changed.Listen(func(string) {
		active := make(map[m365.TenantID]int)
		for _, run := range e.service.Runs() {
			if run.Active {
				active[run.Target.Key.Tenant]++
			}
		}
		e.kept.mu.Lock()
		defer e.kept.mu.Unlock()
		for tenant, count := range active {
			most[tenant] = max(most[tenant], count)
		}
	})
	name := e.together(plans)
	stop()
	require.Equal(t, map[offboard.Standing]int{offboard.Ended: len(keys)}, standings(e.service.Together(name)))
	require.Len(t, most, 2)
	for _, count := range most {
		require.LessOrEqual(t, count, 4)
	}
}

func TestAllGlobalAdministratorsOfATenantAreNotOffboardedAtOnce(t *testing.T) {
	e := newEstate(t)
	holders := func(inside *directory.Tenant) (ids []string) {
		for _, one := range inside.RoleAssignments() {
			if u, ok := inside.User(one.PrincipalID); ok && one.RoleID == directory.GlobalAdministrator && !slices.Contains(ids, u.ID) {
				ids = append(ids, u.ID)
			}
		}
		return ids
	}
	one := e.somebody(func(inside *directory.Tenant, u *directory.User) bool {
		return len(holders(inside)) > 1 && slices.Contains(holders(inside), u.ID)
	})
	_, err := e.service.Plan(t.Context(), one, quick(), one)
	require.NoError(t, err, "another one is left")
	var all []m365.UserKey
	for _, id := range holders(e.inside) {
		all = append(all, m365.UserKey{Tenant: one.Tenant, ID: id})
	}
	_, err = e.service.Plan(t.Context(), one, quick(), all...)
	var refusal *offboard.Refusal
	require.ErrorAs(t, err, &refusal)
	require.Contains(t, refusal.What, "the last Global Administrator who can sign in besides those who leave at once")
}

func TestWhoFailedIsRetriedAndTheOthersStay(t *testing.T) {
	e := newEstate(t)
	keys := e.crowd(2, 3)
	plans := e.plans(keys, quick())
	e.microsoft.refusing("/users/" + keys[1].ID)
	name := e.together(plans)
	require.Equal(t, "1 of 6 failed, 5 done", offboard.RollUpOf(e.service.Together(name)))
	before := len(e.microsoft.sent())
	e.microsoft.meddling(nil)
	require.NoError(t, e.service.RetryAll(t.Context(), name))
	e.running.Wait()
	require.Equal(t, "6 of 6 done", offboard.RollUpOf(e.service.Together(name)))
	for _, write := range e.microsoft.sent()[before:] {
		require.Contains(t, write, keys[1].ID)
	}
}

func TestAPauseOfAllEndsBetweenStepsAndAStopBetweenUsers(t *testing.T) {
	for _, stop := range []bool{false, true} {
		e := newEstate(t)
		keys := e.crowd(1, 9)
		plans := e.plans(keys, quick())
		var once atomic.Bool
		e.microsoft.meddling(func(*http.Request) *http.Response {
			if once.CompareAndSwap(false, true) {
				name := e.service.Runs()[0].Together
				if stop {
					require.NoError(t, e.service.HoldAll(t.Context(), name))
				} else {
					require.NoError(t, e.service.PauseAll(t.Context(), name))
				}
			}
			return nil
		})
		name := e.together(plans)
		runs := e.service.Together(name)
		ended := standings(runs)[offboard.Ended]
		if stop {
			require.Positive(t, ended, "who is under way comes to the end")
		} else {
			require.Zero(t, ended)
		}
		require.Equal(t, len(keys), ended+standings(runs)[offboard.Held])
		require.Less(t, ended, len(keys))

		e.stop()
		e.begin()
		e.service.Resume(t.Context())
		e.running.Wait()
		require.Equal(t, standings(runs), standings(e.service.Together(name)), "it outlives the program")
		require.NoError(t, e.service.GoOnAll(t.Context(), name))
		e.running.Wait()
		require.Equal(t, map[offboard.Standing]int{offboard.Ended: len(keys)}, standings(e.service.Together(name)))
	}
}

func TestWhatIsToComeOfAllIsLeftOut(t *testing.T) {
	e := newEstate(t)
	keys := e.crowd(1, 3)
	name := e.together(e.plans(keys, offboard.Usual()))
	require.NoError(t, e.service.EndAll(t.Context(), name))
	require.Equal(t, "3 of 3 done", offboard.RollUpOf(e.service.Together(name)))
}

// arrivals are the writes that reached Microsoft, by how often.
type arrivals struct {
	mu    sync.Mutex
	count int
	times map[string]int
}

// dyingAt ends the program at a write, before it reaches Microsoft or after. What other users have under way at the moment does
// not arrive.
func (e *estate) dyingAt(at int, after bool) *arrivals {
	a := &arrivals{times: make(map[string]int)}
	e.microsoft.meddling(func(r *http.Request) *http.Response {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.count++
		dead := e.life.Err() != nil
		if !dead && (a.count != at || after) {
			a.times[r.Method+" "+strings.TrimPrefix(r.URL.Path, "/v1.0")]++
		}
		if a.count == at {
			if after {
				e.microsoft.answer(r, e.microsoft.handler)
			}
			e.dies()
			dead = true
		}
		if dead {
			panic(http.ErrAbortHandler)
		}
		return nil
	})
	return a
}

// TestTheProgramEndsInTheMiddleOfMany ends the program at requests of an offboarding of several users, before they reach Microsoft
// and after, and starts it again: everybody is offboarded, and what can be read back reaches Microsoft once.
func TestTheProgramEndsInTheMiddleOfMany(t *testing.T) {
	for _, after := range []bool{false, true} {
		for _, at := range []int{2, 9, 26} {
			e := newEstate(t)
			keys := e.crowd(2, 5)
			plans := e.plans(keys, offboard.Usual())
			arrived := e.dyingAt(at, after)
			name := e.together(plans)
			require.NotNil(t, e.left)
			e.stop()
			e.revive()
			require.Len(t, e.service.Together(name), len(keys), "nobody is forgotten")
			e.service.Resume(t.Context())
			e.running.Wait()
			for _, list := range offboard.Checklists(e.service.Together(name)) {
				require.NoError(t, e.service.ConfirmAll(t.Context(), name, list.Kind))
				e.running.Wait()
			}
			runs := e.service.Together(name)
			require.Equal(t, map[offboard.Standing]int{offboard.Ended: len(keys)}, standings(runs), "%d %v\n%s", at, after, offboard.SummaryOf(runs, table.Printer{}))
			planned := make(map[string]int)
			for _, plan := range plans {
				for _, request := range plan.Requests() {
					planned[request.Method+" "+request.Path]++
				}
			}
			unread := func(write string, _ int) bool { return sentAgain(write) }
			maps.DeleteFunc(planned, unread)
			maps.DeleteFunc(arrived.times, unread)
			require.Equal(t, planned, arrived.times, "%d %v", at, after)
		}
	}
}

func TestNobodyOfManyIsBegunWhereOneCannotBeKept(t *testing.T) {
	e := newEstate(t)
	plans := e.plans(e.crowd(2, 2), quick())
	e.kept.fails = errNoEntry
	_, err := e.service.BeginTogether(t.Context(), plans)
	require.Error(t, err)
	e.kept.fails = nil
	_, err = e.service.BeginTogether(t.Context(), append(plans, plans[0]))
	require.ErrorIs(t, err, offboard.ErrUnderWay)
	e.running.Wait()
	require.Empty(t, e.microsoft.sent())
	require.Empty(t, e.service.Runs())
}

func TestManyWaitWhereTheRunsCannotBeKeptAnyMore(t *testing.T) {
	e := newEstate(t)
	keys := e.crowd(1, 9)
	plans := e.plans(keys, quick())
	e.journal.before = func(change.Entry) {
		e.kept.mu.Lock()
		defer e.kept.mu.Unlock()
		e.kept.fails = errNoEntry
	}
	name := e.together(plans)
	require.Positive(t, standings(e.service.Together(name))[offboard.Queued], "the others are not begun")
	require.Positive(t, standings(e.service.Together(name))[offboard.Stopped])
	e.journal.before, e.kept.fails = nil, nil
	require.NoError(t, e.service.RetryAll(t.Context(), name))
	e.running.Wait()
	require.Equal(t, map[offboard.Standing]int{offboard.Ended: len(keys)}, standings(e.service.Together(name)))
}

func TestTheLinesOfAllAreOneBlockThatSignsInToEachTenantOnce(t *testing.T) {
	e := newEstate(t)
	keys := e.crowd(2, 3)
	inside, _ := e.world.Open(string(keys[0].Tenant))
	_, err := inside.ChangeUser(e.at(keys[0]).Slot, func(u *directory.User) error { u.DisplayName = hostile; return nil })
	require.NoError(t, err)
	name := e.together(e.plans(keys, offboard.Usual()))
	runs := e.service.Together(name)
	block := offboard.PowerShell(runs)
	require.Equal(t, 2, strings.Count(block, "Connect-ExchangeOnline -DelegatedOrganization"))
	connected := ""
	for line := range strings.SplitSeq(block, "\n") {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		for _, command := range words(t, line) {
			switch command[0] {
			case "Disconnect-ExchangeOnline":
				connected = ""
			case "Connect-ExchangeOnline":
				require.Empty(t, connected, "the tenant before is left")
				connected = strings.TrimPrefix(command[2], "'")
			default:
				requireCmdlet(t, command)
				user := strings.TrimPrefix(command[slices.IndexFunc(command, func(w string) bool { return w == "-Identity" || w == "-Member" })+1], "'")
				for _, key := range keys {
					if key.ID == user {
						tenant, _ := e.world.Tenant(string(key.Tenant))
						require.Equal(t, tenant.InitialDomain, connected)
					}
				}
			}
		}
	}
	require.Empty(t, connected)
	summary := offboard.SummaryOf(runs, table.Printer{})
	require.Equal(t, 1+len(keys), strings.Count(summary, "# Offboard "))
	require.NotContains(t, summary, "\u202e")
	require.NotEmpty(t, offboard.Texts(runs))
}
