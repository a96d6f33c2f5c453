package integration_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// on is a harness with two synced tenants, signed in.
func on(t *testing.T) *harness {
	t.Helper()
	h := newHarness(t)
	h.store.connection.Tier = string(access.ReadOnly)
	h.sync(t, contoso, fabrikam)
	h.store.history, h.jobs = nil, nil
	return h
}

// turnOff turns off and waits for the end.
func (h *harness) turnOff(t *testing.T) {
	t.Helper()
	h.ends(t, func() error { return h.TurnOff(t.Context(), true, func(string) {}) })
}

// ends waits for the end of the job that something starts.
func (h *harness) ends(t *testing.T, start func() error) {
	t.Helper()
	ended := h.jobEnd()
	require.NoError(t, start())
	<-ended
}

func (h *harness) lastJob() integration.Job {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.jobs[len(h.jobs)-1]
}

// states are those of the removals, by the tenant's name.
func (h *harness) states(t *testing.T) map[string]m365.RemovalState {
	t.Helper()
	off, found, err := h.TurningOff(t.Context())
	require.NoError(t, err)
	require.True(t, found)
	states := make(map[string]m365.RemovalState)
	for _, removal := range off.Removals {
		states[removal.Name] = removal.State
	}
	return states
}

func TestTurnOffDeletesTheApplicationBeforeTheConsentAndForgetsEverything(t *testing.T) {
	h := on(t)
	h.turnOff(t)
	require.ElementsMatch(t, []m365.TenantID{contoso, fabrikam}, h.graph.deleted[:2])
	require.Equal(t, home, h.graph.deleted[2], "the own tenant comes last: the others are reached through it")
	require.Empty(t, h.consents.given)
	require.True(t, h.account.signedOut)
	require.True(t, h.store.forgotten)
	require.True(t, h.store.erased)
	require.Contains(t, h.store.history, "Contoso: Deleting enterprise application")
	require.Equal(t, "Microsoft 365 is turned off. 3 tenants cleared.", h.lastJob().Text)
	require.False(t, h.lastJob().Failed)

	connection, err := h.Connection(t.Context())
	require.NoError(t, err)
	require.False(t, connection.On)
}

func TestTurnOffAsksClientTenantsForTheOnePermissionThatDeletes(t *testing.T) {
	h := on(t)
	var asked []string
	h.graph.before = func(context.Context) {
		asked = append(asked, h.consents.scopes(contoso)...)
	}
	h.turnOff(t)
	require.Contains(t, asked, access.Removal)
	for _, tier := range access.Tiers() {
		require.NotContains(t, access.HomeScopes(tier), access.Removal, "no tier asks for it")
	}
}

func TestTurnOffTakesUnsyncedTenantsAlong(t *testing.T) {
	h := on(t)
	require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso}))
	h.turnOff(t)
	require.Contains(t, h.graph.deleted, contoso, "unsyncing changed nothing at Microsoft")
}

func TestATenantThatCannotBeClearedIsNamedAndKeepsTheRestForAnotherTry(t *testing.T) {
	h := on(t)
	h.graph.fail[contoso] = errors.New("refused")
	h.turnOff(t)
	require.Equal(t, map[string]m365.RemovalState{
		"Contoso": m365.RemovalFailed, "Fabrikam": m365.RemovalDone, "MSP Example": m365.RemovalStopped,
	}, h.states(t))
	off, _, err := h.TurningOff(t.Context())
	require.NoError(t, err)
	require.Contains(t, off.Removals[0].Failure.What, "refused")
	require.Equal(t, m365.Deactivated, h.store.tenant(fabrikam).Status)
	require.False(t, h.store.forgotten)
	require.True(t, h.lastJob().Failed)
	require.Equal(t, "Turn Off left something in 1 tenant. Setup says what to do.", h.lastJob().Text)
	require.Contains(t, integration.ByHand(off.Removals[0], "Tenantkeep"), "An administrator of Contoso can delete it")
	require.ErrorIs(t, h.Sync(t.Context(), []m365.TenantID{fabrikam}), integration.ErrTurningOff)

	delete(h.graph.fail, contoso)
	h.ends(t, func() error { return h.GoOnTurningOff(t.Context(), func(string) {}) })
	require.True(t, h.store.forgotten)
	require.Len(t, h.graph.deleted, 3, "nothing was deleted twice")
}

func TestTurnOffGoesOnWhereThatIsAskedForBeforeItHasEnded(t *testing.T) {
	h := on(t)
	h.graph.fail[contoso] = errors.New("refused")
	var asked sync.Once
	h.JobChanged.Listen(func(job integration.Job) {
		if job.Failed {
			asked.Do(func() {
				delete(h.graph.fail, contoso)
				require.NoError(t, h.GoOnTurningOff(t.Context(), func(string) {}))
			})
		}
	})
	purged := make(chan struct{})
	h.JobChanged.Listen(func(job integration.Job) {
		if job.Ended && !job.Failed {
			close(purged)
		}
	})
	require.NoError(t, h.TurnOff(t.Context(), true, func(string) {}))
	select {
	case <-purged:
	case <-time.After(10 * time.Second):
		t.Fatal("nobody works at what waits")
	}
	require.True(t, h.store.forgotten)
}

func TestTurnOffEndsWithWhatCannotBeClearedWherePeopleSaySo(t *testing.T) {
	h := on(t)
	h.graph.fail[contoso] = errors.New("refused")
	h.turnOff(t)
	failed := h.lastJob()
	require.NoError(t, h.FinishTurningOff(t.Context()))
	require.Equal(t, failed.ID, h.lastJob().ID, "what it says takes the place of the failure")
	require.False(t, h.lastJob().Failed)
	require.Contains(t, h.graph.deleted, home)
	require.True(t, h.store.forgotten)
}

