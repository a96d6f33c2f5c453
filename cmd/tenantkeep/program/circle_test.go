package program

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
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
		id, err := c.server.Faults().Add(fault.Rule{Service: service, Kind: c.kind, Times: 2, Delay: 50 * time.Millisecond, RetryAfter: time.Second})
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

// faultsOfACircle are a refusal, a service that is down, an answer that is none, and a connection that breaks.
var faultsOfACircle = []fault.Kind{fault.Denied, fault.Unavailable, fault.Null, fault.Cut}

// TestTheWholeCircleOfASetupComesToItsEndWithFaults creates the application, turns on, checks, syncs and turns off, and turns
// on again, and every step meets the fault.
func TestTheWholeCircleOfASetupComesToItsEndWithFaults(t *testing.T) {
	for _, kind := range faultsOfACircle {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			server := withoutApplication(t)
			c := circle{t, server, startProgram(t, server), kind}
			c.on()
			require.NoError(t, c.program.integration.Reload(t.Context()))
			id := reachable(t, server, c.program)[0]
			c.job("sync", func(ctx context.Context) error { return c.program.integration.Sync(ctx, []m365.TenantID{id}) }, c.synced(id))
			begun := false
			c.job("turn off", func(ctx context.Context) error {
				if begun {
					return c.program.integration.GoOnTurningOff(ctx, func(string) {})
				}
				begun = true
				return turnOff(ctx, c.program)
			}, c.off)
			requireNothingOfOurs(t, server)
			requireNothingOfClients(t, server, c.program.folder)
			c.on()
		})
	}
}
