package bulk_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
)

// exits plan offboardings in memory.
type exits struct {
	mu       sync.Mutex
	refuses  map[string]error
	choices  map[m365.UserKey]offboard.Choice
	together int
	// other is for whom every plan is made; the zero key for the one who is meant.
	other m365.UserKey
}

func (e *exits) Plan(_ context.Context, key m365.UserKey, choice offboard.Choice, together ...m365.UserKey) (offboard.Plan, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.choices[key], e.together = choice, len(together)
	if e.other.ID != "" {
		key = e.other
	}
	return offboard.Plan{Target: change.Target{Key: key, Name: "as Microsoft says"}}, e.refuses[key.ID]
}

func departing() []change.Target {
	key := func(tenant, id string) change.Target {
		return change.Target{Key: m365.UserKey{Tenant: m365.TenantID(tenant), ID: id}}
	}
	return []change.Target{key("t1", "a"), key("t2", "a"), key("t2", "b"), key("t1", "a"), key("t2", "c")}
}

func (e *exits) departures() *bulk.Departures {
	e.choices = make(map[m365.UserKey]offboard.Choice)
	return bulk.NewDepartures(bulk.DeparturesOptions{
		Offboarding: e, Users: departing(),
		Choice: func(tenant m365.TenantID) offboard.Choice {
			return offboard.Choice{Kinds: []offboard.Kind{offboard.Kind(tenant)}}
		},
		Explain: func(err error) m365.Failure { return m365.Failure{What: err.Error()} },
	})
}

func TestEverybodyIsPlannedOnceWithTheStepsOfTheirTenantAndSomeAreLeftOut(t *testing.T) {
	e := &exits{refuses: map[string]error{"b": &offboard.Refusal{Reason: offboard.ErrNotSo}, "c": errors.New("no answer")}}
	d := e.departures()
	d.Check(t.Context())
	require.Equal(t, bulk.Counts{Waiting: 2, LeftOut: 2, Unchecked: 1, Tenants: 2}, bulk.CountDepartures(d.All()))
	require.Len(t, d.Plans(), 2)
	require.Equal(t, 4, e.together, "each plan knows who leaves at once")
	require.Equal(t, offboard.Kind("t2"), e.choices[departing()[1].Key].Kinds[0])
	require.Equal(t, "as Microsoft says", d.All()[0].Target.Name)

	delete(e.refuses, "c")
	e.choices = make(map[m365.UserKey]offboard.Choice)
	d.Check(t.Context())
	require.Len(t, d.Plans(), 3)
	require.Len(t, e.choices, 1, "only who may be planned otherwise now is checked again")
}

func TestAPlanForAnotherUserOrTenantIsNotTaken(t *testing.T) {
	e := &exits{other: m365.UserKey{Tenant: "t3", ID: "a"}}
	d := e.departures()
	d.Check(t.Context())
	require.Empty(t, d.Plans())
	require.Contains(t, d.All()[0].Failure.What, "the plan is for")
}
