package signin_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

// countingVault counts how often it is written to.
type countingVault struct {
	signin.Vault
	writes atomic.Int64
}

func (v *countingVault) Write(ctx context.Context, data []byte) error {
	v.writes.Add(1)
	return v.Vault.Write(ctx, data)
}

func clientTenant(n int) m365.TenantID {
	return m365.TenantID(fmt.Sprintf("%08x-0000-4000-8000-000000000000", n))
}

// tokensOf gets a token of each of so many tenants, one after the other.
func tokensOf(tb testing.TB, session *signin.Session, from, tenants int) {
	tb.Helper()
	for n := range tenants {
		_, err := session.Token(tb.Context(), graphOf(clientTenant(from+n)))
		require.NoError(tb, err)
	}
}

// The two measures take turns, so that what else the machine does meets both.
func TestATokenCostsTheSameHoweverManyTenantsHaveOne(t *testing.T) {
	if testing.Short() {
		t.Skip("asks for two thousand tokens")
	}
	few, many := signedIn(t), signedIn(t)
	tokensOf(t, many.Session, 0, 1000)
	var early, late time.Duration
	for round := range 10 {
		began := time.Now()
		tokensOf(t, few.Session, 0, 50)
		early += time.Since(began)
		for n := range 50 {
			few.Forget(clientTenant(n))
		}
		began = time.Now()
		tokensOf(t, many.Session, 1000+50*round, 50)
		late += time.Since(began)
	}
	t.Logf("500 tokens: %v with few tenants, %v with a thousand", early, late)
	require.Less(t, late, 3*early)
}

func TestTokensOfManyTenantsWriteToTheVaultOnce(t *testing.T) {
	vault := &countingVault{Vault: signin.MemoryVault()}
	h := openHarness(t, newProvider(t), vault)
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
	require.Equal(t, int64(1), vault.writes.Load(), "a sign-in is kept at once")
	tokensOf(t, h.Session, 0, 40)
	require.Equal(t, int64(1), vault.writes.Load())
	h.clock.advance(time.Minute)
	tokensOf(t, h.Session, 40, 40)
	require.Equal(t, int64(2), vault.writes.Load())
	require.Contains(t, keptIn(t, vault), `"refresh-42"`)
	require.NoError(t, h.Close(t.Context()))
	require.Contains(t, keptIn(t, vault), `"refresh-81"`, "the last one is kept when the program ends")
}

func TestASignInIsKeptAtOnceThoughATokenWasJustKept(t *testing.T) {
	h := signedIn(t)
	tokensOf(t, h.Session, 0, 3)
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
	require.Contains(t, keptIn(t, h.vault), `"refresh-5"`)
}

func TestARefusedAccountIsNotKept(t *testing.T) {
	h := signedIn(t)
	h.provider.set(func(p *provider) { p.who = guest })
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.Error(t, err)
	require.NotContains(t, keptIn(t, h.vault), guest.object)
	h.provider.set(func(p *provider) { p.who = anna })
	tokensOf(t, h.Session, 0, 1)
	require.NoError(t, h.Close(t.Context()))
	require.NotContains(t, keptIn(t, h.vault), guest.object)
	require.Contains(t, keptIn(t, h.vault), anna.object)
}

func keptIn(t *testing.T, vault signin.Vault) string {
	t.Helper()
	kept, err := vault.Read(t.Context())
	require.NoError(t, err)
	return string(kept)
}
