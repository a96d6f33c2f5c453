package user_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
)

func TestTheSecretsOfAWindowsDeviceAreInItsMenu(t *testing.T) {
	d := open(t, rich())
	d.Tap("Devices")
	require.NoError(t, d.TapSecond("LEEDS-LT-014"))
	d.Tap("Show BitLocker Key")
	require.Contains(t, d.actions.asked, "recovery key of LEEDS-LT-014 adele.vance@contoso.com of Contoso Dental")
	d.Tap("Select LEEDS-PC-002", "Row Actions", "Show LAPS Password")
	require.Contains(t, d.actions.asked, "LAPS password of LEEDS-PC-002 adele.vance@contoso.com of Contoso Dental")

	require.NoError(t, d.TapSecond("Adele's iPhone"))
	require.Equal(t, "Only Windows devices have one", d.Why("Show BitLocker Key"))
	d.Press("Escape")
	d.actions.off = map[change.Action]string{change.ShowRecoveryKey: "Your access tier is Help desk"}
	require.NoError(t, d.TapSecond("LEEDS-LT-014"))
	require.Equal(t, "Your access tier is Help desk", d.Why("Show BitLocker Key"))
}

func TestADeviceIsDisabledEnabledAndTakenFromItsOwner(t *testing.T) {
	d := open(t, rich())
	d.Tap("Devices")
	require.NoError(t, d.TapSecond("LEEDS-LT-014"))
	require.Equal(t, "It is enabled", d.Why("Enable Device"))
	d.Tap("Disable Device")
	require.Contains(t, d.actions.asked, "disable LEEDS-LT-014 adele.vance@contoso.com of Contoso Dental")
	require.NoError(t, d.TapSecond("LEEDS-LT-014"))
	d.Tap("Remove Device Ownership")
	require.Contains(t, d.actions.asked, "disown LEEDS-LT-014 adele.vance@contoso.com of Contoso Dental")

	require.NoError(t, d.TapSecond("LEEDS-PC-002"))
	require.Equal(t, "It is disabled already", d.Why("Disable Device"))
	require.Equal(t, "The user signs in on it, and is not its owner", d.Why("Remove Device Ownership"))
	d.Tap("Enable Device")
	require.Contains(t, d.actions.asked, "enable LEEDS-PC-002 adele.vance@contoso.com of Contoso Dental")
}
