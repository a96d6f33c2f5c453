package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
)

func TestOneTenantsPauseIsToldAndHoldsBackNoOther(t *testing.T) {
	var contosoTries atomic.Int32
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.Header.Get("Authorization"), string(contoso)) && contosoTries.Add(1) == 1 {
			failing(429, "60")(w, r)
			return
		}
		organizationAnswer(w, r)
	})
	var told []string
	var client *graph.Client
	client, clock := fake.client(t, func(o *graph.Options) {
		o.OnThrottle = func(tenant m365.TenantID, until time.Time) {
			told = append(told, fmt.Sprint(tenant, " ", until.Format(time.TimeOnly)))
		}
	})
	clock.before = func(d time.Duration) {
		require.Equal(t, time.Minute, d)
		_, err := client.Organization(context.Background(), fabrikam)
		require.NoError(t, err)
		require.Empty(t, clock.pauses(), "the other tenant did not wait")
	}
	_, err := client.Organization(context.Background(), contoso)
	require.NoError(t, err)
	require.Equal(t, []string{string(contoso) + " 12:01:00"}, told)
}

func TestWhileATenantIsPausedItsOtherRequestsWaitToo(t *testing.T) {
	fake := newFakeGraph(t, answers(failing(429, "60"), organizationAnswer))
	client, clock := fake.client(t)
	var inner error
	var begun bool
	clock.before = func(time.Duration) {
		if !begun {
			begun = true
			_, inner = client.Organization(context.Background(), contoso)
		}
	}
	_, err := client.Organization(context.Background(), contoso)
	require.NoError(t, err)
	require.NoError(t, inner)
	require.Equal(t, []time.Duration{time.Minute, time.Minute}, clock.pauses())
	require.Len(t, fake.requests(), 3)
}

func TestWhoeverPausesForMicrosoftLendsTheTurnAndNobodyElse(t *testing.T) {
	for name, test := range map[string]struct {
		first http.HandlerFunc
		lent  bool
	}{
		"asked to come later":         {failing(429, "60"), true},
		"told that it is busy":        {failing(503, "60"), true},
		"told that it is busy, alone": {failing(503, ""), false},
		"no answer":                   {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			fake := newFakeGraph(t, answers(test.first, organizationAnswer))
			client, clock := fake.client(t)
			turns := pause.NewPlaces(1)
			require.NoError(t, turns.Take(t.Context()))
			ctx, end := pause.Lending(t.Context(), turns)
			defer end()
			clock.before = func(time.Duration) { require.Equal(t, test.lent, len(turns) == 0) }
			_, err := client.Organization(ctx, contoso)
			require.NoError(t, err)
			require.Len(t, clock.pauses(), 1)
			require.Len(t, turns, 1)
		})
	}
}

func TestAPauseEndsWithTheContext(t *testing.T) {
	fake := newFakeGraph(t, failing(429, "60"))
	client, clock := fake.client(t)
	ctx, cancel := context.WithCancel(context.Background())
	clock.before = func(time.Duration) { cancel() }
	_, err := client.Organization(ctx, contoso)
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, fake.requests(), 1)
}

func TestNoMoreThanFourRequestsOfATenantRunAtOnceAndNoMoreThan24InAll(t *testing.T) {
	for _, test := range []struct {
		name    string
		tenants int
		atOnce  int
	}{
		{"one tenant", 1, 4},
		{"many tenants", 20, 24},
	} {
		t.Run(test.name, func(t *testing.T) {
			var mu sync.Mutex
			running, most := 0, 0
			full := make(chan struct{})
			var once sync.Once
			fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				running++
				most = max(most, running)
				if running == test.atOnce {
					once.Do(func() { close(full) })
				}
				mu.Unlock()
				w.Header().Set("Content-Type", "application/json")
				w.(http.Flusher).Flush() // the place is held until the answer is read to its end
				<-full
				mu.Lock()
				running--
				mu.Unlock()
				_, _ = w.Write([]byte(organizationFor(r)))
			})
			client, _ := fake.client(t)
			var group errgroup.Group
			for i := range test.tenants {
				tenant := m365.TenantID(fmt.Sprintf("11111111-1111-1111-1111-%012d", i))
				for range 6 {
					group.Go(func() error { _, err := client.Organization(context.Background(), tenant); return err })
				}
			}
			require.NoError(t, group.Wait())
			require.Equal(t, test.atOnce, most)
		})
	}
}

func TestLastSignInsAreReadSlowlyOnceMicrosoftAsksForItAndHoldBackNothingElse(t *testing.T) {
	for _, refused := range []bool{false, true} {
		var fake *fakeGraph
		var clock *clock
		var starts []time.Time
		left := refused
		fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case !strings.HasSuffix(r.URL.Path, "/users"):
				organizationAnswer(w, r)
				return
			case left:
				left = false
				failing(429, "1")(w, r)
				return
			}
			starts = append(starts, clock.Now())
			next := ""
			if len(starts) < 12 {
				next = fmt.Sprintf("%s/v1.0/users?opaque=%d", fake.URL, len(starts))
			}
			writeJSON(w, 200, userPage(next, fmt.Sprintf("user-%d", len(starts))))
		})
		client, clock := fake.client(t)
		require.NoError(t, client.EachLastSignIn(t.Context(), contoso, time.Time{}, func([]m365.LastSignIn) error { return nil }))
		require.Len(t, starts, 12)
		if !refused {
			require.Empty(t, clock.pauses())
			continue
		}
		for i := 6; i < len(starts); i++ {
			require.GreaterOrEqual(t, starts[i].Sub(starts[i-5]), 10*time.Second, "six requests within 10 s")
		}
		slept := len(clock.pauses())
		for range 20 {
			_, err := client.Organization(context.Background(), contoso)
			require.NoError(t, err)
		}
		require.Len(t, clock.pauses(), slept, "the directory has a queue of its own")
	}
}

func TestADefectBelowARequestTakesNoPlaceFromThoseAfterIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defects := 20
		client := inMemory(t, func(r *http.Request) (*http.Response, error) {
			if defects--; defects >= 0 {
				panic("a defect")
			}
			return answered(r, organizationAnswer, nil), nil
		})
		for range 20 {
			_, err := client.Organization(t.Context(), contoso)
			require.Error(t, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := client.Organization(ctx, contoso)
		require.NoError(t, err)
	})
}
