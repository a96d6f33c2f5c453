package signin_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

func TestTheAccountComesBackFromTheVault(t *testing.T) {
	p := newProvider(t)
	vault := signin.MemoryVault()
	first := openHarness(t, p, vault)
	account, err := first.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
	_, err = first.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.NoError(t, first.Close(t.Context()))

	kept, err := vault.Read(t.Context())
	require.NoError(t, err)
	require.Contains(t, string(kept), "refresh-2", "the refresh token that is valid now")
	require.NotContains(t, string(kept), "eyJ", "neither access tokens nor id tokens")
	require.NotContains(t, string(kept), customer, "nothing about client tenants")

	second := openHarness(t, p, vault)
	restored, found, err := second.Restore(t.Context(), account.HomeAccountID)
	require.NoError(t, err)
	require.True(t, found)
	account.Name = ""
	require.Equal(t, account, restored)
	_, err = second.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.Len(t, second.browser.addresses(), 0)
	forms := p.requests()
	require.Equal(t, "refresh-2", forms[len(forms)-1].Get("refresh_token"))
}

func TestRestoreWithoutTheAccountAsksForASignIn(t *testing.T) {
	for name, content := range map[string]string{"an empty vault": "", "a vault with something else": "not JSON", "a vault with other accounts": `{"Account":{}}`} {
		t.Run(name, func(t *testing.T) {
			vault := signin.MemoryVault()
			require.NoError(t, vault.Write(t.Context(), []byte(content)))
			h := openHarness(t, newProvider(t), vault)
			_, found, err := h.Restore(t.Context(), anna.object+"."+anna.tenant)
			require.NoError(t, err)
			require.False(t, found)
		})
	}
}

func TestSignOutForgetsEverything(t *testing.T) {
	h := signedIn(t)
	before := len(h.provider.requests())
	h.provider.set(func(p *provider) { p.hold = make(chan struct{}) })
	running := make(chan error, 1)
	go func() {
		_, err := h.Token(t.Context(), graphOf(customer))
		running <- err
	}()
	require.Eventually(t, func() bool { return len(h.provider.requests()) > before }, 5*time.Second, time.Millisecond)
	require.NoError(t, h.SignOut(t.Context()))
	require.ErrorIs(t, <-running, refusal.ErrSignedOut)

	_, in := h.Account()
	require.False(t, in)
	_, found, err := h.Restore(t.Context(), anna.object+"."+anna.tenant)
	require.NoError(t, err)
	require.False(t, found)
	kept, err := h.vault.Read(t.Context())
	require.NoError(t, err)
	require.Empty(t, kept)
	_, err = h.Token(t.Context(), graphOf(home))
	require.ErrorIs(t, err, refusal.ErrSignedOut)
}

func TestAClosedSessionGivesNothing(t *testing.T) {
	h := signedIn(t)
	require.NoError(t, h.Close(t.Context()))
	_, err := h.Token(t.Context(), graphOf(customer))
	require.ErrorIs(t, err, refusal.ErrClosed)
	_, err = h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.ErrorIs(t, err, refusal.ErrClosed)
}

func TestAVaultThatFailsCostsNoSignInAndIsSaid(t *testing.T) {
	h := openHarness(t, newProvider(t), brokenVault{})
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
	_, err = h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.NotEmpty(t, h.notices)
	require.Contains(t, h.notices[0], "the last sign-in could not be read")
	require.NotContains(t, h.notices[0], errNoBrowser.Error(), "the technical reason is for the log")
	require.Contains(t, h.notices[len(h.notices)-1], "You will have to sign in again after every start")
}

func TestASignInThatTheVaultLostIsSaidUntilTheNextOneIsKept(t *testing.T) {
	vault := &lossyVault{Vault: signin.MemoryVault()}
	h := openHarness(t, newProvider(t), vault)
	_, found, err := h.Restore(t.Context(), "home")
	require.NoError(t, err)
	require.False(t, found)
	require.Len(t, h.notices, 1)
	require.Contains(t, h.notices[0], "Sign in again")
	_, err = h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
	require.Empty(t, h.notices[len(h.notices)-1], "it is kept now, and nothing is left to say")
}

func TestADamagedSignInIsSaid(t *testing.T) {
	vault := signin.MemoryVault()
	require.NoError(t, vault.Write(t.Context(), []byte("{")))
	h := openHarness(t, newProvider(t), vault)
	_, _, err := h.Restore(t.Context(), "home")
	require.NoError(t, err)
	require.Len(t, h.notices, 1)
	require.Contains(t, h.notices[0], "damaged")
}

type brokenVault struct{}

func (brokenVault) Read(context.Context) ([]byte, error) { return nil, errNoBrowser }
func (brokenVault) Write(context.Context, []byte) error  { return errNoBrowser }
func (brokenVault) Delete(context.Context) error         { return errNoBrowser }

// lossyVault takes what it is given, and cannot read what was there before.
type lossyVault struct{ signin.Vault }

func (lossyVault) Read(context.Context) ([]byte, error) {
	return nil, errors.New("another account kept it")
}
