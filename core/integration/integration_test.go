package integration_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

func TestASyncConsentsVerifiesAndReads(t *testing.T) {
	w := newWorld(t)
	w.sync(t, contoso)

	require.Equal(t, m365.Synced, w.shelf.tenant(contoso).Status)
	require.Equal(t, []string{
		"Contoso Pending Waiting for its turn",
		"Contoso Pending Creating enterprise application",
		"Contoso Pending Waiting for Microsoft to apply the consent",
		"Contoso Pending Reading users",
		"Contoso Synced ",
	}, w.shelf.history)
	given := w.consents.given[contoso]
	require.Equal(t, clientID, given.ClientID)
	require.Equal(t, "Tenantkeep", given.DisplayName)
	require.Equal(t, access.CustomerScopes(access.ReadOnly), given.Scopes)
	require.Equal(t, []integration.Job{
		{ID: "sync-1", Text: "Syncing 1 tenant."},
		{ID: "sync-1", Ended: true, Text: "1 tenant synced."},
	}, w.jobs)
}

func TestASyncWaitsUntilMicrosoftHasAppliedTheConsent(t *testing.T) {
	w := newWorld(t)
	w.account.propagating[contoso] = 4
	w.sync(t, contoso)
	require.Equal(t, m365.Synced, w.shelf.tenant(contoso).Status)
	require.Equal(t, 5, w.account.renewed[contoso], "a token from before the consent would not show it")
	require.Equal(t, []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second}, w.slept)
}

func TestASyncGivesUpWaitingAfterThreeMinutes(t *testing.T) {
	w := newWorld(t)
	w.account.propagating[contoso] = 1000
	w.sync(t, contoso)
	require.Equal(t, m365.Failed, w.shelf.tenant(contoso).Status)
	require.Less(t, w.account.renewed[contoso], 20)
}

func TestEachTenantFailsByItself(t *testing.T) {
	for name, breakIt := range map[string]func(*world){
		"at the consent":    func(w *world) { w.consents.refuse[contoso] = errors.New("refused") },
		"at the proof":      func(w *world) { w.graph.unreadable = map[m365.TenantID]error{contoso: errors.New("refused")} },
		"at the first read": func(w *world) { w.refresher.fail[contoso] = errors.New("refused") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			breakIt(w)
			w.sync(t, contoso, fabrikam)
			require.Equal(t, m365.Failed, w.shelf.tenant(contoso).Status)
			require.Contains(t, w.shelf.tenant(contoso).Failure.What, "Contoso: ")
			require.Equal(t, m365.Synced, w.shelf.tenant(fabrikam).Status)
			last := w.jobs[len(w.jobs)-1]
			require.Equal(t, integration.Job{ID: "sync-1", Ended: true, Failed: true, Text: "1 of 2 tenants synced, 1 failed."}, last)
		})
	}
}

func TestAFailedTenantCanBeSyncedAgain(t *testing.T) {
	w := newWorld(t)
	w.consents.refuse[contoso] = errors.New("refused")
	w.sync(t, contoso)
	delete(w.consents.refuse, contoso)
	w.sync(t, contoso)
	require.Equal(t, m365.Synced, w.shelf.tenant(contoso).Status)
	require.Nil(t, w.shelf.tenant(contoso).Failure)
}

func TestThePrimaryTenantNeedsNoConsentThroughPartnerCenter(t *testing.T) {
	w := newWorld(t)
	w.sync(t, home)
	require.Equal(t, m365.Synced, w.shelf.tenant(home).Status)
	require.Empty(t, w.consents.given)
}

func TestThePrimaryTenantIsNotUnsyncedAndNeitherAreTheOthers(t *testing.T) {
	w := newWorld(t)
	w.sync(t, home, contoso)
	require.ErrorIs(t, w.Unsync(t.Context(), []m365.TenantID{contoso, home}), integration.ErrPrimary)
	require.Equal(t, m365.Synced, w.shelf.tenant(contoso).Status)
}

func TestAnUnsyncRemovesDataAndTokens(t *testing.T) {
	w := newWorld(t)
	w.sync(t, contoso)
	require.NoError(t, w.Unsync(t.Context(), []m365.TenantID{contoso}))
	require.Equal(t, m365.Deactivated, w.shelf.tenant(contoso).Status)
	require.Equal(t, []m365.TenantID{contoso}, w.account.forgotten)
}

func TestAnUnsyncThatFailsIsToldOnceWithTheReason(t *testing.T) {
	w := newWorld(t)
	w.sync(t, contoso, fabrikam)
	w.shelf.removeErr = errors.New("the disk is full")
	require.NoError(t, w.Unsync(t.Context(), []m365.TenantID{contoso, fabrikam}), "an error would be told a second time")
	end := w.jobs[len(w.jobs)-1]
	require.True(t, end.Ended)
	require.True(t, end.Failed)
	require.Contains(t, end.Text, "0 of 2 tenants unsynced, 2 failed. Contoso: ")
	require.Contains(t, end.Text, "the disk is full")
	require.Contains(t, end.Details, "the disk is full")
}

