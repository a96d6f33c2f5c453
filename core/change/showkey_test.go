package change_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// computer is a user's device of which Microsoft keeps recovery keys and the password of the local administrator.
func (h *harness) computer() (directory.User, directory.Device) {
	h.t.Helper()
	var device directory.Device
	h.inside.EachDevice(0, func(_ int, d *directory.Device) bool {
		if d.Managed && d.OperatingSystem == "Windows" && d.TrustType != "Workplace" {
			device = *d
		}
		return device.ID == ""
	})
	require.NotEmpty(h.t, device.ID)
	owner, _ := h.inside.User(device.OwnerID)
	return owner, device
}

// granted adds the permissions to look at the secrets of devices.
func (h *harness) granted() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.caller.Scopes = append([]string{"BitlockerKey.Read.All", "DeviceLocalCredential.Read.All"}, h.caller.Scopes...)
}

func look(kind change.WriteKind, subject, name string) []change.Write {
	return writes(change.Write{Kind: kind, Subject: subject, Name: name})
}

func TestALookAtASecretOfADeviceIsInTheJournalBeforeItAndKeepsNothing(t *testing.T) {
	h := newHarness(t)
	h.granted()
	u, device := h.computer()
	key := h.inside.RecoveryKeys(device.DeviceID)[0]
	local, _ := h.inside.LocalPassword(device.DeviceID)
	for name, test := range map[string]struct {
		intent change.Intent
		secret string
		note   string
	}{
		"recovery key": {
			change.Intent{Action: change.ShowRecoveryKey, Writes: look(change.ReadRecoveryKey, key.ID, device.DisplayName)}, key.Key, "",
		},
		"LAPS password": {
			change.Intent{Action: change.ShowLocalPassword, Writes: look(change.ReadLocalPassword, device.DeviceID, device.DisplayName)},
			local.Password, "The account is Administrator.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.intent.User = h.key(u)
			outcome := h.do(test.intent)
			h.done(outcome)
			require.Equal(t, test.secret, outcome.Secret.Reveal())
			require.Equal(t, test.note, outcome.Steps[0].Note)
			require.Equal(t, "Read the "+name+" of "+device.DisplayName, outcome.Plan.Steps[0].Text)
			require.Contains(t, h.journal.text(), outcome.Plan.ID)
			require.NotContains(t, h.journal.text(), test.secret)
			require.NotContains(t, h.log.text(), test.secret)

			h.journal.failBegin = errors.New("no disk")
			defer func() { h.journal.failBegin = nil }()
			plan := h.plan(test.intent)
			_, err := h.service.Carry(t.Context(), plan, nil)
			require.ErrorIs(t, err, change.ErrJournal, "nobody looks without a row of the journal")
		})
	}
}

func TestATenantThatHasNotGrantedALookIsSaidToNeedAnUpdate(t *testing.T) {
	h := newHarness(t)
	u, device := h.computer()
	outcome := h.do(change.Intent{
		Action: change.ShowLocalPassword, User: h.key(u), Writes: look(change.ReadLocalPassword, device.DeviceID, device.DisplayName),
	})
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.What, "has not granted the permission DeviceLocalCredential.Read.All, or your roles there are too low")
	require.Contains(t, outcome.Steps[0].Failure.Do, "The tenant needs an update: choose Sync again in its menu")
	require.Empty(t, outcome.Secret.Reveal())
}

func TestADeviceWithoutASecretSaysSo(t *testing.T) {
	h := newHarness(t)
	h.granted()
	u, device := h.computer()
	outcome := h.do(change.Intent{Action: change.ShowLocalPassword, User: h.key(u), Writes: look(change.ReadLocalPassword, device.ID, device.DisplayName)})
	require.Contains(t, outcome.Steps[0].Failure.What, "Microsoft keeps no LAPS password of this device")
	require.Contains(t, outcome.Steps[0].Failure.Do, "Windows LAPS must be set up")
}
