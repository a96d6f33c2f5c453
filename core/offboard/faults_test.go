package offboard_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// faulty lets writes fail in turn: as Microsoft asks to wait, as it breaks down before the effect and after it, and as the answer
// gets lost. Every other one passes. It notes the writes that had an effect, by how often.
type faulty struct {
	e *estate

	mu    sync.Mutex
	count int
	times map[string]int
	// whose are the users of each tenant that is meant.
	whose map[m365.TenantID][]string
	lost  error
}

func (f *faulty) meddle(r *http.Request) *http.Response {
	f.mu.Lock()
	f.count++
	fault := f.count % 10
	f.mu.Unlock()
	switch fault {
	case 1:
		return f.refuse(r, http.StatusTooManyRequests)
	case 3:
		return f.refuse(r, http.StatusInternalServerError)
	case 5:
		f.arrives(r)
		return f.refuse(r, http.StatusBadGateway)
	}
	return f.arrives(r)
}

func (f *faulty) refuse(r *http.Request, status int) *http.Response {
	return f.e.microsoft.answer(r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(status)
	}))
}

// arrives hands a write on, and notes it where it had an effect. It must be about a user of the tenant that its token is for.
func (f *faulty) arrives(r *http.Request) *http.Response {
	answer := f.e.microsoft.answer(r, f.e.microsoft.handler)
	f.mu.Lock()
	defer f.mu.Unlock()
	path := strings.TrimPrefix(r.URL.Path, "/v1.0")
	if answer.StatusCode < http.StatusMultipleChoices {
		f.times[r.Method+" "+path]++
	}
	_, tenant, _ := strings.Cut(r.Header.Get("Authorization"), "-of-")
	if rest, of := strings.CutPrefix(path, "/users/"); of {
		user, _, _ := strings.Cut(rest, "/")
		if !strings.Contains(strings.Join(f.whose[m365.TenantID(tenant)], " "), user) {
			f.lost = errors.Join(f.lost, errors.New(r.Method+" "+path+" was sent to "+tenant))
		}
	}
	return answer
}

func TestManyComeToTheirEndUnderFaultsAndNothingIsDoneTwiceOrElsewhere(t *testing.T) {
	e := newEstate(t)
	keys := e.crowd(3, 5)
	plans := e.plans(keys, departing())
	f := &faulty{e: e, times: make(map[string]int), whose: make(map[m365.TenantID][]string)}
	for _, key := range keys {
		f.whose[key.Tenant] = append(f.whose[key.Tenant], key.ID)
	}
	e.microsoft.meddling(f.meddle)
	name := e.together(plans)
	for range 12 {
		runs := e.service.Together(name)
		if offboard.StandingOf(runs) == offboard.Ended {
			break
		}
		require.Zero(t, offboard.Count(runs)[offboard.UnderWay]+offboard.Count(runs)[offboard.Queued])
		require.NoError(t, e.service.RetryAll(t.Context(), name))
		e.running.Wait()
	}
	runs := e.service.Together(name)
	require.Equal(t, offboard.Ended, offboard.StandingOf(runs), offboard.SummaryOf(runs, table.Printer{}))
	require.NoError(t, f.lost)
	for _, key := range keys {
		inside, _ := e.world.Open(string(key.Tenant))
		_, there := inside.User(key.ID)
		require.False(t, there)
	}
	for write, times := range f.times {
		if !sentAgain(write) && !strings.HasSuffix(write, "/assignLicense") {
			require.Equal(t, 1, times, write)
		}
	}
}

// departing are the steps without those that wait for a person.
func departing() offboard.Choice {
	choice := offboard.Usual().With(offboard.Delete, true)
	for _, kind := range []offboard.Kind{offboard.Notice, offboard.Mailbox, offboard.Forward, offboard.Lists} {
		choice = choice.With(kind, false)
	}
	return choice
}

func TestAnAdministratorWhoIsSparedIsNotOffboardedAtAll(t *testing.T) {
	e := newEstate(t)
	admin := e.somebody(func(inside *directory.Tenant, u *directory.User) bool {
		roles := inside.RolesOf(u.ID)
		return len(roles) > 0 && roles[0] != directory.GlobalAdministrator
	})
	_, err := e.service.Plan(t.Context(), admin, quick())
	require.NoError(t, err)
	e.spares = true
	_, err = e.service.Plan(t.Context(), admin, quick())
	require.ErrorIs(t, err, change.ErrSpared)
	_, err = e.service.Plan(t.Context(), e.rich(), quick())
	require.NoError(t, err)
}
