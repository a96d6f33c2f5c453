package change_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestARefusalNamesWhatThereIsInTheTenant(t *testing.T) {
	for _, home := range []bool{false, true} {
		h := newHarness(t)
		h.home = home
		u, device := h.computer()
		h.meddling(func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}`))
		})
		advice := []string{change.LookTakes(change.ShowRecoveryKey, home), change.LookTakes(change.ShowLocalPassword, home)}
		for _, intent := range []change.Intent{
			{Action: change.Block},
			{Action: change.RevokeSessions},
			{Action: change.DisownDevices, Writes: disown(device)},
			{Action: change.DisableDevices, Writes: []change.Write{{Kind: change.BarDevice, Subject: device.ID}}},
		} {
			intent.User = m365.UserKey{Tenant: h.tenant, ID: u.ID}
			outcome := h.do(intent)
			require.Equal(t, change.Failed, outcome.State(), intent.Action)
			advice = append(advice, outcome.Failure().Do)
		}
		for _, do := range advice {
			away := strings.Contains(do, "GDAP") || strings.Contains(do, "ync the tenant") || strings.Contains(do, "Sync again")
			require.Equal(t, !home, away, "%v: %s", home, do)
			require.Equal(t, home, strings.Contains(do, "in your own tenant"), "%v: %s", home, do)
		}
	}
}