func TestTheIDOfAJobSaysWhetherItSyncs(t *testing.T) {
	w := newWorld(t)
	w.sync(t, contoso)
	require.NoError(t, w.Unsync(t.Context(), []m365.TenantID{contoso}))
	require.True(t, integration.IsSync(w.jobs[0].ID))
	require.False(t, integration.IsSync(w.jobs[len(w.jobs)-1].ID))
}

func TestAnUnsyncStopsASyncUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.consents.before = func(ctx context.Context) { <-ctx.Done() }
		require.NoError(t, w.Sync(t.Context(), []m365.TenantID{contoso}))
		synctest.Wait()
		require.NoError(t, w.Unsync(t.Context(), []m365.TenantID{contoso}))
		require.Equal(t, m365.Deactivated, w.shelf.tenant(contoso).Status)
		synctest.Wait()
		require.Equal(t, m365.Deactivated, w.shelf.tenant(contoso).Status, "and it stays so")
		w.Close()
	})
}

func TestATenantIsInOneSyncAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		release := make(chan struct{})
		w.consents.before = func(context.Context) { <-release }
		require.NoError(t, w.Sync(t.Context(), []m365.TenantID{contoso}))
		require.NoError(t, w.Sync(t.Context(), []m365.TenantID{contoso}))
		close(release)
		synctest.Wait()
		require.Equal(t, 1, w.account.renewed[contoso])
		w.Close()
	})
}

func TestATenantLeftPendingIsResumed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.consents.before = func(ctx context.Context) { <-ctx.Done() }
		require.NoError(t, w.Sync(t.Context(), []m365.TenantID{contoso, fabrikam}))
		synctest.Wait()
		w.Close()
		require.Equal(t, m365.Pending, w.shelf.tenant(contoso).Status, "the end of the program is no failure")

		next := newWorld(t)
		next.shelf.tenants = w.shelf.tenants
		require.NoError(t, next.Resume(t.Context()))
		synctest.Wait()
		require.Equal(t, m365.Synced, next.shelf.tenant(contoso).Status)
		require.Equal(t, m365.Synced, next.shelf.tenant(fabrikam).Status)
		next.Close()
	})
}

func TestNothingIsSyncedWhileSignedOut(t *testing.T) {
	w := newWorld(t)
	w.shelf.connection.HomeAccountID = ""
	require.ErrorIs(t, w.Sync(t.Context(), []m365.TenantID{contoso}), refusal.ErrSignedOut)
	require.ErrorIs(t, w.Reload(t.Context()), refusal.ErrSignedOut)
	require.Empty(t, w.shelf.history)
}

func TestSigningInKeepsWhoAndListsTheTenants(t *testing.T) {
	w := newWorld(t)
	w.shelf.connection = m365.Connection{On: true, Tenant: home, ClientID: clientID}
	var link string
	connection, err := w.SignIn(t.Context(), access.ReadOnly, func(url string) { link = url })
	require.NoError(t, err)
	require.Equal(t, "https://login.example/authorize", link)
	require.True(t, connection.Authenticated())
	require.Equal(t, "j.tan@msp.example", connection.Account)
	require.Equal(t, "MSP Example", connection.TenantName)
	require.Equal(t, home, w.shelf.listed[len(w.shelf.listed)-1].ID, "the own tenant is in the list")
}

func TestARefusedSignInChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.shelf.connection = m365.Connection{On: true, Tenant: home, ClientID: clientID}
	before := w.shelf.connection
	w.account.signInError = errors.New("declined")
	_, err := w.SignIn(t.Context(), access.ReadOnly, func(string) {})
	require.ErrorContains(t, err, "declined")
	require.Equal(t, before, w.shelf.connection)
}

func TestAnotherTenantOrApplicationSignsTheAccountOut(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Save(t.Context(), home, clientID))
	require.True(t, w.shelf.connection.Authenticated(), "the same again changes nothing")
	require.NoError(t, w.Save(t.Context(), contoso, clientID))
	require.False(t, w.shelf.connection.Authenticated())
	require.Equal(t, string(contoso)+" "+clientID, w.account.used)
}

func TestTheAccountOfTheLastRunIsRestored(t *testing.T) {
	w := newWorld(t)
	there, err := w.Restore(t.Context())
	require.NoError(t, err)
	require.True(t, there)
	w.account.who.HomeAccountID = "somebody else"
	there, err = w.Restore(t.Context())
	require.NoError(t, err)
	require.False(t, there, "the vault lost it")
	require.False(t, w.shelf.connection.Authenticated(), "and nobody pretends otherwise")
}

func TestSigningOutKeepsTheTenants(t *testing.T) {
	w := newWorld(t)
	w.sync(t, contoso)
	require.NoError(t, w.SignOut(t.Context()))
	require.True(t, w.account.signedOut)
	require.False(t, w.shelf.connection.Authenticated())
	require.Equal(t, home, w.shelf.connection.Tenant)
	require.Equal(t, m365.Synced, w.shelf.tenant(contoso).Status)
}
