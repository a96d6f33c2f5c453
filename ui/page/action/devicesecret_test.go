package action_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const recoveryKey = "123456-234567-345678-456789-567890-678901-789012-890123"

var laptop = m365.Device{ID: "d1", DeviceID: "0000000d-0000-4000-8000-000000000000", Hostname: "LEEDS-LT-014", OS: "Windows 11"}

func twoKeys() []m365.RecoveryKey {
	return []m365.RecoveryKey{
		{ID: "1a2b3c4d-0000-4000-8000-000000000000", Volume: "Operating system volume", Created: noon},
		{ID: "5e6f7a8b-0000-4000-8000-000000000000", Volume: "Fixed data volume", Created: noon.AddDate(0, -1, 0)},
	}
}

func TestABitLockerKeyIsChosenByItsIDAndShownOnce(t *testing.T) {
	d := newHarness(t)
	d.directory.keys, d.changes.secret = twoKeys(), m365.NewSecret(recoveryKey)
	d.actions.ShowRecoveryKey(adele(contoso), laptop)
	d.Settle()
	d.Sees("Show BitLocker Key", firstLine, "1A2B3C4D, operating system volume, ", "LEEDS-LT-014 shows the key ID")
	d.fits()
	d.Tap("1A2B3C4D, operating system volume, "+d.Host.Printer().Day(noon), "5E6F7A8B, fixed data volume, "+d.Host.Printer().Day(noon.AddDate(0, -1, 0)))
	d.Tap("Show key")
	last := d.changes.intents[len(d.changes.intents)-1]
	require.Equal(t, change.ShowRecoveryKey, last.Action)
	require.Equal(t, []change.Write{{Kind: change.ReadRecoveryKey, Subject: twoKeys()[1].ID, Name: "LEEDS-LT-014"}}, last.Writes)
	d.Sees("This is the recovery key.", "BitLocker key of LEEDS-LT-014", "Key ID 5E6F7A8B-0000-4000-8000-000000000000")
	d.SeesNot(recoveryKey)
	d.Tap("Copy BitLocker Key")
	require.Equal(t, recoveryKey, d.clipboard.text)
	require.Empty(t, d.clipboard.plain, "no history keeps it")
	d.Tap("Show")
	d.Sees(recoveryKey)
	d.Tap("Close")
	d.isClosed()
}

func TestADeviceWithoutABitLockerKeySaysSo(t *testing.T) {
	d := newHarness(t)
	d.actions.ShowRecoveryKey(adele(contoso), laptop)
	d.Settle()
	d.Sees("Microsoft keeps no BitLocker key of LEEDS-LT-014.")
	require.Empty(t, d.changes.intents)
}

func TestATenantThatDoesNotAllowALookIsSaidToNeedAnUpdate(t *testing.T) {
	d := newHarness(t)
	d.directory.err = &call.Error{Op: "read which BitLocker keys a device has", Kind: call.Denied}
	d.actions.ShowRecoveryKey(adele(contoso), laptop)
	d.Settle()
	d.Sees("The tenant needs an update: choose Sync again in its menu", "BitlockerKey.Read.All")
	d.directory.do(func() { d.directory.err, d.directory.keys = nil, twoKeys() })
	d.Tap("Retry")
	d.Sees("1A2B3C4D, operating system volume, ")
}

func TestALAPSPasswordIsAskedAboutAndShownOnce(t *testing.T) {
	d := newHarness(t)
	d.changes.secret = m365.NewSecret("Local-1!")
	d.actions.ShowLocalPassword(adele(contoso), laptop)
	d.Settle()
	d.Sees("Show LAPS Password", firstLine, "It is not kept.", "Read the secret of LEEDS-LT-014")
	d.Tap("Show password")
	require.Equal(t, laptop.DeviceID, d.changes.intents[0].Writes[0].Subject)
	d.Sees("LAPS password of LEEDS-LT-014")
	d.Tap("Copy LAPS Password")
	require.Equal(t, "Local-1!", d.clipboard.text)
}
