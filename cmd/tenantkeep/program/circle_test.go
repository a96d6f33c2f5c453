package program

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
)

// mostTries is how often a step is tried: once for each fault that it may meet, and once without.
const mostTries = 5

// circle is a setup from nothing to nothing, of which every step meets a fault.
type circle struct {
	t       *testing.T
	server  *cloudsim.Server
	program *program
	kind    fault.Kind
}

// step tries a step with the fault at Graph and at Partner Center, twice each, until it succeeds. What fails says why in words.
func (c circle) step(name string, do func(ctx context.Context) error) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), longest)
	defer cancel()
	for _, service := range []fault.Service{fault.Graph, fault.Partner} {
		id, err := c.server.Faults().Add(fault.Rule{
			Service: service, Kind: c.kind, Times: 2,
			Delay: 50 * time.Millisecond, RetryAfter: time.Second, Skew: 10 * time.Minute, Other: c.server.Directory().Tenants()[1].ID,
		})
		require.NoError(c.t, err)
		defer c.server.Faults().Remove(id)
	}
	for try := 1; ; try++ {
		err := do(ctx)
		if err == nil {
			return
		}
		said := c.program.explainer.Explain(err, "your tenant")
		require.NotEmpty(c.t, said.What, "%s: %v", name, err)
		require.Less(c.t, try, mostTries, "%s: %s %v", name, said.Sentence(), err)
	}
}

// job is a step that goes on in the background.
func (c circle) job(name string, begin func(ctx context.Context) error, over func() error) {
	c.t.Helper()
	c.step(name, func(ctx context.Context) error {
		jobsEnd(c.t, c.program, begin)
		return over()
	})
}

// failed is an error that was explained already.
type failed struct{ m365.Failure }

func (f failed) Error() string { return f.Details() }

func (c circle) synced(id m365.TenantID) func() error {
	return func() error {
		tenant, err := c.program.store.Tenant(c.t.Context(), id)
		if err != nil || tenant.Status == m365.Synced {
			return err
		}
		require.NotNil(c.t, tenant.Failure)
		require.NotEmpty(c.t, tenant.Failure.What)
		return failed{*tenant.Failure}
	}
}

func (c circle) off() error {
	off, found, err := c.program.integration.TurningOff(c.t.Context())
	if err != nil || !found {
		return err
	}
	for _, removal := range off.Removals {
		if removal.Failure != nil {
			require.NotEmpty(c.t, removal.Failure.What)
			return failed{*removal.Failure}
		}
	}
	return integration.ErrStillThere
}

// on creates the application, signs in and checks.
func (c circle) on() {
	c.t.Helper()
	p, clientID := c.program, ""
	c.step("create", func(context.Context) (err error) {
		clientID, err = create(c.t, p, access.ReadOnly)
		return err
	})
	c.step("sign in", func(ctx context.Context) error {
		require.NoError(c.t, p.integration.TurnOn(ctx))
		require.NoError(c.t, p.integration.Save(ctx, p.cloud.Tenant, clientID))
		_, err := p.integration.SignIn(ctx, access.ReadOnly, func(string) {})
		return err
	})
	c.step("check", func(ctx context.Context) error {
		_, err := p.integration.CheckSetup(ctx)
		return err
	})
}

// statusesOfACircle are statuses as Microsoft, a proxy and a gateway answer them.
var statusesOfACircle = []fault.Kind{
	fault.Throttled, fault.Unavailable, fault.GatewayTimeout, fault.BadRequest, fault.Unauthorized, fault.Denied, fault.NotFound,
	fault.Broken, fault.BadGateway, fault.WithPage(http.StatusBadGateway), fault.WithNothing(http.StatusServiceUnavailable),
}

// everyFault are the simulated cloud's kinds of faults.
func everyFault() []fault.Kind {
	kinds := slices.Clone(statusesOfACircle)
	for _, described := range fault.Kinds() {
		if !strings.HasPrefix(string(described.Kind), "STATUS") {
			kinds = append(kinds, described.Kind)
		}
	}
	return kinds
}

// hurry is how much faster than a person's the time of a circle is, where it waits for Microsoft to carry something everywhere.
const hurry = 20

// newCircle starts a program in a cloud that does not know it.
func newCircle(t *testing.T, kind fault.Kind) circle {
	t.Helper()
	server := withoutApplication(t)
	p := startProgram(t, server)
	p.integration.Sleep = func(ctx context.Context, d time.Duration) error { return pause.Sleep(ctx, d/hurry) }
	return circle{t, server, p, kind}
}

// goRound creates the application, turns on, checks, syncs and turns off, and turns on again.
func (c circle) goRound() {
	c.t.Helper()
	c.on()
	require.NoError(c.t, c.program.integration.Reload(c.t.Context()))
	id := reachable(c.t, c.server, c.program)[0]
	c.job("sync", func(ctx context.Context) error { return c.program.integration.Sync(ctx, []m365.TenantID{id}) }, c.synced(id))
	begun := false
	c.job("turn off", func(ctx context.Context) error {
		if begun {
			return c.program.integration.GoOnTurningOff(ctx, func(string) {})
		}
		begun = true
		return turnOff(ctx, c.program)
	}, c.off)
	requireNothingOfOurs(c.t, c.server)
	requireNothingOfClients(c.t, c.server, c.program.folder)
	c.on()
}

// TestTheWholeCircleOfASetupComesToItsEndWithFaults has every step of a setup meet a fault, of every kind. Circles wait far more
// than they work, so all go at once.
func TestTheWholeCircleOfASetupComesToItsEndWithFaults(t *testing.T) {
	var circles sync.WaitGroup
	for _, kind := range everyFault() {
		circles.Go(func() {
			t.Run(string(kind), func(t *testing.T) { newCircle(t, kind).goRound() })
		})
	}
	circles.Wait()
}
