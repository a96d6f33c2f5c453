package change_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func disown(device directory.Device) []change.Write {
	return []change.Write{{Kind: change.DisownDevice, Subject: device.ID, Name: device.DisplayName}}
}

func TestTheOwnershipOfADeviceIsTakenForGood(t *testing.T) {
	h := newHarness(t)
	u, device := h.computer()
	plan := h.plan(change.Intent{Action: change.DisownDevices, User: h.key(u), Writes: disown(device)})
	require.Equal(t, "Remove the ownership of "+device.DisplayName, plan.Steps[0].Text)
	require.Contains(t, plan.Notes[0], "Microsoft keeps one owner of a device: it has none afterwards")
	require.Contains(t, plan.Notes[1], "stays joined")

	outcome := h.carry(plan)
	h.done(outcome)
	now, _ := h.inside.Device(device.ID)
	require.True(t, now.Disowned)
	require.True(t, now.AccountEnabled, "it is not disabled")

	_, err := h.service.UndoPlan(t.Context(), outcome.Plan.ID)
	require.ErrorIs(t, err, change.ErrNotUndoable)
	var refusal *change.Refusal
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, "An owner that was removed from a device is not set again from here.", refusal.What)
	_, err = h.service.Plan(t.Context(), change.Intent{Action: change.DisownDevices, User: h.key(u), Writes: disown(device)})
	require.ErrorIs(t, err, change.ErrNothingToDo)
}

func TestADeviceWhoseOwnerCannotBeReadIsNotTakenForOneWithout(t *testing.T) {
	h := newHarness(t)
	u, device := h.computer()
	h.unreadable("ownedDevices")
	_, err := h.service.Plan(t.Context(), change.Intent{Action: change.DisownDevices, User: h.key(u), Writes: disown(device)})
	require.ErrorContains(t, err, "read the devices that the user owns")
}

func TestWhoMayNotTakeOwnershipsIsToldWhatItTakes(t *testing.T) {
	h := newHarness(t)
	u, device := h.computer()
	h.as(directory.CloudDeviceAdministrator, directory.GlobalReader)
	outcome := h.do(change.Intent{Action: change.DisownDevices, User: h.key(u), Writes: disown(device)})
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Failure().What, "has not granted the permission Directory.AccessAsUser.All, or your roles there are too low")
	require.Contains(t, outcome.Failure().Do, "Intune Administrator or Windows 365 Administrator")
}
