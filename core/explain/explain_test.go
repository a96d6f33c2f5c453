package explain_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/explain"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/release"
)

func TestAnErrorIsExplainedByThePartThatItComesFrom(t *testing.T) {
	notConsented := &refusal.Error{Op: "get a token", Err: &refusal.ServerError{Kind: "invalid_grant", Codes: []int{65001}, CorrelationID: "c-1"}}
	cases := []struct {
		name string
		err  error
		code string
		id   string
	}{
		{"the sign-in", notConsented, "AADSTS65001", "c-1"},
		{"the sign-in behind a Graph request", &call.Error{Op: "read users", Err: notConsented}, "AADSTS65001", "c-1"},
		{"Graph", &call.Error{Op: "read users", Status: 403, Code: "Authorization_RequestDenied", Kind: call.Denied, RequestID: "r-1"}, "Authorization_RequestDenied", "r-1"},
		{"Partner Center", fmt.Errorf("consent: %w", &call.Error{Service: call.PartnerCenter, Status: 403, Code: "600009"}), "600009", ""},
	}
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	explainer := explain.Explainer{Now: func() time.Time { return now }}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			failure := explainer.Explain(c.err, "Contoso Dental")
			require.Equal(t, c.code, failure.Code)
			require.Equal(t, c.id, failure.RequestID)
			require.Equal(t, now, failure.At)
			require.Contains(t, failure.What, "Contoso Dental")
			require.NotContains(t, failure.What, c.code, "no codes in the first line")
			require.NotEmpty(t, failure.Do)
		})
	}
}

func TestAConsentThatLacksPermissionsIsSaidInWordsWithTheirNamesInTheDetails(t *testing.T) {
	explainer := explain.Explainer{Now: time.Now}
	err := fmt.Errorf("sync: %w", &integration.LackingError{Tenant: "t", Permissions: []string{"AuditLog.Read.All"}})
	failure := explainer.Explain(err, "Contoso Dental")
	require.Equal(t, "The consent in Contoso Dental does not hold all permissions that the access tier needs.", failure.What)
	require.NotEmpty(t, failure.Do)
	require.Contains(t, failure.Details(), "AuditLog.Read.All")
}

func TestWhatNobodyKnowsIsStillAnswered(t *testing.T) {
	explainer := explain.Explainer{Now: time.Now}
	failure := explainer.Explain(errors.New("store: disk I/O error"), "Contoso Dental")
	require.Equal(t, "Something went wrong inside Tenantkeep.", failure.What, "nobody said that it was the sign-in or a tenant")
	require.Contains(t, failure.Technical, "disk I/O error")
	lost := fmt.Errorf("refresh: %w", &net.OpError{Op: "dial", Err: errors.New("no route to host")})
	require.Equal(t, "Microsoft's server could not be reached.", explainer.Explain(lost, "").What)
	stopped := fmt.Errorf("refresh: %w", context.Canceled)
	require.Equal(t, "This was cancelled.", explainer.Explain(stopped, "").What)
	require.Equal(t, "The primary tenant cannot be unsynced.", explainer.Explain(integration.ErrPrimary, "x").What)
	require.Equal(t, m365.Failure{}.Code, failure.Code)
}

func TestAReleaseFeedThatIsNotReachedIsNotTakenForMicrosoft(t *testing.T) {
	explainer := explain.Explainer{Now: time.Now}
	lost := &release.Error{Kind: release.Unreachable, Err: &net.OpError{Op: "dial", Err: errors.New("no route to host")}}
	failure := explainer.Explain(fmt.Errorf("at start: %w", lost), "Contoso Dental")
	require.Equal(t, "GitHub could not be asked for the newest release.", failure.What)
	require.Contains(t, failure.Technical, "no route to host")
}

func TestARefusedChangeIsSaidInItsOwnWords(t *testing.T) {
	explainer := explain.Explainer{Now: time.Now}
	service := change.New(change.Options{
		Tier: func() access.Tier { return access.ReadOnly }, Who: func() string { return "j.tan@msp.example" }, Now: time.Now,
	})
	_, err := service.Plan(t.Context(), change.Intent{Action: change.Block, User: m365.UserKey{Tenant: "t", ID: "u"}})
	require.ErrorIs(t, err, change.ErrTier)
	failure := explainer.Explain(err, "Contoso Dental")
	require.Equal(t, change.Explain(err).What, failure.What)
	require.Contains(t, failure.Sentence(), "Help desk")

	gone := fmt.Errorf("tenant t: %w", integration.ErrNotSynced)
	require.Equal(t, "The tenant is not synced, so nothing was sent to it.", explainer.Explain(gone, "Contoso Dental").What)
}

func TestAFailureSaysWhetherThereWasNoNetwork(t *testing.T) {
	explainer := explain.Explainer{Now: time.Now}
	lost := &call.Error{Op: "read users", Kind: call.Network, Err: &net.DNSError{Err: "no such host"}}
	require.True(t, explainer.Explain(lost, "Contoso").Offline)
	require.False(t, explainer.Explain(&call.Error{Op: "read users", Status: 403, Kind: call.Denied}, "Contoso").Offline)
}

func TestTheAdviceForTheOwnTenantNamesWhatThereIs(t *testing.T) {
	own := explain.Explainer{Now: time.Now, Home: func() m365.TenantID { return "own" }}
	for _, tenant := range []m365.TenantID{"own", "client"} {
		for _, err := range []error{
			&call.Error{Op: "read the users", Tenant: tenant, Kind: call.Denied, Status: 403},
			&integration.LackingError{Tenant: tenant, Permissions: []string{"User.Read.All"}},
		} {
			do := own.Explain(err, "Contoso").Do
			require.Equal(t, tenant == "own", strings.Contains(do, "your own tenant") || strings.Contains(do, "your tenant"), do)
			require.Equal(t, tenant != "own", strings.Contains(do, "ync the tenant again"), do)
		}
	}
}

func TestADiskThatTakesNothingIsSaidWithTheFolderAndWhatToDo(t *testing.T) {
	explainer := explain.Explainer{Now: time.Now, Folder: "/data/tenantkeep"}
	full := explainer.Explain(fmt.Errorf("keep: %w", disk.ErrFull), "Contoso")
	require.Equal(t, "The disk with Tenantkeep's data folder /data/tenantkeep is full, so nothing could be kept.", full.What)
	require.Contains(t, full.Do, "refreshes go on by themselves")
	locked := explainer.Explain(fmt.Errorf("keep: %w", disk.ErrReadOnly), "Contoso")
	require.Equal(t, "Tenantkeep's data folder /data/tenantkeep cannot be written to, so nothing could be kept.", locked.What)
}
