package signin_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

func TestAVaultIsTheSystemsOrSaysWhyItIsMemoryOnly(t *testing.T) {
	dir := t.TempDir()
	vault, reason := signin.NewVault(t.Context(), slog.New(slog.DiscardHandler), dir, "test")
	const text = "the refresh token"
	require.NoError(t, vault.Write(t.Context(), []byte(text)))
	read, err := vault.Read(t.Context())
	require.NoError(t, err)
	require.Equal(t, text, string(read))
	if reason != "" {
		require.Contains(t, reason, "You will have to sign in again after every start, because ")
	}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		require.NotContains(t, string(data), text, "nothing is written in the clear")
		return err
	}))
	require.NoError(t, vault.Delete(t.Context()))
	require.NoError(t, vault.Delete(t.Context()), "deleting nothing is no error")
	read, err = vault.Read(t.Context())
	require.NoError(t, err)
	require.Empty(t, read)
}

func TestANewSessionChecksWhatItIsGiven(t *testing.T) {
	p := newProvider(t)
	good := signin.Options{Cloud: p.cloud(), ClientID: clientID, Tenant: home, HTTP: p.Client(), OpenBrowser: func(string) error { return nil }}
	_, err := signin.New(good)
	require.NoError(t, err)

	bad := good
	bad.ClientID = "Tenantkeep"
	_, err = signin.New(bad)
	require.Equal(t, "“Tenantkeep” is not an application id.", refusal.Explain(err, "").What)
	bad = good
	bad.Tenant = "contoso.com"
	_, err = signin.New(bad)
	require.Error(t, err)
	bad = good
	bad.HTTP = nil
	_, err = signin.New(bad)
	require.Error(t, err)
	bad = good
	bad.Cloud.Authority = "http://login.example"
	_, err = signin.New(bad)
	require.Error(t, err)
}