func TestTurnOffSaysOnceThatTheOwnTenantCouldNotBeCleared(t *testing.T) {
	h := on(t)
	h.account.permitError = &refusal.ServerError{Kind: "access_denied", Codes: []int{90094}}
	h.turnOff(t)
	require.Equal(t, m365.RemovalFailed, h.states(t)["MSP Example"], "who may not accept permissions clears the clients all the same")
	require.Equal(t, m365.RemovalDone, h.states(t)["Contoso"])
	require.NoError(t, h.FinishTurningOff(t.Context()))
	require.True(t, h.store.forgotten)
}

func TestADeletionWhoseAnswerGotLostIsReadBack(t *testing.T) {
	h := on(t)
	h.graph.lose[contoso] = errors.New("cut")
	h.turnOff(t)
	require.True(t, h.store.forgotten)
	require.Len(t, h.graph.deleted, 3)
}

func TestAnApplicationOfAnotherOrganizationIsNotDeleted(t *testing.T) {
	h := on(t)
	h.graph.owner[contoso] = fabrikam
	h.turnOff(t)
	require.NotContains(t, h.graph.deleted, contoso)
	require.Equal(t, m365.RemovalFailed, h.states(t)["Contoso"])
}

func TestATurnOffThatIsCancelledInTheBrowserChangesNothing(t *testing.T) {
	h := on(t)
	h.account.permitError = &refusal.ServerError{Kind: "access_denied", Codes: []int{65004}}
	require.Error(t, h.TurnOff(t.Context(), true, func(string) {}))
	_, found, err := h.TurningOff(t.Context())
	require.NoError(t, err)
	require.False(t, found)
	require.Empty(t, h.graph.deleted)
}

func TestAStoppedTurnOffKeepsWhatIsLeftAndCanBeTakenBack(t *testing.T) {
	h := on(t)
	begun := make(chan struct{}, 9)
	h.graph.before = func(ctx context.Context) {
		begun <- struct{}{}
		<-ctx.Done()
	}
	ended := h.jobEnd()
	require.NoError(t, h.TurnOff(t.Context(), false, func(string) {}))
	<-begun
	require.NoError(t, h.StopTurningOff(t.Context()))
	<-ended
	require.Equal(t, "Turn Off was stopped.", h.lastJob().Text)
	for _, state := range h.states(t) {
		require.Equal(t, m365.RemovalStopped, state)
	}
	require.ErrorIs(t, h.TakeBackTurnOff(t.Context(), func(string) {}), integration.ErrRemovalKept, "nobody here may take the permission back")
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
	h.sync(t, contoso)
}

func TestATurnOffGoesOnAfterACrash(t *testing.T) {
	h := on(t)
	require.NoError(t, h.store.BeginTurnOff(t.Context(), m365.TurnOff{Removals: []m365.Removal{
		{Tenant: contoso, Name: "Contoso", State: m365.RemovalDone},
		{Tenant: fabrikam, Name: "Fabrikam", State: m365.RemovalWaits, Doing: "Deleting enterprise application"},
		{Tenant: home, Name: "MSP Example", Primary: true, State: m365.RemovalWaits},
	}}))
	h.account.permitted = []string{access.Removal}
	h.ends(t, func() error { return h.Resume(t.Context()) })
	require.Equal(t, []m365.TenantID{fabrikam, home}, h.graph.deleted)
	require.True(t, h.store.forgotten)
	require.False(t, h.store.erased, "the record of changes was to stay")
}

func TestATurnOffThatWasStoppedWaitsForThePersonAfterAStart(t *testing.T) {
	h := on(t)
	require.NoError(t, h.store.BeginTurnOff(t.Context(), m365.TurnOff{Removals: []m365.Removal{
		{Tenant: contoso, Name: "Contoso", State: m365.RemovalStopped},
	}}))
	require.NoError(t, h.Resume(t.Context()))
	require.Empty(t, h.graph.deleted)
	require.Equal(t, m365.RemovalStopped, h.states(t)["Contoso"])
}

func TestTurnOffBeforeAnythingWasSignedInOnlyForgets(t *testing.T) {
	h := newHarness(t)
	h.store.connection = m365.Connection{On: true, Tenant: home, ClientID: clientID}
	require.NoError(t, h.TurnOff(t.Context(), true, func(string) { t.Fatal("no browser is needed") }))
	require.True(t, h.store.forgotten)
}

func TestADefectInTheMiddleOfATurnOffLeavesThatTenantAndForgetsNothing(t *testing.T) {
	h := on(t)
	var broken atomic.Bool
	h.TenantsChanged.Listen(func(struct{}) {
		off, _, _ := h.TurningOff(t.Context())
		cleared := slices.ContainsFunc(off.Removals, func(one m365.Removal) bool { return one.State == m365.RemovalDone })
		if cleared && broken.CompareAndSwap(false, true) {
			panic("a defect")
		}
	})
	h.turnOff(t)
	require.True(t, h.lastJob().Failed)
	require.Equal(t, "Turn Off left something in 1 tenant. Setup says what to do.", h.lastJob().Text)
	require.False(t, h.store.forgotten)
	require.Equal(t, m365.RemovalStopped, h.states(t)["MSP Example"], "the own tenant waits for another try")
}
