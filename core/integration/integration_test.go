package integration_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

func TestASyncConsentsVerifiesAndReads(t *testing.T) {
	h := newHarness(t)
	h.sync(t, contoso)

	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
	require.Equal(t, []string{
		"Contoso Pending Waiting for its turn",
		"Contoso Pending Creating enterprise application",
		"Contoso Pending Waiting for Microsoft to apply the consent",
		"Contoso Pending Reading users",
		"Contoso Synced ",
	}, h.store.history)
	given := h.consents.given[contoso]
	require.Equal(t, clientID, given.ClientID)
	require.Equal(t, "Tenantkeep", given.DisplayName)
	require.Equal(t, access.CustomerScopes(access.ReadOnly), given.Scopes)
	require.Equal(t, []integration.Job{
		{ID: "sync-1", Text: "Syncing 1 tenant."},
		{ID: "sync-1", Ended: true, Text: "1 tenant synced."},
	}, h.jobs)
}

func TestASyncSaysHowFarItIsAndWhatIsLeft(t *testing.T) {
	h := newHarness(t)
	h.refresher.fail[contoso] = errors.New("refused")
	h.sync(t, contoso, fabrikam)
	require.Len(t, h.jobs, 3)
	one := h.jobs[1]
	require.Equal(t, []int{1, 2}, []int{one.Done, one.Total})
	require.Contains(t, []string{"1 of 2 tenants synced, 1 left.", "0 of 2 tenants synced, 1 failed, 1 left."}, one.Text)
	require.False(t, one.Ended)
}

func TestASyncWaitsUntilMicrosoftHasAppliedTheConsent(t *testing.T) {
	h := newHarness(t)
	h.account.propagating[contoso] = 4
	h.sync(t, contoso)
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
	require.Equal(t, 5, h.account.renewed[contoso], "a token from before the consent would not show it")
	require.Equal(t, []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second}, h.slept)
}

func TestTenantsWhoseConsentIsBeingAppliedHoldUpNoOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		h.Sleep, h.Now = pause.Sleep, time.Now
		var ids []m365.TenantID
		for i := range 20 {
			id := m365.TenantID(fmt.Sprint("client ", i))
			h.store.tenants[id] = m365.Tenant{ID: id, Status: m365.Deactivated}
			h.account.propagating[id] = 3
			ids = append(ids, id)
		}
		began := time.Now()
		h.sync(t, ids...)
		require.Equal(t, 14*time.Second, time.Since(began), "all wait at the same time")
		for _, id := range ids {
			require.Equal(t, m365.Synced, h.store.tenant(id).Status)
		}
	})
}

func TestASyncGivesUpWaitingAfterThreeMinutes(t *testing.T) {
	h := newHarness(t)
	h.account.propagating[contoso] = 1000
	h.sync(t, contoso)
	require.Equal(t, m365.Failed, h.store.tenant(contoso).Status)
	require.Less(t, h.account.renewed[contoso], 20)
}

func TestEachTenantFailsByItself(t *testing.T) {
	for name, breakIt := range map[string]func(*harness){
		"at the consent":             func(h *harness) { h.consents.refuse[contoso] = errors.New("refused") },
		"at the proof":               func(h *harness) { h.graph.unreadable = map[m365.TenantID]error{contoso: errors.New("refused")} },
		"by a defect of the program": func(h *harness) { h.graph.defects = map[m365.TenantID]bool{contoso: true} },
		"at the first read":          func(h *harness) { h.refresher.fail[contoso] = errors.New("refused") },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			breakIt(h)
			h.sync(t, contoso, fabrikam)
			require.Equal(t, m365.Failed, h.store.tenant(contoso).Status)
			require.Contains(t, h.store.tenant(contoso).Failure.What, "Contoso: ")
			require.Equal(t, m365.Synced, h.store.tenant(fabrikam).Status)
			last := h.jobs[len(h.jobs)-1]
			require.Equal(t, integration.Job{ID: "sync-1", Ended: true, Failed: true, Text: "1 of 2 tenants synced, 1 failed."}, last)
		})
	}
}

func TestAFailedTenantCanBeSyncedAgain(t *testing.T) {
	h := newHarness(t)
	h.consents.refuse[contoso] = errors.New("refused")
	h.sync(t, contoso)
	delete(h.consents.refuse, contoso)
	h.sync(t, contoso)
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
	require.Nil(t, h.store.tenant(contoso).Failure)
}

