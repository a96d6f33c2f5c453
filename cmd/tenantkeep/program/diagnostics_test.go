package program

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/explain"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// TestTheDiagnosticsHoldNothingOfAClient makes the bundle of a program that has synced tenants and logged all it does, and
// looks for every name, address and id of the simulated clients in it.
func TestTheDiagnosticsHoldNothingOfAClient(t *testing.T) {
	server := startSimulation(t, 3, 60)
	logged := filepath.Join(t.TempDir(), "log")
	require.NoError(t, os.MkdirAll(logged, 0o700))
	file, err := os.Create(filepath.Join(logged, "tenantkeep.log"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	p := startProgram(t, server, func(in *environment) {
		in.folder = filepath.Dir(logged)
		in.log = slog.New(slog.NewJSONHandler(file, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: explain.RecordAttr}))
	})
	signIn(t, p)
	syncThem(t, p, healthy(t, p)...)
	canaries := clientTexts(t, p)
	for _, canary := range canaries {
		p.log.Warn("refresh failed", "tenant", canary, "user", canary, "code", canary, "error", fmt.Errorf("read %s of %s", canary, canary))
		p.log.With("part", "library").Warn(canary, canary, canary)
	}
	require.NoError(t, p.store.SetSetting(t.Context(), "export-folder", "/home/"+canaries[0]))
	require.NoError(t, p.store.SetSetting(t.Context(), "theme", "of "+canaries[0]+"@"))
	require.NoError(t, p.store.SetRefreshFailure(t.Context(), healthy(t, p)[0], &m365.Failure{
		What: canaries[0], Do: canaries[0], Code: "Authorization_RequestDenied", RequestID: "11111111-2222-4333-8444-555555555555", Technical: canaries[0],
	}))
	text, err := computer{p}.Diagnostics(t.Context())
	require.NoError(t, err)
	require.Contains(t, text, "version: 0.1.0")
	require.Contains(t, text, "refreshed tenant=#")
	require.Contains(t, text, "Authorization_RequestDenied request 11111111-2222-4333-8444-555555555555")
	folded := strings.ToLower(text)
	for _, canary := range canaries {
		require.NotContains(t, folded, strings.ToLower(canary))
	}
	for _, word := range []string{"eyJ", "export-folder", p.folder} {
		require.NotContains(t, text, word)
	}
}

// clientTexts are the texts that name the clients of the program, their users and who is signed in.
func clientTexts(t *testing.T, p *program) []string {
	t.Helper()
	var texts []string
	tenants, err := p.store.Tenants(t.Context())
	require.NoError(t, err)
	for _, tenant := range tenants {
		texts = append(texts, string(tenant.ID), tenant.Name, tenant.DefaultDomain, tenant.InitialDomain)
	}
	connection := p.connection.Load()
	texts = append(texts, string(connection.Tenant), connection.TenantName, connection.ClientID, connection.Account, connection.HomeAccountID, connection.ObjectID)
	for _, users := range everybody(t, p.store) {
		for _, user := range users {
			texts = append(texts, user.Key.ID, user.DisplayName, user.UserPrincipalName)
		}
	}
	var long []string
	for _, text := range texts {
		if len(text) > 4 {
			long = append(long, text)
		}
	}
	require.Greater(t, len(long), 50)
	return long
}