func TestThePrimaryTenantNeedsNoConsentThroughPartnerCenter(t *testing.T) {
	h := newHarness(t)
	h.sync(t, home)
	require.Equal(t, m365.Synced, h.store.tenant(home).Status)
	require.Empty(t, h.consents.given)
}

func TestThePrimaryTenantIsNotUnsyncedAndNeitherAreTheOthers(t *testing.T) {
	h := newHarness(t)
	h.sync(t, home, contoso)
	require.ErrorIs(t, h.Unsync(t.Context(), []m365.TenantID{contoso, home}), integration.ErrPrimary)
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
}

func TestAnUnsyncRemovesDataAndTokens(t *testing.T) {
	h := newHarness(t)
	h.sync(t, contoso)
	require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso}))
	require.Equal(t, m365.Deactivated, h.store.tenant(contoso).Status)
	require.Equal(t, []m365.TenantID{contoso}, h.account.forgotten)
}

func TestAnUnsyncThatFailsIsToldOnceWithTheReason(t *testing.T) {
	h := newHarness(t)
	h.sync(t, contoso, fabrikam)
	h.store.removeErr = errors.New("the disk is full")
	require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso, fabrikam}), "an error would be told a second time")
	end := h.jobs[len(h.jobs)-1]
	require.True(t, end.Ended)
	require.True(t, end.Failed)
	require.Contains(t, end.Text, "0 of 2 tenants unsynced, 2 failed. Contoso: ")
	require.Contains(t, end.Text, "the disk is full")
	require.Contains(t, end.Details, "the disk is full")
}

func TestAnUnsyncSaysHowFarItIsAndWhatIsLeft(t *testing.T) {
	h := newHarness(t)
	h.sync(t, contoso, fabrikam)
	h.jobs = nil
	require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso, fabrikam}))
	require.Equal(t, []integration.Job{
		{ID: "unsync-2", Text: "Unsyncing 2 tenants."},
		{ID: "unsync-2", Text: "1 of 2 tenants unsynced, 1 left.", Done: 1, Total: 2},
		{ID: "unsync-2", Ended: true, Text: "2 tenants unsynced."},
	}, h.jobs)
}

func TestEachTenantThatIsUnsyncedLeavesTheWindowAtOnce(t *testing.T) {
	h := newHarness(t)
	h.sync(t, contoso, fabrikam)
	var synced []int
	h.TenantsChanged.Listen(func(struct{}) {
		tenants, err := h.store.Tenants(t.Context())
		require.NoError(t, err)
		left := slices.DeleteFunc(tenants, func(t m365.Tenant) bool { return t.Status != m365.Synced })
		synced = append(synced, len(left))
	})
	require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso, fabrikam}))
	require.Equal(t, []int{1, 0}, synced, "told after each, not once all are gone")
}

func TestASyncWithoutANetworkSaysSoOnce(t *testing.T) {
	lost := &net.OpError{Op: "dial", Err: errors.New("no route")}
	for name, c := range map[string]struct {
		refused error
		want    string
	}{
		"all for want of one": {lost, "You are offline. 0 of 2 tenants synced."},
		"one for another":     {errors.New("refused"), "0 of 2 tenants synced, 2 failed."},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.consents.refuse[contoso], h.consents.refuse[fabrikam] = lost, c.refused
			h.sync(t, contoso, fabrikam)
			require.Equal(t, c.want, h.jobs[len(h.jobs)-1].Text)
		})
	}
}

func TestTheIDOfAJobSaysWhetherItSyncs(t *testing.T) {
	h := newHarness(t)
	h.sync(t, contoso)
	require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso}))
	require.True(t, integration.IsSync(h.jobs[0].ID))
	require.False(t, integration.IsSync(h.jobs[len(h.jobs)-1].ID))
}

func TestAnUnsyncStopsASyncUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		h.consents.before = func(ctx context.Context) { <-ctx.Done() }
		require.NoError(t, h.Sync(t.Context(), []m365.TenantID{contoso}))
		synctest.Wait()
		require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso}))
		require.Equal(t, m365.Deactivated, h.store.tenant(contoso).Status)
		synctest.Wait()
		require.Equal(t, m365.Deactivated, h.store.tenant(contoso).Status, "and it stays so")
		h.Close()
	})
}

func TestATenantIsInOneSyncAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		release := make(chan struct{})
		h.consents.before = func(context.Context) { <-release }
		require.NoError(t, h.Sync(t.Context(), []m365.TenantID{contoso}))
		require.NoError(t, h.Sync(t.Context(), []m365.TenantID{contoso}))
		close(release)
		synctest.Wait()
		require.Equal(t, 1, h.account.renewed[contoso])
		h.Close()
	})
}

func TestATenantLeftPendingIsResumed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		h.consents.before = func(ctx context.Context) { <-ctx.Done() }
		require.NoError(t, h.Sync(t.Context(), []m365.TenantID{contoso, fabrikam}))
		synctest.Wait()
		h.Close()
		require.Equal(t, m365.Pending, h.store.tenant(contoso).Status, "the end of the program is no failure")

		next := newHarness(t)
		next.store.tenants = h.store.tenants
		require.NoError(t, next.Resume(t.Context()))
		synctest.Wait()
		require.Equal(t, m365.Synced, next.store.tenant(contoso).Status)
		require.Equal(t, m365.Synced, next.store.tenant(fabrikam).Status)
		next.Close()
	})
}

func TestNothingIsSyncedWhileSignedOut(t *testing.T) {
	h := newHarness(t)
	h.store.connection.HomeAccountID = ""
	require.ErrorIs(t, h.Sync(t.Context(), []m365.TenantID{contoso}), refusal.ErrSignedOut)
	require.ErrorIs(t, h.Reload(t.Context()), refusal.ErrSignedOut)
	require.Empty(t, h.store.history)
}

func TestSigningInKeepsWhoAndListsTheTenants(t *testing.T) {
	h := newHarness(t)
	h.store.connection = m365.Connection{On: true, Tenant: home, ClientID: clientID}
	var link string
	connection, err := h.SignIn(t.Context(), access.ReadOnly, func(url string) { link = url })
	require.NoError(t, err)
	require.Equal(t, "https://login.example/authorize", link)
	require.True(t, connection.Authenticated())
	require.Equal(t, "j.tan@msp.example", connection.Account)
	require.Equal(t, "MSP Example", connection.TenantName)
	require.Equal(t, home, h.store.listed[len(h.store.listed)-1].ID, "the own tenant is in the list")
}

func TestARefusedSignInChangesNothing(t *testing.T) {
	h := newHarness(t)
	h.store.connection = m365.Connection{On: true, Tenant: home, ClientID: clientID}
	before := h.store.connection
	h.account.signInError = errors.New("declined")
	_, err := h.SignIn(t.Context(), access.ReadOnly, func(string) {})
	require.ErrorContains(t, err, "declined")
	require.Equal(t, before, h.store.connection)
}

func TestASignInThatAnotherTenantAnswersIsRefused(t *testing.T) {
	h := newHarness(t)
	h.store.connection = m365.Connection{On: true, Tenant: home, ClientID: clientID}
	before := h.store.connection
	h.graph.unreadable = map[m365.TenantID]error{home: &refusal.OtherTenantError{Asked: home, Got: contoso}}
	connection, err := h.SignIn(t.Context(), access.ReadOnly, func(string) {})
	var other *refusal.OtherTenantError
	require.ErrorAs(t, err, &other)
	require.False(t, connection.Authenticated())
	require.Equal(t, before, h.store.connection)
}

func TestAnotherTenantOrApplicationSignsTheAccountOut(t *testing.T) {
	h := newHarness(t)
	require.NoError(t, h.Save(t.Context(), home, clientID))
	require.True(t, h.store.connection.Authenticated(), "the same again changes nothing")
	require.NoError(t, h.Save(t.Context(), contoso, clientID))
	require.False(t, h.store.connection.Authenticated())
	require.Equal(t, string(contoso)+" "+clientID, h.account.used)
}

func TestTheAccountOfTheLastRunIsRestored(t *testing.T) {
	h := newHarness(t)
	there, err := h.Restore(t.Context())
	require.NoError(t, err)
	require.True(t, there)
	h.account.who.HomeAccountID = "somebody else"
	there, err = h.Restore(t.Context())
	require.NoError(t, err)
	require.False(t, there, "the vault lost it")
	require.False(t, h.store.connection.Authenticated(), "and nobody pretends otherwise")
}

func TestSigningOutKeepsTheTenants(t *testing.T) {
	h := newHarness(t)
	h.sync(t, contoso)
	require.NoError(t, h.SignOut(t.Context()))
	require.True(t, h.account.signedOut)
	require.False(t, h.store.connection.Authenticated())
	require.Equal(t, home, h.store.connection.Tenant)
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
}
